"""The question bank: what the documents ask, and what they answer."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from interviewer.model.base import Value, Weight

Language = Literal["zh", "en"]
QuestionKind = Literal["concept", "compare", "design", "practice"]


class Source(Value):
    """Where a question stands in the user's documents; lines count from 1, both ends included.

    ``part``: the piece of the question's reference that comes from here, where the references of
    several documents are joined; None where all of it does.
    """

    file: str
    heading: str | None = None
    line_start: int = Field(ge=1)
    line_end: int = Field(ge=1)
    part: tuple[int, int] | None = None


class KeyPoint(Value):
    """One atomic statement that an answer is checked for.

    ``span`` holds the start and end offsets (code points, end excluded) of its evidence in the
    text named by ``origin``.
    """

    id: str
    text: str
    weight: Weight = 2
    span: tuple[int, int] | None = None
    origin: Literal["reference", "explanation"] = "reference"


class Doubt(Value):
    """Why a reference should not be trusted blindly, with the passages that speak against it."""

    reason: str
    quotes: tuple[str, ...] = ()


class Question(Value):
    """A source question with the author's own answer.

    Questions of one meaning share a ``cluster_id`` and are asked once.
    """

    id: str
    cluster_id: str
    question: str
    reference: str
    explanation: str | None = None
    key_points: tuple[KeyPoint, ...] = ()
    topic: str = ""
    difficulty: int = Field(default=3, ge=1, le=5)
    language: Language = "zh"
    kind: QuestionKind = "concept"
    generated: bool = False
    doubt: Doubt | None = None
    sources: tuple[Source, ...] = ()
    hidden: bool = False


class Bank(Value):
    """All source questions of an index; ``version`` is the hash of their content."""

    version: str
    questions: tuple[Question, ...]

    def by_id(self) -> dict[str, Question]:
        """Map question ids to questions."""
        return {question.id: question for question in self.questions}

    def clusters(self) -> dict[str, tuple[Question, ...]]:
        """Map cluster ids to their visible questions, in bank order."""
        found: dict[str, list[Question]] = {}
        for question in self.questions:
            if not question.hidden:
                found.setdefault(question.cluster_id, []).append(question)
        return {cluster: tuple(members) for cluster, members in found.items()}
