"""The grader that the settings ask for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from interviewer.errors import WeightsError
from interviewer.weights.files import locate

if TYPE_CHECKING:
    from interviewer.grading.grader import PointGrader
    from interviewer.grading.proofreader import Proofreader
    from interviewer.settings import Settings


logger = logging.getLogger(__name__)

BUNDLE = "llm-small"


def load_grader(settings: Settings) -> PointGrader:
    """Load the shipped point grader; its word vectors come from the ``e5`` bundle.

    The proofreader's layers come from the ``llm-small`` bundle. Where that is not whole, or with
    ``settings.proofreader`` off, answers are graded without a second reader, on the scale fitted
    for that; every grade's provenance says which it was.

    Raises:
        WeightsError: the e5 file is missing or altered.
        GraderError: the shipped weights are missing or altered.
    """
    from interviewer.grading.grader import PointGrader
    from interviewer.grading.reader import AnswerReader

    reader = AnswerReader.load(locate("e5", settings.cache))
    return PointGrader(reader, load_proofreader(settings))


def load_proofreader(settings: Settings) -> Proofreader | None:
    """The second reader, if it is wanted and its layers are on disk."""
    from interviewer.grading.features import FeatureReader
    from interviewer.grading.integers import in_hardware
    from interviewer.grading.proofreader import Proofreader

    if not settings.proofreader:
        return None
    try:
        path = locate(BUNDLE, settings.cache)
    except WeightsError as error:
        logger.warning("Grading without the second reader of reversed statements: %s", error)
        return None
    return Proofreader(FeatureReader(path, integers=in_hardware()))
