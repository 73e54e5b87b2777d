"""English names and clauses as they fit into a spoken sentence. No parser: closed classes of words.

A key point's heading may be a noun phrase (*gradient flow*), a question (*why it matters*), a
command (*check the initial loss*), a case (*with loss scaling*) or a statement (*full softmax is
expensive*); each needs a sentence of its own around it.
"""

from __future__ import annotations

import re
from typing import Literal

from interviewer.bank.key_points import verbs

Heading = Literal["name", "clause", "step", "case", "statement"]

_ARTICLE = r"the|an?"
_DETERMINER = (
    rf"(?:{_ARTICLE}|its|their|your|our|each|every|one|two|all|both|no|any|how|whether|it|them)"
)
_PREPOSITION = (
    r"(?:with|without|in|on|at|by|for|from|under|over|during|after|before|between|within|across|"
    r"if|once|through|upon|of|as|to|into|than|per|via)"
)
_BE = r"is|are|was|were|has|have|had|can|could|may|might|must|should|will|would|does|do|did|cannot"
_VERBS = "|".join(sorted(verbs.NO_NAMES))
_ALSO_NOUNS = "|".join(sorted(verbs.NAMES_AS_WELL))
_THIRD_PERSONS = "|".join(sorted(map(verbs.third_person, verbs.NO_NAMES)))
_FINITE = re.compile(
    rf"\b(?:{_BE}|{_THIRD_PERSONS}|ends|matters|means|\w+(?:is|iz|ifi)es|"
    rf"\w+s(?= {_DETERMINER}\b))\b",
    re.I,
)
"""Third persons, and any word in -s before a determiner, which no noun stands before."""
_PLURAL_VERB = re.compile(rf"(?<=[^\Wsiu]s) (?:{_VERBS}|{_ALSO_NOUNS})\b", re.I)
"""A base form after a plural: *barriers track*, but *gradient flow*."""
_WH = re.compile(r"(?:when|why|how|what|where|who|which)\b", re.I)
_CASE = re.compile(rf"{_PREPOSITION}\b", re.I)
_COMMAND = re.compile(
    rf"\b(?!{_PREPOSITION}\b|{_DETERMINER}\b|(?:{_BE})\b)(?P<verb>[a-z]+)(?<!ing)(?<!s) "
    rf"(?:(?:at|for|up|out|off) )?(?:{_DETERMINER})\b"
    rf"|\b(?:add|apply|avoid|check|choose|compare|compute|create|ensure|evaluate|keep|look|make|"
    r"prefer|reduce|remove|replace|select|sweep|take|verify)(?= \w)",
    re.I,
)
"""A base form before a determiner, or one of the verbs that are hardly ever nouns."""
_ANAPHOR = re.compile(r"(?:this|that|these|those|it|they|he|she|we|not|such)\b", re.I)
_RELATIONAL = re.compile(
    r"(?:aim|alternative|argument|answer|approach|assumption|baseline|benefit|budget|cause|"
    r"challenge|choice|condition|conclusion|constraint|consequence|cost|definition|design|effect|"
    r"equation|exception|form|formula|function|goal|idea|identity|index|limit|loop|mechanism|"
    r"method|model|objective|order|pitfall|pattern|price|principle|problem|procedure|process|"
    r"purpose|reason|remedy|result|risk|role|rule|setting|setup|solution|step|structure|target|"
    r"trade-?off|trick|update|version|window|workflow)$",
    re.I,
)
"""Head nouns that are about something: one says *the objective*, not *objective*."""

_NO_NOUNS = re.compile(
    r"a|an|the|to|in|on|at|by|for|with|from|as|and|or|but|not|no|so|its?|this|that|these|those|you|"
    r"your|we|our|they|their|them|he|she|what|which|who|whom|whose|how|why|when|where|while|"
    r"whereas|although|because|if|then|than|there|here|into|over|under|also|just|more|most|very|"
    r"some|any|each|such|only|own|same|too|all|both|either|neither|every|one|two|three|four|five|"
    r"many|much|few|several|using|others?|another|itself|themselves|together|directly|usually|"
    r"often|always|never|still|even|once|again|away|up|out|off|about|above|below|near|between|"
    r"within|without|during|after|before|through|across|per|via|like|unlike|upon|until|of|first|"
    r"later|towards?|anything|something|everything|\w+ly|" + _VERBS,
    re.I,
)
_WORD = re.compile(r"[A-Za-z][\w'/+\-]*|[^\sA-Za-z]")
_STATE = re.compile(rf"(\b(?:keep|make|leave|render)s? (?:{_ARTICLE}|its) \w+)(?= \w+[,.;])", re.I)
"""What is kept in some state: *keep the network shallow*; the state is no part of the name."""
_THE = re.compile(_ARTICLE, re.I)
_OPENS = re.compile(rf"(?!to$)(?:{_ARTICLE}|{_PREPOSITION}|its|their|every|all|no|one)", re.I)
_VAGUE = re.compile(
    r"(?:the )?(?:time|times|steps?|start|end|place|points?|ways?|cases?|numbers?|amount|kind|"
    r"parts?|things?|random|practice|theory|general|order|terms|fact|examples?|gap|lack|share|size|"
    r"copy|set|results?|work|models?|top|bottom|fixed|latter|former|same|best \w+|\w+est)",
    re.I,
)
"""Words that name nothing by themselves."""
MAX_PHRASE = 5
"""A noun phrase has at most so many words."""


def heading_kind(text: str) -> Heading | None:
    """How a heading fits into a sentence; None where it says nothing without what went before."""
    if _WH.match(text):
        return "clause"
    if _ANAPHOR.match(text):
        return None
    if _CASE.match(text):
        return "case"
    if _COMMAND.match(text):
        return "step"
    return "statement" if _FINITE.search(text, 1) or _PLURAL_VERB.search(text) else "name"


def with_article(name: str) -> str:
    """A name with *the* where one would not say it bare."""
    bare = re.match(rf"(?:{_DETERMINER})\b|\w+'s\b|\w+ing\b", name, re.I)
    head = re.split(r" (?:of|for|to|in|on|with|from)\b", name)[0]
    return name if bare or not _RELATIONAL.search(head) else f"the {name}"


def subject_of(clause: str) -> str:
    """The noun phrase before the first finite verb of a clause; empty where none is found."""
    found = (_FINITE.search(clause, 1), _PLURAL_VERB.search(clause))
    places = [match.start() for match in found if match]
    words = clause[: min(places)].split() if places else []
    article = bool(words) and _THE.fullmatch(words[0]) is not None
    words = words[article:]
    nouns = all(_may_be_noun(word) for word in words) and len(words) <= MAX_PHRASE
    return _phrase(words, article) if words and nouns else ""


def noun_phrases(text: str) -> list[str]:
    """Noun phrases of a sentence in order: what follows an article or a preposition.

    A phrase ends at function words other than *of*, verbs, numbers and punctuation; it has *the*
    where the text has an article.
    """
    found: list[str] = []
    text = _STATE.sub(r"\1,", text)
    taken = {match.start() for match in (*_FINITE.finditer(text), *_COMMAND.finditer(text))}
    chunk: list[str] = []
    before = ""
    for match in (*_WORD.finditer(text), None):
        word = match[0] if match else "."
        joins = bool(chunk) and (word == "of" or (chunk[-1] == "of" and _THE.fullmatch(word)))
        if joins or (match and _may_be_noun(word) and match.start() not in taken):
            chunk.append(word)
            continue
        while chunk and (chunk[-1] == "of" or _THE.fullmatch(chunk[-1])):
            chunk.pop()
        if _OPENS.fullmatch(before) and 0 < len(chunk) <= MAX_PHRASE:
            found.append(_phrase(chunk, _THE.fullmatch(before) is not None))
        chunk, before = [], word
    return [phrase for phrase in found if not _VAGUE.fullmatch(phrase)]


def _phrase(words: list[str], article: bool) -> str:
    return " ".join(["the", *words] if article else words)


def _may_be_noun(word: str) -> bool:
    return word[0].isalpha() and not _NO_NOUNS.fullmatch(word)
