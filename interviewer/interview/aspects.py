"""The side of a subject that a key point speaks about (cost, cause …), and how to ask for it.

Where a point has no subject of its own that may be named, a follow-up asks for its side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviewer.model.bank import Language


@dataclass(frozen=True)
class Aspect:
    """One side, for both languages.

    ``found``: what in a key point shows that it speaks about this side; ``kept``: what a question
    about it holds, in any wording; ``name``: what a hint calls it; ``about`` and ``alone``: the
    question with a subject (``{subject}``) and without one.
    """

    found: re.Pattern[str]
    kept: re.Pattern[str]
    name: dict[Language, str]
    about: dict[Language, str]
    alone: dict[Language, str]


def _aspect(found: str, kept: str, zh: tuple[str, str, str], en: tuple[str, str, str]) -> Aspect:
    names, about, alone = zip(zh, en, strict=True)
    return Aspect(
        re.compile(found, re.I),
        re.compile(kept, re.I),
        {"zh": names[0], "en": names[1]},
        {"zh": about[0], "en": about[1]},
        {"zh": alone[0], "en": alone[1]},
    )


OTHER = "other"
VAGUE = frozenset({"data", "gradient"})
"""Aspects that so many points have that asking for them says little."""
ASPECTS: dict[str, Aspect] = {
    "example": _aspect(
        r"例如|比如|譬如|举例|e\.g\.|for example|such as|for instance",
        r"例|example|instance",
        ("具体例子", "说到{subject}，能举个具体的例子吗？", "能举个具体的例子吗？"),
        (
            "concrete examples",
            "Could you give a concrete example of {subject}?",
            "Could you give a concrete example?",
        ),
    ),
    "drawback": _aspect(
        r"代价|缺点|不足|局限|牺牲|trade-?off|drawback|downside|at the cost|limitation",
        r"代价|局限|缺点|不足|\bcosts?\b|limit|drawback|downside",
        ("代价和局限", "{subject}有什么代价或者局限？", "这样做有什么代价或者局限？"),
        (
            "costs and limits",
            "What are the costs or limits of {subject}?",
            "What are the costs or limits of doing so?",
        ),
    ),
    "formula": _aspect(
        r"公式|等于|除以|乘以|相乘|平方|求和|均值|比值|[=×÷∑√]|equals|divided|formula|ratio\b",
        r"算|公式|comput|calculat|formula",
        ("具体计算方式", "{subject}具体怎么算，公式怎么写？", "具体是怎么算的，公式怎么写？"),
        (
            "how it is computed",
            "How would you write down or compute {subject}?",
            "How exactly is that computed?",
        ),
    ),
    "parts": _aspect(
        r"由.{1,30}(?:组成|构成)|分为|分成|consists? of|made (?:up )?of|is composed of",
        r"组成|部分|哪几|哪些|parts?\b|consist|made",
        ("组成部分", "{subject}由哪几部分组成？", "它由哪几部分组成？"),
        (
            "its parts",
            "What parts would you name for {subject}?",
            "What parts does it have?",
        ),
    ),
    "choice": _aspect(
        r"适合|适用|选择|场景|选用|优先|suitable|choose|when to|prefer|use case",
        r"场景|选|适合|什么时候|什么情况|when|choos|which",
        (
            "选择和适用场景",
            "{subject}一般适合什么场景？",
            "实际当中怎么选择，分别适合什么场景？",
        ),
        (
            "when to use it and how to choose",
            "When would you choose {subject}?",
            "When would you choose what?",
        ),
    ),
    "overfit": _aspect(
        r"过拟合|泛化|欠拟合|overfit|generali[sz]",
        r"过拟合|泛化|overfit|generali[sz]",
        ("泛化能力", "{subject}和泛化能力有什么关系？", "这对泛化能力有什么影响？"),
        (
            "generalisation",
            "What follows from {subject} for generalisation?",
            "What does that mean for generalisation?",
        ),
    ),
    "memory": _aspect(
        r"内存|显存|存储|空间|磁盘|缓存|\bmemory\b|storage|\bdisk|\bcache|footprint",
        r"内存|显存|存储|空间|memory|storage|store",
        ("内存和存储", "{subject}在内存和存储上有什么讲究？", "内存和存储上有什么讲究？"),
        (
            "memory and storage",
            "What follows from {subject} for memory and storage?",
            "What does that mean for memory and storage?",
        ),
    ),
    "speed": _aspect(
        r"速度|加速|加快|更快|效率|耗时|延迟|并行|复杂度|I/O|\bspeed|\bfast|\bslow|latency|"
        r"efficien|parallel",
        r"速度|效率|快|慢|speed|efficien|fast|slow",
        ("速度和效率", "{subject}在速度和效率上怎么样？", "速度和效率上会怎么样？"),
        (
            "speed and efficiency",
            "What follows from {subject} for speed and efficiency?",
            "What does that mean for speed and efficiency?",
        ),
    ),
    "gradient": _aspect(
        r"梯度|收敛|学习率|优化|反向传播|\bgradient|converg|learning rate|optimi[sz]",
        r"训练|优化|train|optimi[sz]",
        ("训练时的优化过程", "{subject}对训练过程有什么影响？", "这对训练过程有什么影响？"),
        (
            "how the optimisation goes during training",
            "What follows from {subject} for the training itself?",
            "How does that affect the training itself?",
        ),
    ),
    "safety": _aspect(
        r"安全|可靠|一致性|丢失|攻击|隔离|\bsafe|secur|reliab|consistency|\battack",
        r"安全|可靠|safe|reliab|secur",
        ("安全和可靠", "{subject}在安全和可靠性上要注意什么？", "安全和可靠性上要注意什么？"),
        (
            "safety and reliability",
            "What follows from {subject} for safety and reliability?",
            "What has to be watched for safety and reliability?",
        ),
    ),
    "accuracy": _aspect(
        r"准确|精度|召回|误差|偏差|方差|性能|效果|accura|precision|\brecall|\berror|\bbias|variance",
        r"效果|结果|好坏|quality|result",
        ("效果好坏", "{subject}对最终效果有什么影响？", "这对最终效果有什么影响？"),
        (
            "quality of the results",
            "What follows from {subject} for the quality of the results?",
            "How does that affect the quality of the results?",
        ),
    ),
    "data": _aspect(
        r"数据|样本|标签|类别|特征|分布|\bdata\b|\bsamples?\b|\blabel|\bclass(?:es)?\b|\bfeature|"
        r"distribution",
        r"数据|\bdata\b",
        ("数据本身", "{subject}和数据是什么关系？", "数据方面有什么要说的？"),
        (
            "the data itself",
            "What role does the data play in {subject}?",
            "What can you say about the data?",
        ),
    ),
    "purpose": _aspect(
        r"目的|为了|避免|防止|解决|用于|用来|\bavoid|prevent|purpose|in order to|\bsolve",
        r"目的|解决|为了|为什么|作用|purpose|problem|why|\bfor\b",
        ("目的", "{subject}是为了解决什么问题？", "这样做是为了解决什么问题？"),
        (
            "its purpose",
            "What problem would you solve with {subject}?",
            "What problem does that solve?",
        ),
    ),
    "cause": _aspect(
        r"因为|由于|原因|导致|造成|because|\bcause|due to|\breason|leads? to",
        r"原因|为什么|为何|why|reason|cause",
        ("原因", "{subject}背后的原因是什么？", "背后的原因是什么？"),
        (
            "the cause",
            "What is the reason behind {subject}?",
            "What is the reason behind that?",
        ),
    ),
    "steps": _aspect(
        r"第[一二三四五]|首先|然后|最后|步|先|再|流程|\bfirst\b|\bthen\b|finally|\bstep|"
        r"\bby \w+ing\b",
        r"步|怎么|如何|过程|流程|实现|step|walk|how|work",
        ("具体的过程", "{subject}具体是怎么做的？", "具体是怎么做的？"),
        (
            "the actual procedure",
            "How exactly would {subject} work?",
            "How exactly would that work?",
        ),
    ),
    "definition": _aspect(
        r"是指|指的是|是一[种个类]|(?<!自)定义|refers to|\bmeans\b|\bdefin",
        r"什么|意思|定义|怎么理解|what|mean|defin",
        ("基本含义", "{subject}具体指的是什么？", "能先说说它的定义吗？"),
        (
            "the basic meaning",
            "What exactly is meant by {subject}?",
            "How would you define it?",
        ),
    ),
}
"""The first one whose ``found`` fits a point is the point's."""

_DEFINES = re.compile(
    r"[^，：；]{1,24}?(?:是指|指的是|是一[种个类])|"
    r"(?:the |an? )?[\w' -]{2,40}? (?:is|are|means) (?:an?|the) ",
    re.I,
)
"""A point that begins so says what something is, whatever words come later."""
_MEANS = re.compile(r"(?:[^：:]{1,20}[：:])?(?:可以?)?(?:通过|使用|利用|采用|借助|将|把)")
"""A point that begins so says how something is done."""


def aspect_of(point: str) -> str:
    """The aspect a point speaks about: a key of ``ASPECTS``, or ``OTHER``."""
    if _DEFINES.match(point):
        return "definition"
    if _MEANS.match(point):
        return "steps"
    return next((name for name, aspect in ASPECTS.items() if aspect.found.search(point)), OTHER)


def name_of(aspect: str, language: Language) -> str:
    """What a hint calls an aspect; not for ``OTHER``."""
    return ASPECTS[aspect].name[language]


def question_on(aspect: str, language: Language, subject: str = "") -> str:
    """A question for an aspect (of ``subject`` where there is one); not for ``OTHER``."""
    forms = ASPECTS[aspect].about if subject else ASPECTS[aspect].alone
    return forms[language].format(subject=subject)


def asks_for(aspect: str, text: str) -> bool:
    """Whether a text, in whatever words, still asks for an aspect."""
    return aspect == OTHER or bool(ASPECTS[aspect].kept.search(text))
