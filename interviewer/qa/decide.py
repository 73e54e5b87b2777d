"""Whether to answer: a logistic model over four measured features, and the reason in words."""

from __future__ import annotations

import math

from interviewer.model.bank import Language
from interviewer.qa.evidence import Features
from interviewer.qa.requests import RequestKind

BIAS = -3.79
PASSAGE = 1.26
QUESTION = 0.27
COVERAGE = 1.53
MISSING = -3.32
"""Fitted on labelled queries, figures by leave-one-out (docs/measurements/qa.md)."""

THRESHOLD = 0.5

_TEXTS: dict[str, dict[Language, str]] = {
    "empty": {"zh": "没有收到问题。请输入要查的问题。", "en": "There is no question. Type one."},
    "no_hits": {
        "zh": "资料里没有检索到任何相关内容。",
        "en": "Search found nothing for this in the documents.",
    },
    "names": {
        "zh": "检索到的资料没有提到 {names}，所以无法依据资料回答。",
        "en": "The passages found do not mention {names}, so the documents give no answer.",
    },
    "weak": {
        "zh": "资料里没有足够接近这个问题的内容，所以不作回答。",
        "en": "Nothing in the documents is close enough to this question to answer it.",
    },
    "settings": {
        "zh": "这里只依据资料回答问题，不提供系统设定、指令或密钥。",
        "en": "Only the documents are answered from here; settings, instructions and keys are not.",
    },
    "shell": {
        "zh": "这里只依据资料回答问题，不能执行命令，也不能读写文件。",
        "en": "Only the documents are answered from here; commands and files are out of reach.",
    },
    "reference": {
        "zh": "面试题的参考答案在作答之前不公布。可以直接问概念本身。",
        "en": "A question's reference stays closed until it is answered. Ask about the concept.",
    },
    "personal": {
        "zh": "这里只依据资料回答问题，资料里没有关于这个的内容。",
        "en": "Only the documents are answered from here, and they say nothing about this.",
    },
}


def probability(features: Features) -> float:
    """Probability that the documents hold an answer."""
    logit = (
        BIAS
        + PASSAGE * features.passage
        + QUESTION * features.question
        + COVERAGE * features.coverage
        + MISSING * bool(features.missing)
    )
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, logit))))


def abstention(features: Features, language: Language) -> str | None:
    """The reason not to answer, or None where an answer is due."""
    if probability(features) >= THRESHOLD:
        return None
    if features.missing:
        comma = "、" if language == "zh" else ", "
        names = comma.join(dict.fromkeys(features.missing))
        return _TEXTS["names"][language].format(names=names)
    return _TEXTS["weak"][language]


def refusal(kind: RequestKind, language: Language) -> str:
    """The reply to a request that is no question to the documents."""
    return _TEXTS[kind][language]


def nothing(kind: str, language: Language) -> str:
    """The reason where there was no question (``empty``) or no hit (``no_hits``)."""
    return _TEXTS[kind][language]
