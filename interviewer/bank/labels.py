"""Labels such as ``**答案：**``, ``Q3.`` or "click to show the answer"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

LabelKind = Literal["question", "answer", "explanation"]

_QUESTION = (
    "面试官(?:问|提问)?|interviewer|front|正面|题目描述|面试题目?(?!剖析|解析|分析|答案)|面试问题|题目(?!剖析|解析|分析|答案)"
    "|题干|问题描述|问题|提问|考题|例题|问|interview question"
    "|question|ques|q"
)
_ANSWER = (
    "back|背面|反面|候选人|求职者|应聘者|面试者|candidate|interviewee|(?:面试)?题目?(?:剖析|分析|答案)|面试题目?解析|参考答案|标准答案|示例答案|答案示例|参考回答|回答示例|回答要点|答题要点|回答|解答"
    "|答案|答|sample answer|model answer"
    "|short answer|suggested answer|answers|answer|ans|solution|response|a"
)
_EXPLANATION = (
    "答案解析|题目解析|详细解析|参考解析|解析|详解|讲解|答案说明|补充说明|explanation"
    "|extra|rationale|detailed explanation"
)
_NUMBER = r"(?:\s*(?:[#№]\s*)?(?:\d+(?:\.\d+)*|[一二三四五六七八九十]+))?"
_OPEN, _CLOSE = r"[\s>*_~`#【\[（(「\-+]*", r"[】\]）)」]?"
_LABEL = re.compile(
    rf"^(?P<open>{_OPEN})"
    r"(?:(?:\d+(?:\.\d+)*[.、)）]\s*)(?=(?:q|a|front|back|extra|题目|问|答)))?"
    rf"(?:(?P<question>{_QUESTION})|(?P<answer>{_ANSWER})|(?P<explanation>{_EXPLANATION}))"
    rf"(?P<number>{_NUMBER})\s*(?P<close>{_CLOSE})(?P<bold>[*_~`]*)\s*(?P<mark>[:：.、)）．\-–—]?)(?P<bold2>[*_~`]*)"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_TARGET = re.compile(r"\]*\([^\s()]*\)\]*")
_SHOW = re.compile(
    r"^(?:点击|点此|点我)?(?:这里)?(?:展开|查看|显示|参考|看)?(?:以?(?:查看|显示"
    r"|展开))?(?:参考)?(?:答案|解答|解析|回答)$"
    r"|^(?:click|tap|expand|show|see|view|reveal|toggle|display|open)?\s*(?:here"
    r"|me)?\s*(?:to|for)?\s*"
    r"(?:expand|show|see|view|reveal|the|an?|\s)*(?:answers?|solution|explanation)s?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Label:
    """A label such as ``**答案：**`` or ``Q3.`` at the start of a text, and what follows it.

    ``letter`` marks ``Q`` and ``A``; ``weak`` an ``A.`` that answers only after a question.
    """

    kind: LabelKind
    number: str
    rest: str
    letter: bool = False
    weak: bool = False


def label_of(text: str) -> Label | None:
    """The label at the start of ``text``, if there is one that cannot be ordinary prose."""
    stripped = text.strip()
    return _label(stripped) if stripped and len(stripped) <= 20_000 else None


@lru_cache(maxsize=1024)
def _label(stripped: str) -> Label | None:
    shown = _SHOW.match(re.sub(r"[^\w\u4e00-\u9fff]+", " ", stripped[:80]).strip())
    if shown and len(stripped) < 60:
        kind: LabelKind = (
            "explanation" if re.search("解析|explanation", stripped, re.I) else "answer"
        )
        return Label(kind, "", "")
    found = _LABEL.match(stripped)
    if not found:
        return None
    kind = next(name for name in ("question", "answer", "explanation") if found[name])
    word, rest = found[kind], found["rest"]
    apart = stripped[found.end("number") :][:1].isspace()
    if not _is_label(found, word, rest, apart):
        return None
    rest = rest if "**" not in found["bold"] + found["bold2"] else rest.lstrip("*")
    opened = "**" in found["open"] and "**" not in found["bold"] + found["bold2"]
    if opened:
        rest = rest.replace("**", "", 1)
    rest = re.sub(r"^[-–—]+\s*", "", rest.strip()) if found["mark"] in {":", "："} else rest.strip()
    weak = word == "A" and _mark(found) == "." and not found["number"]
    return Label(kind, found["number"].strip(" #№"), rest, len(word) == 1, weak)


def _is_label(found: re.Match[str], word: str, rest: str, apart: bool) -> bool:
    """Tell labels from words: by their mark, their emphasis or because nothing else is there."""
    mark, number = _mark(found), found["number"].strip()
    boxed = bool(found["close"]) and bool(re.search(r"[【\[（(「]", found["open"]))
    emphasised = bool(re.search(r"\*\*|__", found["open"])) and bool(found["bold"] + found["bold2"])
    alone = not rest.strip()
    if boxed and _TARGET.fullmatch(rest.strip()):
        return False
    if word.lower() in {"q", "a"}:
        return _is_letter_label(found, word, rest, apart, boxed or emphasised)
    if word.lower() == "ans" and mark:
        return True
    if mark in {":", "："} or boxed or emphasised or (alone and not mark):
        return True
    if found["question"] and number:
        return bool(mark) or apart or alone
    return bool(number) and alone


def _mark(found: re.Match[str]) -> str:
    """The sign after a label; a bracket that nothing opened is one."""
    opened = re.search(r"[【\[（(「]", found["open"])
    return str(found["mark"] or ("" if opened else found["close"]))


def _is_letter_label(found: re.Match[str], word: str, rest: str, apart: bool, framed: bool) -> bool:
    """``Q`` and ``A`` need a mark, a number or a frame; ``a`` in prose is an article."""
    mark, number = _mark(found), found["number"].strip()
    if re.search(r"[一二三四五六七八九十]", number):
        return False
    if mark in {":", "："} or (framed and not re.match(r"[A-Za-z]", rest)):
        return True
    if number:
        return (word.lower() == "q" and (bool(mark) or apart or not rest)) or mark in {".", ")"}
    return word.isupper() and mark in {".", "、"} and (word == "Q" or rest[:1] == " ")
