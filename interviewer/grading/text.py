"""Answers as data: hidden characters neutralised, clauses found, offsets kept."""

from __future__ import annotations

import re
import unicodedata

Span = tuple[int, int]

# Names of the tokenizer's special tokens; inside an answer they are plain text.
SPECIAL_TOKENS = re.compile(r"<(?=(?:/?s|pad|unk|mask)>)")
CLAUSE_END = re.compile(r"[。！？；!?;\n]+|[，,：:](?!\d)|\.(?=\s|$)")
SENTENCE_END = re.compile(r"[。！？；!?;\n]+|\.(?=\s|$)")
CHINESE = re.compile(r"[一-鿿]")
WORD = re.compile(r"[A-Za-z0-9]+|[一-鿿]")


def neutral(text: str) -> str:
    """The text with control, format and surrogate characters as spaces; same length.

    Offsets into the result are offsets into ``text``. Markers of the tokenizer's special tokens
    lose their opening bracket, so that an answer cannot end its own sequence.
    """
    cleaned = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return SPECIAL_TOKENS.sub("‹", cleaned)


def is_chinese(text: str) -> bool:
    """Whether at least a tenth of the characters are Chinese."""
    return len(CHINESE.findall(text)) * 10 >= max(1, len(text))


def words(text: str) -> list[str]:
    """Lower-case Latin words and single Chinese characters."""
    return [word.lower() for word in WORD.findall(unicodedata.normalize("NFKC", text))]


def split(text: str, ends: re.Pattern[str]) -> list[Span]:
    """Spans between the marks ``ends``, each with its closing mark, without outer blanks."""
    spans, start = [], 0
    for match in [*ends.finditer(text), None]:
        end = match.end() if match else len(text)
        left = start + len(text[start:end]) - len(text[start:end].lstrip())
        right = left + len(text[left:end].rstrip())
        if WORD.search(text, left, right):
            spans.append((left, right))
        start = end
    return spans


def clauses(text: str) -> list[Span]:
    """Clauses: cut at commas, colons, semicolons, sentence ends and line breaks."""
    return split(text, CLAUSE_END)


def sentences(text: str) -> list[Span]:
    """Sentences: cut at sentence ends and line breaks."""
    return split(text, SENTENCE_END)
