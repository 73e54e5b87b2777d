"""Corrections of earlier grades, applied to new answers to the same question."""

from __future__ import annotations

from collections.abc import Iterable

from interviewer.model.grading import Correction, Verdict

LONG_ENOUGH = 20
"""Characters from which a corrected wording is looked for inside longer answers."""


def remembered(answer: str, corrections: Iterable[Correction]) -> dict[str, Verdict]:
    """The corrections that apply to an answer: those that were made for the same words.

    A longer wording also counts inside a longer answer; a short one, such as "I don't know",
    would otherwise decide about every answer that happens to hold it.
    """
    words = wording_of(answer)
    return {item.point_id: item.verdict for item in corrections if _covers(item.wording, words)}


def _covers(wording: str, words: str) -> bool:
    return wording == words or (len(wording) >= LONG_ENOUGH and wording in words)


def wording_of(text: str) -> str:
    """A text without differences that do not matter: white space and letter case."""
    return " ".join(text.split()).casefold()
