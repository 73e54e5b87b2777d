"""English sentences as short statements: cut between clauses, with their subjects, without asides.

Every word of a statement stands in the text. Where the grammar is not clear (no verb found, a
pronoun that may stand for several things) a sentence is left as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from interviewer.bank.key_points import verbs
from interviewer.bank.key_points.clauses import Span, cuts
from interviewer.bank.key_points.inline import plain

AIM, MOST = 60, 160
"""Characters above which a statement loses small asides, and that it may have at most.

A whole sentence is worth more than a short one: at 100 characters one in four was cut short."""
MAX_SUBJECT = 45
FEWEST_WORDS, LEAST = 4, 30
STRONGER = 15
"""Characters that a cut between clauses may be shorter than one before a phrase."""


class Piece(NamedTuple):
    """A statement, its evidence, and whether it is whole: not broken off in mid-clause."""

    text: str
    span: Span
    whole: bool = True


_CUT = re.compile(
    r",\s+(?:and|but|so|yet|whereas|while|because)\s+(?!that\b)|\s+(?:and|but|whereas)\s+|:\s+"
)
_SCOPE = re.compile(
    r"(?:In|For|On|With|Without|By|At|Unlike|Instead|Compared|Under|During|Given|Like|Among|From"
    r"|Despite|Within|If|When|Whenever|Once|Unless|Until|While|Before|After|As|Where)(?=[\s,])",
    re.I,
)
"""What opens a sentence and holds for all of it."""
_CLAUSE = re.compile(r"(?:If|When|Whenever|Once|Unless|Until|While|Before|After|As|Where)\b", re.I)
_REASON = re.compile(r"(?:Because|Since|Although|Though|Due to|Instead of)\b", re.I)
_OPEN_PAIR = re.compile(
    r"\b(?:both|either|between|neither|whether|if|when|because|since|although|not only"
    r"|(?:that|which),)(?=\s)[^,]*$",
    re.I,
)
_SMALL_ASIDES = (
    re.compile(r" \((?![^()]*\d\))[^()]{3,}\)(?=[\s,.;:]|$)"),
    re.compile(
        r", (?:for example|for instance|e\.g\.|i\.e\.|that is|in other words),? [^,;]+(?:,|$)"
    ),
)
_ASIDES = (
    *_SMALL_ASIDES,
    re.compile(r"(?<=\bthat), [^,]+,(?= )"),
    re.compile(r", (?:which|who) [^,;]*$"),
    re.compile(r", (?:which|who) [^,]+,(?= (?!which|who))"),
    re.compile(r" such as [^\s,;]+(?=,[^,;]* such as )"),
    re.compile(r",? (?:such as|like) [^,;]+(?:, [^,;]+)*,? (?:and|or) [^,;]+,"),
    re.compile(r",? such as [^;]+$"),
    re.compile(r", (?:which|who|thus|thereby|so that|[a-z]{2,}ing)\b[^;]*$"),
)
_REASON_LAST = re.compile(r",? (?:because|since) (?:it|they|the|this|these|a|an)\b[^;]*$")
_STRONG_BREAK = re.compile(
    r",?\s+(?:but|so that|so|which|because|while|whether|whatever|regardless|although|instead"
    r"|rather)\s"
    r"|[,:]\s"
)
_WEAK_BREAK = re.compile(
    r"\s+(?:and|by|with|for|from|through|using|in|where|that|over|at|on|during|based)\s"
)
_LAST_BREAK = re.compile(r"\s+(?:or|to|towards|between|into|of)\s")
_BINDING = re.compile(
    r"[,:]?\s*(?:\w+\s+){0,2}(?:if|unless|when|until|only|except|without|before|after|than|not)\b",
    re.I,
)
"""What limits the words before it when it follows at once."""
_LIMITS = re.compile(r"\b(?:if|unless|when|until|only|except|without|before|after|than|not)$", re.I)
_OPENER = re.compile(
    r"(?:Finally|Then|Therefore|Thus|However|Moreover|Furthermore|Also|Typically|Usually|Instead"
    r"|Additionally|In addition|Hence|Consequently|As a (?:result|consequence)|For this reason"
    r"|On the other hand|Of course|In practice|In general|Generally|Basically|Essentially|Similarly"
    r"|Equivalently|In other words), ?",
    re.I,
)
_NO_NOUN = re.compile(
    r"(?:it|they|this|that|these|those|there|we|you|one|he|she|what|all|both|each|its|their|most"
    r"|many|some|others?|which|who)\b",
    re.I,
)
_NO_SUBJECT = re.compile(r"[,:;()]|.\b(?:if|when|because|while|until|it|they|we|you)\b")
_OPENS_NONE = re.compile(
    r"(?:not|or|nor|than|whatever|even|usually|often|typically|mostly|mainly|[a-z]+ly,?$)\b", re.I
)
_BY_WHICH = re.compile(r"\b(?:by|for|from|in|of|on|to|with) (which [^,]*)$")
_DISAGREEING = [{"is", "are"}, {"is", "have"}, {"has", "are"}, {"has", "have"}]
_LABEL = re.compile(r"[^:,]{1,60}: ")
_ADDED = re.compile(
    r"(?:which|who|such as|for example|for instance|e\.g\.|that is|i\.e\.|and|or)\b", re.I
)
_SO = frozenset({"also", "then", "therefore", "thus", "so", "often", "usually"})


def subject_of(sentence: str) -> str:
    """The noun phrase before the finite verb; empty where unsure or where it is long."""
    lead = _lead(_OPENER.sub("", sentence, count=1))
    return "" if _SCOPE.match(lead) or _REASON.match(lead) else lead


def _lead(sentence: str) -> str:
    """The words before the finite verb, short and without marks, or nothing."""
    words = verbs.words_of(sentence)
    at = verbs.main_verb(words)
    if not at:
        return ""
    while at > 1 and words[at - 1].lower() in verbs.BEFORE_VERBS:
        at -= 1
    lead = " ".join(words[:at])
    return "" if len(lead) > MAX_SUBJECT or _NO_SUBJECT.search(lead) else lead


_AIM = re.compile(r"(?:It|They) (?:is|are) (?:to|for)\b", re.I)
"""Behind "What is the purpose of X?" this speaks of the purpose."""


def is_plural(subject: str) -> bool:
    """Whether a subject is plural: joined by "and", or its head ends in -s."""
    if " and " in subject:
        return True
    head = re.split(r" (?:of|in|for|with|that|which|on|from|to|between)\b", subject)[0].split()
    return bool(head) and re.search(r"(?<![sui])s$", head[-1]) is not None


def resolved(sentence: str, subject: str) -> str:
    """A sentence whose opening pronoun is replaced by ``subject``, where the number agrees."""
    if not subject or _NO_NOUN.match(subject) or _AIM.match(sentence) or _DUMMY.match(sentence):
        return sentence
    pronoun, possessive = ("They", "Their") if is_plural(subject) else ("It", "Its")
    if re.match(rf"{pronoun}\b", sentence, re.I):
        return _capital(subject) + sentence[len(pronoun) :]
    condition = re.match(rf"{_CLAUSE.pattern} (?={pronoun}\b)", sentence, re.I)
    if condition:
        return condition[0] + inside(subject) + sentence[condition.end() + len(pronoun) :]
    if re.match(rf"{possessive}\b", sentence, re.I) and len(subject.split()) <= 3:
        return (
            _capital(subject)
            + ("'" if subject.endswith("s") else "'s")
            + sentence[len(possessive) :]
        )
    return sentence


_DUMMY = re.compile(
    r"(?:(?:If|When|Whenever|Once|Unless|Until|While|Before|After|As|Where) )?it (?:is|was|becomes)"
    r" (?:\w+ )?(?:(?:necessary|possible|impossible|important|essential|crucial|common|customary"
    r"|tempting|better|best) to\b|\w+ (?:to \w+ )?(?:that|whether)\b)",
    re.I,
)
"""An "it" that stands for what follows: "It is important to …", "If it is clear that …"."""


def inside(text: str) -> str:
    """A text as it goes on inside a sentence: a small first letter, but "CNNs" and "ViT" stay."""
    return text[:1].lower() + text[1:] if _PLAIN_WORD.match(text) else text


_PLAIN_WORD = re.compile(r"(?:A|[A-Z][a-z'-]+)(?![\w+#])")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def opens_with_scope(sentence: str) -> bool:
    """Whether a sentence opens with a setting or condition, behind which its subject stands."""
    return _SCOPE.match(sentence) is not None


def opens_with_pronoun(sentence: str) -> bool:
    """Whether a sentence opens with a pronoun that points back."""
    return re.match(r"(?:It|They|This|These|That|Those|Its|Their)\b", sentence, re.I) is not None


def points_back(clause: str) -> bool:
    """Whether a clause opens with a pronoun, or holds one that cannot stand for its own subject.

    That is one in a setting in front ("When it is full …") or behind its verb ("… makes it …").
    """
    if _DUMMY.match(clause):
        return False
    if opens_with_pronoun(clause):
        return True
    found = _POINTS.search(clause)
    if found is None:
        return False
    head = clause[: found.start()]
    at = verbs.main_verb(verbs.words_of(clause))
    own = at is not None and at < len(verbs.words_of(head))
    return not own or not _LINK.search(head)


_POINTS = re.compile(r"\b(?:it|they|them)\b")
_LINK = re.compile(
    r",|\b(?:and|or|but|that|which|who|what|how|why|so|if|when|where|because|since|as|than|before"
    r"|after|once|while|until|unless|whether)\b|\bto \w+ $",
    re.I,
)


def says(text: str) -> bool:
    """Whether a text has a finite verb, or may have one in a language that is not English."""
    return not text.isascii() or verbs.main_verb(verbs.words_of(text)) is not None


def pieces(text: str, span: Span, limit: int, subject: str) -> list[Piece]:
    """A sentence as statements of at most ``limit`` characters; one where it is short enough.

    ``subject`` is what an opening "It" or "They" stands for.
    """
    body = resolved(_opened(plain(text[slice(*span)])), subject)
    brief = without_asides(body, limit)
    if len(brief) > limit and (found := halves(text, span, subject)) is not None:
        return [_piece(one.text, one.span, limit) for one in found]
    return [_piece(brief, span, limit)]


def _piece(body: str, span: Span, limit: int) -> Piece:
    brief = without_asides(body, limit)
    if len(brief) <= limit:
        return Piece(brief, span)
    cut = _cut(brief, limit)
    return Piece(cut or _broken(brief, limit), span, whole=bool(cut))


def _opened(body: str) -> str:
    """A sentence without "However," and the like in front."""
    return _OPENER.sub("", body, count=1)


def halves(text: str, span: Span, subject: str) -> list[Piece] | None:
    """Two statements made of one sentence, cut where both sides can stand alone, or None."""
    best: list[Piece] | None = None
    for left, right in cuts(text, span, _CUT):
        first = resolved(_opened(plain(text[slice(*left)])), subject)
        if not _whole(first):
            continue
        link = text[left[1] : right[0]].strip()
        second = _standing(first, plain(text[slice(*right)]), link)
        if second is None:
            continue
        pair = [Piece(first, left), Piece(second, right)]
        if best is None or _longest(pair) < _longest(best):
            best = pair
    return best


def parts_stand(left: Piece, right: Piece) -> bool:
    """Whether two sides of a comma say something each; in a phrase without a verb any side does."""
    first = verbs.words_of(right.text)[:1]
    if not first or verbs.is_verb(first[0]) or _OPENS_NONE.match(right.text):
        return False
    relative = _BY_WHICH.search(left.text)
    if relative and verbs.main_verb(verbs.words_of(relative[1])) is None:
        return False
    has_verb = verbs.main_verb(verbs.words_of(left.text + " " + right.text)) is not None
    return _whole(left.text) if has_verb else not _SCOPE.match(left.text)


def _longest(pair: list[Piece]) -> int:
    return max(len(one.text) for one in pair)


def _whole(first: str) -> bool:
    """Whether the left side of a cut is a sentence of its own."""
    words = verbs.words_of(first)
    if len(words) < FEWEST_WORDS or _OPEN_PAIR.search(_main(first)) or verbs.is_unfinished(first):
        return False
    if _CLAUSE.match(first) or _REASON.match(first):
        return ", " in first and verbs.main_verb(verbs.words_of(_main(first))) is not None
    return verbs.main_verb(words) is not None


def _main(sentence: str) -> str:
    """The main clause behind a condition and its comma."""
    if not (_SCOPE.match(sentence) or _REASON.match(sentence)):
        return sentence
    rest = sentence
    while ", " in rest:
        rest = rest.split(", ", 1)[1]
        if not _ADDED.match(rest):
            return rest
    return sentence


def _standing(first: str, second: str, link: str) -> str | None:
    """The right side of a cut as a sentence of its own: with the subject and scope of the left."""
    words = verbs.words_of(second)
    if len(words) < FEWEST_WORDS - 1 or verbs.is_unfinished(second):
        return None
    scope = first[: -len(_main(first))] if _SCOPE.match(first) else ""
    carried = _carried(first, words, second)
    if carried:
        return None if link == ":" else scope + carried
    unscoped = _SCOPE.match(first) and not scope
    vague = link in {"and", "but", ":"} and not _clear(second)
    if unscoped or vague or _SCOPE.match(second) or _REASON.match(second):
        return None
    return _independent(_main(first), second, scope)


def _independent(main: str, second: str, scope: str) -> str | None:
    """A clause with a subject of its own; an "it" is the subject of the left side where sure."""
    if verbs.main_verb(verbs.words_of(second)) is None:
        return None
    inner = re.search(r"\b(?:so that|that|which|because|before|after)\b", main)
    clause = second if inner else resolved(second, subject_of(main))
    return None if opens_with_pronoun(clause) or _NO_NOUN.match(clause) else scope + clause


def _clear(second: str) -> bool:
    """Whether a clause after a bare "and" surely has a subject of its own."""
    found = re.match(r"(?:the|an?|it|they|its|their)\s", second, re.I)
    return found is not None and bool(_lead(second))


def _carried(first: str, words: list[str], second: str) -> str:
    """The right side of a cut with the subject of the left, where it begins with a verb like it."""
    main = _main(first)
    subject = _lead(main)
    known = verbs.words_of(main)
    place = verbs.main_verb(known)
    if not subject or place is None or opens_with_pronoun(subject):
        return ""
    at = 1 if words[0].lower() in _SO and len(words) > 1 else 0
    second = re.sub(r"^(?:so|thus|therefore) ", "", second)
    verb, like = words[at].lower(), known[place].lower()
    if re.search(r", [\w-]+$", main) or {verb, like} in _DISAGREEING:
        return ""
    passive = any(map(verbs.is_participle, known[place + 1 : place + 3]))
    if like in {"is", "are"} and passive and verbs.is_participle(verb):
        return f"{subject} {like} {second}"
    return f"{subject} {second}" if _alike(verb, like) else ""


def _alike(verb: str, other: str) -> bool:
    """Whether two verbs can share a subject: both singular, both plural, or one auxiliary."""
    if verb in verbs.AUXILIARIES:
        return True
    if verbs.is_singular_verb(other) or other in {"is", "has", "does"}:
        return verbs.is_singular_verb(verb)
    return verbs.is_plural_verb(other) and verbs.is_plural_verb(verb)


def shortened(body: str, limit: int) -> str:
    """A statement of at most ``limit`` characters, broken off only where nothing else is left."""
    return _piece(body, (0, 0), limit).text


def without_asides(body: str, limit: int) -> str:
    """A statement without asides as far as it is too long; small ones go first."""
    for pattern in _ASIDES:
        if len(body) > (AIM if pattern in _SMALL_ASIDES else limit):
            shorter = pattern.sub(_rejoined, body).strip(" ,;:")
            least = 0 if pattern in _SMALL_ASIDES else AIM
            body = shorter if _sound(shorter) and len(shorter) >= least else body
    if len(body) > limit and _REASON.match(body):
        body = _main(body)
    if len(body) > limit:
        shorter = _REASON_LAST.sub("", body)
        body = shorter if _sound(shorter) else body
    return body


def _rejoined(aside: re.Match[str]) -> str:
    """What stands in place of an aside: a comma, unless a verb or nothing follows.

    An example that goes on behind its comma ("a password, a code or a certificate") stays.
    """
    rest = aside.string[aside.end() :]
    after = verbs.words_of(rest)[:1]
    closed = aside[0].endswith(",")
    if closed and _GOES_ON.fullmatch(rest) and not says(rest):
        return aside[0]
    return "," if closed and after and not verbs.is_verb(after[0]) else ""


_GOES_ON = re.compile(r" (?:[^,;]+, )*[^,;]+,? (?:or|and) [^,;]+")


def _cut(body: str, limit: int) -> str:
    """Cut before a phrase that only adds to what stands before it, best between clauses.

    Empty where no cut leaves a sentence.
    """
    for kinds in ((_STRONG_BREAK, _WEAK_BREAK), (_LAST_BREAK,)):
        sound = [
            (found.start() + STRONGER * (breaks is _STRONG_BREAK), body[: found.start()])
            for breaks in kinds
            for found in breaks.finditer(body[: limit + 1])
            if found.start() >= LEAST
            and _severable(body, found)
            and _sound(body[: found.start()], ended=found[0][0] in ",:")
        ]
        if sound:
            return max(sound)[1]
    return ""


def _broken(body: str, limit: int) -> str:
    """The words of a sentence that fit, up to one after which nothing has to follow."""
    at = body[: limit + 1].rfind(" ")
    head = body[: at if at > 0 else limit].strip(" ,;:")
    while " " in head and verbs.is_unfinished(head) and not _LIMITS.search(head):
        head = head[: head.rfind(" ")].strip(" ,;:")
    return head


def _severable(body: str, found: re.Match[str]) -> bool:
    """Whether what follows a break can go without changing what stands before it."""
    if found[0].strip() == "and":
        after = verbs.words_of(body[found.end() :])[:1]
        return any(word in verbs.AUXILIARIES or verbs.is_singular_verb(word) for word in after)
    return _BINDING.match(body, found.start()) is None or _is_alternative(body, found.start())


def _is_alternative(body: str, at: int) -> bool:
    """Whether one more "when …" of a list of them follows: any of them holds by itself."""
    found = re.match(r", (if|when) ", body[at:])
    return found is not None and f" {found[1]} " in body[:at] and f" or {found[1]} " in body[at:]


def _sound(head: str, *, ended: bool = False) -> bool:
    """Whether the head of a sentence holds its subject, its verb and something said of it.

    A label or a command stands for the subject. ``ended``: the sentence has a mark there, so that
    a preposition may stand last.
    """
    label = _LABEL.match(head)
    body = head[label.end() :] if label else head
    if _main(body) == body and (_CLAUSE.match(body) or _REASON.match(body)):
        return False
    words = verbs.words_of(_main(body))
    command = bool(words) and verbs.is_verb(words[0])
    at = 0 if command else verbs.main_verb(words)
    if at is None or at + 1 >= len(words) or head.count("(") != head.count(")"):
        return False
    if re.search(r"\b(?:is|are) an? \w+$|\b(?:that|which),[^,]*$|\b(?:which|that|who) \w+$", head):
        return False
    if ended:
        return True
    last = words[-1]
    wants_more = verbs.is_verb(last) and not verbs.is_noun_like(last)
    if wants_more or verbs.is_participle(last) or verbs.is_unfinished(head):
        return False
    return re.search(r"\b(?:both|either|between)\b(?!.* (?:and|or) )", head) is None
