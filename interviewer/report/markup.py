"""Untrusted text made safe for whatever renders Markdown, with its formulas left readable."""

from __future__ import annotations

import html
import re

_MATH = re.compile(r"\$\$.+?\$\$|\\\[.+?\\\]|\\\(.+?\\\)|\$[^$\n]{1,200}?\$", re.DOTALL)
_ADDRESS = re.compile(r"://|www\.|\w@\w", re.IGNORECASE)
"""What some readers that know no formulas make a link of; no formula needs it."""
_LINKED = re.compile(r"\](?=\s*[(\[:])")
"""What makes a link or an image for them. Formulas have it too (``dp[i][j]``), and look the same
with an empty group in between."""
_SPECIAL = re.compile(r"[`*_#|~!]|[\\\[\]$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_BACKSLASHED = frozenset("`*_#|~!")
"""The other special characters become entities: with a backslash they would read as the marks of
a formula, and an address would still be made a link."""
_LINE_MARK = re.compile(
    r"^(\s*)([-+>](?=\s|$)|\d+[.)](?=\s|$)|-+(?=\s*$)|=+(?=\s*$))", re.MULTILINE
)
"""List, quotation, rule, and the underline that would make a heading of the line before it."""
_INDENT = re.compile(r"^ +", re.MULTILINE)
"""Four blanks would begin a block of code, in which escapes show as such."""

LATEX_DELIMITERS: list[dict[str, str | bool]] = [
    {"left": "$$", "right": "$$", "display": True},
    {"left": "\\[", "right": "\\]", "display": True},
    {"left": "\\(", "right": "\\)", "display": False},
    {"left": "$", "right": "$", "display": False},
]
"""What the chat hands to KaTeX, which runs no script and loads nothing."""


def plain(text: str) -> str:
    """Text that shows as itself: no mark-up, links, images or HTML of its own; lines are kept."""
    return _INDENT.sub(lambda indent: "&#160;" * len(indent.group()), _escaped(text.expandtabs(4)))


def with_math(text: str) -> str:
    """Like ``plain``, but formulas stay formulas, unless they hold an address."""
    parts, end = [], 0
    for match in _MATH.finditer(text):
        if _ADDRESS.search(match.group()):
            continue
        parts.append(_escaped(text[end : match.start()]))
        formula = html.escape(match.group(), quote=False).replace("\n", " ")
        parts.append(_LINKED.sub("]{}", formula))
        end = match.end()
    parts.append(_escaped(text[end:]))
    return "".join(parts)


def document(text: str) -> str:
    """A document's passage: bold and lists are read as such, everything else shows as itself."""
    kept = re.sub(r"\*\*(.+?)\*\*", "\x01\\1\x02", text)
    shown = with_math(kept).replace("\x01", "**").replace("\x02", "**")
    return re.sub(
        r"^(\s*)\\([-+*])(?=\s)|^(\s*)(\d+)\\([.)])(?=\s)", r"\1\2\3\4\5", shown, flags=re.M
    )


def _escaped(text: str) -> str:
    safe = _SPECIAL.sub(_escape_special, html.escape(text, quote=False))
    return _LINE_MARK.sub(_escape_marker, safe)


def _escape_special(match: re.Match[str]) -> str:
    char = match.group()
    return f"\\{char}" if char in _BACKSLASHED else f"&#{ord(char)};"


def _escape_marker(match: re.Match[str]) -> str:
    marker = match.group(2)
    return match.group(1) + (f"\\{marker}" if len(marker) == 1 else f"{marker[:-1]}\\{marker[-1]}")
