"""English questions: "what is X", "how does X work", "the Y of X", "how do you use X for P"."""

from __future__ import annotations

import re

from interviewer.bank.subjects.names import stem
from interviewer.bank.subjects.subject import Side, Subject

_LEAD = re.compile(
    r"^(?:please|can you|could you|briefly|in your own words|explain|describe|discuss|define"
    r"|introduce"
    r"|tell me about|talk about|what(?:'s| is| are| was| do you know about| does)|outline"
    r"|give an overview of"
    r"|exactly|the concept of|the idea (?:of|behind)|the meaning of|the basics? of|the term|,"
    r"|\s)+\b\s*",
    re.I,
)
_CUT = re.compile(
    r"[?;:]|[,]? and (?:how|what|why|when|where|its|their|explain|describe|discuss|which)\b"
    r"|, (?:how|what|why)\b"
    r"|\bmean(?:s)? (?:in|for)\b",
    re.I,
)
_FIELD = re.compile(
    r"\s+(?:in|for|used in)\s+(?:the context of\s+)?(?:deep learning|machine learning"
    r"|(?:a )?neural networks?"
    r"|artificial intelligence|ml|ai|practice|sql|python|java|linux|databases?"
    r"|javascript|js|go|golang|c\+\+|oop|(?:an )?operating systems?|object-oriented programming)$",
    re.I,
)
_COMPARE = re.compile(
    r"differences? between (?P<a>.+?) and (?P<b>.+)$|^compare (?P<c>.+?) (?:and|with|to|versus"
    r"|vs\.?) (?P<d>.+)$"
    r"|^(?P<e>.+?) (?:vs\.?|versus) (?P<f>.+)$|^how (?:does|do|is"
    r"|are) (?P<g>.+?) (?:differ(?:ent)?) from (?P<h>.+)$",
    re.I,
)
_USE = re.compile(
    r"^how (?:do|would|can|should) (?:you|we|one) use (?P<thing>.+?) (?:to"
    r"|for) (?P<purpose>.+)$",
    re.I,
)
_WORKS = re.compile(
    r"^how (?:does|do|is|are) (?P<thing>.+?) (?:works?|function|operate"
    r"|computed|trained)(?P<where> in .+)?$",
    re.I,
)
_WHAT_IS = re.compile(r"^what (?P<thing>.+?) (?:is|are|means?)$", re.I)
_HOW_WORKS = re.compile(r"^how (?P<thing>.+?) works?$", re.I)
_OF: tuple[tuple[Side, re.Pattern[str]], ...] = tuple(
    (
        side,
        re.compile(
            rf"^(?:the |some |main |key |common |major )*(?:{words}) (?:of|to|in|with"
            rf"|when) (?P<thing>.+)$",
            re.I,
        ),
    )
    for side, words in (
        (
            Side.CORE,
            r"definition|concept|principles?|structure|architecture|components?|role|purpose"
            r"|steps?|mechanism"
            r"|formula|idea|intuition|goal|function|working",
        ),
        (
            Side.ADVANTAGE,
            r"advantages?(?: and disadvantages?)?|benefits?|pros(?: and cons)?",
        ),
        (Side.DRAWBACK, r"disadvantages?|drawbacks?|limitations?|downsides?|cons"),
        (Side.CHALLENGE, r"challenges?|problems?|risks?|pitfalls?"),
        (Side.APPLICATION, r"applications?|uses?|use cases?"),
        (Side.VARIANTS, r"variants?|types|kinds"),
        (Side.WHY, r"importance"),
    )
)
_HOW = re.compile(
    r"^how (?:does|do|is|are|to|would|can|could|should)\b\s*(?:(?:you|we|one|i)\b)?\s*"
    r"(?:handle|deal with|address|solve|treat|tackle|prevent|avoid|mitigate)?\s*(?P<thing>.+)$",
    re.I,
)
_WHY = re.compile(
    r"^why (?:(?:does|do|did|is|are|would|should)(?:n't|n’t)?\b)?\s*(?:(?:we|you|one)\b)?\s*"
    r"(?P<thing>.+)$",
    re.I,
)
_LIST = re.compile(r"^(?:list|name|enumerate)\s+(?:some|the|common|\s)*(?P<thing>.+)$", re.I)
_DESIGN = re.compile(r"^(?:how would you )?design (?P<thing>.+)$", re.I)


def read(text: str, named: frozenset[str]) -> Subject:
    """Take an English question without glosses apart."""
    sentence = re.split(r"(?<=[.?!])\s", text.strip())[0].strip(" .!?")
    compared = _COMPARE.search(_LEAD.sub("", sentence)) or _COMPARE.search(sentence)
    if compared:
        pair = sorted(stem(_field(part)) for part in compared.groups() if part)
        return Subject(" | ".join(pair), Side.COMPARE, named=named)
    main = _field(_CUT.split(sentence)[0])
    use = _USE.match(main)
    if use:
        return Subject(stem(use["thing"]), Side.HOW, named=named, purpose=use["purpose"])
    for pattern, side in (
        (_DESIGN, Side.DESIGN),
        (_WORKS, Side.CORE),
        (_LIST, Side.LIST),
        (_WHY, Side.WHY),
        (_HOW, Side.HOW),
    ):
        found = pattern.match(main)
        if found:
            where = found["where"] if pattern is _WORKS else None
            return _subject(found["thing"] + (where or ""), side, named)
    body = _field(_LEAD.sub("", main)) or main
    works = _WHAT_IS.match(body) or _HOW_WORKS.match(body)
    if works:
        return _subject(works["thing"], Side.CORE, named)
    for side, pattern in _OF:
        found = pattern.match(body)
        if found:
            return _subject(found["thing"], side, named)
    return _subject(body, Side.CORE, named)


_INSIDE = re.compile(
    r"^(?P<thing>.+?)\s+(?:in|of)\s+(?:an?\s+"
    r"|the\s+)?(?P<context>[\w +#.-]{2,30})$",
    re.I,
)


def _subject(text: str, side: Side, named: frozenset[str]) -> Subject:
    """Of "X in Y" the thing is X and Y its context."""
    inside = _INSIDE.match(_field(text))
    if inside is None:
        return Subject(stem(_field(text)), side, named=named)
    return Subject(stem(inside["thing"]), side, context=stem(inside["context"]), named=named)


def _field(text: str) -> str:
    """Without the field that all questions belong to ("in deep learning")."""
    return _FIELD.sub("", text.strip(" .?!"))
