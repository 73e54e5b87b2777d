"""What a second reader is given, and what its doubts do to the first one's verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from interviewer.grading.judgement import Judgement
from interviewer.grading.quotes import clause_strengths
from interviewer.grading.score import Chances
from interviewer.grading.text import Span


@dataclass(frozen=True)
class Manuscript:
    """What is proofread: an answer beside what is known to be true."""

    question: str
    reference: str
    answer: str


def corrected(answer: str, judgement: Judgement, doubts: Mapping[Span, float]) -> Judgement:
    """The judgement with the credit that rests on doubted clauses moved to *contradicted*.

    One false clause makes a point false, so the worst one decides; a clause counts by the square
    of its evidence for the point, beside the clause with the most.
    """
    strengths = clause_strengths(answer, judgement.spans, judgement.evidence)
    most = max((strength for _, strength in strengths), default=0.0)
    if not most:
        return judgement
    false = max(doubts.get(clause, 0.0) * (strength / most) ** 2 for clause, strength in strengths)
    said = judgement.chances
    return replace(
        judgement,
        chances=Chances(
            stated=said.stated * (1 - false),
            partly=said.partly * (1 - false),
            missing=said.missing,
            contradicted=said.contradicted + (said.stated + said.partly) * false,
        ),
    )
