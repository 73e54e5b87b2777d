"""Train the proofreader: ``python -m training.proofread --evals EVALS --everything``.

Right answers with single facts made false (``edits_*``, minimal pairs of ``pairs_*``, twin segments
of the units) and right answers as they are go through the frozen layers once; then the heads learn
which clauses are false. Without ``--everything`` the questions held out by ``is_validation`` show
how far false and true clauses of unseen questions are apart. The knots of the score are fitted on
the rated development answers, read by both readers; the printed table leaves one question out.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor, nn
from torch.nn import functional

from interviewer.bank.key_points import extract_key_points
from interviewer.grading.features import FeatureReader
from interviewer.grading.grader import PointGrader
from interviewer.grading.load import BUNDLE
from interviewer.grading.proofreader import (
    Head,
    Proof,
    Proofreader,
    mean_odds,
    word_odds,
    write_heads,
)
from interviewer.grading.reader import AnswerReader, working_type
from interviewer.grading.score import Scale
from interviewer.grading.text import Span, clauses
from interviewer.model.grading import Grade, GradeRequest
from interviewer.settings import Settings
from interviewer.weights.files import locate
from training import dev
from training.calibrate import fitted_knots
from training.data import (
    CONTRADICTED,
    LabelledAnswer,
    LabelledQuestion,
    Unit,
    is_validation,
    load_answers,
    load_units,
    read_lines,
)
from training.edits import replaced
from training.train import HERE, bundled_e5

RIGHT = {
    *("full", "full_spoken", "beyond", "english", "para", "terse", "asr", "partial", "thin"),
    *("student", "variant"),
}
RIGHT_A_QUESTION = 4
DRAWS = 3
LIKE_ENOUGH = 0.6
HIDDEN = 96
HEADS = 3
BATCH = 16
PASSES = 10
RATE = 2e-3
DECAY = 0.05
MAX_ANSWER = 500


@dataclass(frozen=True)
class Text:
    """An answer with the stretches that were made false."""

    id: str
    question: str
    reference: str
    answer: str
    false: tuple[Span, ...]


@dataclass(frozen=True)
class Sample:
    """What the head sees of a text: hidden states ``(T, width)``, and whether a clause is false."""

    id: str
    states: Tensor
    spans: list[Span]
    labels: Tensor
    clauses: tuple[tuple[Span, bool], ...]


def edited_texts(
    question: LabelledQuestion, reference: str, answer: LabelledAnswer, rng: random.Random
) -> Iterator[Text]:
    """Two texts: every edit is made in one of them."""
    first = [rng.random() < 0.5 for _ in answer.edits]
    for made in (first, [not one for one in first]):
        chosen = [
            rng.choice(edit.replacements) if here else None
            for edit, here in zip(answer.edits, made, strict=True)
        ]
        text, places = replaced(answer, chosen)
        yield Text(question.id, question.question, reference, text, tuple(filter(None, places)))


def flipped_text(
    question: LabelledQuestion, reference: str, answer: LabelledAnswer
) -> Iterator[Text]:
    """A minimal pair's wrong half, its false stretches found beside the likest right answer."""
    right = [other.answer for other in question.answers if other.kind in RIGHT]
    matchers = [SequenceMatcher(None, one, answer.answer, autojunk=False) for one in right]
    best = max(matchers, key=SequenceMatcher.ratio)
    if best.ratio() > LIKE_ENOUGH:
        false = [(b, max(c, b + 1)) for tag, _, _, b, c in best.get_opcodes() if tag != "equal"]
        yield Text(question.id, question.question, reference, answer.answer, tuple(false))


def question_texts(
    question: LabelledQuestion, reference: str, rng: random.Random
) -> Iterator[Text]:
    """All texts made of a question's answers."""
    for answer in question.answers:
        if answer.edits:
            yield from edited_texts(question, reference, answer, rng)
        if answer.kind in {"flip", "flip1"}:
            yield from flipped_text(question, reference, answer)
    right = [
        answer.answer
        for answer in question.answers
        if answer.kind in RIGHT and CONTRADICTED not in answer.states and not answer.claims
    ]
    rng.shuffle(right)
    for text in right[:RIGHT_A_QUESTION]:
        yield Text(question.id, question.question, reference, text, ())


def unit_texts(unit: Unit, rng: random.Random) -> Iterator[Text]:
    """Right and wrong segments of one style, and the same with right and wrong exchanged."""
    for _ in range(DRAWS):
        style, points = rng.randrange(5), list(unit.points)
        rng.shuffle(points)
        wrong = [rng.random() < 0.5 for _ in points]
        extra = [text for text in unit.beyond if rng.random() < 0.25]
        for chosen in (wrong, [not one for one in wrong]):
            text = ""
            false: list[Span] = []
            for point, made in zip(points, chosen, strict=True):
                segments = point.wrong if made else point.right
                translated = point.wrong_translated if made else point.right_translated
                segment = translated if style == 4 else segments[style % len(segments)]
                text += " " if text and text[-1].isascii() else ""
                if made:
                    false.append((len(text), len(text) + len(segment)))
                text += segment
            text = " ".join([text, *extra])
            yield Text(unit.id, unit.question, unit.reference, text, tuple(false))


def texts(bank: Path, seed: int = 7) -> list[Text]:
    """The whole material, question by question."""
    rng = random.Random(seed)
    gold = {record["qid"]: known(record) for record in read_lines(bank)}
    found: list[Text] = []
    for question in load_answers(HERE / "data"):
        reference = question.reference or gold.get(question.id)
        if reference:
            found += question_texts(question, reference, rng)
    for unit in load_units(HERE / "units"):
        found += unit_texts(unit, rng)
    return found


def known(record: dict[str, Any]) -> str:
    return "\n".join(filter(None, (record["reference"], record.get("explanation"))))


def sample_of(text: Text, spans: Sequence[Span], states: Tensor) -> Sample:
    """Labels: a token is false when its clause holds a false stretch."""
    judged = tuple(
        (clause, any(a < clause[1] and clause[0] < b for a, b in text.false))
        for clause in clauses(text.answer)
    )
    false = [clause for clause, wrong in judged if wrong]
    labels = [float(any(a < e and s < b for s, e in false)) for a, b in spans]
    return Sample(text.id, states, list(spans), torch.tensor(labels), judged)


def samples(material: Sequence[Text], features: FeatureReader) -> list[Sample]:
    """Read every text once; texts of a question stand together, so its context is read once."""
    found = []
    for number, text in enumerate(material, 1):
        spans = features.spans(text.answer)[:MAX_ANSWER]
        states = features.read(text.question, text.reference, text.answer)[:MAX_ANSWER].half()
        found.append(sample_of(text, spans, states))
        if number % 100 == 0:
            print(f"read {number} of {len(material)}", flush=True)
    return found


def padded(batch: Sequence[Sample]) -> tuple[Tensor, Tensor, Tensor]:
    """States ``(B, T, width)``, labels and mask ``(B, T)``."""
    pad = nn.utils.rnn.pad_sequence
    states = pad([one.states.float() for one in batch], batch_first=True)
    labels = pad([one.labels for one in batch], batch_first=True)
    mask = pad([torch.ones(len(one.labels)) for one in batch], batch_first=True)
    return states, labels, mask


def trained(material: Sequence[Sample], seed: int) -> Head:
    """One head; only the seed differs between heads."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    head = Head(material[0].states.shape[1], HIDDEN)
    steps = PASSES * -(-len(material) // BATCH)
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    for _ in range(PASSES):
        order = sorted(material, key=lambda one: len(one.labels) + 10 * rng.random())
        batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
        rng.shuffle(batches)
        for batch in batches:
            states, labels, mask = padded(batch)
            loss = functional.binary_cross_entropy_with_logits(
                head(states), labels, reduction="none"
            )
            loss = (loss * mask).sum() / mask.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return head.eval()


def separation(heads: Sequence[Head], material: Sequence[Sample]) -> float:
    """Area under the curve of false against true clauses."""
    scores, truth = [], []
    for one in material:
        odds = word_odds(heads, one.states.float())
        for clause, false in one.clauses:
            mean = mean_odds(clause, one.spans, odds)
            if mean is not None:
                scores.append(mean)
                truth.append(false)
    return float(roc_auc_score(truth, scores))


def graded(grader: PointGrader, folder: Path) -> tuple[list[Grade], list[dict[str, Any]]]:
    """Grades of the rated development answers on a scale that leaves the raw share as it is."""
    bank = {record["qid"]: record for record in read_lines(folder / "bank_gold.jsonl")}
    _, _, records = dev.development(folder)
    grades = []
    for number, record in enumerate(records):
        source = bank[record["qid"]]
        texts = source["question"], source["reference"], source.get("explanation") or None
        request = GradeRequest(
            id=str(number),
            question=texts[0],
            answer=record["answer"],
            reference=texts[1],
            explanation=texts[2],
            key_points=extract_key_points(*texts),
        )
        grades.append(grader.grade(request))
    return grades, records


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--evals", type=Path, required=True)
    parser.add_argument("--features", type=Path, help="keep what the layers say in this file")
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--name", default="proofreader-1")
    parser.add_argument("--slope", type=float, default=1.5)
    parser.add_argument("--offset", type=float, default=-1.0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    features = FeatureReader(locate(BUNDLE, Settings().cache), working_type())
    if options.features and options.features.exists():
        material = torch.load(options.features, weights_only=False)
    else:
        material = samples(texts(options.evals / "bank_gold.jsonl"), features)
        if options.features:
            torch.save(material, options.features)
    held = [one for one in material if not options.everything and is_validation(one.id)]
    rest = [one for one in material if options.everything or not is_validation(one.id)]
    heads = [trained(rest, seed) for seed in range(HEADS)]
    if held:
        print(f"false against true clauses of {len(held)} held-out answers: ", end="")
        print(f"{separation(heads, held):.3f}", flush=True)
    proof = Proof(
        name=options.name,
        sha256="",
        width=features.width,
        hidden=HIDDEN,
        heads=HEADS,
        slope=options.slope,
        offset=options.offset,
        scale=Scale(version="none"),
    )
    reader = AnswerReader.load(bundled_e5())
    with TemporaryDirectory() as folder:
        write_heads(heads, proof, Path(folder))
        second = Proofreader(features, Path(folder))
        grades, records = graded(PointGrader(reader, second), options.evals)
    raw, truth = [(one.score or 0) / 100 for one in grades], [one["truth"] for one in records]
    held_out = dev.held_out_scores(raw, truth, [record["qid"] for record in records])
    for name, value in dev.table(held_out, records).items():
        print(f"{name:14}", f"{value:.3f}" if isinstance(value, float) else value)
    knots = fitted_knots(raw, truth)
    scale = Scale(
        version=f"{reader.identity.split('/')[0]}+{options.name}/dev-14",
        knots=knots,
    )
    if options.everything:
        written = write_heads(heads, proof.model_copy(update={"scale": scale}))
        print(written.model_dump_json(indent=1))


if __name__ == "__main__":
    main()
