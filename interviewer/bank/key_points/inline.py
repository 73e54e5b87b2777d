"""Plain text out of inline Markdown and LaTeX, without adding words."""

from __future__ import annotations

import re

# A dollar sign that fences no formula is a dollar sign, as in Pandoc; "__init__" is a name.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"!\[([^\]]*)\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"<br\s*/?>", re.I), " "),
    (re.compile(r"</?[a-zA-Z][^<>]{0,200}>"), ""),
    (re.compile(r"\\\(\s*|\s*\\\)|\\\[|\\\]"), ""),
    (re.compile(r"(?<![\w$])(\$\$?)\s*([^$\n]+?)\s*\1(?![\w$])", re.ASCII), r"\2"),
    (re.compile(r"(\*\*|(?<![A-Za-z0-9_])__(?![a-z]+__))(?=\S)(.*?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]*?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"`+([^`]*)`+"), r"\1"),
    (re.compile(r"\*\*"), ""),
)
_LATEX: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\\[,;:! ]|\\q?quad(?![a-zA-Z])"), " "),
    (re.compile(r"\\(?:left|right|big|Big|limits|displaystyle)(?![a-zA-Z])"), ""),
    (re.compile(r"\\(?:text|math[a-z]+|operatorname|boldsymbol)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"([_^])\{([^{}]*)\}"), r"\1\2"),
    (re.compile(r"\\hat\{([^{}]*)\}"), r"\1^"),
    (re.compile(r"\\sqrt\{([^{}]*)\}"), r"√(\1)"),
    (re.compile(r"\\[dt]?frac(\d)(\w)"), r"\1/\2"),
    (re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}"), r"(\1)/(\2)"),
    (re.compile(r"\\partial(?![a-zA-Z])\s*"), "∂"),
    (re.compile(r"\\cdot(?![a-zA-Z])"), "·"),
    (re.compile(r"\\times(?![a-zA-Z])\s*"), "×"),
    (re.compile(r"\\\|"), "‖"),
    (re.compile(r"\\lfloor(?![a-zA-Z])\s*"), "⌊"),
    (re.compile(r"\s*\\rfloor(?![a-zA-Z])"), "⌋"),
    (re.compile(r"\\lceil(?![a-zA-Z])\s*"), "⌈"),
    (re.compile(r"\s*\\rceil(?![a-zA-Z])"), "⌉"),
    (re.compile(r"\\mid(?![a-zA-Z])\s*"), "|"),
    (re.compile(r"\\propto(?![a-zA-Z])"), "∝"),
    (re.compile(r"\\approx(?![a-zA-Z])"), "≈"),
    (re.compile(r"(?<=[A-Za-z])\\([a-zA-Z]+)"), r" \1"),
    (re.compile(r"\\([a-zA-Z]+)"), r"\1"),
)
_SPACE = re.compile(r"\s+")
_TEXT_LATEX = re.compile(r"\\[a-zA-Z,;!|]+|[_^]\{")


def plain(text: str) -> str:
    """Strip inline mark-up (emphasis, code, links, tags, formula fences) and fold white space."""
    if any(mark in text for mark in "*_`[<$\\!"):
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        if _TEXT_LATEX.search(text):
            for pattern, replacement in _LATEX:
                text = pattern.sub(replacement, text)
    return _SPACE.sub(" ", text).strip()
