"""Words of a text, for overlap checks: CJK character pairs and lower-cased Latin words.

Chinese has no spaces and a segmenter would be one more dependency with its own errors, so pairs of
neighbouring characters stand in for words; pairs with a function character in them are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_CJK_RUN = re.compile(f"[{CJK}]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_+#.\-]*[A-Za-z0-9+#]|[A-Za-z]|\d+(?:\.\d+)?%?")
_SENTENCE = re.compile(
    r"[^。！？!?；;\n.]+(?:\.(?=\S)[^。！？!?；;\n.]*)*[。！？!?；;.]*[”」』\"')）]*"
)

MIN_STEM = 4
"""Letters that two forms of a word have in common at least."""

FUNCTION_CHARACTERS = frozenset(
    "的了是在和与及或有为以中对从到把被让使会能可要也就都而但并等个种这那其之于由则且我你他它们"
    "吗呢吧啊呀嗯么哪谁怎什请说讲下上里些每各该此"
)
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "with",
        "from",
        "as",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "and",
        "or",
        "but",
        "not",
        "no",
        "so",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "you",
        "your",
        "i",
        "we",
        "our",
        "they",
        "their",
        "he",
        "she",
        "what",
        "which",
        "who",
        "whom",
        "how",
        "why",
        "when",
        "where",
        "do",
        "does",
        "did",
        "can",
        "could",
        "would",
        "should",
        "will",
        "may",
        "might",
        "must",
        "have",
        "has",
        "had",
        "if",
        "then",
        "than",
        "there",
        "here",
        "about",
        "into",
        "over",
        "under",
        "also",
        "just",
        "more",
        "most",
        "very",
        "some",
        "any",
        "each",
        "such",
        "only",
        "own",
        "same",
        "too",
        "s",
        "t",
        "d",
        "ll",
        "re",
        "ve",
        "me",
        "my",
        "us",
        "them",
        "one",
        "two",
        "please",
        "tell",
        "explain",
        "describe",
        "talk",
        "walk",
        "let",
        "okay",
        "ok",
        "well",
        "good",
        "right",
        "think",
        "know",
        "mean",
        "go",
        "next",
        "question",
        "answer",
        "point",
        "say",
        "said",
        "mention",
        "mentioned",
    ]
)


def latin_words(text: str) -> list[str]:
    """Latin words and numbers in order, lower-cased, stop words included."""
    return [word.lower().strip(".-") for word in _LATIN.findall(text)]


def cjk_pairs(text: str) -> list[str]:
    """Neighbouring character pairs of every CJK run, in order; pairs of function words are out."""
    pairs = []
    for run in _CJK_RUN.findall(text):
        for first, second in pairwise(run):
            if first not in FUNCTION_CHARACTERS and second not in FUNCTION_CHARACTERS:
                pairs.append(first + second)
    return pairs


def stem(word: str) -> str:
    """A crude English stem: enough that *gradients* meets *gradient*."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def content_terms(text: str) -> set[str]:
    """The set of content terms of a text: CJK pairs and stems of Latin words."""
    words = {stem(word) for word in latin_words(text) if word not in STOP_WORDS}
    return words | set(cjk_pairs(text))


def all_terms(texts: Iterable[str]) -> set[str]:
    """The union of the content terms of several texts."""
    found: set[str] = set()
    for text in texts:
        found |= content_terms(text)
    return found


def technical_words(text: str) -> set[str]:
    """Latin words and numbers that name something: those a rewording has to keep."""
    return {word for word in latin_words(text) if word not in STOP_WORDS}


def proper_words(text: str) -> set[str]:
    """Words of an English text that are written as names: capitals inside, digits, hyphens.

    The first word of a sentence is none unless it has such marks behind its first letter.
    """
    named: set[str] = set()
    for sentence in sentences(text):
        words = [word.strip(".-") for word in _LATIN.findall(sentence)]
        plain = bool(words) and re.fullmatch(r"[A-Z]?[a-z]+", words[0]) is not None
        named |= {word for word in words[plain:] if re.search(r"[A-Z0-9-]", word)}
    return {word.lower() for word in named} - STOP_WORDS


def kept_share(terms: set[str], said: set[str]) -> float:
    """Share of ``terms`` that ``said`` holds in some form (*differ*, *difference*); 1 for none."""

    def held(term: str) -> bool:
        forms = (other for other in said if len(other) >= MIN_STEM)
        return term in said or (
            len(term) >= MIN_STEM
            and term.isascii()
            and any(term.startswith(form) or form.startswith(term) for form in forms)
        )

    return sum(map(held, terms)) / len(terms) if terms else 1.0


def sentences(text: str) -> list[str]:
    """Split into sentences with their end marks; blank ones are dropped."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def cjk_share(text: str) -> float:
    """Share of CJK characters among the letters of a text (0.0 where it has no letters)."""
    cjk = len(re.findall(f"[{CJK}]", text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return cjk / (cjk + latin / 4) if cjk or latin else 0.0


def longest_run(text: str, source: str, allowed: str = "") -> int:
    """Length of the longest run of ``source`` in ``text`` that ``allowed`` does not hold.

    Letters and digits count, in any case; white space and punctuation do not.
    """
    text, source, allowed = (re.sub(r"\W+", "", part).lower() for part in (text, source, allowed))
    best = 0
    for start in range(len(source)):
        while start + best < len(source):
            run = source[start : start + best + 1]
            if run not in text or run in allowed:
                break
            best += 1
    return best
