"""Corrections of earlier grades, applied to new answers to the same question."""

from __future__ import annotations

from collections.abc import Iterable

from interviewer.model.grading import Correction, Verdict


def remembered(answer: str, corrections: Iterable[Correction]) -> dict[str, Verdict]:
    """The corrections that apply to an answer: those whose wording it contains.

    A blank wording, which every answer contains, applies to none.
    """
    words = wording_of(answer)
    return {
        item.point_id: item.verdict
        for item in corrections
        if item.wording and item.wording in words
    }


def wording_of(text: str) -> str:
    """A text without differences that do not matter: white space and letter case."""
    return " ".join(text.split()).casefold()
