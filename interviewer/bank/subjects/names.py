"""Names of things: their stems, and the glosses by which texts equate them."""

from __future__ import annotations

import re

_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#]*(?:[-.][A-Za-z0-9]+)*")
_SORT = re.compile(
    r"(?<=\S{2})(?:技术|方法|模型|算法|机制|问题|现象|策略|任务|工具|函数类型|关键字|请求)$"
)
_SORT_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:操作|网络|连接|层|学习|过程)$")
_SORT_ENGLISH = re.compile(
    r"(?<=\w)\s+(?:models?|techniques?|algorithms?|mechanisms?|methods?|networks?|layers?"
    r"|operations?"
    r"|connections?|learning|problems?|functions?|architectures?|protocols?|(?:design )?patterns?"
    r"|attacks?|keywords?|metrics?)$"
)
_SORT_LATIN = re.compile(
    r"(?<=[a-z0-9])\s*(?:聚类|框架|协议|数据库|语言|定理|理论|特性|系统|架构|函数)$"
)
_FIELD = re.compile(r"^(?:深度学习|机器学习)(?:模型|系统|技术|框架)?(?:中的|的)?(?=.{2})")
_ARTICLE = re.compile(r"^(?:an?|the|some|common|main|key|different)\s+")


def named_in(text: str) -> frozenset[str]:
    """Latin names of two characters or more in a text, lower case, without plural."""
    return frozenset(singular(name) for name in _LATIN.findall(text) if len(name) > 1)


def singular(name: str) -> str:
    """A Latin name in lower case, American spelling, without plural endings and hyphens."""
    words = [_one(word) for word in re.split(r"[\s_–—-]+", name.strip(" .?!,").lower()) if word]
    return " ".join(words)


def _one(word: str) -> str:
    word = re.sub(r"is(ations?|ing|ed|es?|ers?)$", r"iz\1", word) if len(word) > 7 else word
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ias"))
    return word[:-1] if plural else word


_GOES = r"(?!(?:-| (?:through|over|ahead|to|on|into|from|about|back|down|up|out|with|wrong)\b))"
"""What follows the verb "go", and not the language."""
_LANGUAGE = re.compile(
    r"(?<![A-Za-z0-9])(?:(?i:javascript|js|java|python|c\+\+|c#|golang|rust|swift|kotlin|php|ruby"
    r"|scala|typescript|matlab)"
    rf"|(?:G[oO]|(?<=\bin )go|(?<=[\u4e00-\u9fff])go|(?<=[\u4e00-\u9fff] )go){_GOES}"
    r"|go(?= ?[\u4e00-\u9fff]))(?![A-Za-z0-9+#]|\.[A-Za-z0-9])"
)
"""In small letters "go" is the language only behind "in" or beside Chinese."""
_GO_FIRST = re.compile(rf"go{_GOES}(?=[ \u4e00-\u9fff])")
_SHORT = {"js": "javascript", "golang": "go"}


def languages_in(text: str) -> frozenset[str]:
    """The programming languages a text names: what is asked of one is not asked of another."""
    found = (match[0].lower() for match in _LANGUAGE.finditer(text))
    return frozenset(_SHORT.get(name, name) for name in found)


def without_language(phrase: str) -> str:
    """A phrase without the programming language it begins with: "python的gil" is the GIL."""
    found = _LANGUAGE.match(phrase) or _GO_FIRST.match(phrase)
    rest = phrase[found.end() :].removeprefix("的").strip() if found else ""
    told = len(rest) > 1 and not re.match(r"[和与、|&/]|and |or |vs", rest)
    return rest if told else phrase


def stem(phrase: str) -> str:
    """A phrase without the words that only say what sort of thing it is ("technique", "模型")."""
    text = _ARTICLE.sub("", _FIELD.sub("", phrase.strip(" 的").lower()))
    text = text.replace("–", "-").replace("—", "-")
    before = None
    while before != text:
        before = text
        for pattern in (_SORT, _SORT_CHINESE, _SORT_LATIN, _SORT_ENGLISH):
            text = pattern.sub("", text).strip(" 的")
    return singular(text) if text.isascii() else text


_PAIR = re.compile(
    r"(?P<zh>[\u4e00-\u9fff]{2,12}"
    r"|[\u4e00-\u9fff]*[A-Za-z0-9-]*[\u4e00-\u9fff]{2,10})\s*(?:\*\*)?\s*"
    r"[（(]\s*(?P<en>[A-Za-z][A-Za-z0-9 .,，/&'-]{1,70})\s*[）)]"
)
_ENGLISH_PAIR = re.compile(
    r"(?P<long>[A-Za-z][a-z]+(?:[ -][A-Za-z][a-z]+){1,4})\s*\((?P<short>[A-Z][A-Za-z-]{1,7})\)"
)
_VERB = re.compile(
    r"^.*?(?:解释|介绍|讨论|描述|说明|分析|使用|通过|利用|基于|采用|一种|以及|并"
    r"|的|和|与|在|是)(?=\S{2})"
)


def glosses(text: str, *, trusted: bool) -> list[tuple[str, ...]]:
    """Names a text gives for one thing: "生成对抗网络（GAN）" → (生成对抗, gan).

    In a ``trusted`` text (a question, whose author explains the subject) every gloss counts;
    elsewhere a bracket may hold an example ("优化器（Adam）"
        ""), so only names of several words count,
    and what follows them only if it is their abbreviation.
    """
    found: list[tuple[str, ...]] = []
    for pair in _PAIR.finditer(text):
        names = [name.strip() for name in re.split(r"[,，/]", pair["en"])]
        first, rest = names[0], names[1:]
        if not trusted and len(re.split(r"[\s-]", first)) < 2:
            continue
        names = [first, *(name for name in rest if abbreviates(name, first))]
        chinese = stem(_VERB.sub("", pair["zh"]))
        found.append((chinese, *(stem(name) for name in names if len(name) > 1)))
    for pair in _ENGLISH_PAIR.finditer(text):
        words = re.split(r"[ -]", pair["long"])
        long = " ".join(words[-len(pair["short"].rstrip("s").replace("-", "")) :])
        if abbreviates(pair["short"], long):
            found.append((stem(long), stem(pair["short"])))
    return found


def abbreviates(short: str, long: str) -> bool:
    """Whether every letter of a short name occurs in the long one in this order."""
    letters = iter(long.lower())
    return 1 < len(short) < len(long) and all(
        letter in letters for letter in short.lower().rstrip("s")
    )
