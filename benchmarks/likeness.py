"""Learn the weights by which Chinese and English questions without a common name are merged.

    python benchmarks/likeness.py BANK_GOLD

Learns from labelled pairs: the families of ``evals/families_development.jsonl``, the development
parts of ``evals/cluster_questions.jsonl`` and of the seed pairs (BANK_GOLD holds the seeds), and
``evals/wordings_development.jsonl``. The families' questions become the anchors; a question is
never measured against anchors of its own family. The limit is set where the pairs that the folds
leave out reach ``PRECISION``. Nothing of a sealed file is read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from interviewer.bank.evidence import Evidence, language_index, opening
from interviewer.bank.likeness import (
    DATA,
    ENCODER,
    FEATURES,
    Likeness,
    Space,
    Vectors,
    Weights,
    centre,
)
from interviewer.bank.meaning import may_be_one
from interviewer.bank.profiles import names_of, profile, read_question
from interviewer.model.bank import Question
from interviewer.search.encoder import load_encoder
from interviewer.settings import Settings

EVALS = Path(__file__).parent.parent / "evals"
FOLDS = 5
PRECISION = 0.99
STRENGTH = 0.3
"""Inverse strength of the penalty on weights of standardised features."""
NEAR = -0.2
"""Pairs farther apart than this teach nothing."""


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def asked(key: str, row: dict[str, Any]) -> Question:
    return Question(
        id=row[key],
        cluster_id="",
        question=row["question"],
        reference=row["reference"],
        explanation=row.get("explanation"),
    )


class Teacher:
    """Turns labelled banks into features."""

    def __init__(self) -> None:
        self._encoder = load_encoder(Settings())
        assert self._encoder.id == ENCODER
        self.families = lines(EVALS / "families_development.jsonl")
        questions = [asked("id", row) for row in self.families]
        self._own = np.array([row["family"] for row in self.families])
        self._languages = np.array([language_index(question) for question in questions])
        self.vectors = [
            self._encode([question.question for question in questions]),
            self._encode([opening(question) for question in questions]),
        ]
        self.questions = questions

    def spaces(self, without: str | None = None) -> list[Space]:
        """The spaces of questions and of answers, without the anchors of one family."""
        found = []
        for vectors in self.vectors:
            middles = np.stack([vectors[self._languages == one].mean(axis=0) for one in (0, 1)])
            middles = middles.astype(np.float16).astype(np.float32)
            placed = centre(vectors, middles[self._languages])
            placed = placed.astype(np.float16).astype(np.float32)
            kept = self._own != without
            anchors = [placed[(self._languages == one) & kept] for one in (0, 1)]
            found.append(Space(middles, (anchors[0], anchors[1])))
        return found

    def evidence(self, questions: Sequence[Question], *, families: bool = False) -> Evidence:
        """The evidence of a bank; in the one of the families none has anchors of its own."""
        spaces = self.spaces()
        none = Weights((0.0,) * len(FEATURES), 0.0)
        likeness = Likeness(ENCODER, spaces[0], spaces[1], none, none)
        vectors = self._encode([question.question for question in questions])
        answers = self._encode([opening(question) for question in questions])
        made = Evidence(likeness, questions, vectors, answers)
        if families:
            for family in sorted(set(self._own)):
                rows = np.flatnonzero(self._own == family)
                for space, placed, these in zip(
                    self.spaces(family), (made._near, made._alike), (vectors, answers), strict=True
                ):
                    placed.density[rows] = space.place(these[rows], self._languages[rows]).density
        return made

    def _encode(self, texts: list[str]) -> Vectors:
        return self._encoder.encode_queries(texts)

    def pairs(
        self,
        questions: Sequence[Question],
        labelled: Iterator[tuple[int, int, bool, str]],
        *,
        families: bool = False,
    ) -> list[tuple[str, bool, tuple[float, ...]]]:
        """Fold key, label and features of the labelled pairs that no rule keeps apart."""
        evidence = self.evidence(questions, families=families)
        readings = [read_question(question) for question in questions]
        names = names_of(reading.glosses for reading in readings)
        profiles = [profile(q, r, names) for q, r in zip(questions, readings, strict=True)]
        found = []
        for left, right, same, fold in labelled:
            across = language_index(questions[left]) != language_index(questions[right])
            if across and may_be_one(profiles[left], profiles[right]):
                features = evidence.features(left, right, profiles)
                if features[0] >= NEAR:
                    found.append((fold, same, features))
        return found


def gather(teacher: Teacher, gold: Path) -> list[tuple[str, bool, tuple[float, ...]]]:
    """All labelled pairs of the four sets."""
    rows = teacher.families
    found = teacher.pairs(
        teacher.questions,
        (
            (left, right, rows[left]["group"] == rows[right]["group"], rows[left]["family"])
            for left, right in combinations(range(len(rows)), 2)
        ),
        families=True,
    )
    own = [row for row in lines(EVALS / "cluster_questions.jsonl") if row["part"] == "development"]
    found += teacher.pairs(
        [asked("id", row) for row in own],
        (
            (left, right, own[left]["group"] == own[right]["group"], f"own {own[left]['group']}")
            for left, right in combinations(range(len(own)), 2)
        ),
    )
    seeds = [asked("qid", row) for row in lines(gold)]
    at = {question.id: index for index, question in enumerate(seeds)}
    found += teacher.pairs(
        seeds,
        (
            (at[row["a"]], at[row["b"]], row["label"] == "same", f"seed {row['a']}")
            for row in lines(EVALS / "cluster_pairs.jsonl")
            if row["part"] == "development"
        ),
    )
    wordings = lines(EVALS / "wordings_development.jsonl")
    texts = sorted({text for row in wordings for text in (row["a"], row["b"])})
    bare = [Question(id=text, cluster_id="", question=text, reference="") for text in texts]
    found += teacher.pairs(
        bare,
        (
            (texts.index(row["a"]), texts.index(row["b"]), row["label"] == "same", row["a"])
            for row in wordings
        ),
    )
    return found


def fit(features: Vectors, labels: Vectors) -> Weights:
    """Logistic regression on standardised features, told in raw ones."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit((features - mean) / spread, labels)
    raw = model.coef_[0] / spread
    return Weights(tuple(raw.tolist()), float(model.intercept_[0] - raw @ mean))


def learn(pairs: Sequence[tuple[str, bool, tuple[float, ...]]], name: str) -> Weights:
    """Weights from all pairs, and the bias at which pairs left out reach ``PRECISION``."""
    features = np.array([pair[2] for pair in pairs])
    labels = np.array([pair[1] for pair in pairs])
    folds = np.array([hashlib.sha256(pair[0].encode()).digest()[0] % FOLDS for pair in pairs])
    scores = np.zeros(len(pairs))
    for fold in range(FOLDS):
        weights = fit(features[folds != fold], labels[folds != fold])
        scores[folds == fold] = features[folds == fold] @ weights.values + weights.bias
    order = np.argsort(-scores)
    right = np.cumsum(labels[order])
    good = np.flatnonzero(right >= PRECISION * np.arange(1, len(order) + 1))
    last = int(good.max())
    limit = float(scores[order[last]])
    print(
        f"{name}: {len(pairs)} pairs, {int(labels.sum())} same; left out: precision "
        f"{right[last] / (last + 1):.3f}, recall "
        f"{right[last] / labels.sum():.3f}, limit {limit:.2f}"
    )
    final = fit(features, labels)
    return Weights(final.values, final.bias - limit)


def told(weights: Weights) -> dict[str, Any]:
    values = {name: round(value, 4) for name, value in zip(FEATURES, weights.values, strict=True)}
    return {"bias": round(weights.bias, 4), "weights": values}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bank", type=Path, help="bank_gold.jsonl of the seeds")
    teacher = Teacher()
    pairs = gather(teacher, parser.parse_args().bank)
    alone = [(fold, same, (one[0], 0.0, *one[2:])) for fold, same, one in pairs]
    both = learn([pair for pair in pairs if pair[2][1] != 0.0], "with answers")
    questions_only = learn(alone, "questions only")
    DATA.mkdir(exist_ok=True)
    spaces = dict(zip(("questions", "answers"), teacher.spaces(), strict=True))
    np.savez_compressed(
        DATA / "likeness.npz",
        **{f"{name}_middles": space.middles.astype(np.float16) for name, space in spaces.items()},
        **{f"{name}_chinese": s.anchors[0].astype(np.float16) for name, s in spaces.items()},
        **{f"{name}_english": s.anchors[1].astype(np.float16) for name, s in spaces.items()},
    )
    values = {"encoder": ENCODER, "both": told(both), "questions_only": told(questions_only)}
    text = json.dumps(values, indent=1) + "\n"
    (DATA / "likeness.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
