"""Finding the finite verb of an English clause, by a lexicon of forms and the words around them.

Wrong answers cost a split, never a word: a clause whose verb is not found stays whole.
"""

from __future__ import annotations

import re
from importlib import resources


def _lexicon() -> dict[str, frozenset[str]]:
    """The word lists of ``verbs.txt`` by their headings."""
    text = resources.files(__package__).joinpath("verbs.txt").read_text(encoding="utf-8")
    sections = re.findall(r"^\[(.+)\]\n([^\[]*)", text, re.M)
    return {name: frozenset(words.split()) for name, words in sections}


_LEXICON = _lexicon()
AUXILIARIES = _LEXICON["auxiliaries"]
_BASES, _AMBIGUOUS = _LEXICON["verbs"], _LEXICON["nouns as well"]
NO_NAMES = _BASES - _AMBIGUOUS - _LEXICON["in names as well"]
"""Base forms that are hardly ever part of a name: "contain", but neither "cost" nor "complete"."""
NAMES_AS_WELL = _BASES - NO_NAMES
_PREPOSITIONS, _MODIFIERS = _LEXICON["prepositions"], _LEXICON["modifiers"]
_SINGULAR_PRONOUNS = frozenset({"it", "he", "she"})
_PLURAL_PRONOUNS = frozenset({"they", "we", "you", "i"})
_RELATIVES = frozenset({"that", "which", "who", "whose", "where", "when", "whom"})
BEFORE_VERBS = frozenset(
    {"also", "then", "often", "usually", "typically", "therefore", "thus", "only", "still", "first"}
)
"""Adverbs that stand between a subject and its verb."""
_ARTICLES = frozenset({"a", "an", "the"})
_OPEN_MARKS = (",", ":", "(", "=", "+")
_WORD = re.compile(r"[A-Za-z][\w'’/-]*|\S+")


def third_person(base: str) -> str:
    """A verb as it follows "it": stores, carries, catches."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


_SINGULAR = frozenset(map(third_person, _BASES)) | {"goes", "does"}
_NOUN_LIKE = frozenset(map(third_person, _AMBIGUOUS)) | _AMBIGUOUS
_SURELY_VERBS = _SINGULAR - _NOUN_LIKE


def words_of(text: str) -> list[str]:
    """Words and marks of a clause as they stand."""
    return _WORD.findall(text)


def is_singular_verb(word: str) -> bool:
    """Whether a word is a third person form of the lexicon ("stores")."""
    return word.lower() in _SINGULAR


def is_plural_verb(word: str) -> bool:
    """Whether a word is a base form of the lexicon ("store")."""
    return word.lower() in _BASES


def is_noun_like(word: str) -> bool:
    """Whether a form of the lexicon is a common noun as well ("stores")."""
    return word.lower() in _NOUN_LIKE


def is_verb(word: str) -> bool:
    """Whether a word may be a finite verb."""
    low = word.lower()
    return low in AUXILIARIES or low in _SINGULAR or low in _BASES


def is_participle(word: str) -> bool:
    """Whether a word looks like a past participle."""
    low = word.lower()
    return low in _LEXICON["participles"] or (low.endswith("ed") and len(low) > 4)


def is_unfinished(text: str) -> bool:
    """Whether a text ends in a word or mark after which something has to follow."""
    end = text[-12:].replace("(", " ").rsplit(" ", 1)[-1].lower()
    return text.endswith(_OPEN_MARKS) or end in _LEXICON["unfinished"]


def main_verb(words: list[str]) -> int | None:
    """Place of the finite verb of a clause that begins with its subject; None where unsure."""
    relatives = 0
    # Behind a preposition, its noun and the subject come first: "With zero weights every neuron …".
    first = 3 if words and words[0].lower() in _PREPOSITIONS else 1
    for at, word in enumerate(words):
        low = word.lower().strip(",;:")
        if at and low in _RELATIVES:
            relatives += 1
            continue
        if at < first or not _finite(words, at):
            continue
        if relatives:
            relatives -= 1
            continue
        return at
    return None


def _finite(words: list[str], at: int) -> bool:
    low, before = words[at].lower(), words[at - 1].lower()
    if before == ":" or before in _PREPOSITIONS or low in AUXILIARIES:
        return low in AUXILIARIES and before != ":" and before not in _PREPOSITIONS
    if before == ",":
        return low in _SURELY_VERBS and words[:at].count(",") > 1
    if before in _SINGULAR_PRONOUNS:
        return re.fullmatch(r"[a-z]{2,}s", low) is not None
    if before in _PLURAL_PRONOUNS:
        return low.isalpha() and not low.endswith("ly")
    if before in _MODIFIERS and before not in _RELATIVES:
        return False
    noun = next((one for one in reversed(words[:at]) if one.lower() not in BEFORE_VERBS), "")
    return _singular_here(words, at) or _plural_here(low, noun.lower())


def _singular_here(words: list[str], at: int) -> bool:
    low = words[at].lower()
    after = words[at + 1].lower() if at + 1 < len(words) else ""
    if low not in _SINGULAR or after in AUXILIARIES:
        return False
    if at > 1 and is_participle(words[at - 1]) and words[at - 2].lower() in _ARTICLES:
        return low in _SURELY_VERBS  # "the pretrained weights"
    return low not in _NOUN_LIKE or not _verb_follows(words, at)


def _plural_here(low: str, before: str) -> bool:
    if low not in _BASES:
        return False
    if before in {"which", "that", "who", "data"}:
        return True
    plural = before.endswith("s") and not before.endswith(("ss", "us", "is"))
    return plural and before not in _SURELY_VERBS


def _verb_follows(words: list[str], at: int) -> bool:
    """Whether a clearer verb stands soon after: "the returned values depend on …"."""
    for other in words[at + 1 : at + 4]:
        low = other.lower().strip(",;")
        if low in _RELATIVES:
            return False
        if low in AUXILIARIES or low in _SURELY_VERBS:
            return True
    return False
