"""What a document holds besides questions: links back, adverts, tables of contents, farewells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.bank.blocks import Block
from interviewer.bank.wording import plain

_LINK = re.compile(
    r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^)]*\)|https?://\S+|<https?://[^>]+>|\[\^\d+\]"
)
_BACK = re.compile(
    r"^[\W\d_]*(?:back to (?:the )?(?:top|contents|questions?|list)|返回(?:目录|顶部)"
    r"|回到(?:目录|顶部)|top|⬆.*|↥.*|↑.*)[\W_]*$",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"公众号|关注我|关注本|点赞|点个赞|扫码|加微信|微信群|知识星球|转载请|版权(?:所有"
    r"|声明)|评论区|作者[:：]|原文链接|欢迎(?:留言|关注|star|转发)"
    r"|(?:以上|上述)(?:就是|便是|是|为).{0,40}(?:面试题|问题|题目|全部|内容)|祝(?:你|您"
    r"|大家|各位|愿)|希望(?:本文|以上|这些|这篇|对你|对您|对大家|能)"
    r"|感谢(?:阅读|您的阅读|关注|你的)|(?:star|fork) this|subscribe|follow me|sponsor"
    r"|buy me a|happy (?:learning|coding|hacking|reading)"
    r"|good luck|thanks? (?:you )?for reading|hope (?:this|you|these)|sign up|newsletter"
    r"|all rights reserved|pull requests? (?:are )?welcome"
    r"|feel free to (?:contribute|open|reach)|如果.{0,20}(?:有帮助|喜欢).{0,20}(?:star|赞"
    r"|关注|支持)",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"^\W*(?:目录|参考(?:资料|文献|链接)?|推荐阅读|延伸阅读|更多(?:资料|资源|阅读)|总结|小结|结语|结束语|概述|简介|背景"
    r"|前言|序言|后记|写在(?:前面|最后)|许可证?|致谢|友情链接|关于(?:作者|我们)|更新日志|注意事项|常见错误|小贴士|说明"
    r"|table of contents|contents|toc|references?|resources|further reading|summary|conclusions?"
    r"|introduction|overview|preface|licen[sc]e|contributing|contributors|acknowledge?ments?"
    r"|about(?: the author| us| me)?|changelog|disclaimer|star history|prerequisites"
    r"|(?:common |general |final )?(?:mistakes?|tips?|pitfalls?))\W*$",
    re.IGNORECASE,
)


_PLACEHOLDER = re.compile(
    r"^[\W_]*(?:"
    r"(?:answers? )?to be (?:filled|added|done|written|updated|completed|continued)(?: in)?"
    r"|(?:your |the |add |put )?answers? (?:here|goes here|coming soon)"
    r"|to ?do|tbd|coming soon|n/?a|none|work in progress|wip|see (?:above|below|answer)"
    r"|todo[:：].{0,40}|略|暂无|无|待补充|待完善|待更新|未完待续|待续|同上|见上"
    r")?[\W_]*$",
    re.IGNORECASE,
)
_META = re.compile(
    r"^[\s*_>【\[-]*(?P<key>难度(?:等级|系数)?|标签|分类|来源|出处|考察点?|考点|知识点"
    r"|公司|频率|出现频率|重要程度|difficulty(?: level)?|level|tags?"
    r"|category|topic|source|compan(?:y|ies)|frequency|importance|asked (?:in|at"
    r"|by))[】\]*_\s]*[:：][*_\s]*(?P<value>[^\n]{0,120})$",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"^\W*(?:参考(?:资料|文献|链接|文章|来源)?|(?:推荐|延伸|扩展|相关|更多)(?:阅读|资料|链接|文章)"
    r"|references?|further reading|(?:additional )?resources|sources?|see also|learn more"
    r"|(?:useful |related )?links|read more)\W*$",
    re.IGNORECASE,
)
_AMBIGUOUS = re.compile(
    r"^\W*(?:参考|(?:additional )?resources|sources?|links|references?)\W*$", re.IGNORECASE
)
_TRAILING_SOURCE = re.compile(
    r"(?:\s*\[\[?(?:src|source|ref|answer|来源|出处"
    r"|参考)\s*\d*\]?\](?:\([^)\s]*\))?\]?(?:\([^)\s]*\))?)+\s*$",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Whether an answer only says that there is none yet."""
    return len(text) < 200 and bool(_PLACEHOLDER.match(plain(text)))


def metadata(text: str) -> tuple[str, str] | None:
    """Key and value of a line such as ``难度：中等`` or ``Tags: sql``."""
    found = _META.match(text.strip()) if len(text) < 300 else None
    return (found["key"].strip().lower(), plain(found["value"])) if found else None


def is_link_line(text: str) -> bool:
    """Whether only links and link words are there, as in ``[[src]](…)`` or ``Back to top``."""
    if len(text) > 2_000:
        return False
    if _BACK.match(plain(text)):
        return True
    if not _LINK.search(text) or re.search(r"!\[", text):
        return False
    rest = _LINK.sub("", text).replace("_", " ")
    words = re.sub(
        r"\b(?:further|reading|learn|on|wikipedia|src|source|ref|reference|answer|link|more|see|also|via|read|here)s?\d*\b"
        r"|来源|出处|参考|原文|链接|详见|见"
        r"|[\W\d_]",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    return not words


def is_advert(text: str) -> bool:
    """Whether a short paragraph promotes, thanks or says goodbye instead of answering."""
    return len(text) <= 400 and bool(_ADVERT.search(text))


def is_contents_heading(text: str) -> bool:
    """Whether a heading opens what never answers: contents, references, licence, farewell."""
    return bool(_CONTENTS.match(plain(text)))


def is_contents(block: Block) -> bool:
    """Whether a list or table only links to places: a table of contents or a link list."""
    if block.kind == "list" and len(block.children) >= 2:
        lines = [line for line in block.text.split("\n") if line.strip()]
        return sum(_is_reference(line) for line in lines) >= 0.8 * len(lines)
    if block.kind == "table" and len(block.rows) > 2:
        linked = [row for row in block.rows[1:] if any("](#" in cell for cell in row)]
        return len(linked) >= 0.6 * (len(block.rows) - 1)
    return block.kind == "paragraph" and block.text.strip().lower() in {
        "[toc]",
        "[[toc]]",
        "${toc}",
    }


def _is_reference(line: str) -> bool:
    """Whether a list line is one link and nothing more."""
    if len(line) > 2_000:
        return False
    body = re.sub(r"^\s*(?:[-*+]|\d+[.)])\s+", "", line)
    rest = _LINK.sub("", body)
    return bool(_LINK.search(body)) and len(re.sub(r"[\W\d_]", "", rest)) <= 8


def trim_answer(blocks: Sequence[Block]) -> list[Block]:
    """Blocks without link lines anywhere and without rules, adverts and farewells at the end."""
    kept = [
        _without_link_lines(block)
        for block in blocks
        if not (block.kind == "paragraph" and is_link_line(block.text))
    ]
    kept = _without_sources(kept)
    while kept and kept[0].kind in {"paragraph", "item", "quote"} and metadata(kept[0].text):
        kept.pop(0)
    while kept:
        last = kept[-1]
        advert = last.kind in {"paragraph", "quote"} and is_advert(last.text)
        if (
            last.kind == "rule"
            or not re.sub(r"[\W\d_]", "", last.text + ("x" if last.kind != "paragraph" else ""))
            or is_contents(last)
            or (advert and len(kept) > 1)
            or (len(kept) > 2 and kept[-2].kind == "rule" and _is_title(last))
        ):
            kept.pop()
        else:
            break
    return [block for block in kept if block.kind != "turn"]


def _without_sources(blocks: list[Block]) -> list[Block]:
    """Blocks up to a title such as ``References`` that only lists and links follow.

    A title that can also stand over a part of the answer ("Sources: sampling bias, …") ends it only
    where its lists link.
    """
    end = len(blocks)
    linked = True
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if block.kind in {"heading", "paragraph"}:
            title = plain(block.text)
            if _SOURCES.match(title) and (linked or not _AMBIGUOUS.match(title)):
                end = index
        if block.kind in {"list", "item"}:
            linked = linked and _LINK.search(block.text) is not None
        elif block.kind != "rule" and not _is_pointer(block):
            break
    return blocks[:end]


def _is_pointer(block: Block) -> bool:
    """Whether a paragraph is made of links, or names one work on each of its lines."""
    if block.kind not in {"paragraph", "html", "quote"}:
        return False
    return all(_is_reference(line) or is_link_line(line) for line in block.text.split("\n"))


def _is_title(block: Block) -> bool:
    """Whether a paragraph after a rule only names what follows."""
    text = block.text.strip()
    short = block.kind == "paragraph" and len(text) <= 80 and "\n" not in text
    return short and not re.search(r"[.。!！;；:：?？]$", text)


def _without_link_lines(block: Block) -> Block:
    """A paragraph or list without lines that only link, and without source links at line ends."""
    if block.kind not in {"paragraph", "list", "item"} or "](" not in block.text:
        return block
    lines = [
        _TRAILING_SOURCE.sub("", line) if len(line) <= 2_000 else line
        for line in block.text.split("\n")
    ]
    kept = [line for line in lines if not is_link_line(line)]
    text = "\n".join(kept) if kept else ""
    if text == block.text or not text:
        return block
    return Block(
        block.kind,
        block.start,
        block.end,
        text,
        block.level,
        block.number,
        block.children,
        block.rows,
    )
