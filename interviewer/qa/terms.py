"""What a query is about: its content terms, the names in it, and how much of it a text covers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from interviewer.qa.glossary import concepts, glossary, reverse_glossary, stop_chinese, stop_english

LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-+.'][A-Za-z0-9]+)*\+*")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
STOP = re.compile("|".join(map(re.escape, stop_chinese())))
TRANSLITERATED = re.compile(
    "[尔兹曼克雷狄利斯特卡夫普拉贝叶布朗伯努勒马科维洛罗森顿欧莱格弗玻托蒙迪柯皮亚逊纳诺]{3,}"
)
"""Three or more characters that spell foreign names by sound: 玻尔兹曼, 拉格朗."""
FUZZY_LENGTH = 5
FUZZY_RATIO = 0.84
"""Likeness (Ratcliff-Obershelp) from which two words of five letters or more are one, misspelt."""


def normal(text: str) -> str:
    """Compatibility forms unified (NFKC) and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def latin_terms(text: str) -> list[str]:
    """Latin words as written, without common English words."""
    words = LATIN.findall(unicodedata.normalize("NFKC", text))
    return [word for word in words if normal(word) not in stop_english()]


def han_bigrams(text: str) -> list[str]:
    """Character pairs of the runs that are left when function words are cut out."""
    found = []
    for run in HAN.findall(text):
        for piece in STOP.split(run):
            found += [piece[i : i + 2] for i in range(len(piece) - 1)]
    return found


def is_name(word: str) -> bool:
    """Whether a Latin word is written like a name: inner capitals, all capitals, or a digit."""
    return any(c.isdigit() for c in word) or any(c.isupper() for c in word[1:])


def named_terms(query: str) -> list[str]:
    """The words of a query that name one thing; ``Isolation Forest`` is one name.

    In a query that is mostly Chinese a capital letter alone marks a name, too; in English it
    may only open the sentence. Transliterated names count, too; single letters do not.
    """
    opening = "" if is_chinese(query) else next(iter(LATIN.findall(query)), "")
    common = set(latin_terms(query))
    names: list[str] = []
    end = -1
    for match in LATIN.finditer(unicodedata.normalize("NFKC", query)):
        word = match.group()
        capital = word[0].isupper() and word != opening
        if word not in common or len(word) < 2 or not (is_name(word) or capital):
            continue
        if names and match.start() == end + 1 and capital and not is_name(names[-1]):
            names[-1] = f"{names[-1]} {word}"
        else:
            names.append(word)
        end = match.end()
    return names + TRANSLITERATED.findall(query)


class CoveredText:
    """A text that terms are looked up in, tolerant of spelling, hyphens and language."""

    def __init__(self, text: str) -> None:
        self.text = normal(text)
        self.words = {normal(word) for word in LATIN.findall(self.text)}
        self.squeezed = re.sub(r"[\W_]+", "", self.text)

    def holds(self, term: str, fuzzy: bool = True) -> bool:
        """Whether the text mentions ``term`` or a known other name of it."""
        key = normal(term)
        if self._holds(key, fuzzy):
            return True
        others = glossary().get(key) or glossary().get(singular(key), ())
        return any(self._holds(other, False) for other in others)

    def _holds(self, key: str, fuzzy: bool) -> bool:
        if HAN.search(key):
            return key in self.text
        if " " in key:
            return re.sub(r"[\W_]+", "", key) in self.squeezed
        bare = re.sub(r"[\W_]+", "", key)
        if key in self.words or singular(key) in self.words:
            return True
        if len(bare) >= FUZZY_LENGTH and bare in self.squeezed:
            return True
        return fuzzy and len(bare) >= FUZZY_LENGTH and any(_alike(key, w) for w in self.words)


def singular(word: str) -> str:
    """A plain English plural without its ending."""
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _alike(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 3 or a[0] != b[0]:
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= FUZZY_RATIO


def coverage(query: str, text: CoveredText) -> float | None:
    """Share of the query's content terms that the text holds; None where it has none.

    A Latin word weighs as much as two character pairs.
    """
    latin = latin_terms(query)
    pairs = han_bigrams(query)
    weight = 2.0 * len(latin) + len(pairs)
    if not weight:
        return None
    hits = 2.0 * sum(text.holds(word) for word in latin) + sum(pair in text.text for pair in pairs)
    return hits / weight


def missing_names(query: str, texts: Iterable[CoveredText]) -> list[str]:
    """Names of the query that none of the texts mentions."""
    found = list(texts)
    return [name for name in named_terms(query) if not any(t.holds(name) for t in found)]


def is_chinese(query: str) -> bool:
    """Whether a query is written in Chinese, perhaps with foreign words in it."""
    return len("".join(HAN.findall(query))) >= 2


def other_names(query: str) -> str:
    """Other names of the query's terms that it does not hold itself, for a second search."""
    plain = normal(query)
    found: list[str] = []
    for word in LATIN.findall(plain):
        found += glossary().get(word) or glossary().get(singular(word), ())
    for chinese, names in reverse_glossary().items():
        if chinese in plain:
            found += names
    return " ".join(dict.fromkeys(name for name in found if name not in plain))


def concepts_of(text: str) -> list[tuple[str, ...]]:
    """The concepts of the field that a text names, each with all its names."""
    plain = normal(text)
    return [names for names in concepts() if any(_names(name, plain) for name in names)]


def _names(name: str, plain: str) -> bool:
    if HAN.search(name):
        return name in plain
    return re.search(rf"(?<![a-z]){re.escape(name)}(?:s|es)?(?![a-z])", plain) is not None
