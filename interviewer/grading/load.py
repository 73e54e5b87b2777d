"""The grader that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.weights.files import locate

if TYPE_CHECKING:
    from interviewer.grading.grader import PointGrader
    from interviewer.settings import Settings


def load_grader(settings: Settings) -> PointGrader:
    """Load the shipped point grader; its word vectors come from the ``e5`` bundle.

    Raises:
        WeightsError: the e5 file is missing or altered.
        GraderError: the shipped weights are missing or altered.
    """
    from interviewer.grading.grader import PointGrader
    from interviewer.grading.reader import AnswerReader

    return PointGrader(AnswerReader.load(locate("e5", settings.cache)))
