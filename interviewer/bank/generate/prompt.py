"""What the language model is told: a fixed part that is read once, and one passage."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from interviewer.bank.generate.passages import Passage
from interviewer.bank.generate.targets import Target
from interviewer.bank.wording import without_number
from interviewer.model.bank import Language
from interviewer.model.protocols import Completion, Message

SHOWN = 320
"""Characters of an answer that the model sees; the reference keeps all of it."""
TOKENS = 56
"""Tokens for one question."""

_CHAPTER = re.compile(
    r"^(?:(?:chapter|part|section|lecture|unit)\s+[\divx]+|第\s*[\d一二三四五六七八九十百]+\s*[章节讲课部篇]分?)[\s.:：—-]*",
    re.IGNORECASE,
)
_SYSTEM: dict[Language, str] = {
    "zh": (
        "你是技术面试官。下面的每一条编号内容都是一个问题的标准答案，请为每一条写出对应的面试问题。"
        "要求：问题要写明所问对象的名称，单独看也能懂，不用“它、该、这种、上述、资料”；"
        "只问一件事，答案正好是这一条的全部内容；不把答案写进问题；不用“是否、能否、吗”。"
    ),
    "en": (
        "You are a technical interviewer. Every numbered item below is the model answer to one "
        "question. Write that question for each item. Name the thing you ask about, so that the "
        'question is clear alone; never write "it", "this" or "the text". Ask one thing, to which '
        "the whole item is the answer; do not give the answer away; no yes/no questions."
    ),
}
_EXAMPLE: dict[Language, tuple[str, dict[str, str]]] = {
    "zh": (
        "主题：计算机网络 > 流量控制\n"
        "[1] 接收窗口是接收方在确认报文里通告的、缓冲区还能容纳的字节数。\n"
        "[2] 窗口为 0 时发送方停止发送，但要定期发出探测报文，否则窗口更新报文一旦丢失，"
        "双方会一直等待。\n"
        "[3] 流量控制照顾的是接收方的缓冲区，拥塞控制照顾的是网络中的路由器。",
        {
            "1": "什么是 TCP 的接收窗口？",
            "2": "接收窗口为 0 时，发送方为什么还要定期发送探测报文？",
            "3": "流量控制与拥塞控制有什么区别？",
        },
    ),
    "en": (
        "Topic: Computer networks > Flow control\n"
        "[1] The receive window is the number of bytes that the receiver's buffer can still take.\n"
        "[2] When the window is zero the sender stops, but it sends probes from time to time; "
        "otherwise both sides would wait for ever if the window update were lost.\n"
        "[3] Flow control looks after the receiver's buffer, congestion control after the routers.",
        {
            "1": "What is the receive window in TCP?",
            "2": "Why does a sender keep sending probes while the receive window is zero?",
            "3": "What is the difference between flow control and congestion control?",
        },
    ),
}


def request_for(
    passage: Passage, targets: Sequence[Target], language: Language, attempt: int
) -> Completion:
    """Ask for one question a target; the first attempt is greedy, later ones are drawn."""
    shown = _shown(passage, targets, language)
    return Completion(
        messages=(*opening(language), Message(role="user", content=shown)),
        max_tokens=TOKENS * len(targets) + 16,
        temperature=0.7 if attempt else 0.0,
        seed=attempt,
        json_schema=_schema(len(targets)),
    )


def opening(language: Language) -> tuple[Message, ...]:
    """The fixed beginning of every prompt, which the model reads once."""
    text, questions = _EXAMPLE[language]
    return (
        Message(role="system", content=_SYSTEM[language]),
        Message(role="user", content=text),
        Message(role="assistant", content=json.dumps(questions, ensure_ascii=False)),
    )


def _shown(passage: Passage, targets: Sequence[Target], language: Language) -> str:
    topic = " > ".join(_title(heading) for heading in passage.headings[-2:])
    lines = [f"主题：{topic}" if language == "zh" else f"Topic: {topic}"] if topic else []
    for number, target in enumerate(targets, start=1):
        text = target.text if len(target.text) <= SHOWN else target.text[:SHOWN] + " …"
        lines.append(f"[{number}] {text}")
    return "\n".join(lines)


def _title(heading: str) -> str:
    """A heading without its number, which a small model would carry into its question."""
    return without_number(_CHAPTER.sub("", heading)).strip() or heading


def _schema(count: int) -> dict[str, Any]:
    """One question a target, under its number."""
    question = {"type": "string", "minLength": 4, "maxLength": 160}
    names = [str(number) for number in range(1, count + 1)]
    return {
        "type": "object",
        "properties": dict.fromkeys(names, question),
        "required": names,
        "additionalProperties": False,
    }
