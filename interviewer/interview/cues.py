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

from interviewer.interview.aspects import OTHER, VAGUE, asks_for, aspect_of
from interviewer.interview.english import heading_kind, noun_phrases, subject_of
from interviewer.interview.terms import CJK, cjk_share, content_terms, longest_run
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
_ZH_CHANGE = (
    "避免|防止|减少|降低|提高|提升|增加|加快|加速|改善|保证|保持|帮助|支持|允许|导致|造成|缓解"
)
_ZH_CLAIM = re.compile(
    r"是(?!否)|(?<![社机协员])会|(?<![功性智可潜])能够?(?![力源量耗效])|可以?|可能|使得?|让|将|被|"
    r"用于|用来|(?<![共专通应作信常适使采引])用(?![户途])|通过|利用|采用|来自|负责|"
    r"需要?|"
    r"必须|应该|应当|指(?:的是|模型|在)?|不(?!同|平衡|足|变)|没有|无法|容易|适合|包含|包括|"
    + _ZH_CHANGE
    + r"|影响(?!力|因)|具有|拥有|由|把|"
    r"(?<![相绝成配])对(?!抗|象|比|数|应|话|称|齐)|(?<![存现实正])在(?!线)|(?<!服)从|给|随(?!机)|"
    r"按|"
    r"分为|分成|等于|取决|决定|依赖|引入|(?:学习|计算|存储|缓存|更新|输出|生成|选择|增强)"
    r"(?![是的会能率器使让]|可以|通过|技术|方法|用于)|读入|返回|产生|携带|发送|回复?"
)
_ZH_CONDITION = re.compile(
    r"^(?:当|如果|若|一旦|"
    r"在)?(?P<cue>[^，：:,]{2,24}?)(?:的?(?<![实同及按定延随耗准小平暂临短])时候?(?=[^间长代刻])|"
    r"的?情况下|之?后(?=，|,|需|要|再|才|用|先)|之?前(?=，|,|需|要))(?:，|,)?"
)
_EN_CONDITION = re.compile(r"^(?P<cue>(?:when|if|once|after|before|during) [^,]{4,60}),", re.I)
_LABEL = re.compile(r"^(?P<cue>[^：:，,。]{1,30})[：:]\s*(?P<claim>.+)", re.S)
_BAD_EDGES = '的地得，,、；;：:。. （）()“”"「」'
_LEADS = re.compile(
    r"^(?:因此|所以|因为|但是?|而且?|并且?|同时|此外|另外|其中|也|就|都|再|先|然后|最后|只|通常|一般|往往|每[个次种类]?)\s*"
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
    r"[，,、；;：:。（）() ]|的|了|是|(?<![社机协员])会|(?<![功性智可潜])能够?(?![力源量耗效])|"
    r"可以?|等|时(?!间)|和|与|及|或|(?<![存现实正])在(?!线)|之间|"
    r"(?<![共专通应作信常适引])使?用于?(?![户途])|对(?!象|抗)|把|将|被|让|使|(?<!服)从|(?<![自理])由|按|给|通过|不|[过其]?中(?!心|间|文)|"
    r"根据|理解|识别|实现|组成|构成|定义(?!域)|设立|建立|进行|完成|提取|生成|产生|计算(?!机|量|资源|图|效率)|更新(?!率)|"
    r"学习(?!率|器|效|过程)|存在|映射|表示为|" + _ZH_CHANGE
)

_VERB_FIRST = re.compile(
    r"^(?:可以?|还可以?|也可以?)?(?:使?用(?!户|途)|采用|利用|按|对(?!抗|象|比|数|应|话|称|齐)|看|"
    r"保证|确保|建立|提供|读入|"
    r"选择?用?|预测|分析|检测|采集|收集|剔除|移除|添加|加入|训练(?!数据|集|时|过程|误差|速度|后)|"
    r"引入|增加|减少|防止|避免|线上|让|把|将|通过|先|再|找|查|降低|提高|应用|设置|使|能|"
    r"(?:use|using|keep|avoid|set|add|remove|check|choose|apply|to)\b)",
    re.I,
)

_ZH_PREPOSITION = re.compile(r"[在对从当为据按]|根据|通过|由于|随着|基于|关于")
_TORN = re.compile(r"^[来以所而其足易一将只往些如上下中]|^情况|[所里或于再先只更]$")
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

CueForm = Literal["label", "facet", "subject", "phrase", "condition", "goal", "part", "aspect"]
NAMES = frozenset({"label", "subject", "phrase"})
"""Forms whose text is the name of something."""
SIDES = frozenset({"part", "aspect"})
"""Forms that ask for an aspect."""


@dataclass(frozen=True)
class Cue:
    """What may be named of a point, and in which form.

    A *label* stands before the point in the document ("Cost: …"), a *facet* is a label that says
    only which side of the question is meant ("应用：…"). A *phrase* is part of the claim. A *part*
    is a subject that several points share, to be asked for its ``aspect``; an *aspect* has no
    subject, and ``text`` is empty.
    """

    aspect: str
    text: str
    form: CueForm

    def named_in(self, text: str) -> bool:
        """Whether a text names what the cue names."""
        asked = self.form not in SIDES or asks_for(self.aspect, text)
        return asked and self.text.lower() in text.lower()


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
    aspect; the aspect alone; a label that was named before; a phrase of the claim (both before
    aspects that say little); the shared subject. ``allowed`` are terms that the candidate has been
    shown or has said.
    """
    aspect = aspect_of(point)
    subjects = _named(_candidates(point), point, allowed)
    own = [cue for cue in subjects if cue.form != "facet" and not _EMPTY.match(cue.text)]
    sides = {label.strip(_BAD_EDGES) for other in others for label in labels(other)}
    own = [
        cue
        for cue in own
        if (cue.text not in sides if cue.form == "label" else tells_apart(cue.text, point, others))
    ]
    fresh = [cue for cue in own if cue.form not in NAMES or content_terms(cue.text) - allowed]
    facets = [cue for cue in subjects if cue.form == "facet" and cue.text not in sides]
    found = sorted((*fresh, *facets), key=lambda cue: cue.form not in {"label", "facet"})
    phrases = [
        cue
        for cue in _named([("phrase", part) for part in _phrases(point)], point, allowed)
        if tells_apart(cue.text, point, others)
        and 0 < revealed_share(cue.text, point, allowed) <= MAX_PHRASE
    ]
    asked = _aspect_cues(aspect, [*own, *subjects], others)
    titles = [cue for cue in own if cue.form == "label"]
    vague = aspect in VAGUE
    found += [*titles, *phrases, *asked] if vague else [*asked, *titles, *phrases]
    return (*found, *own, *subjects, Cue(OTHER if vague else aspect, "", "aspect"))


def _aspect_cues(aspect: str, named: Sequence[Cue], others: Sequence[str]) -> list[Cue]:
    """The aspect of what the point names, and the aspect alone, where no other point has them."""
    if aspect == OTHER:
        return []
    rivals = [other for other in others if aspect_of(other) == aspect]
    plain = next((cue.text for cue in named if cue.form in NAMES), "")
    clause = not cjk_share(plain) and heading_kind(plain) != "name"
    if plain and (clause or asks_for(aspect, plain)):
        plain = ""  # neither an aspect of a clause nor the limits of the limits
    terms = content_terms(plain)
    found = []
    if plain and not any(terms & content_terms(other) for other in rivals):
        found.append(Cue(aspect, plain, "part"))
    alone = not rivals and aspect not in VAGUE
    return [*found, Cue(aspect, "", "aspect")] if alone else found


def _named(candidates: Sequence[tuple[CueForm, str]], point: str, allowed: set[str]) -> list[Cue]:
    """The candidates that name something and reveal no more than may be."""
    found = []
    for form, phrase in candidates:
        text = phrase if form in {"label", "facet"} else _tidy(phrase)
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
    for name in (label.strip(_BAD_EDGES) for label in reversed(labels(point))):
        if cjk_share(name) or heading_kind(name):
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
    if not re.search(f"[{CJK}]", clause):
        return [subject_of(clause)]
    claim = _ZH_CLAIM.search(clause, 1)
    if claim is None:
        return []
    lead = clause[: claim.start()]
    if _ZH_PREPOSITION.match(lead):
        return []
    parts = [lead, *(part for part in re.split(r"、|与|和|及", lead) if part != lead)]
    return [part for part in parts if not _DESCRIBES.search(part.strip())]


def _phrases(point: str) -> list[str]:
    """Short phrases anywhere in a claim; the last resort, since they are part of what is asked."""
    if not re.search(f"[{CJK}]", point):
        label = _LABEL.match(point)
        return noun_phrases(label["claim"] if label else point)
    bare = re.sub(r"[（(][^）)]*[）)]", "", point)
    parts = [part for part in _ZH_SPLIT.split(bare)[:-1] if part and 4 <= len(part) <= 8]
    whole = [part for part in parts if not _TORN.search(part)]
    return [part for part in whole if not _DESCRIBES.search(part) and not _VERB_FIRST.match(part)]


def _tidy(phrase: str) -> str:
    phrase = re.split(r"[（(]", phrase.strip(_BAD_EDGES))[0].strip()
    return _TAILS.sub("", _LEADS.sub("", phrase).strip(_BAD_EDGES)).strip()


def _names_something(subject: str) -> bool:
    cjk = len(re.findall(f"[{CJK}]", subject))
    return (cjk >= 2 or bool(re.search(r"[A-Za-z]{2,}", subject))) and len(subject) <= 60
