"""How questions are worded, in Chinese and English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NUMBERED = re.compile(
    r"^(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\s])*(?:"
    r"(?P<keycap>(?:\d\ufe0f?\u20e3)+)\s*"
    r"|第\s*(?P<cn>[一二三四五六七八九十百\d]+)\s*[题问道个][:：.、\s]*"
    r"|(?P<dotted>\d+(?:[.．]\d+)+)(?:[.、)）:：．]|\s|(?=[\u4e00-\u9fff]))\s*"
    r"|(?P<plain>\d{1,4})\s*(?:[.．](?!\d)|[、)）:：]|\s*[-–—]\s|\s+(?=\S))\s*"
    r"|[（(\[]\s*(?P<paren>\d{1,4})\s*[)）\]][.、:：]?\s*"
    r"|(?P<circle>[①-⑳])\s*"
    r"|(?P<han>[一二三四五六七八九十]{1,3})[、.．]\s*"
    r")"
)
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+\"[^\"]*\")?\)"
)
_SOURCE_LINK = re.compile(
    r"\[*\[\s*(?:src|source|ref|answer|link|来源|出处|参考|原文)\s*\d*\s*\]*\]*\(\S*?\)\]*",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_TRAILING = re.compile(
    r"(?:\s|#(?!\w)|\{#[^}]*\}"
    r"|[\u2600-\u27bf\u2b00-\u2bff\u2460-\u24ff\U0001f000-\U0001faff\ufe0f\u200d])+$"
)

_LEADING = re.compile(r"^(?:[\s\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d])+")

_LONGEST = 5_000
_CODE = re.compile(
    r"(?<!`)`(?P<span>[^`]+)`(?!`)|(?<![\w*])(?P<name>__[a-z]+(?:_[a-z]+)*__)(?![\w*])", re.ASCII
)
"""Code spans, and names such as ``__init__``; a small word in bold looks the same and stays."""
_FIRST_HELD, _MOST_HELD = 0xE100, 256
_HELD = re.compile(f"[{chr(_FIRST_HELD)}-{chr(_FIRST_HELD + _MOST_HELD - 1)}]")
_MARKUP = re.compile(r"[\[\]*_`<\\]")


def plain(text: str) -> str:
    """Strip inline Markdown and tags; the words, code and formulas stay.

    Texts beyond 5,000 characters are passages, not questions, and keep their markup.
    """
    if len(text) > _LONGEST or not _MARKUP.search(text):
        return text.strip()
    return _stripped(text)


@lru_cache(maxsize=1024)
def _stripped(text: str) -> str:
    """A short text without its markup; the same lines are asked about again and again."""
    spans: list[str] = []
    text = _CODE.sub(lambda span: _kept(span, spans), text)
    text = _SOURCE_LINK.sub("", text)
    for _ in range(2):
        text = _LINK.sub(lambda link: "" if link[0].startswith("!") else link[1], text)
    text = _TAGS.sub("", text)
    text = re.sub(r"(\*\*\*|\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text, flags=re.DOTALL)
    text = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])", r"\1", text)
    text = re.sub(r"(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=\S)_(?!\w)", r"\1", text)
    text = re.sub(r"\\([\\`*_{}\[\]#+.!|>~-])", r"\1", text)
    text = _balanced(text)
    if spans:
        text = _HELD.sub(lambda held: spans[ord(held[0]) - _FIRST_HELD], text)
    return text.strip()


def _kept(span: re.Match[str], spans: list[str]) -> str:
    """A character that stands for a piece of code while markup is stripped."""
    code = str(span["span"] or span["name"])
    if len(spans) >= _MOST_HELD or _HELD.search(span.string):
        return code
    spans.append(code)
    return chr(_FIRST_HELD + len(spans) - 1)


def _balanced(text: str) -> str:
    """Drop a lone ``**`` left by a label that shared its emphasis with the text."""
    return text.replace("**", "") if text.count("**") % 2 else text


def question_text(text: str) -> str:
    """The bare question: no markup, no number, no trailing stars or anchors; one line stays one."""
    words = plain(re.sub(r"^\s*(?:#{1,6}\s+|\[[ xX]\]\s+)", "", text))
    words = _LEADING.sub("", _TRAILING.sub("", words))
    words = without_number(words)
    if "\n" in words and "```" not in words:
        words = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff])", "", words)
        words = re.sub(r"\s*\n\s*", " ", words)
    return _without_stars(re.sub(r"[ \t]+", " ", words).strip(" \t"), text)


def _without_stars(words: str, text: str) -> str:
    """Without lone stars at either end, unless they are code in the text (`` `*args` ``)."""
    bare = words.strip(" \t*")
    start = words.find(bare)
    lead, trail = words[:start], words[start + len(bare) :]
    if lead and f"`{lead}{bare[:1]}" in text:
        bare = lead + bare
    return bare + trail if trail and f"{bare[-1:]}{trail}`" in text else bare


def numbered(text: str) -> str | None:
    """The number a text starts with, as written, or None."""
    found = _NUMBERED.match(text)
    if not found:
        return None
    return next(value for value in found.groupdict().values() if value)


def without_number(text: str) -> str:
    """Cut a leading question number; a text that is only a number stays."""
    found = _NUMBERED.match(text)
    if not found or (found["plain"] and _counts(text, found)):
        return text
    rest = text[found.end() :]
    return rest if rest.strip() else text


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether the number counts things, as in ``3 ways to …``, instead of numbering the text."""
    if re.search("[\u3400-\u9fff]", text):
        return False
    mark = text[found.end("plain") : found.end()]
    return not mark.strip() and bool(re.match(r"[a-z]", text[found.end() :]))


_ZH_ASK = re.compile(
    r"什么|如何|怎么|怎样|怎麼|为什么|为何|何为|为啥|有啥|是啥|哪些|哪几|哪种|哪个|哪一|是否|多少|有何"
    r"|何时|能否|可否|是不是|有没有"
    r"|会不会|能不能|吗$|呢$|谈谈|说说|聊聊|讲讲|讲一下|说一下|介绍一下|简述|阐述|论述"
    r"|列举|举例说明|说一说|谈一谈|讲一讲"
)
_ZH_TASK = re.compile(
    r"^(?:请|试|简要|简单|详细|分别|尝试|试着|描述你|说明如何)"
    r"|^(?:介绍(?!$|信)|解释(?!器|型|性|方差|$)|描述(?!符|性|统计|文件|$)|讨论(?!区|组|$)"
    r"|比较(?!运算|器|级|$)|对比(?!度|学习$|$)"
    r"|分析(?!方法|工具|器|结果|报告|$)|设计(?!模式|原则|思想|思路|文档|理念|目标|方案$"
    r"|要点|$)|实现(?!细节|原理|方式|步骤|方法|$)"
    r"|说明(?!书|文档|$)|证明(?!书|$)|推导|给出|写出|手写|编写|手撕|列出|概述(?!$)|阐明"
    r"|区分|评价(?!指标|$)|计算(?!图|机|过程|$|复杂)"
    r"|理解(?!$)|讲述|总结(?!$|与)|举例|定义(?!$|域))."
)
_ZH_NOUN = re.compile(r"(?:区别|异同|差异|优缺点|优势和劣势|联系和区别|不同点|优劣)[。.]?$")
_EN_WH = re.compile(
    r"^(?:so |and |but |ok |in your (?:own )?words,? )?"
    r"(?:what|what's|what’s|why|how|when|where|which|who|whose|whom|is|are|was|were|do"
    r"|does|did|can|could|would"
    r"|should|will|have|has|had|may|might|am|isn't|aren't|don't|doesn't|can't)\b",
    re.IGNORECASE,
)
_POLITE = r"^(?:please |briefly |can you |could you |in your own words,? )*"
_EN_TASK = re.compile(
    _POLITE + r"(?:explain|describe|define|discuss|differentiate|distinguish|derive|prove|contrast"
    r"|walk (?:me|us)|talk (?:me|about)|tell (?:me|us)|illustrate|outline|elaborate|justify"
    r"|suppose|imagine|assume|compare|differences?|you (?:are|have|need|want|train))\s+\S",
    re.IGNORECASE,
)
_EN_ACTION = re.compile(
    _POLITE + r"(?:implement|summari[sz]e|enumerate|given|design|list|name|state|show|give|write"
    r"|create|build|identify|calculate|compute|mention|provide|reverse|find|estimate|sketch|draw"
    r"|consider)\s+(?:a|an|the|how|some|your|at least|any|all|two|three|four|five|several"
    r"|different|various|types|me|us|between|\d+|when|what|whether|its|their|one)\b",
    re.IGNORECASE,
)
"""Imperatives that are as often steps of a tutorial as tasks of an interview."""
_EN_NOUN = re.compile(
    r"\b(?:vs\.?|versus)\s|\bdifferences? between\b|^(?:pros and cons|advantages"
    r"|disadvantages|benefits) ",
    re.I,
)
_GENERIC = re.compile(
    r"contribut|this (?:repo|guide|document|project|list|book|course|article|page|tutorial)"
    r"|table of contents|get(?:ting)? started|what'?s (?:next|new|included|inside)|who is this"
    r"|^how can (?:i|you) (?:help|contribute)"
    r"|^(?:how it works|how to (?:use|run|install|build)(?: it| this)?|why this|why us)\W*$"
    r"|^what (?:you(?:'ll|’ll| will)|we(?:'ll|’ll| will)|is this\b)|^who (?:should|this)\b"
    r"|(?:any|more|other|further|got) questions\s*[?？]?$|^questions?\s*[?？]?$"
    r"|本(?:仓库|项目|书|手册|教程|指南|课程)|如何(?:使用本|贡献|加入|参与)|有问题\s*[？?]$|^常见问题"
    r"|^(?:如何|怎么|怎样)(?:使用|安装|运行|开始|部署|下载|贡献)\W*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=2048)
def asks(text: str) -> int:  # noqa: PLR0911  # a decision list
    """How clearly a text asks: 2 a question or task, 1 one only among others, 0 neither."""
    if len(text) > _LONGEST:
        return 0
    words = unicodedata.normalize("NFKC", question_text(text)).strip(" *_")
    if len(words) < 4 or len(words) > 600 or _GENERIC.search(words):
        return 0
    if words.endswith((":", "；", ";")):
        return 0
    closes = words.rstrip(" .。)）]").endswith("?")
    if closes or _asks_inside(words):
        return 2
    if _ZH_ASK.search(words) and len(words) <= 120:
        return 2
    if _ZH_TASK.match(words):
        return 2 if words.startswith(("请", "试")) or words.endswith(("。", ".")) else 1
    if _EN_WH.match(words):
        return _english_asks(words)
    if _EN_TASK.match(words):
        return 2 if len(words.split()) > 2 else 1
    if _EN_ACTION.match(words):
        return 2 if words.endswith(".") else 1
    return 1 if _ZH_NOUN.search(words) or _EN_NOUN.search(words) else 0


def _asks_inside(words: str) -> bool:
    """Whether a short text holds a question mark that ends a sentence, outside parentheses."""
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\S*://\S*", "", words)
    return len(words) <= 250 and bool(re.search(r"\w\?(?=\s|[\u4e00-\u9fff])", bare))


def _english_asks(words: str) -> int:
    """A wh-clause without a question mark: sure only if it opens with what, why, how or which."""
    if re.match(r"^(?:how|when|where|what|why) to\b", words, re.IGNORECASE):
        return 1
    if re.match(r"^(?:when|where|who|whose)\b", words, re.IGNORECASE):
        inverted = r"^\w+\s+(?:do|does|did|is|are|was|were|should|would|can|could|will)\b"
        return 1 if re.match(inverted, words, re.IGNORECASE) else 0
    sure = re.match(r"^(?:what|why|how|which)\b", words, re.IGNORECASE)
    return 2 if sure and len(words.split()) > 2 else 1
