"""What part a passage plays in an answer, read from its label or from the sentence before it."""

from __future__ import annotations

import re
from enum import Enum


class Role(Enum):
    """The part of an answer a statement belongs to."""

    DEFINITION = "definition"
    PRINCIPLE = "principle"
    ADVANTAGE = "advantage"
    DRAWBACK = "drawback"
    CHALLENGE = "challenge"
    SOLUTION = "solution"
    APPLICATION = "application"
    TOOL = "tool"
    EXAMPLE = "example"
    SUMMARY = "summary"


WEIGHTS: dict[Role, int] = {
    Role.DEFINITION: 3,
    Role.PRINCIPLE: 3,
    Role.ADVANTAGE: 2,
    Role.DRAWBACK: 2,
    Role.CHALLENGE: 2,
    Role.SOLUTION: 3,
    Role.APPLICATION: 2,
    Role.TOOL: 1,
    Role.EXAMPLE: 1,
    Role.SUMMARY: 1,
}
"""Weight of a statement by its role; what the question asks for is raised by the caller."""

SHOWN = frozenset({Role.ADVANTAGE, Role.DRAWBACK, Role.CHALLENGE, Role.APPLICATION, Role.EXAMPLE})
"""Roles whose label a statement needs in order to be understood alone."""

# Order matters: the first pattern that fits a label names its role.
_LABELS: tuple[tuple[Role, str], ...] = (
    (Role.SUMMARY, r"总结|小结|总之|结论|综上|summary|conclusion|takeaway|in short"),
    (
        Role.SOLUTION,
        r"解决|对策|应对|防御|防范|措施|缓解|改进方法|处理方法|怎么办|solution"
        r"|remed|mitigat|fix",
    ),
    (
        Role.EXAMPLE,
        r"举例|示例|例子|例如|案例|实例|实际效果|风险示例|examples?\b|e\.g\."
        r"|for instance",
    ),
    (
        Role.APPLICATION,
        r"应用|场景|用途|适用|applications?\b|use cases?\b|used for|when to use"
        r"|uses?$",
    ),
    (Role.TOOL, r"工具|框架$|软件|\btools?\b|\bframeworks?\b|librar"),
    (
        Role.DRAWBACK,
        r"缺点|局限|不足|劣势|弊端|代价|drawback|disadvantage|\bcons\b|limitation"
        r"|downside",
    ),
    (
        Role.CHALLENGE,
        r"挑战|难点|问题$|现象|原因|风险|影响|challenge|pitfall|problem|causes?$"
        r"|risk",
    ),
    (
        Role.ADVANTAGE,
        r"优点|优势|好处|作用|重要性|意义|效果|特点|功能|目的|用处|advantage|benefit|\bpros\b"
        r"|strength"
        r"|purpose|why it matters|importance|effect",
    ),
    (
        Role.DEFINITION,
        r"定义|概念|含义|简介|概述|是什么|definition|concept|overview|what (?:is"
        r"|are)",
    ),
    (
        Role.PRINCIPLE,
        r"原理|机制$|流程|过程|步骤|结构|架构$|组件|组成|方法$|类型|分类|种类|策略$|思想|思路"
        r"|公式|计算|实现|核心"
        r"|要点|方式$|指标$|规则|变种|how it works|principle|architecture|components?$|steps?$"
        r"|types?$"
        r"|methods?$|mechanism|formula|process|structure|approach",
    ),
)
_COMPILED = tuple((role, re.compile(pattern, re.I | re.ASCII)) for role, pattern in _LABELS)
MAX_ROLE_LABEL = 14
MAX_ROLE_WORDS = 5


def role_of(label: str) -> Role | None:
    """Read a role from a label ("优点", "How it works"); a long label names a thing, not a role."""
    text = label.strip()
    if not text or (len(text) > MAX_ROLE_LABEL and len(text.split()) > MAX_ROLE_WORDS):
        return None
    return next((role for role, pattern in _COMPILED if pattern.search(text)), None)


GENERIC = re.compile(
    r"^(?:其|它的|主要|基本|常见|常用|核心|具体|实际|潜在|技术|选择|实施|工作|典型|关键|可能的?"
    r"|的|及其|和|与|、|\s)*"
    r"(?:定义|概念|含义|原理|思想|思路|机制|流程|过程|步骤|结构|架构|组件|组成部分|组成|部分"
    r"|方法|类型|分类|种类|策略|公式|计算|"
    r"方式|实现|优点|缺点|优势|劣势|局限性?|不足|好处|作用|重要性|意义|效果|特点|功能|目的|影响"
    r"|现象|原因|问题|挑战|难点|"
    r"解决方案|解决方法|解决办法|措施|对策|应用场景|应用示例|应用|场景|用途|例子|示例|举例|案例"
    r"|工具|框架|技术|总结|"
    r"小结|结论|简介|概述|说明|要点|评估|指标|标准|进展|最新|风险|防范|和|与|及|、|的)+$"
)


def is_generic(label: str) -> bool:
    """Whether a label only names a role ("基本原理", "advantages") and no thing of its own."""
    text = label.strip()
    if GENERIC.match(text):
        return True
    return text.isascii() and role_of(text) is not None and len(text.split()) <= 3


_ASKED: tuple[tuple[Role, str], ...] = (
    (Role.APPLICATION, r"应用|场景|用途|application|use case|used for|when would you"),
    (
        Role.ADVANTAGE,
        r"优点|优势|好处|作用|重要性|意义|特点|优缺点|advantage|benefit|pros\b|why"
        r"|purpose",
    ),
    (Role.DRAWBACK, r"缺点|局限|不足|优缺点|drawback|disadvantage|cons\b|limitation"),
    (Role.CHALLENGE, r"挑战|问题|影响|原因|现象|风险|challenge|problem|risk"),
    (Role.SOLUTION, r"解决|应对|防御|防范|避免|处理|solution|avoid|deal with|handle|fix"),
    (Role.EXAMPLE, r"举例|例子|示例|example"),
    (Role.TOOL, r"工具|\btools?\b"),
    (
        Role.PRINCIPLE,
        r"原理|机制|结构|架构|步骤|过程|流程|方法|策略|类型|组件|组成|计算|如何|怎么|怎样|设计"
        r"|how|principle|explain"
        r"|steps?\b|types?\b|methods?\b",
    ),
    (Role.DEFINITION, r"什么是|定义|概念|是什么|解释|介绍|what is|what are|define"),
)
_ASKED_COMPILED = tuple((role, re.compile(pattern, re.I | re.ASCII)) for role, pattern in _ASKED)


def asked_roles(question: str) -> frozenset[Role]:
    """The parts of an answer that a question asks for by name."""
    return frozenset(role for role, pattern in _ASKED_COMPILED if pattern.search(question))
