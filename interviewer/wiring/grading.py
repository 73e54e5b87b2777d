"""Requests made gradable: a missing reference is looked up, missing key points are extracted."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.bank.key_points import extract_key_points
from interviewer.model.grading import GradeRequest
from interviewer.wiring.services import Services

SAME_QUESTION = 0.88
"""Least cosine between two questions that may share a reference (bundled encoder, measured on
paraphrased queries); below it the answer stays without a reference and is not graded."""


def complete_requests(requests: Sequence[GradeRequest], services: Services) -> list[GradeRequest]:
    """Fill in what the caller left out; the order is kept.

    Where no question of the index is near enough, the request stays without a reference, and its
    grade will be "not graded" with that reason.
    """
    return [_complete(request, services) for request in requests]


def _complete(request: GradeRequest, services: Services) -> GradeRequest:
    if request.key_points:
        return request
    if request.reference:
        points = extract_key_points(request.question, request.reference, request.explanation)
        return request.model_copy(update={"key_points": points})
    found = nearest_question(request.question, services)
    if found is None:
        return request
    return request.model_copy(
        update={
            "reference": found.reference,
            "explanation": found.explanation,
            "key_points": found.key_points,
        }
    )
