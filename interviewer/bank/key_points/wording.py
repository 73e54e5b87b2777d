"""How key points are worded: limits, joining of labels, splitting of long sentences."""

from __future__ import annotations

import re

from interviewer.bank.key_points import english
from interviewer.bank.key_points.clauses import Span, clauses
from interviewer.bank.key_points.inline import plain
from interviewer.bank.subjects.names import languages_in

MAX_CHINESE = 60
MIN_CLAUSE = 8

_CJK = re.compile(r"[\u3400-\u9fff]")
_LEAD_IN = re.compile(r"[:：]\s*$")
_FILLER = re.compile(
    r"(?:具有|有)(?:着)?(?:广泛|重要|很多|多种|许多|以下)的?(?:应用|作用|用途|优势|特点|优点)$"
    r"|(?:问题|任务|方法|技术)(?:通常|可以|主要)?(?:有|包括|通过)|体现在|如下|涉及|^(?:其|它的)"
    r"|是$|过程$|(?:包括|包含|分为|有)[两二三四五六七八几多]\w{1,3}$"
)
_EMPTY = re.compile(
    r"[^，,]*(?:具有|有)着?(?:非常)?(?:广泛|重要|很多|多种|许多)的?(?:应用|作用|用途|意义|价值|前景)$"
    r"|[^，,]*(?:广泛|普遍)(?:应用|用)于(?:各|多)(?:种|个|类)(?:领域|场景|任务|应用)$"
    r"|[^，,]*(?:应用|使用)(?:十分|非常|很|也|都|极其|极为)*广泛$"
    r"|[^，,：:]{0,12}(?:包括|包含|分为|有|分)(?:以下|下面|如下)?[两二三四五六七八几多]\w{1,2}$"
    r"|[^，,：:]{1,16}(?:可以|能够?)?(?:直观|清楚|很好)地?(?:展示|说明|体现)$"
    r"|请?(?:参考|参见|详见|出处|来源|[Ss]ee also|[Rr]eferences?)[:：]? *(?:https?:|《|\[)"
    r"|(?:https?://|www\.)\S+$|[（(][^（）()]*[）)]$"
    r"|.{0,16}如[下上]?图(?:所示)?$"
    r"|.*(?:\b[Ii]nterviewers?\b|面试官)"
    r"|.*\b(?:(?:[Mm]any|[Mm]ost|[Ss]ome|[Ss]trong|[Ww]eak|[Gg]ood|[Tt]he|a) candidates?"
    r" (?:\w+ )?(?:believes?|knows?|thinks?|forgets?|understands?|should|can|cannot|will)"
    r"|whether a candidate)\b"
    r"|(?:[Bb]elow|[Hh]ere|[Tt]he following) (?:is|are) [^,]*$"
    r"|(?:[Oo]n a broad level, )?(?:[Tt]here are|[Yy]ou can (?:divide|use)|[Ww]e can divide)"
    r" (?:\w+ ){0,4}(?:some|several|many|various|different|multiple|two|three|four|five)"
    r" (?:\w+ ){0,6}\w+$"
    r"|[^,]*\b(?:is|are) (?:very |widely |commonly )?(?:used|important|popular|useful)"
    r"(?: in (?:many|various|different|practice)(?: \w+)?)?$"
)
_CONJUNCTION = re.compile(
    r"(?:(?:另外|此外)[，,]|(?:但是?|不过|然而|而且|并且|因此|所以)[，,]?)(?=[\u3400-\u9fff])"
    r"|(?:[Aa]nd|[Bb]ut|[Yy]et|[Ss]o(?! (?:\w+ly )?that)|[Hh]owever,|[Tt]herefore,?|[Tt]hus,?) "
)
_HANGING = re.compile(
    r"从而|进而|以便|使得?(?!用)"
    r"|(?:which|who|whose|where|so (?:\w+ly )?that|such as|for example|for instance|[a-z]{2,}ing)\b"
)
_OPEN = re.compile(
    r"(?:若|如果|当|由于|因为|虽然|尽管|即使|只要|为了|与|对于)"
    r"|(?:[Ii]f|[Ww]hen|[Bb]ecause|[Aa]lthough|[Ss]ince|[Uu]nlike|[Ii]nstead of|[Aa]fter|[Oo]nce"
    r"|[Cc]ompared)\b"
    r"|.*(?:的|时|之?后|下|that is)$"
)
_SUMMARY = re.compile(
    r"(?:总之|综上|总的来说|总而言之|通过(?:上述|以上|这些)|以上(?:方法|技术)"
    r"|这些(?:方法|技术|措施)(?:有助于|可以|能够)|In (?:summary|conclusion|short)|Overall"
    r"|To sum up)"
)
_PRONOUN = re.compile(r"(?:它们?(?!们)|其(?!他|它|中|次|余|实)|该(?:方法|技术|模型)|It\b)")
_BRACKET = re.compile(r"\s*（[^（）]*）|(?<![\w)\]/√])\s*\([^()]*\)(?![\w/])")


def is_english(text: str) -> bool:
    """Whether a text has too few Chinese characters to be read as Chinese."""
    return len(_CJK.findall(text)) * 12 < len(text.replace(" ", ""))


def fits(text: str) -> bool:
    """Whether a point is short enough: 60 characters, or 160 in English."""
    return len(text) <= (english.MOST if is_english(text) else MAX_CHINESE)


def is_lead_in(text: str) -> bool:
    """Whether a passage only introduces the list after it."""
    return _LEAD_IN.search(text) is not None


def is_filler(text: str) -> bool:
    """Whether a clause before a list announces it without saying anything of its own."""
    return _FILLER.search(text) is not None


def is_summary(text: str) -> bool:
    """Whether a sentence only sums up what was said."""
    return _SUMMARY.match(text) is not None


def is_empty(text: str) -> bool:
    """Whether a sentence only says that something matters, is in use or is asked for."""
    return _EMPTY.match(text) is not None


def without_conjunction(text: str, span: Span) -> Span:
    """A span without the "but" or "因此" it opens with, which points to what stands before it."""
    found = _CONJUNCTION.match(text, *span)
    return (found.end(), span[1]) if found and found.end() < span[1] else span


def hangs(text: str) -> bool:
    """Whether a clause means nothing without the one before it ("which …", "从而…")."""
    return _HANGING.match(text) is not None


def opens(text: str) -> bool:
    """Whether a clause is a condition or setting for the one after it ("If …", "当…时")."""
    return _OPEN.match(text) is not None


def starts_with_pronoun(text: str) -> bool:
    """Whether a statement begins with a word that points back ("它", "It")."""
    return _PRONOUN.match(text) is not None


def bigrams(text: str) -> set[str]:
    """Character bigrams of Chinese runs and whole lower-case Latin words."""
    found: set[str] = set()
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z0-9]+", text.lower()):
        if run.isascii() or len(run) == 1:
            found.add(run)
        else:
            found.update(run[index : index + 2] for index in range(len(run) - 1))
    return found


_ENDS = re.compile(r"(?:e?s)?(?![a-z0-9]|\+\+|#)")
_SIGNED = re.compile(r"[a-z](?:\+\+|#)|(?<![a-z0-9])\.[a-z]+")
"""Names that only their signs tell from others: "C++", "C#", ".NET"."""


def _names(text: str, name: str) -> bool:
    """Whether a name stands in a text, and in no longer Latin word ("java" in "javascript").

    Both in small letters; plurals count.
    """
    begins, ends = (re.match("[a-z0-9]", end) is not None for end in (name[0], name[-1]))
    at = text.find(name)
    while at >= 0:
        inside = begins and at > 0 and re.match("[a-z0-9]", text[at - 1]) is not None
        if not inside and not (ends and _ENDS.match(text, at + len(name)) is None):
            return True
        at = text.find(name, at + 1)
    return False


def contains(text: str, name: str) -> bool:
    """Whether a text already says the name, up to word order and particles."""
    low, name = text.lower(), name.lower()
    if not name:
        return True
    if name == "go":
        return name in languages_in(text)
    if _names(low, name):
        return True
    wanted = bigrams(name)
    if not wanted or not set("".join(wanted)) <= set(low) or wanted == {name}:
        return False
    if not all(_names(low, signed) for signed in _SIGNED.findall(name)):
        return False
    return len(wanted & bigrams(text)) >= 0.75 * len(wanted)


_GOES_ON = re.compile(
    r"\s*(?:[^\w\s]|是|指|即|通过|利用|使用|用|可|能|会|将|使|让|由|在|对|把|为|则|有|的|不|旨在|需"
    r"|(?:is|are|was|uses?|means?|can|will|has|have|makes?|lets?)\b)"
)


def is_about(text: str, name: str) -> bool:
    """Whether a statement begins with a name, and not with a longer word ("优化", "优化器")."""
    return text.startswith(name) and bool(_GOES_ON.match(text, len(name)))


def join(owner: str, role: str, name: str, body: str) -> str:
    """Put the labels a statement needs in front of it."""
    head = _joined(owner, role)
    if not body:
        return f"{head}{_colon(head + name)}{name}" if head else name
    inner = body if not name else f"{name}{_colon(name + body)}{body}"
    if not head:
        return inner
    return f"{head}{_colon(head + inner)}{inner}"


def _joined(owner: str, role: str) -> str:
    if owner and role:
        return f"{owner} {role}" if owner.isascii() and role.isascii() else f"{owner}{role}"
    return owner or role


def _colon(text: str) -> str:
    return ": " if is_english(text) else "："


def shorten(text: str) -> str:
    """Drop bracketed asides, the last first, until the point is short enough."""
    text = text.strip(" ，,；;。")
    if is_english(text):
        return english.shortened(text, english.MOST)
    while not fits(text):
        asides = list(_BRACKET.finditer(text))
        if not asides:
            break
        text = text[: asides[-1].start()] + text[asides[-1].end() :]
    return text if fits(text) else _cut(text)


def _cut(text: str) -> str:
    """Cut at the last clause or enumeration mark that leaves the point short enough."""
    limit = MAX_CHINESE
    head = text[: limit + 1]
    for marks in ("，,;；", "、"):
        at = max(head.rfind(mark) for mark in marks)
        if at >= limit // 3:
            return head[:at].strip()
    return head[:limit].strip()


def chunk(text: str, span: Span, reserved: int) -> list[Span]:
    """Split a sentence between clauses into the fewest pieces that are short enough.

    ``reserved`` characters are kept free for the labels in front. A clause that means nothing
    without the one before it ("which …", "从而…") and has no room beside it is left out.
    """
    if _short(text, span, reserved):
        return [span]
    chosen: list[Span] = []
    for piece in _closed(text, span, reserved):
        body = plain(text[slice(*piece)])
        if chosen:
            merged = (chosen[-1][0], piece[1])
            if len(body) < MIN_CLAUSE or _short(text, merged, reserved):
                chosen[-1] = merged
                continue
            if hangs(body):
                continue
        chosen.append(piece)
    return chosen


def _closed(text: str, span: Span, reserved: int) -> list[Span]:
    """Clauses, each joined by the conditions and settings before it where that is short enough."""
    found: list[Span] = []
    opened = False
    for piece in clauses(text, span):
        if opened and _short(text, (found[-1][0], piece[1]), reserved):
            found[-1] = (found[-1][0], piece[1])
        else:
            found.append(piece)
        opened = opens(plain(text[slice(*piece)]))
    return found


def _short(text: str, span: Span, reserved: int) -> bool:
    body = _BRACKET.sub("", plain(text[slice(*span)]))
    return fits("·" * min(reserved, MAX_CHINESE // 3) + body)
