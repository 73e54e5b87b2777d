"""Topic, difficulty and kind of a question, by documented rules.

A topic is chosen by keywords in the question and, with half the weight, in the headings above it;
the answer breaks ties. Without such a keyword the document's own chapter heading is the topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.bank.topic_words import TOPICS, Topic
from interviewer.model.bank import Question, QuestionKind
from interviewer.model.base import Value


class Description(Value):
    """What is said about a question beside its text."""

    topic: str
    difficulty: int
    kind: QuestionKind


QUESTION_WEIGHT, HEADING_WEIGHT = 6, 3
ANSWER_CAP = 3
LAST_RESORT = TOPICS[-1]

_DESIGN = re.compile(
    r"设计(?:一[个套种]|并|和实现|一下)|如何设计|怎么设计|请设计|^设计|架构设计|\bdesign (?:an?"
    r"|the)\b|how would you (?:design|build)",
    re.I,
)
_COMPARE = re.compile(
    r"区别|差异|异同|对比|比较|优缺点|相比|相对于|与.{1,12}的关系|\bvs\.?\b|versus"
    r"|differences?\b|compare|differ from|trade-?off",
    re.I,
)
_PRACTICE = re.compile(
    r"如何(?!工作)|怎么(?!工作|样)|怎样|你会|你在|排查|(?<![言预据])处理(?=.{0,12}(?:问题|数据"
    r"|限制))|解决|防范|举例说明|经历"
    r"|\bhow (?:do|would|can|to|should)\b|tell me about a|troubleshoot|debug|implement",
    re.I,
)
_HARD = re.compile(
    r"推导|证明|公式|复杂度|分布式|底层|源码|最坏|derive|proof|prove|complexity"
    r"|internals|worst case",
    re.I,
)
_EASY = re.compile(r"^(?:请)?(?:什么是|简述|列举|简要)|^what (?:is|are)\b|^define\b|^list\b", re.I)


def describe(question: Question, heading_path: Sequence[str] = ()) -> Description:
    """Find the topic, the difficulty from 1 (easy) to 5 (hard) and the kind of a question.

    ``heading_path``: the document's headings above the question, outermost first.
    """
    kind = kind_of(question.question)
    return Description(
        topic=_topic_of(question, heading_path), difficulty=_difficulty(question, kind), kind=kind
    )


def kind_of(text: str) -> QuestionKind:
    """Whether a question asks for a design, a comparison, a practice or a concept."""
    if _DESIGN.search(text):
        return "design"
    if _COMPARE.search(text):
        return "compare"
    return "practice" if _PRACTICE.search(text) else "concept"


def _topic_of(question: Question, heading_path: Sequence[str]) -> str:
    """The topic named in the question or its headings, else the chapter, else by the answer."""
    headings = " ".join(heading_path)
    fields = TOPICS[:-1]
    answer = [min(ANSWER_CAP, len(topic.words.findall(question.reference))) for topic in fields]
    scores = [
        QUESTION_WEIGHT * len(set(map(str.lower, topic.words.findall(question.question))))
        + HEADING_WEIGHT * bool(topic.words.search(headings))
        for topic in fields
    ]
    if max(scores) > 0:
        best = max(range(len(fields)), key=lambda at: (scores[at] + answer[at], -at))
        return _named(fields[best], question)
    chapter = _chapter(heading_path)
    if chapter:
        return chapter
    if max(answer) >= ANSWER_CAP:
        return _named(fields[answer.index(max(answer))], question)
    if LAST_RESORT.words.search(question.question + question.reference):
        return _named(LAST_RESORT, question)
    return "Other" if question.language == "en" else "其他"


def _named(topic: Topic, question: Question) -> str:
    return topic.en if question.language == "en" else topic.zh


_NUMBER = re.compile(r"^\s*(?:第?[\d一二三四五六七八九十]+[章节部分.、．)）:：]*\s*)+")


def _chapter(heading_path: Sequence[str]) -> str:
    """The innermost heading above the question, without its number."""
    for heading in reversed(heading_path):
        name = _NUMBER.sub("", heading).strip(" #*:：")
        if 1 < len(name) <= 30 and not name.endswith(("?", "？")):
            return name
    return ""


def _difficulty(question: Question, kind: QuestionKind) -> int:
    """Kind, length of the answer, number of points and words that promise depth."""
    score = {"concept": 2.0, "compare": 3.0, "practice": 3.0, "design": 4.0}[kind]
    length = len(question.reference) / (3 if question.language == "en" else 1)
    score += (length > 350) + (length > 800) * 0.5 - (length < 120) * 0.5
    score += (len(question.key_points) >= 7) * 0.5
    score += bool(_HARD.search(question.question)) * 1.0
    score -= bool(_EASY.search(question.question)) * 0.5
    return max(1, min(5, int(score + 0.5)))
