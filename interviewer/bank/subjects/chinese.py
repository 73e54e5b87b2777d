"""Chinese questions: lead verbs, "X的Y", "X在Y中的Z", "如何使用X来P"."""

from __future__ import annotations

import re

from interviewer.bank.subjects.names import stem
from interviewer.bank.subjects.subject import Side, Subject

_LEAD = re.compile(
    r"^(?:请你?|你(?=对|如何|怎|能|在|会)|试(?!错)|能否|可否|简要|简单|详细|分别|并(?!行|发)|来"
    r"|一下|谈谈|聊聊|说说|讲讲|"
    r"讲一下|说一下|解释(?!性|方法|工具)|介绍|讨论|描述|说明|阐述|简述|概述|分析|论述|列举|列出"
    r"|举例|什么是|什么叫|"
    r"何为|何谓|关于|有关|几种|常见的|常用的|常见|常用|主要的|主要|一个|模型的|"
    r"(?:如何|怎样|怎么)(?:进行|处理|解决|应对|避免|防止|预防|缓解|对)?|有哪些)+"
)
_FIELD = (
    r"(?:现代|当前|大规模|实际)?(?:深度学习|机器学习|深度神经网络|神经网络|人工智能|计算机科学)"
    r"(?:领域|框架|模型|系统|项目|技术|算法|训练|任务|应用|训练过程)?"
)
_FIELD_ALONE = re.compile(rf"^(?:在|训练)?{_FIELD}(?:中|里|上|时|方面|过程中)?的?$")
_FIELD_START = re.compile(
    rf"^(?:在)?(?:训练)?{_FIELD}(?:(?:过程)?(?:中|里|时)(?:常见|常用)?的?[，,]?)"
    r"|^深度学习(?:模型|系统|项目|技术|框架)的?(?=[^在于\s]\S)"
)
_WITHIN = re.compile(r"^(?:在)?(?P<context>[^，。的]{2,20}?)(?:中|里)的?[，,]?(?P<rest>\S.+)$")
_PLACED = re.compile(
    r"^(?P<thing>.+?)(?:在|于)(?P<place>[^，。]{2,24}?)(?:中|里|上|方面|领域"
    r"|时)?的(?P<rest>[^，。]*)$"
)
_USE = re.compile(
    r"(?:如何|怎样|怎么)(?:使用|利用|用|通过|运用|采用)(?P<thing>.+?)"
    r"(?:来|以|去|用于|进行|(?=提高|提升))(?P<purpose>.+)$"
)
_OPINION = re.compile(r"^对(?P<thing>.+?)的(?:理解|看法|认识|了解)$")
_SETTING = re.compile(r"^在(?P<what>.{2,24}?)(?:过程中|项目中|中|时)$")
_SETTING_INSIDE = re.compile(r"在[^，。]{2,16}?(?:过程中|时)(?=处理|解决|选择|避免|使用的?)")
_EMPTY = re.compile(
    r"^(?:有哪些|有什么|应该?|该)?(?:常[见用]的?|主要的?)?(?:做|方法|办|策略"
    r"|办法)?$"
)
_WHAT_SORT = re.compile(r"^(?:方法|技术|策略)$")

_CORE_WORDS = (
    "底层实现原理|底层实现|底层原理|实现原理|定义|基本概念|概念|含义|基本原理|工作原理|原理|工作机制|基本思想|核心思想|思想|基本结构"
    "|结构|基本架构|常见架构|架构|"
    "主要组件|组件|组成部分|组成|作用|功能|工作流程|流程|步骤|过程|计算方式|计算过程|计算方法"
    "|实现方式|常见类型|"
    "类型|种类|分类|特点|特性|公式|现象|机制|常见方法|基本方法|意思"
)
_CORE = re.compile(_CORE_WORDS)
_SIDES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    (Side.COMPARE, re.compile(r"区别|差异|不同|对比|比较|异同|关系")),
    (Side.ADVANTAGE, re.compile(r"优势|优点|优缺点|好处")),
    (Side.DRAWBACK, re.compile(r"(?<!优)缺点|局限|劣势|不足")),
    (Side.CHALLENGE, re.compile(r"挑战|难点|风险")),
    (Side.APPLICATION, re.compile(r"应用|场景|用途")),
    (Side.VARIANTS, re.compile(r"变种|变体|改进|最新进展")),
    (Side.WHY, re.compile(r"为什么|为何|重要性|意义|原因")),
    (Side.HOW, re.compile(r"解决|应对|防御|防范|避免|怎么办|方法|策略|如何")),
)
_TAIL = re.compile(
    rf"(?:的|之|之间的?)?(?:有什么|有何|有哪些)?(?:(?:主要|基本|常见|常用|核心|具体|实际|重要|潜在|面临的?"
    rf"|相关|评估|设计|技术|"
    rf"各自|其|它们|在实际)*(?:{_CORE_WORDS}|区别|差异|不同点?|不同之处|优势|优点|优缺点|缺点|好处|局限性?|劣势"
    rf"|挑战|难点|风险|应用场景|"
    r"应用|场景|用途|变种|重要性|意义|影响|原因|解决方案|解决方法|方法|策略|最佳实践|有哪些"
    r"|是什么意思|是什么|是?指什么|关系|异同|如何提升"
    r"|底层?是?(?:怎么|如何|怎样)实现的?|(?:怎么|如何|怎样)(?:解决|处理|避免|防止|预防|缓解))"
    r"(?:和|与|及|以及|、)?)+(?:是什么|是怎样的|有哪些|如何|吗)?$"
)


_OF_CORE = re.compile(
    rf"^(?P<thing>[^，。在]+?)的(?P<rest>(?:主要|基本|常见|核心|工作)*(?:{_CORE_WORDS}).*)$"
)
_OWNED = re.compile(r"^(?P<context>[A-Za-z0-9.+# -]+)的(?P<rest>[\u4e00-\u9fff].+)$")


def read(text: str, named: frozenset[str]) -> Subject:
    """Take a Chinese question without glosses apart."""
    text = re.sub(r"(?<=[\u4e00-\u9fff，。]) (?=\S)|(?<=\S) (?=[\u4e00-\u9fff，。])", "", text)
    pieces = [piece.strip() for piece in re.split(r"[，,。；;？?！!：:]", text) if piece.strip()]
    if not pieces:
        return Subject(text, Side.CORE, named=named)
    main = _main_piece(pieces)
    use = _USE.search(main)
    if use:
        return Subject(stem(_bare(use["thing"])), Side.HOW, purpose=use["purpose"], named=named)
    return _read_main(main, named)


def _main_piece(pieces: list[str]) -> str:
    """The clause that names the subject; a clause that only says when is passed over."""
    first = pieces[0]
    setting = _SETTING.match(first)
    if setting is None or len(pieces) == 1:
        return _SETTING_INSIDE.sub("", first) or first
    if _EMPTY.match(_LEAD.sub("", pieces[1])):
        return "如何" + setting["what"]
    return pieces[1]


def _read_main(main: str, named: frozenset[str]) -> Subject:
    body = _bare(re.split(r"及其|以及其", main, maxsplit=1)[0])
    opinion = _OPINION.match(body)
    if opinion:
        return Subject(stem(opinion["thing"]), Side.CORE, named=named)
    context = place = tail = ""
    within, placed = _WITHIN.match(body), _PLACED.match(body)
    if within and not placed:
        context, body = within["context"], within["rest"]
    if placed and placed["rest"]:
        if _CORE.search(placed["rest"]) or any(p.search(placed["rest"]) for _, p in _SIDES):
            place, tail, body = placed["place"], placed["rest"], placed["thing"]
        else:
            body = placed["rest"]
    core = _OF_CORE.match(body)
    if core and not within:
        return Subject(stem(core["thing"]), _side(main, core["rest"]), named=named)
    owned = _OWNED.match(body)
    if owned and not context and not _TAIL.fullmatch(body, owned.end("context")):
        context, body = owned["context"], owned["rest"]
    found = _TAIL.search(body)
    if found and found.start() > 0 and not _WHAT_SORT.match(found[0]):
        tail, body = found[0] + tail, body[: found.start()]
    side = _side(main, tail)
    if side is Side.CORE and found and found[0] == "策略":
        side = Side.HOW
    if place and _FIELD_ALONE.match(body + "的"):
        body, place = place, ""
    if body.startswith("处理"):
        body, side = body.removeprefix("处理"), Side.HOW
    known = not context or _FIELD_ALONE.match(context + "中的")
    return Subject(stem(body), side, place, "" if known else stem(context), named)


def _bare(text: str) -> str:
    """Without lead verbs and without the field that all questions belong to."""
    before = None
    while before != text:
        before = text
        text = _LEAD.sub("", text).strip()
        text = _FIELD_START.sub("", text).strip()
    return text


def _side(main: str, tail: str) -> Side:
    """The side asked for; a core word decides, else the side named first."""
    asked = [(found.start(), side) for side, p in _SIDES if (found := p.search(tail))]
    core = bool(_CORE.search(tail))
    if re.search(r"列举|列出|有哪些|哪几种", main) and (core or not asked):
        return Side.LIST
    if re.search(r"(?:^|请|请你|如何|怎么|怎样)设计", main):
        return Side.DESIGN
    if core:
        return Side.CORE
    if asked:
        return min(asked, key=lambda one: one[0])[1]
    for side, words in (
        (Side.HOW, "如何|怎么|怎样"),
        (Side.WHY, "为什么|为何"),
        (Side.COMPARE, "区别|差异"),
    ):
        if re.search(words, main):
            return side
    return Side.CORE
