"""Requests that are no questions to the documents: for secrets, for settings, for a shell.

Nothing in this package could carry them out. They are recognised so that the reply says why there
is no answer instead of citing a passage that happens to share their words.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal, cast

RequestKind = Literal["settings", "shell", "reference", "personal"]

_DEFENCE = re.compile(
    r"防御|防范|防止|防护|怎么防|如何防|抵御|避免|缓解|"
    r"defend|prevent|mitigat|protect|guard against",
    re.I,
)


@cache
def _patterns() -> tuple[tuple[RequestKind, re.Pattern[str]], ...]:
    """The lines of ``requests.txt``: kind, tab, regular expression."""
    text = (files("interviewer.qa") / "words" / "requests.txt").read_text(encoding="utf-8")
    rows = (line.split("\t", 1) for line in text.splitlines())
    return tuple((cast(RequestKind, kind), re.compile(pattern, re.I)) for kind, pattern in rows)


def request_kind(query: str) -> RequestKind | None:
    """What else than the documents a query asks for, or None; defence is a subject like others."""
    for kind, pattern in _patterns():
        if pattern.search(query) and not (kind == "settings" and _DEFENCE.search(query)):
            return kind
    return None
