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

from interviewer.interview.terms import CJK, content_terms
from interviewer.interview.texts import ASPECTS
from interviewer.model.bank import Language

MAX_SHARE = 0.5
"""A cue may hold at most this share of a point's content terms that the question does not hold."""

_ZH_CLAIM = re.compile(
    r"是(?!否)|会|能够?|可以?|可能|使得?|让|将|被|用于|用来|用(?!户)|通过|利用|采用|来自|负责|需要?|"
    r"必须|应该|应当|指(?:的是|模型|在)?|不(?!同|平衡|足|变)|没有|无法|避免|防止|减少|降低|提高|提升|增加|增强|加快|加速|"
    r"改善|保证|保持|帮助|支持|允许|导致|造成|容易|适合|包含|包括|具有|拥有|由|把|对(?!抗|象|比|数|应|话|称|齐)|在(?!线)|从|给|随(?!机)|按|"
    r"分为|分成|等于|取决|决定|依赖|引入|学习|计算|存储|缓存|读入|更新|返回|输出|产生|生成|选择|携带|发送?|回复?"
)
_EN_CLAIM = re.compile(
    r"\b(?:is|are|was|were|has|have|can|could|may|might|must|should|will|would|does|do|uses?|helps?|"
    r"makes?|allows?|avoids?|prevents?|reduces?|increases?|improves?|lets?|causes?|leads?|needs?|"
    r"requires?|depends?|contains?|consists?|learns?|computes?|stores?|adds?|removes?|keeps?|takes?|"
    r"gives?|works?|turns?|becomes?|by|so|because|which|that|when|if|without|instead|not|cannot)\b",
    re.I,
)
_ZH_CONDITION = re.compile(
    r"^(?:当|如果|若|一旦|在)?(?P<cue>[^，：:,]{2,24}?)(?:的?时候?|的?情况下|之?后|之?前)(?:，|,|(?=[^间长代]))"
)
_EN_CONDITION = re.compile(r"^(?P<cue>(?:when|if|once|after|before|during) [^,]{4,60}),", re.I)
_LABEL = re.compile(r"^(?P<cue>[^：:，,。]{1,30})[：:]\s*(?P<claim>.+)", re.S)
_BAD_EDGES = '的地得，,、；;：:。. （）()“”"「」'
_LEADS = re.compile(
    r"^(?:因此|所以|因为|但是?|而且?|并且?|同时|此外|另外|其中|也|就|都|再|先|然后|最后|只|每个?|(?:the|a|an)\s+)\s*",
    re.I,
)

_VERB_FIRST = re.compile(
    r"^(?:可以?|还可以?|也可以?)?(?:使?用(?!户|途)|采用|利用|按|对(?!抗|象|比|数|应|话|称|齐)|看|保证|确保|建立|提供|读入|"
    r"选择?用?|引入|增加|减少|防止|避免|线上|让|把|将|通过|先|再|找|查|降低|提高|应用|设置|使|能|"
    r"(?:use|using|keep|avoid|set|add|remove|check|choose|apply|to)\b)",
    re.I,
)

_GOAL = re.compile(
    r"(?:找出|提高|提升|降低|减少|减轻|防止|避免|恢复|定位|区分|判断|处理|解决|加快|保证|突破|优化|缓解|稳定|查看|衡量)"
    r"[^，。；,;]{2,24}"
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
        r"速度|加速|加快|更快|效率|耗时|延迟|并行|复杂度|I/O|speed|fast|slow|latency|efficien|parallel",
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


CueForm = Literal["subject", "condition", "goal", "aspect"]


@dataclass(frozen=True)
class Cue:
    """What may be named: ``text`` in the form of a subject, condition, goal, or the mere aspect."""

    aspect: str
    text: str
    form: CueForm


def aspect_of(point: str) -> str:
    """The aspect a point speaks about: a key of ``texts.ASPECTS``."""
    return next((name for name, pattern in _ASPECTS if re.search(pattern, point, re.I)), "other")


def cue_for(
    point: str, allowed: set[str], others: Sequence[str] = (), language: Language = "zh"
) -> Cue:
    """The cue for a point: the one that reveals least and still tells it from ``others``.

    ``allowed`` are terms that the candidate has been shown or has said.
    """
    aspect = aspect_of(point)
    found = []
    for rank, (form, subject) in enumerate(_candidates(point)):
        cleaned = _tidy(subject)
        share = revealed_share(cleaned, point, allowed)
        if _names_something(cleaned) and share <= MAX_SHARE:
            vague = not tells_apart(cleaned, point, others)
            found.append((vague, share > 0, rank, Cue(aspect, cleaned, form)))
    best = min(found, key=lambda item: item[:3], default=None)
    if best is None or (best[0] and aspect not in {"other", *map(aspect_of, others)}):
        return Cue(aspect, ASPECTS[language][aspect], "aspect")
    return best[3]


def tells_apart(subject: str, point: str, others: Sequence[str]) -> bool:
    """Whether the subject's terms fit the point better than every other point."""
    terms = content_terms(subject)
    own = len(terms & content_terms(point))
    return all(len(terms & content_terms(other)) < own for other in others)


def revealed_share(text: str, point: str, allowed: set[str]) -> float:
    """Share of the point's terms outside ``allowed`` that ``text`` holds; 0 where there are none."""
    novel = content_terms(point) - allowed
    return len(novel & content_terms(text)) / len(novel) if novel else 0.0


def _candidates(point: str) -> list[tuple[CueForm, str]]:
    found: list[tuple[CueForm, str]] = []
    label = _LABEL.match(point)
    if label:
        found.append(("subject", label["cue"]))
    for pattern in (_ZH_CONDITION, _EN_CONDITION):
        condition = pattern.match(point)
        if condition:
            found.append(("condition", condition[0].rstrip("，, ")))
    body = label["claim"] if label else point
    if _VERB_FIRST.match(body):
        goal = _GOAL.search(body, 2)
        return [*found, ("goal", goal[0])] if goal else found
    claim = (_ZH_CLAIM if re.search(f"[{CJK}]", point) else _EN_CLAIM).search(body, 1)
    if claim:
        lead = body[: claim.start()]
        found.append(("subject", lead))
        for part in re.split(r"[，,、；;：:]|与|和|及", lead):
            if part != lead:
                found.append(("subject", part))
    return found


def _tidy(subject: str) -> str:
    tidy = _LEADS.sub("", re.split(r"[（(]", subject.strip(_BAD_EDGES))[0].strip())
    return tidy.strip(_BAD_EDGES).strip()


def _names_something(subject: str) -> bool:
    cjk = len(re.findall(f"[{CJK}]", subject))
    return (cjk >= 2 or bool(re.search(r"[A-Za-z]{2,}", subject))) and len(subject) <= 60


def _reveals_little(subject: str, point: str, allowed: set[str]) -> bool:
    return revealed_share(subject, point, allowed) <= MAX_SHARE
