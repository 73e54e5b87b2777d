"""The frames questions come in, brought to the few that the readers know.

"你怎么理解 X", "X 是怎么工作的" and "walk me through X" ask what X is; "对比一下 A 和 B" and
"how do A and B differ" ask for a difference. Nothing here knows a subject.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "frames.txt"


@lru_cache(maxsize=1)
def _frames() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return tuple((re.compile(pattern, re.IGNORECASE), plain) for pattern, _, plain in pairs)


def plain_frame(question: str) -> str:
    """The question in a plain frame; unchanged where no frame is known."""
    for pattern, plain in _frames():
        question = pattern.sub(plain, question, count=1)
    return question
