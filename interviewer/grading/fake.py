"""A grader without a model, for tests and as a baseline. It counts shared words: not for use."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grading.checkpoint import Calibration
from interviewer.grading.grader import PointGrader
from interviewer.grading.judgement import Judgement, Task
from interviewer.grading.score import Chances
from interviewer.grading.text import neutral, sentences, words

STATED_SHARE = 0.7
PARTLY_SHARE = 0.45


class KeywordReader:
    """Judges a point by the share of its words in the answer's best sentence."""

    identity = "keywords"
    calibration = Calibration(version="none")

    def read(self, tasks: Sequence[Task]) -> list[list[Judgement]]:
        """Judge every point of every task."""
        return [[self._judge(task.answer, point) for point in task.points] for task in tasks]

    def read_to_the_end(self, answer: str) -> int:
        """All of it."""
        return len(answer)

    def _judge(self, answer: str, point: str) -> Judgement:
        wanted = set(words(point))
        spans = sentences(neutral(answer))
        shares = [
            len(wanted & set(words(answer[start:end]))) / max(1, len(wanted))
            for start, end in spans
        ]
        best = max(shares, default=0.0)
        if best >= STATED_SHARE:
            chances = Chances(1.0, 0.0, 0.0, 0.0)
        elif best >= PARTLY_SHARE:
            chances = Chances(0.0, 1.0, 0.0, 0.0)
        else:
            chances = Chances(0.0, 0.0, 1.0, 0.0)
        return Judgement(chances, tuple(spans), tuple(shares))


class KeywordGrader(PointGrader):
    """A ``Grader`` of token overlap; deterministic, instant, and blind to truth."""

    def __init__(self) -> None:
        super().__init__(KeywordReader())
