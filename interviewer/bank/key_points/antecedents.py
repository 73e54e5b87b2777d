"""What "It" or "They" at the start of an English sentence stands for; nothing where unsure."""

from __future__ import annotations

import re
from functools import lru_cache

from interviewer.bank.key_points import verbs
from interviewer.bank.key_points.english import (
    MAX_SUBJECT,
    is_plural,
    opens_with_scope,
    resolved,
    subject_of,
)

_ASKED = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"(?:what|who) (?:is|are|was|were) (?:the (?:purpose|job|role|goal|aim|use|function|idea"
        r"|concept|definition) (?:of|behind) )?(?P<thing>.+)",
        r"(?:explain|describe|define) (?:what |how )?(?P<thing>.+?)(?: (?:is|are|works?))?",
        r"how (?:is|are) (?P<thing>.+?) \w+ed",
        r"(?:why|when|how) (?:do|does|should|would|can) (?:we|you|one|people) (?:use|need|choose)"
        r" (?P<thing>.+)",
        r"(?:what|how|why|when|(?:what|which) \w+) (?:does|do) (?P<thing>.+) (?P<verb>\w+)",
    )
)
_REST = re.compile(
    r" (?:in|if|because|for|on|with|within|during|when|while|used|called|being|doing|good|at)\b.*$",
    re.I,
)
_NO_THING = re.compile(
    r"\b(?:and|or|vs|versus|you|we|it|they|that|which|how|what|why|some|your|my|(?:two|three)(?!-)|\w+est"
    r"|most|best|differences?|(?:dis)?advantages?|benefits?|drawbacks?|steps?|types?|kinds?|ways?"
    r"|reasons?|methods?|uses|limitations?|examples?|meaning)\b|[,:;()\"]",
    re.I,
)
_IS_ONE = re.compile(
    r"(?:what|who) (?:is|was) (?!.* (?:of|behind) ).+|(?:what|how|why|when) does .+", re.I
)
_NEW = re.compile(r"\b(?:an?|one) (?:[\w-]+ ){0,2}[\w-]+$", re.I)
_RIVAL = re.compile(r"\b(?:an?|one|the) (?:[\w-]+ ){0,2}[\w-]+$", re.I)
"""What ends a sentence and may be meant by the pronoun that opens the next one."""
SHORT = 3
_ARTICLES = frozenset({"a", "an", "the"})
_SETTING = re.compile(r"(?:In|With|Under|For) ")


@lru_cache(maxsize=256)
def asked_thing(question: str) -> str:
    """The one thing a question asks about ("the GIL" in "What is the GIL in Python?")."""
    words = re.split(r"[?.,;](?:\s|$)", question.strip(), maxsplit=1)[0]
    words = _REST.sub("", words)
    found = next((found for one in _ASKED if (found := one.fullmatch(words))), None)
    if found is None:
        return ""
    verb, thing = found.groupdict().get("verb"), found["thing"]
    if verb and verb != "do" and not verbs.is_plural_verb(verb):
        return ""
    if _IS_ONE.fullmatch(words) and is_plural(thing):
        return ""  # "bias" or "Kubernetes", whose number the ending does not tell
    return "" if len(thing) > MAX_SUBJECT or _NO_THING.search(thing) else thing


def antecedent(sentence: str, before: str, question: str) -> str:
    """What "It" or "They" at the start of the next sentence stands for.

    The subject of a sentence is taken where the question asks about it or the sentence defines it;
    the one thing asked about where the sentence speaks of it, or its subject is of another number.
    ``before`` is what a pronoun at the start of this sentence stands for.
    """
    subject, thing = subject_of(resolved(sentence, before)), asked_thing(question)
    head = sentence.partition(",")[0]
    if not subject and len(head.split()) <= SHORT and is_plural(head):
        subject = head  # "Virtual nodes, that is, …"
    if not subject:
        named = thing and _bare(thing) in sentence.lower() and not _rivalled(thing, sentence, _NEW)
        return thing if named and opens_with_scope(sentence) else ""
    defines = re.match(rf"{re.escape(subject)} (?:is|are|means) ", sentence)
    if (_stems(subject) - _ARTICLES) & _stems(question.partition(",")[0]):
        return subject
    if defines and not re.match(r"The\b", subject):
        return subject
    if not thing or is_plural(thing) == is_plural(subject):
        return ""
    return "" if _rivalled(thing, sentence, _RIVAL) else thing


def _rivalled(thing: str, sentence: str, rival: re.Pattern[str]) -> bool:
    """Whether a sentence ends in another noun of the number that the thing asked about has."""
    if is_plural(thing):
        return is_plural(sentence.rpartition(" ")[2])
    found = rival.search(sentence)
    return found is not None and not is_plural(found[0]) and _bare(thing) not in found[0].lower()


def _stems(text: str) -> set[str]:
    return {word.lower().rstrip("s") for word in re.findall(r"\w{3,}", text)}


def _bare(thing: str) -> str:
    return re.sub(r"^(?:an?|the) ", "", thing.lower())


def setting_of(sentence: str, question: str) -> str:
    """The "In type 1 diabetes" that opens a sentence, as far as the question names it."""
    opening = _SETTING.match(sentence)
    if opening is None:
        return ""
    asked = {word.rstrip("s") for word in re.findall(r"[\w-]+", question.lower())}
    end = 0
    for word in re.compile(r"([\w-]+)(?:[\s,]|$)").finditer(sentence, opening.end()):
        low = word[1].lower().rstrip("s")
        if low in asked and low not in _ARTICLES:
            end = word.end(1)
        elif end or low not in _ARTICLES:
            break
    return sentence[:end]
