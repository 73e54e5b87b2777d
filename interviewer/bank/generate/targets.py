"""Which sentences of a passage make one answer together; found by rules, before any model.

A small model asked to choose sentences by itself copies the pattern of its example
(docs/measurements/generate.md), so code chooses and the model only words the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviewer.bank.generate.passages import Passage
from interviewer.bank.metadata import language_of
from interviewer.bank.noise import is_advert
from interviewer.model.bank import Language

MOST = 3
"""Most questions asked about one passage."""
LEAST: dict[Language, int] = {"zh": 18, "en": 50}
"""Fewest characters of an answer."""
RICH: dict[Language, int] = {"zh": 36, "en": 90}
"""A shorter target takes in the next sentence of its paragraph."""
LONGEST = 1500
"""Most characters of an answer, its code included."""
FULL = 300
"""A target of this length takes in no further sentence that leans on it."""

_LEANING = re.compile(
    r"^\W*(?:它们?|这|那|此(?:时|外|后|处|类|种|法|方法|算法)|该|其(?![他中次实余])|因此|所以|因而|于是|从而|但是?|然而|不过"
    r"|而|并且|同时|另外|代价|否则|例如|比如|也就是|换句话说|换言之|然后|接着|最后|随后|相反|反之|再[者次如]|又|还(?!原)"
    r"|也|第[二三四][，,是点种个]|其次|需要注意"
    r"|(?:first|second|third|finally),"
    r"|(?:it|its|they|their|this|that|these|those|such|both|each of|however|but|and|so|thus|hence"
    r"|therefore|otherwise|for (?:example|instance)|in (?:contrast|addition|practice)|instead|then"
    r"|also|moreover|furthermore|as a result|similarly|likewise|note that|here)\b)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?<!自)我(?!们)|大家好|咱们|同事|老板|这篇文章|(?<![样脚文版基成根副])本[文章节](?![件本档点])"
    r"|[上下]一[节章]|上周|昨天|\bI(?:'m|'ve|'d)\b|\b(?i:my)\b"
    r"|\bI (?:am|was|have|had|think|once|will|would|used|like|wrote|found|saw|remember)\b"
    r"|\b(?i:this|the (?:next|previous|last)) (?:chapter|section|article|post|figure|table)\b",
)


@dataclass(frozen=True)
class Target:
    """Sentences ``first`` to ``last`` of a passage (from 1, both included): one answer."""

    first: int
    last: int
    text: str


def targets_of(passage: Passage) -> list[Target]:
    """The answers that a passage holds, in reading order, at most ``MOST``.

    Sentences that lean on the one before ("it", "therefore", "the price is …") stay with it, and
    a list stays with its lead-in. Left out are anecdotes, adverts and what is too short to answer
    anything. Where there are too many, the longest stay.
    """
    language = language_of(passage.text)
    found = [target for target in _grouped(passage, language) if _answers(target.text, language)]
    longest = sorted(found, key=lambda one: -len(one.text))[:MOST]
    return [target for target in found if target in longest]


def _grouped(passage: Passage, language: Language) -> list[Target]:
    targets: list[Target] = []
    for number, span in enumerate(passage.sentences, start=1):
        last = targets[-1] if targets else None
        if last is not None and _belongs(passage, last, number, language):
            start = passage.sentences[last.first - 1].start
            targets[-1] = Target(last.first, number, passage.text[start : span.end])
        else:
            targets.append(Target(number, number, passage.sentence(number)))
    return targets


def _belongs(passage: Passage, last: Target, number: int, language: Language) -> bool:
    """Whether a sentence continues the answer before it."""
    span, before = passage.sentences[number - 1], passage.sentences[number - 2]
    if span.group is not None and span.group == before.group:
        return True
    if len(last.text) >= FULL or _PERSONAL.search(last.text):
        return False
    sentence = passage.text[span.start : span.end]
    same_paragraph = "\n\n" not in passage.text[before.end : span.start]
    poor = len(last.text) < RICH[language] and before.group is None and span.group is None
    return bool(_LEANING.match(sentence)) or (same_paragraph and poor)


def _answers(text: str, language: Language) -> bool:
    """Whether sentences may be a reference: long enough, impersonal, complete and no question."""
    words = text.partition("\n\n")[0] if "```" in text else text
    if len(words) < LEAST[language] or len(text) > LONGEST or _LEANING.match(text):
        return False
    if _PERSONAL.search(words) or is_advert(text):
        return False
    return not words.rstrip().endswith(("?", "？", ":", "："))
