"""Requests made gradable: a missing reference is looked up, missing key points are extracted."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.bank.key_points import extract_key_points, with_its_cluster
from interviewer.model.bank import Question
from interviewer.model.grading import GradeRequest
from interviewer.wiring.services import Services

SAME_QUESTION = 0.9
"""Least cosine between the texts of two questions that may share a reference; unrelated questions
of one field reach 0.85 with the bundled encoder, rewordings 0.92 and more."""


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
            "doubted": found.doubt.quotes if found.doubt else (),
        }
    )


def nearest_question(text: str, services: Services) -> Question | None:
    """The bank's question that asks the same as ``text``, or None where there is none.

    Its key points are those of all references of its cluster.
    """
    ids, vectors = services.search.question_vectors()
    if not ids or not text.strip():
        return None
    cosines = vectors @ services.encoder.encode_queries([text])[0]
    best = int(cosines.argmax())
    if float(cosines[best]) < SAME_QUESTION:
        return None
    found = services.bank.by_id()[ids[best]]
    others = services.bank.clusters().get(found.cluster_id, ())
    return with_its_cluster(found, others)
