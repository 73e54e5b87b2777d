"""Compare questions up to Markdown markup and white space."""

from __future__ import annotations

import re


def bare(text: str | None) -> str:
    """Text without markup and white space."""
    text = re.sub(r"^\s*[-*+]\s+", "", text or "", flags=re.MULTILINE)
    text = re.sub(r"^```\w*$", "", text, flags=re.MULTILINE)
    return re.sub(r"\s+", "", re.sub(r"[*_`#>]", "", text))


def bare_row(question: str, reference: str, explanation: str | None = None) -> tuple[str, ...]:
    """A question as a comparable row."""
    return bare(question), bare(reference), bare(explanation)
