"""Facts that references get wrong, each checkable in a textbook.

A fact is a claim about a definition, not an opinion. ``wrong`` finds a sentence that states the
opposite, ``right`` one that states it correctly (its quote is shown beside the doubtful one), and
``unless`` names what makes a sentence harmless. These are matched against one sentence without
mark-up; ``about`` must be found in the question where the sentence alone does not say enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FLAGS = re.I | re.ASCII | re.M
"""Every line is matched as if it stood alone: a whole text is searched before its sentences."""


@dataclass(frozen=True)
class Fact:
    """One checkable fact: its wordings, right and wrong, and the correction in two languages."""

    name: str
    wrong: re.Pattern[str]
    zh: str
    en: str
    right: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    about: re.Pattern[str] | None = None


def fact(
    name: str,
    wrong: str,
    zh: str,
    en: str,
    *,
    right: str | None = None,
    unless: str | None = None,
    about: str | None = None,
) -> Fact:
    """A fact with its patterns compiled, upper and lower case alike."""

    def compiled(pattern: str | None) -> re.Pattern[str] | None:
        return re.compile(pattern, _FLAGS) if pattern else None

    return Fact(
        name,
        re.compile(wrong, _FLAGS),
        zh,
        en,
        compiled(right),
        compiled(unless),
        compiled(about),
    )
