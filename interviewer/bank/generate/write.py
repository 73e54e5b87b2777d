"""From passages to checked questions: the model words, code decides, the reference is verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from interviewer.bank.edits import key_points_of
from interviewer.bank.generate.checks import aim_refusal, place_refusal, wording_refusal
from interviewer.bank.generate.known import KnownQuestions
from interviewer.bank.generate.passages import Passage
from interviewer.bank.generate.prompt import request_for
from interviewer.bank.generate.targets import Target, targets_of
from interviewer.bank.identity import digest, normalised
from interviewer.bank.metadata import language_of
from interviewer.bank.topics import describe
from interviewer.bank.wording import question_text
from interviewer.errors import LanguageModelError
from interviewer.llm.replies import complete, parse_object
from interviewer.model.bank import Question, Source
from interviewer.model.protocols import Encoder, LanguageModel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ATTEMPTS = 2
"""How often the model may word the questions of a passage."""
BROKEN = 3
"""After so many passages in a row without any usable reply the model is taken for broken."""
NEARBY = 100
"""Passages before and after one in its document that its questions must not lead to."""

NO_TARGET = "nothing in it is an answer of its own"
UNUSABLE = "the model's replies were unusable"


@dataclass(frozen=True)
class Refused:
    """A worded question that did not pass, and why."""

    question: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """What became of a passage. Where no question was accepted, ``reason`` says why."""

    passage: Passage
    questions: tuple[Question, ...]
    refused: tuple[Refused, ...] = ()
    reason: str | None = None


@dataclass
class _Work:
    """The open targets of a passage, by number, and what was decided so far."""

    passage: Passage
    targets: Sequence[Target]
    place: int
    passages: NDArray[np.float32]
    answers: NDArray[np.float32]
    accepted: dict[int, Question] = field(default_factory=dict)
    refused: dict[int, Refused] = field(default_factory=dict)


class QuestionWriter:
    """Writes questions for the passages of one document after another."""

    def __init__(self, model: LanguageModel, encoder: Encoder, known: KnownQuestions) -> None:
        self._model = model
        self._encoder = encoder
        self._known = known
        self._failures = 0

    def write(self, document: Sequence[Passage], wanted: Sequence[int]) -> Iterator[Outcome]:
        """Yield the outcome of each wanted passage (index into ``document``).

        Raises ``LanguageModelError`` where the model fails ``BROKEN`` times in a row.
        """
        vectors: dict[str, NDArray[np.float32]] = {}
        for index in wanted:
            first = max(0, index - NEARBY)
            around = document[first : index + NEARBY + 1]
            yield self._passage(document[index], index - first, self._encoded(around, vectors))

    def _encoded(
        self, passages: Sequence[Passage], vectors: dict[str, NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        """Vectors of passages, shape ``(n, d)``; each passage is encoded once a document."""
        import numpy as np

        missing = {one.key: one.text for one in passages if one.key not in vectors}
        if missing:
            fresh = self._encoder.encode_passages(list(missing.values()))
            vectors.update(zip(missing, fresh, strict=True))
        return np.stack([vectors[one.key] for one in passages])

    def _passage(self, passage: Passage, place: int, around: NDArray[np.float32]) -> Outcome:
        targets = targets_of(passage)
        if not targets:
            return Outcome(passage, (), reason=NO_TARGET)
        work = _Work(
            passage,
            targets,
            place,
            around,
            self._encoder.encode_passages([target.text for target in targets]),
        )
        failure: LanguageModelError | None = None
        for attempt in range(ATTEMPTS):
            missing = [at for at in range(len(targets)) if at not in work.accepted]
            if not missing:
                break
            try:
                self._attempt(work, missing, attempt)
            except LanguageModelError as error:
                failure = error
        self._count(failure if not work.accepted and not work.refused else None)
        return _outcome(work)

    def _count(self, failure: LanguageModelError | None) -> None:
        self._failures = self._failures + 1 if failure else 0
        if failure and self._failures >= BROKEN:
            raise failure

    def _attempt(self, work: _Work, missing: Sequence[int], attempt: int) -> None:
        """Let the model word the missing questions and check each of them."""
        language = language_of(work.passage.text)
        targets = [work.targets[at] for at in missing]
        request = request_for(work.passage, targets, language, attempt)
        reply = parse_object(complete(self._model, request))
        for number, at in enumerate(missing, start=1):
            text = question_text(str(reply.get(str(number), "")))
            self._decide(work, at, text)

    def _decide(self, work: _Work, at: int, text: str) -> None:
        target = work.targets[at]
        reason = wording_refusal(text, work.passage, target.text)
        if reason is None:
            question = _question(work.passage, target, text)
            vector = self._encoder.encode_queries([text])[0]
            reason = (
                aim_refusal(at, vector, work.answers)
                or place_refusal(work.place, vector, work.passages)
                or ("the bank asks it already" if self._known.same_as(question, vector) else None)
                or (None if question.key_points else "its answer has no key point")
            )
        if reason is None:
            self._known.add(question, vector)
            work.accepted[at] = question
            work.refused.pop(at, None)
        else:
            work.refused[at] = Refused(text, reason)


def _question(passage: Passage, target: Target, text: str) -> Question:
    """The bank row; its reference is a slice of the passage."""
    key = f"q{digest(normalised(text))}"
    question = Question(
        id=key,
        cluster_id=key,
        question=text,
        reference=target.text,
        key_points=key_points_of(text, target.text, None),
        language=language_of(text + target.text[:200]),
        generated=True,
        sources=(
            Source(
                file=passage.file,
                heading=passage.headings[-1] if passage.headings else None,
                line_start=passage.line_start,
                line_end=passage.line_end,
            ),
        ),
    )
    return question.model_copy(update=describe(question, passage.headings).model_dump())


def _outcome(work: _Work) -> Outcome:
    questions = tuple(work.accepted[at] for at in sorted(work.accepted))
    refused = tuple(work.refused[at] for at in sorted(work.refused))
    reason = None
    if not questions:
        reasons = dict.fromkeys(one.reason for one in refused)
        reason = "; ".join(reasons) if reasons else UNUSABLE
    return Outcome(work.passage, questions, refused, reason)
