"""What a follow-up or hint may name of a key point without stating it.

A key point says something (claim) about something (subject). The subject, or the condition, may be
named; the claim is what the candidate has to bring. Where no subject can be told apart, only the
aspect (speed, memory, cause …) is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.interview.terms import CJK, cjk_share, content_terms, longest_run
from interviewer.interview.texts import ASPECTS
from interviewer.model.bank import Language

MAX_SHARE = 0.5
"""A subject may hold at most this share of a point's content terms that were not shown before."""
MAX_CONDITION = 0.85
"""The same for a condition or goal: it may be long, since the claim is what follows from it."""
MAX_PHRASE = 0.34
"""The same for a phrase of the claim itself."""
MAX_RUN: dict[Language, int] = {"zh": 10, "en": 30}
"""A cue never copies so many characters of a point in a row."""
MAX_LABEL = 8
"""What stands before a colon and is longer may be a claim itself."""
MAX_WORDS = 5
"""An English subject has at most so many words; what is longer is a clause."""

_ZH_CLAIM = re.compile(
    r"是(?!否)|(?<![社机协])会|(?<![功性智可潜])能够?(?![力源量耗效])|可以?|可能|使得?|让|将|被|"
    r"用于|用来|(?<![共专通应作信常适使采引])用(?![户途])|通过|利用|采用|来自|负责|"
    r"需要?|"
    r"必须|应该|应当|指(?:的是|模型|在)?|不(?!同|平衡|足|变)|没有|无法|避免|防止|减少|降低|提高|"
    r"提升|增加|增强|加快|加速|"
    r"改善|保证|保持|帮助|支持|允许|导致|造成|容易|适合|包含|包括|影响(?!力|因)|具有|拥有|由|把|"
    r"(?<![相绝成配])对(?!抗|象|比|数|应|话|称|齐)|(?<![存现实正])在(?!线)|(?<!服)从|给|随(?!机)|"
    r"按|"
    r"分为|分成|等于|取决|决定|依赖|引入|学习|计算|存储|缓存|读入|更新|返回|输出|产生|生成|选择|"
    r"携带|发送|回复?"
)
_EN_CLAIM = re.compile(
    r"\b(?:is|are|was|were|has|have|can|could|may|might|must|should|will|would|does|do|uses?|"
    r"helps?|"
    r"makes?|allows?|avoids?|prevents?|reduces?|increases?|improves?|lets?|causes?|leads?|needs?|"
    r"requires?|depends?|contains?|consists?|learns?|computes?|stores?|adds?|removes?|keeps?|"
    r"takes?|"
    r"gives?|works?|turns?|becomes?|returns?|drops?|keeps?|limits?|lowers?|raises?|means?|"
    r"refuses?|answers?|sees?|applies|applied|suits?|stays?|stops?|falls?|grows?|holds?|tracks?|"
    r"handles?|by|so|because|which|that|when|if|without|instead|not|cannot)\b",
    re.I,
)
_ZH_CONDITION = re.compile(
    r"^(?:当|如果|若|一旦|"
    r"在)?(?P<cue>[^，：:,]{2,24}?)(?:的?(?<![实同及按定延随耗准小平暂临])时候?(?=[^间长代刻])|"
    r"的?情况下|之?后(?=，|,|需|要|再|才|用|先)|之?前(?=，|,|需|要))(?:，|,)?"
)
_EN_CONDITION = re.compile(r"^(?P<cue>(?:when|if|once|after|before|during) [^,]{4,60}),", re.I)
_LABEL = re.compile(r"^(?P<cue>[^：:，,。]{1,30})[：:]\s*(?P<claim>.+)", re.S)
_BAD_EDGES = '的地得，,、；;：:。. （）()“”"「」'
_LEADS = re.compile(
    r"^(?:因此|所以|因为|但是?|而且?|并且?|同时|此外|另外|其中|也|就|都|再|先|然后|最后|只|每个?|"
    r"(?:the|a|an)\s+)\s*",
    re.I,
)

_TAILS = re.compile(
    r"[，,、]?(?:如|例如|比如|包括|有|要|需|都|也|还|就|则|更|且|而|并|所|其|能|指|作|做|等|经|过)$"
)
_EMPTY = re.compile(
    r"^(?:定期|动态|自动|实时|逐步|不同|各种?|整体|训练|模型|方法|方案|解决方案|挑战|应用|影响|"
    r"作用|目的|原因|结构|"
    r"举例|例子|典型例子|优点|缺点|步骤|核心思路|典型设定|常见原因|相关应用|处理|平衡|学习|独立|"
    r"预测|变换|汇总|不?一致|提高|降低|减少|调整模型|它们?|优势|局限|不足|代价|好处|弊端|(?:可能的)?原因|"
    r"应用场景|(?:常见|典型)应用|(?:技术|主要)?挑战|工具|实现|实现方式|重要性|特点|性质|背景|定义|概念|原理|核心|"
    r"检测|缓解|检测方法|缓解方法|评估|指标|数据|数据集|网络|算法|系统|任务|"
    r"method|approach|result|this|it|costs?|benefits?|effects?|causes?|limits|limitations|guarantee|"
    r"advantages?|drawbacks?|applications?|purpose|risks?)$",
    re.I,
)
"""Labels that name no subject of their own but a side of the question."""

_ZH_SPLIT = re.compile(
    r"[，,、；;：:。（）() ]|的|了|是|(?<![社机协])会|(?<![功性智可潜])能够?(?![力源量耗效])|"
    r"可以?|等|时(?!间)|和|与|及|或|在|"
    r"用于?(?!户|途)|对(?!象|抗)|把|将|被|让|使|(?<!服)从|(?<![自理])由|按|给|通过|不"
)

_VERB_FIRST = re.compile(
    r"^(?:可以?|还可以?|也可以?)?(?:使?用(?!户|途)|采用|利用|按|对(?!抗|象|比|数|应|话|称|齐)|看|"
    r"保证|确保|建立|提供|读入|"
    r"选择?用?|预测|分析|检测|采集|收集|剔除|移除|添加|加入|训练(?!数据|集|时|过程|误差|速度|后)|"
    r"引入|增加|减少|防止|避免|线上|让|把|将|通过|先|再|找|查|降低|提高|应用|设置|使|能|"
    r"(?:use|using|keep|avoid|set|add|remove|check|choose|apply|to)\b)",
    re.I,
)

_EN_LINK = re.compile(r"(?:while|because|so|and|but|this|that|these|it|they|although)\b", re.I)
_TORN = re.compile(r"^[来以所而其足易一将只往些如]|[所里或于再先只更]$")
"""Pieces that were cut inside a word or phrase."""

_GOAL = re.compile(
    r"(?:找出|提高|提升|降低|减少|减轻|防止|避免|恢复|定位|区分|判断|解决|加快|保证|突破|缓解|衡量|"
    r"(?<=以)处理|(?<=来)处理|(?<=以)优化)[^，。；,;]{2,20}"
)
_MEANS = re.compile(
    r"^(?:可以?|也可以?|先)?(?:使?用(?!户|途|于)|采用|利用|通过|借助|按|加|线程|保留)"
)
_BENEFIT = re.compile(
    r"优点|优势|好处|作用|影响|目的|缺点|挑战|意义|结果|风险|advantage|benefit|effect|risk"
)
_DESCRIBES = re.compile(
    r"(?:大|小|少|多|快|慢|差|好|高|低|强|弱|不同|有序|稀少|过大|过小|更[^的]|并|断.+|[不未没].+)$"
)

_ASPECTS: tuple[tuple[str, str], ...] = (
    ("example", r"例如|比如|譬如|举例|e\.g\.|for example|such as|for instance"),
    ("drawback", r"代价|缺点|不足|局限|牺牲|trade-?off|drawback|downside|at the cost|limitation"),
    (
        "formula",
        r"公式|等于|除以|乘以|相乘|平方|求和|均值|比值|[=×÷∑√]|equals|divided|formula|ratio",
    ),
    ("choice", r"适合|适用|选择|场景|选用|优先|suitable|choose|when to|prefer|use case"),
    ("overfit", r"过拟合|泛化|欠拟合|overfit|generali[sz]"),
    ("memory", r"内存|显存|存储|空间|磁盘|缓存|memory|storage|disk|cache|footprint"),
    (
        "speed",
        r"速度|加速|加快|更快|效率|耗时|延迟|并行|复杂度|I/O|speed|fast|slow|latency|efficien|"
        r"parallel",
    ),
    ("gradient", r"梯度|收敛|学习率|优化|反向传播|gradient|converg|learning rate|optimi"),
    ("safety", r"安全|可靠|一致性|丢失|攻击|隔离|safe|secur|reliab|consisten|attack"),
    (
        "accuracy",
        r"准确|精度|召回|误差|偏差|方差|性能|效果|accura|precision|recall|error|bias|variance",
    ),
    ("data", r"数据|样本|标签|类别|特征|分布|data|sample|label|class|feature|distribution"),
    ("purpose", r"目的|为了|避免|防止|解决|用于|用来|avoid|prevent|purpose|in order to|solve"),
    ("cause", r"因为|由于|原因|导致|造成|because|cause|due to|reason|leads? to"),
    ("steps", r"第[一二三四五]|首先|然后|最后|步|先|再|流程|first|then|finally|step"),
    ("definition", r"是指|指的是|是一种|定义|即|是|refers to|is an? |are |means|defin"),
)


CueForm = Literal["label", "facet", "subject", "condition", "goal", "part", "aspect"]
NAMES = frozenset({"label", "subject"})
"""Forms whose text is the name of something."""


@dataclass(frozen=True)
class Cue:
    """What may be named of a point, and in which form.

    A *label* stands before the point in the document ("Cost: …"), a *facet* is a label that says
    only which side of the question is meant ("应用：…"). ``side`` names the aspect where ``text``
    is a subject that several points share (form *part*).
    """

    aspect: str
    text: str
    form: CueForm
    side: str = ""


def aspect_of(point: str) -> str:
    """The aspect a point speaks about: a key of ``texts.ASPECTS``."""
    return next((name for name, pattern in _ASPECTS if re.search(pattern, point, re.I)), "other")


def cue_for(
    point: str, allowed: set[str], others: Sequence[str] = (), language: Language = "zh"
) -> Cue:
    """The best cue for a point: the first of ``cues_for``."""
    return cues_for(point, allowed, others, language)[0]


def cues_for(
    point: str, allowed: set[str], others: Sequence[str] = (), language: Language = "zh"
) -> tuple[Cue, ...]:
    """Cues for a point that tell it from ``others``, the most natural first; never empty.

    In order: a label, subject, condition or goal of its own; a shared subject with the point's
    aspect; the aspect alone; a phrase of the claim; the shared subject. ``allowed`` are terms that
    the candidate has been shown or has said.
    """
    aspect = aspect_of(point)
    name = ASPECTS[language][aspect]
    subjects = _named(_candidates(point), point, allowed)
    own = [cue for cue in subjects if cue.form != "facet" and not _EMPTY.match(cue.text)]
    sides = {label for other in others for label in labels(other)}
    own = [
        cue
        for cue in own
        if (cue.text not in sides if cue.form == "label" else tells_apart(cue.text, point, others))
    ]
    fresh = [cue for cue in own if cue.form not in NAMES or content_terms(cue.text) - allowed]
    plain = next((cue.text for cue in (*own, *subjects) if cue.form in NAMES), None)
    facets = [cue for cue in subjects if cue.form == "facet" and cue.text not in sides]
    found = sorted((*fresh, *facets), key=lambda cue: cue.form not in {"label", "facet"})
    if aspect != "other":
        rivals = [other for other in others if aspect_of(other) == aspect]
        terms = content_terms(plain or "")
        if plain and not any(terms & content_terms(other) for other in rivals):
            found.append(Cue(aspect, plain, "part", name))
        if not rivals:
            found.append(Cue(aspect, name, "aspect"))
    phrases = _named([("subject", part) for part in _phrases(point)], point, allowed)
    found += [
        cue
        for cue in phrases
        if tells_apart(cue.text, point, others)
        and revealed_share(cue.text, point, allowed) <= MAX_PHRASE
    ]
    return (*found, *own, *subjects, Cue(aspect, name, "aspect"))


def _named(candidates: Sequence[tuple[CueForm, str]], point: str, allowed: set[str]) -> list[Cue]:
    """The candidates that name something and reveal no more than may be."""
    found = []
    for form, phrase in candidates:
        text = phrase.strip(_BAD_EDGES) if form in {"label", "facet"} else _tidy(phrase)
        limit = MAX_CONDITION if form in {"condition", "goal"} else MAX_SHARE
        if not _names_something(text) or revealed_share(text, point, allowed) > limit:
            continue
        if longest_run(text, point) < MAX_RUN["zh" if cjk_share(text) else "en"]:
            found.append(Cue(aspect_of(point), text, form))
    return found


def labels(point: str) -> tuple[str, ...]:
    """What stands before a point's colons, outermost first: "优势：计算效率：…" has two."""
    found: list[str] = []
    while label := _LABEL.match(point):
        if len(label["cue"]) > MAX_LABEL and _ZH_CLAIM.search(label["cue"], 1):
            break
        found.append(label["cue"])
        point = label["claim"]
    return tuple(found)


def tells_apart(subject: str, point: str, others: Sequence[str]) -> bool:
    """Whether the subject's terms fit the point better than every other point."""
    terms = content_terms(subject)
    own = len(terms & content_terms(point))
    return all(len(terms & content_terms(other)) < own for other in others)


def revealed_share(text: str, point: str, allowed: set[str]) -> float:
    """Share of the point's terms outside ``allowed`` that ``text`` holds, 0 without any."""
    novel = content_terms(point) - allowed
    return len(novel & content_terms(text)) / len(novel) if novel else 0.0


def is_facet(label: str) -> bool:
    """Whether a label says only which side of the question is meant."""
    return bool(_EMPTY.match(label))


def _candidates(point: str) -> list[tuple[CueForm, str]]:
    found: list[tuple[CueForm, str]] = []
    for name in reversed(labels(point)):
        found.append(("facet" if is_facet(name) else "label", name))
    label = _LABEL.match(point)
    for pattern in (_ZH_CONDITION, _EN_CONDITION):
        condition = pattern.match(point)
        if condition:
            found.append(("condition", condition[0].rstrip("，, ")))
    body = label["claim"] if label else point
    goal = _GOAL.search(body, 1)
    if goal and _MEANS.match(body) and not (label and _BENEFIT.search(label["cue"])):
        found.append(("goal", goal[0]))
    if not label and not _VERB_FIRST.match(body):
        found += [("subject", part) for part in _leading(body)]
    return found


def _leading(body: str) -> list[str]:
    """What stands before the claim's verb in its first clause, whole and in parts."""
    clause = re.split(r"[，,；;：:]", body)[0]
    claim = (_ZH_CLAIM if re.search(f"[{CJK}]", clause) else _EN_CLAIM).search(clause, 1)
    if claim is None:
        return []
    lead = clause[: claim.start()]
    if len(lead.split()) > MAX_WORDS or _EN_LINK.match(lead):
        return []
    parts = [lead, *(part for part in re.split(r"、|与|和|及", lead) if part != lead)]
    return [part for part in parts if not _DESCRIBES.search(part.strip())]


def _phrases(body: str) -> list[str]:
    """Short phrases anywhere in a claim; the last resort, since they are part of what is asked."""
    if not re.search(f"[{CJK}]", body):
        return [part.strip() for part in _EN_CLAIM.split(body)[:-1]]
    parts = [part for part in _ZH_SPLIT.split(body)[:-1] if part and 4 <= len(part) <= 8]
    whole = [part for part in parts if not _TORN.search(part)]
    return [part for part in whole if not _DESCRIBES.search(part) and not _VERB_FIRST.match(part)]


def _tidy(phrase: str) -> str:
    phrase = re.split(r"[（(]", phrase.strip(_BAD_EDGES))[0].strip()
    return _TAILS.sub("", _LEADS.sub("", phrase).strip(_BAD_EDGES)).strip()


def _names_something(subject: str) -> bool:
    cjk = len(re.findall(f"[{CJK}]", subject))
    return (cjk >= 2 or bool(re.search(r"[A-Za-z]{2,}", subject))) and len(subject) <= 60
