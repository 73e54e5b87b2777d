"""What a sentence of the model has to pass before a candidate sees it. Code only, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.interview.cues import labels
from interviewer.interview.leaks import MOSTLY, TALK, LeakDetector, without_talk
from interviewer.interview.terms import (
    cjk_pairs,
    cjk_share,
    content_terms,
    kept_share,
    latin_words,
    proper_words,
    sentences,
    technical_words,
)
from interviewer.model.bank import KeyPoint, Language
from interviewer.model.protocols import Encoder

MAX_SENTENCE = {"zh": 110, "en": 320}
"""Longest sentence in characters; spoken questions are short."""
SAME_QUESTION = 0.4
"""How far from talk (0) to the question itself (1) the cosine of a wording has to lie.

Encoders use different parts of the scale: e5 puts any two sentences above 0.7.
"""
KEPT_PART = 0.4
"""Share of the content terms that only this sentence of a question has: no part may be dropped."""
OWN_NAME = 0.15
"""Added to a point's closeness to a text that holds the point's own label."""
KEPT_TERMS = 0.6
"""Share of the question's content terms that a rewording has to keep."""

KEPT_WORDS = 0.75
"""The same for an English question, whose words may take another form."""

FACETS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"应用|场景|用在|用途|applications?|use cases?|used for",
        r"挑战|困难|难点|难题|challenges?|difficult",
        r"解决|方案|措施|对策|应对|处理|缓解|避免|solutions?|solve|mitigat|address|avoid|prevent",
        r"优点|优势|好处|优缺点|advantages?|benefits?|strengths?",
        r"缺点|劣势|局限|不足|弊端|优缺点|drawbacks?|limitations?|weakness|disadvantage",
        r"区别|不同|差异|差别|异同|比较|相比|differ|compare|versus|\bvs\b",
        r"步骤|流程|怎么一步|steps?|procedure",
        r"影响|impact|affect|influence",
        r"原因|为什么(?!.{0,4}重要)|为何(?!.{0,4}重要)|\bwhy\b(?! .{0,20}important)|reasons?|"
        r"causes?",
        r"重要|意义|importan|significan|\bmatters?\b",
        r"评估|衡量|评价|evaluat|measure|assess",
    )
)
"""Sides a question may ask about; a rewording asks about the same ones."""

KEPT_FACETS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"方法|办法|策略|手段|技巧|措施|方案|(?:如何|怎么|怎样)(?!定义|理解)|\bhow\b(?!.*\bdiffer)|methods?|ways?|techniques?|strateg",
        r"作用|功能|角色|用处|有什么用|用来做什么|起什么|purpose|role|function|\bfor\?|"
        r"what do(?:es)? .* do\b",
        r"原理|机制|如何工作|怎么工作|怎样工作|principle|mechanism|\bhow\b(?!.*\bdiffer)",
        r"什么时候|何时|什么情况|什么场景|\bwhen\b(?! there)",
        r"概念|定义|含义|什么是|是什么(?!关系)|什么意思|concept|definition|define",
    )
)
"""Sides that a rewording must not lose; that it adds one ("what is it, and …") does no harm."""

_LINKS = re.compile(
    r"又|(?<![首优])先(?!验|进|决)|再(?!生|现)|(?<![异正日])常(?!数|量|见|识|用|规|驻)|"
    r"(?<![实延定按及计临])时(?![间序刻延长效钟态区])|还(?!原)|各自?(?![种向])|逐步|往往|其中|以及|"
    r"(?<!合)并且?(?![行发列集])"
)
"""Words that join the parts of a Chinese question; a rewording joins them in its own way."""
_META = re.compile(
    r"作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手)|我是(?:一个)?(?:AI|语言模型|人工智能|Qwen|"
    r"通义)|"
    r"(?:改写|重写|口语化)(?:后|为|如下|版)|原题|以下是|参考答案|标准答案|得分点|要点[:：]|评分|"
    r"提示词|系统提示|"
    r"面试官[:：]|候选人[:：]|问题[:：]|题目[:：]|<\|?|\|>|```|\*\*|^#|^[-*] |https?://|"
    r"as an ai|language model|i'?m (?:an )?(?:ai|qwen|assistant)|here(?:'s| is) (?:the|a|your)|"
    r"rephras|reword|"
    r"reference answer|system prompt|interviewer:|candidate:|question:|answer:",
    re.I | re.M,
)
_VERDICT = re.compile(
    r"(?:你|您)?(?:说|回答|答)(?:得)?(?:很|非常|不太|完全|基本)?(?:对|正确|错|不对|准确|全面|"
    r"完整|好|棒|到位)(?:了|的)?|"
    r"(?:遗漏|漏掉|忽略|没有提到|没提到|没说到|缺少|不够全面|不完整|不准确|有误|错误的)|"
    r"\b(?:correct|incorrect|wrong|great answer|good answer|well done|you missed|you forgot|"
    r"did(?:n'?t| not) mention|exactly right|that's right)\b",
    re.I,
)
_ASKING = re.compile(
    r"[？?]\s*[”」』\"')）]*$|(?:吗|呢)[。.]?$|"
    r"(?:请|讲讲|说说|谈谈|聊聊|介绍|解释|说明|列举|描述|举例|比较|阐述)[^。]{2,}[。.]?$|"
    r"^(?:please |so |and |now )?(?:tell|explain|describe|walk|discuss|compare|give|list|name|"
    r"talk)\b",
    re.I,
)


@dataclass(frozen=True)
class Allowed:
    """What a text about one question may hold."""

    question: str
    language: Language
    points: Sequence[KeyPoint] = ()
    said: Sequence[str] = ()
    cue: str | None = None


def is_question(sentence: str) -> bool:
    """Whether a sentence asks the candidate to say something."""
    return bool(_ASKING.search(sentence.strip()))


def question_marks(text: str) -> int:
    """Number of separate question marks (runs count once)."""
    return len(re.findall(r"[？?]+", text))


class SentenceCheck:
    """Checks one sentence at a time; every refusal is a short name that goes into the log."""

    def __init__(self, encoder: Encoder, detector: LeakDetector | None = None) -> None:
        self._encoder = encoder
        self._detector = detector or LeakDetector(encoder)

    def refusal(self, sentence: str, allowed: Allowed) -> str | None:
        """Why the candidate must not see this sentence, or None."""
        if len(sentence) > MAX_SENTENCE[allowed.language]:
            return "too long"
        shown = f"{allowed.question} {allowed.cue or ''}".lower()
        if any(match[0].lower() not in shown for match in _META.finditer(sentence)):
            return "meta text"
        if _VERDICT.search(sentence) and not _VERDICT.search(allowed.question):
            return "verdict"
        if not in_language(sentence, allowed.language):
            return "language"
        leak = self._detector.find(
            sentence, allowed.question, allowed.points, allowed.said, allowed.cue
        )
        return f"leak:{leak.point_id}" if leak else None

    def same_question(self, wording: str, question: str) -> bool:
        """Whether a wording asks what the question asks."""
        if any(bool(side.search(wording)) != bool(side.search(question)) for side in FACETS):
            return False
        if any(side.search(question) and not side.search(wording) for side in KEPT_FACETS):
            return False
        english = cjk_share(question) <= MOSTLY
        wanted = proper_words(question) if english else technical_words(question)
        if wanted - set(latin_words(wording)):
            return False
        if not english and technical_words(wording) - wanted:
            return False  # a Chinese rewording has no reason to bring in a term
        if not _keeps_parts(
            content_terms(wording), question, KEPT_WORDS if english else KEPT_TERMS
        ):
            return False
        vectors = self._encoder.encode_queries(
            [wording, question, *(text for group in TALK for text in group)]
        )
        floor = float((vectors[2:] @ vectors[1]).mean())
        return float(vectors[0] @ vectors[1]) >= floor + SAME_QUESTION * (1.0 - floor)

    def aims_at(self, text: str, point: KeyPoint, points: Sequence[KeyPoint]) -> bool:
        """Whether a reader who chooses among ``points`` would take ``text`` to aim at ``point``."""
        vectors = self._encoder.encode_queries([text, *(item.text for item in points)])
        terms = content_terms(text)
        near = vectors[1:] @ vectors[0]
        named = _named_point(text, points)
        best, place = -1.0, None
        for index, item in enumerate(points):
            shared = len(content_terms(item.text) & terms)
            closeness = float(near[index]) + 0.03 * min(shared, 4)
            closeness += OWN_NAME if item is named else 0.0
            if closeness > best:
                best, place = closeness, index
        return place is not None and points[place].id == point.id


def _wanted(text: str) -> set[str]:
    """The content terms that a rewording of a text has to bring again."""
    return content_terms(_LINKS.sub(" ", without_talk(text)))


def _keeps_parts(said: set[str], question: str, share: float) -> bool:
    """Whether ``said`` holds its share of a question's terms, and no sentence of it is dropped."""
    if kept_share(_wanted(question), said) < share:
        return False
    parts = [_wanted(part) for part in sentences(question)]
    for place, part in enumerate(parts):
        others = (*parts[:place], *parts[place + 1 :])
        if kept_share(part.difference(*others) or part, said) < KEPT_PART:
            return False
    return True


def _named_point(text: str, points: Sequence[KeyPoint]) -> KeyPoint | None:
    """The point whose label the text holds; the longest label counts, and only if it is one's own.

    "数据并行" names its point although another one is labelled "数据并行优势".
    """
    found = [(name.lower(), point) for point in points for name in labels(point.text)]
    found = [(name, point) for name, point in found if name in text.lower()]
    longest = max((len(name) for name, _ in found), default=0)
    holders = [point for name, point in found if len(name) == longest]
    return holders[0] if len(holders) == 1 else None


def in_language(text: str, language: Language) -> bool:
    """Whether a text is written in the language; terms of the other one are fine."""
    if language == "en":
        return not cjk_pairs(text) or cjk_share(text) < 0.1
    return cjk_share(text) >= 0.3 or len(text) < 4


def one_question(text: str, bank_wording: str) -> bool:
    """Whether a text asks once, or at most as often as the bank's own wording does."""
    asked = sum(is_question(sentence) for sentence in sentences(text))
    own = sum(is_question(sentence) for sentence in sentences(bank_wording))
    return 1 <= asked <= max(1, own)


_DEFINING = re.compile(r"是一[种个类项]|(?:是指|指的是)(?!什么|哪)")


def defines(text: str) -> bool:
    """Whether a Chinese text says what something is; a question that asks for it does not."""
    return bool(_DEFINING.search(text))


_YES_OR_NO = re.compile(
    r"^(?!.*(?:能|可以|可否|好吗|行吗|方便)).*吗[？?]$|"
    r"^(?:so |and )?(?:is|are|was|were|do|does|did|has|have|must|should)\b",
    re.I | re.S,
)


def yes_or_no(question: str) -> bool:
    """Whether a question can be answered by yes or no; "can you tell me …" cannot."""
    return bool(_YES_OR_NO.search(question.strip()))
