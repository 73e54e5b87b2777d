"""Measure extracted key points against labelled ones, matched one to one.

    python benchmarks/key_points.py FOLDER... --parts T1 T2 T3 T4 [--show]

The folders hold, at any depth, ``bank_*.jsonl`` (questions and references) and
``points_PART.jsonl`` (labelled points). The judge of a match is a score of
two parts, the rescaled cosine of the bundled encoder and the share of common character bigrams;
docs/measurements/bank.md says how its threshold was checked by reading. Printed are the share of
labelled core points (weight 3) that the reference contains and that are found, the share of
extracted points that match a labelled one or that the reference supports, and the limits.

The judge refuses paraphrases. ``readings.jsonl`` in a folder holds what a reader decided by
meaning, one line for each extracted point (``verdict``: matched, duplicate, unlabelled, bad;
``label``: the labelled point it is matched to; ``also``: others it states) and for each core point
(``contained``: whether the reference says it). A reading counts while the point's text is the same.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from interviewer.bank.key_points import extract_key_points
from interviewer.bank.key_points.inline import plain
from interviewer.bank.key_points.wording import bigrams, fits
from interviewer.search.encoder import SentenceEncoder, load_encoder
from interviewer.settings import Settings

MATCH = 0.58
LOWEST_COSINE, HIGHEST_COSINE = 0.84, 0.98
LABEL = re.compile(r"^[^：:]{1,14}[：:]\s*")


@dataclass(frozen=True)
class Labelled:
    """A question with the points careful people wrote for it."""

    qid: str
    question: str
    reference: str
    explanation: str | None
    points: tuple[tuple[str, int], ...]


def read(folders: list[Path], parts: list[str]) -> list[Labelled]:
    bank = {}
    for path in (path for folder in folders for path in sorted(folder.rglob("bank_*.jsonl"))):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            bank[row["qid"]] = row
    found = []
    for part in parts:
        path = next(path for folder in folders for path in folder.rglob(f"points_{part}.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            source = bank[row["qid"]]
            points = tuple((point["text"], point["weight"]) for point in row["points"])
            found.append(
                Labelled(
                    row["qid"],
                    source["question"],
                    source["reference"],
                    source.get("explanation"),
                    points,
                )
            )
    return found


def passages(text: str) -> list[str]:
    """Lines, sentences and neighbouring clauses of a reference, to look a point up in."""
    found: list[str] = []
    for raw in text.splitlines():
        line = plain(re.sub(r"^\s*(?:[-*+]|\d+[.、)])\s*", "", raw))
        if len(line) < 4:
            continue
        found.append(line[:120])
        pieces = [piece.strip() for piece in re.split(r"[。；;，]|(?<=\w)\.\s|, ", line)]
        found += [piece for piece in pieces if len(piece) >= 6]
        found += [a + "，" + b for a, b in pairwise(pieces)]
    return found


def similarity(left: list[str], right: list[str], encoder: SentenceEncoder) -> NDArray[np.float32]:
    """Score of every pair, 0 to about 1: half rescaled cosine, half shared bigrams."""
    vectors = encoder.encode_passages([*left, *right])
    cosines = vectors[: len(left)] @ vectors[len(left) :].T
    scaled = (cosines - LOWEST_COSINE) / (HIGHEST_COSINE - LOWEST_COSINE)
    shared = np.array([[overlap(a, b) for b in right] for a in left], dtype=np.float32)
    scores: NDArray[np.float32] = (0.5 * np.clip(scaled, 0, 1) + 0.5 * shared).astype(np.float32)
    return scores


def overlap(left: str, right: str) -> float:
    first, second = bigrams(LABEL.sub("", left)), bigrams(LABEL.sub("", right))
    if not first or not second:
        return 0.0
    return len(first & second) / min(len(first), len(second))


@dataclass
class Tally:
    core: int = 0
    core_contained: int = 0
    core_found: int = 0
    core_found_any: int = 0
    extracted: int = 0
    matched: int = 0
    supported: int = 0
    over_sixty: int = 0
    out_of_limits: int = 0
    wrong_count: int = 0


@dataclass
class Readings:
    """What a reader decided, by question and text or id of a labelled point, and the counts."""

    points: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    contained: dict[tuple[str, str], bool] = field(default_factory=dict)
    verdicts: Counter[str] = field(default_factory=Counter)
    core: Counter[str] = field(default_factory=Counter)

    @classmethod
    def load(cls, folders: list[Path]) -> Readings:
        found = cls()
        for path in (path for folder in folders for path in folder.rglob("readings.jsonl")):
            for line in path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                if "core" in row:
                    found.contained[row["qid"], row["core"]] = row["contained"]
                else:
                    found.points[row["qid"], row["text"]] = row
        return found

    def count(self, qid: str, texts: list[str]) -> None:
        """Count the verdicts on the points of a question; a label is matched only once."""
        matched: set[str] = set()
        stated: set[str] = set()
        for text in texts:
            row = self.points.get((qid, text))
            verdict = row["verdict"] if row else "unread"
            if row and verdict == "matched":
                verdict = "duplicate" if row["label"] in matched else verdict
                matched.add(row["label"])
            stated.update(row.get("also", ()) if row else ())
            self.verdicts[verdict] += 1
        for label in (label for one, label in self.contained if one == qid):
            if self.contained[qid, label]:
                self.core["contained"] += 1
                self.core["matched"] += label in matched
                self.core["stated"] += label in matched | stated

    def show(self) -> None:
        total = self.verdicts.total()
        read = total - self.verdicts["unread"]
        if not read:
            return
        right, true = self.verdicts["matched"], self.verdicts["unlabelled"]
        print(f"by reading: {read} of {total} points read")
        print(f"  matched one to one: {right / read:.3f}")
        print(f"  matched, or a fact that nobody labelled: {(right + true) / read:.3f}")
        print(f"  duplicates: {self.verdicts['duplicate']}; bad: {self.verdicts['bad']}")
        core = self.core["contained"]
        print(f"  core points in the reference: {core}")
        print(f"    found, one to one: {self.core['matched'] / core:.3f}")
        print(f"    found by any point: {self.core['stated'] / core:.3f}")


def measure(one: Labelled, encoder: SentenceEncoder, tally: Tally, show: bool) -> list[str]:
    """Add a question's counts to a tally; the texts of its extracted points."""
    points = extract_key_points(one.question, one.reference, one.explanation)
    texts = [point.text for point in points]
    labels = [text for text, _ in one.points]
    scores = similarity(labels, texts, encoder)
    rows, columns = linear_sum_assignment(-scores)
    pairs = {int(row): int(column) for row, column in zip(rows, columns, strict=True)}
    evidence = passages(one.reference) + passages(one.explanation or "")
    contained = similarity(labels, evidence, encoder).max(axis=1)
    supported = [support(point.text, one, point.span, point.origin) for point in points]
    for index, (text, weight) in enumerate(one.points):
        column = pairs.get(index)
        score = float(scores[index, column]) if column is not None else 0.0
        hit = score >= MATCH
        if weight == 3:
            tally.core += 1
            if contained[index] >= MATCH:
                tally.core_contained += 1
                tally.core_found += hit
                tally.core_found_any += bool(scores[index].max() >= MATCH)
        if show:
            other = texts[column] if column is not None else "-"
            mark = "=" if hit else ("?" if contained[index] >= MATCH else " ")
            print(f"{mark} {score:.2f} {contained[index]:.2f} w{weight} {text}  |  {other}")
    matched = {column for row, column in pairs.items() if scores[row, column] >= MATCH}
    tally.extracted += len(points)
    tally.matched += len(matched)
    tally.supported += sum(supported)
    tally.over_sixty += sum(len(text) > 60 for text in texts)
    tally.out_of_limits += sum(not fits(text) for text in texts)
    tally.wrong_count += not 3 <= len(points) <= 8
    if show:
        for index, text in enumerate(texts):
            if index not in matched:
                print(f"  extra: {text}")
    return texts


def support(text: str, one: Labelled, span: tuple[int, int] | None, origin: str) -> bool:
    """Whether every word of a point stands in the text it comes from or in the question."""
    source = one.reference if origin == "reference" else one.explanation or ""
    words = set(re.findall(r"[\u4e00-\u9fff]|[a-z0-9]+", text.lower()))
    known = f"{one.question} {plain(source)}".lower()
    return span is not None and all(word in known for word in words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--parts", nargs="+", default=["T1", "T2", "T3", "T4"])
    parser.add_argument("--show", action="store_true", help="print every pair for reading")
    options = parser.parse_args()
    encoder = load_encoder(Settings())
    tally = Tally()
    readings = Readings.load(options.folders)
    for one in read(options.folders, options.parts):
        if options.show:
            print(f"## {one.qid} {one.question}")
        readings.count(one.qid, measure(one, encoder, tally, options.show))
    print(f"core points in the reference: {tally.core_contained} of {tally.core}")
    print(f"  found, one to one: {tally.core_found / tally.core_contained:.3f}")
    print(f"  found by any point: {tally.core_found_any / tally.core_contained:.3f}")
    print(f"extracted points: {tally.extracted}")
    print(f"  matched one to one: {tally.matched / tally.extracted:.3f}")
    print(f"  supported: {tally.supported / tally.extracted:.3f}")
    print(f"over 60 characters: {tally.over_sixty}; over the limit: {tally.out_of_limits}")
    print(f"questions without 3 to 8 points: {tally.wrong_count}")
    readings.show()


if __name__ == "__main__":
    main()
