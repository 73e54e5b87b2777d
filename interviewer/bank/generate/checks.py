"""What a worded question has to pass before it enters the bank. Code only, no language model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewer.bank.generate.passages import Passage
from interviewer.bank.metadata import language_of
from interviewer.bank.wording import asks, plain
from interviewer.model.bank import Language

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST: dict[Language, int] = {"zh": 60, "en": 170}
"""Characters of a question."""
KNOWN_TERMS = 0.5
"""Share of a question's terms that passage and headings must hold."""
GIVEN_AWAY = 0.7
"""Share of an answer's terms from which on a question gives its answer away."""
SLACK = 0.01
"""How much nearer (cosine) another answer may be than a question's own."""
RANK = 3
"""Among how many nearest passages of its document a question's own passage must be."""

_MARKUP = re.compile(r"\*\*|^#|^[-*] |```|<\|?|\|>|https?://|\n|\[\d+\]")
_POINTS_AT_TEXT = re.compile(
    r"上[文述面]|以[上下][^，。]{0,4}(?:内容|句|文|例|资料|说法|几)|(?<!上)下[文述面列](?!表)|上述|所述|(?<!应)该|此[处时类种外]"
    r"|(?<![样脚文版基成根副课原])本[文章节段书讲](?![件本档点])|(?<![下原])文中|[本此这][篇段份个]?(?:段落|资料|文章|材料)|资料中"
    r"|这[个种些一段句]|第[一二三四五\d]+[句段]|[上下如]图|[图表]\s*\d|作者|例子中|示例中|给出的|提到的|描述的"
    r"|\b(?:the|this|these|that|those|each|which) (?:given )?"
    r"(?:text|passage|author|paragraph|excerpt|sentence|section|chapter|example|item|figure|table"
    r"|statement)s?\b(?! \w+(?:tion|ing)\b)"
    r"|\b(?:chapter|section|figure|table) \d"
    r"|\b(?:above|below|the following|mentioned|described|according to|this|these)\b",
    re.IGNORECASE,
)
_BARE_PRONOUN = re.compile(
    r"^(?:它们?|其)|^(?:\w+ ){1,2}(?:it|its|they|their|them)\b", re.IGNORECASE
)
_YES_NO = re.compile(
    r"是否|能否|可否|是不是|能不能|会不会|有没有|吗\s*[？?]?$"
    r"|^(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|may|must)\b",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"[？?].+[？?]|[？?].*\w{3}"
    r"|\band (?:why|how|what)\b"
    r"|[，,；;]\s*(?:以及|并且?|而且|and )?(?:为什么|如何|怎样|怎么|有哪些|why\b|how\b|what\b)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"^(?:什么是|请?解释|(?:what (?:is|are)|explain|how does|how do) (?:the |a |an )?)?\s*"
    r"(?:过程|原理|机制|方法|步骤|概念|系统|程序|process|procedure|method|concept|system|purpose)"
    r"(?:是什么| work)?[？?]?$",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^(?:什么是|请?解释(?:一下)?)\s*(?P<after>[^，,的]+)[？?]$"
    r"|^(?P<before>[^，,的]+?)(?:是什么|指什么|是指什么)[？?]$"
    r"|^what (?:is|are) (?:an? |the )?(?P<english>(?:(?! of\b).)+?)"
    r"(?: (?:in|for|when|during|within|used)\b.*)?\?$",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"(?:称为|称作|叫做?|就是|即|是|called|known as|named|is an?|are)\W*$", re.IGNORECASE
)
_CLAUSE = re.compile(r"[。！？!?；;\n]|\.\s")
MAX_NAME = 4
"""Words of an English name; "What are …" with more words asks for more than a definition."""
OPENING: dict[Language, int] = {"zh": 14, "en": 45}
"""Characters at the start of a sentence in which it names what it defines."""
_SORT = re.compile(r"(?:算法|技术|方法|机制|策略|现象|模型|异常|问题|的?过程|函数)$")
_FUNCTION = frozenset(
    "的了是在和与及或有为以中对从到把被让使会能可要也就都而但并等个种这那其之于由则且我你它们吗呢么哪谁怎什请说下上里些每各该此"
)
_COMMON = frozenset(
    re.findall(
        r"\S+",
        "什么 如何 为什 怎样 哪些 区别 作用 优点 缺点 特点 目的 原因 步骤 过程 原理 工作 方法 定义 "
        "概念 含义 主要 解释 实现 "
        "what why how when which who is are was were the and for does that with "
        "from into than then purpose difference between advantage disadvantage benefit main role "
        "work happen use used explain describe define mean need necessary important do a an of in "
        "to on by be it its as can not there their his her our your you we they have has had or at "
        "if so no",
    )
)
_LATIN = re.compile(r"[a-z][a-z0-9_+#]*(?:-[a-z0-9]+)*|\d+")


def terms(text: str) -> set[str]:
    """Pairs of Chinese characters and stems of Latin words, without words that every text has."""
    low = plain(text).lower()
    found: set[str] = set()
    for run in re.findall(r"[\u3400-\u9fff]+", low):
        pairs = (run[at : at + 2] for at in range(len(run) - 1))
        found.update(pair for pair in pairs if not _FUNCTION & set(pair))
    found.update(_stem(word) for word in _LATIN.findall(low) if word not in _COMMON)
    return found - _COMMON


def _stem(word: str) -> str:
    for ending in ("ing", "ies", "es", "ed", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def wording_refusal(question: str, passage: Passage, answer: str) -> str | None:
    """Why the words of a question cannot be used, or None."""
    language = language_of(passage.text)
    mark = question.rstrip().endswith(("?", "？"))
    refusals = (
        (_MARKUP.search(question) or asks(question) < 2 or not mark, "no question"),
        (len(question) > LONGEST[language], "too long"),
        (language_of(question) != language, "other language than its passage"),
        (
            _POINTS_AT_TEXT.search(question) or _BARE_PRONOUN.match(question),
            "not understood without the passage",
        ),
        (_YES_NO.search(question), "yes/no question"),
        (_SECOND.search(question), "several questions"),
    )
    first = next((reason for found, reason in refusals if found), None)
    return first or _terms_refusal(question, passage, answer)


def _terms_refusal(question: str, passage: Passage, answer: str) -> str | None:
    """Whether the question speaks of other things than the passage, or answers itself."""
    asked, answered = terms(question), terms(answer)
    known = terms("\n".join([*passage.headings, passage.text]))
    near = terms("\n".join([*passage.headings, answer]))
    latin = {term for term in asked if term.isascii()}
    chinese = language_of(question) == "zh"
    foreign = not latin <= near if chinese else _foreign_names(question, near)
    refusals = (
        (not asked or _VAGUE.match(question), "names nothing to ask about"),
        (
            foreign or len(asked & known) < KNOWN_TERMS * len(asked),
            "speaks of what its answer does not",
        ),
        (not asked & answered, "shares no term with its answer"),
        (not _defines_its_subject(question, answer), "its answer does not define what it asks for"),
        (len(asked & answered) >= GIVEN_AWAY * len(answered), "gives its answer away"),
    )
    return next((reason for found, reason in refusals if found), None)


def _defines_its_subject(question: str, answer: str) -> bool:
    """Whether the answer to "what is X" is about X: a sentence opens with it or calls it so.

    The title of a chapter and a word that a sentence only mentions are tempting wrong Xs.
    """
    found = _DEFINES.match(plain(question))
    if not found:
        return True
    subject = next(part for part in found.groups() if part)
    if found["english"] and len(subject.split()) > MAX_NAME:
        return True
    names = [name for name in _LATIN.findall(subject.lower()) if name not in _COMMON]
    bare = _SORT.sub("", subject)
    wanted = [_stem(name) for name in names] or [bare if len(bare) > 1 else subject]
    near = OPENING[language_of(answer)]
    for sentence in _CLAUSE.split(plain(answer).lower()):
        places = [sentence.find(word) for word in wanted]
        if min(places) >= 0:
            first = min(places)
            if first <= near or _CALLS.search(sentence[:first]):
                return True
    return False


def _foreign_names(question: str, known: set[str]) -> bool:
    """Whether an English question names something with capitals that is not among the terms."""
    names = re.findall(r"(?<=\s)\w*[A-Z]\w*", question)
    return any(not terms(name) <= known for name in names)


def aim_refusal(
    own: int, question: NDArray[np.float32], answers: NDArray[np.float32]
) -> str | None:
    """Whether another answer of the passage fits better; vectors are of length 1.

    ``question`` has shape ``(d,)``, ``answers`` ``(n, d)``; ``own`` is the row of its answer.
    """
    near = answers @ question
    return "another part of the passage fits better" if near[own] < near.max() - SLACK else None


def place_refusal(
    own: int, question: NDArray[np.float32], passages: NDArray[np.float32]
) -> str | None:
    """Whether the question leads to other passages of the document instead of its own."""
    near = passages @ question
    nearer = int((near > near[own]).sum())
    return "its document's other passages fit better" if nearer >= RANK else None
