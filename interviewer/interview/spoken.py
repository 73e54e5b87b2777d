"""A written question as one would say it, by code: what is asked where no model words it.

Study documents ask in the imperative of exam papers ("请解释…，并说明…。", "Explain …"). The same
sentence inside "你能…吗？" or "Could you …?" can be said aloud, with every part kept.
"""

from __future__ import annotations

import re

from interviewer.model.bank import Language

_GLOSS = re.compile(
    r"(?P<name>[\u3400-\u9fff]+)\s*[（(](?P<gloss>[A-Za-z][A-Za-z0-9 .,/+\-]*)[)）]"
)
_SORT = re.compile(
    r"(?:优化器|函数|算法|方法|模型|技术|框架|工具|库|语言|数据库|协议|策略|指标|正则化|归一化|系统|平台"
    r"|服务器?|软件|中间件|队列|缓存|容器|指令|命令|芯片|药物?|疾病|标准|格式|引擎|编译器|浏览器)$"
)
_SORT_ENGLISH = re.compile(
    r"(?:optimi[sz]er|function|algorithm|method|model|technique|technology|framework|tool|library"
    r"|language|database|protocol|strategy|policy|metric|regulari[sz]ation|normali[sz]ation|system"
    r"|platform|server|software|middleware|queue|cache|container|instruction|command|chip|drug"
    r"|disease|standard|format|engine|compiler|browser|learning)s?$",
    re.I,
)
_BEFORE_NAME = re.compile(
    r".*(?:是|的|和|与|及|或|对|在|中|里|用|什么|如何|怎么|一下|解释|介绍|说明|描述|讨论|分析|简述|"
    r"概述|阐述|论述|探讨|比较|列举)"
)
LETTERS_STAND_FOR = 1.5
"""Least Chinese characters to a capital for capitals to abbreviate a name ("支持向量机（SVM）")."""
_ONLY_TOLD = re.compile(
    r"(?<=[。？?])\s*请?(?:你)?(?:简要|简单|详细)?(?:地)?(?:分析|说明|解释|介绍|阐述|论述|讨论|"
    r"谈谈|描述)(?:一下)?[。.]?$"
)
_ZH = re.compile(
    r"^(?!解释[器型性]|解释执行|设计(?:模式|原则|理念|思想|思路)|描述[符子性]|说明[书文]"
    r"|比较(?:器|运算符|操作符)|分析(?:器|函数)|介绍信)"
    r"请?(?:你)?(?P<how>简要|简单|详细)?(?:地)?"
    r"(?P<verb>解释|介绍|讨论|说明|描述|分析|简述|阐述|概述|论述|探讨|比较|列举|设计)(?:一下)?"
    r"(?P<rest>[^？?]{2,}?)[。.]?$"
)
_SAID = {
    "讨论": "谈谈",
    "论述": "谈谈",
    "探讨": "谈谈",
    "简述": "简单说说",
    "概述": "简单介绍一下",
    "阐述": "说说",
}
_EN = re.compile(
    r"^(?:please )?(?P<rest>(?:(?:explain|describe|discuss|compare|define|summari[sz]e)\b"
    r"|(?:list|name|outline|give|tell|walk) (?:me|us|through|out|at|all|some|any|both|an?|the|your"
    r"|as|as many|different|various|common|main|major|two|three|four|five|six|ten|\d+)\b"
    r")[^?]+?)\.?$",
    re.I,
)
"""``List comprehension`` and ``Name mangling`` name a thing and ask for nothing to be listed."""


def spoken(question: str, language: Language) -> str:
    """``question`` as a spoken question; unchanged where it is one already."""
    text = without_gloss(" ".join(question.split()))
    if language == "en":
        match = _EN.match(text)
        return f"Could you {match['rest'][0].lower()}{match['rest'][1:]}?" if match else text
    match = _ZH.match(re.sub(r"。(?=.)", "，", text))
    if match is None:
        return text
    verb, rest = match["verb"], match["rest"]
    if verb == "设计":
        return f"如果让你设计{rest}，你会怎么做？"
    return f"你能{match['how'] or ''}{_SAID.get(verb, verb + '一下')}{rest}吗？"


def without_gloss(question: str) -> str:
    """A question without what nobody says: "（Dropout）" after the Chinese name, "请简要分析。"."""
    return _ONLY_TOLD.sub("", _GLOSS.sub(_said_once, question)).strip()


def _said_once(found: re.Match[str]) -> str:
    """The name without its gloss, unless the gloss says which of that sort ("优化器（Adam）")."""
    name, gloss = found["name"], found["gloss"].strip()
    noun = _BEFORE_NAME.sub("", name)
    short = gloss.isalpha() and gloss.isupper() and len(noun) >= LETTERS_STAND_FOR * len(gloss)
    of_a_sort = _SORT.search(name) and not _SORT_ENGLISH.search(gloss)
    return found[0] if of_a_sort and not short else name
