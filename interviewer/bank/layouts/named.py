"""Documents that list questions as headings which only name what is asked.

``# Java 面试题`` with ``## HashMap 的底层结构`` below it is such a list: nothing asks, but the
title says what the headings are. Without such a sign a heading is a chapter like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from interviewer.bank.layouts.section import Section
from interviewer.bank.noise import is_contents_heading, trim_answer
from interviewer.bank.wording import asks, numbered, plain

_SIGN = re.compile(
    r"(?<!模拟)面试(?!经验|经历|技巧|准备|流程|心得|感受|感想|过程|官|系统|平台|助手|工具|软件"
    r"|机器人|模拟|小程序|项目)|八股|题库|问答|考点|面经|常见问题"
    r"|\binterviews? ?(?:questions?|q ?(?:&|and) ?a|answers?|prep\w*|notes?|topics?|concepts?"
    r"|cheat ?sheets?|bank|revision)|\bq ?(?:&|and) ?a\b|\bquestions\b|\bflash ?cards?\b|\bfaqs?\b",
    re.IGNORECASE,
)
_PREAMBLE_SIGN = re.compile(
    r"面试[^。！？\n]{0,12}(?:题|问)|八股|题库|\binterview (?:questions?|q ?& ?a)\b", re.IGNORECASE
)
_MANUAL = re.compile(
    r"^\W*(?:installation|install|setup|usage|features|getting started|quick ?start|tech stack"
    r"|architecture|roadmap|configuration|deployment|commands|project structure|requirements"
    r"|prerequisites|api|testing|项目结构|技术栈|安装|快速开始|部署|功能(?:特性)?|使用(?:说明|方法)?"
    r"|配置|目录结构|环境要求)\W*$",
    re.IGNORECASE,
)
"""Headings of a manual: two of them, and a document about interviews is one of software."""
_MENTION = re.compile(r"面试|\binterview", re.IGNORECASE)
_LINK_TARGET = re.compile(r"\]\([^)]*\)|https?://\S+")
_PREAMBLE = 500
"""Characters before the first heading that may say what the document is."""
_LEAST = 3
_LEAST_NUMBERED = 5
"""Fewest headings of a list whose title does not say that it holds questions."""
_CHAPTER = 60
"""Longest text, in characters, of a heading that only introduces those below it."""


def says_questions(root: Section, name: str, title: str) -> bool:
    """Whether a document as a whole says that it holds questions.

    ``name`` is its file name, ``title`` what its front matter says.
    """
    lone = lone_title(root)
    titles = (title, name, lone.title if lone else "")
    if any(is_bank_title(text) for text in titles) or _PREAMBLE_SIGN.search(_preamble(root)):
        return True
    chapters = [section for section in root.walk() if section.heading and section.children]
    saying = sum(is_bank_title(section.title) for section in chapters if section is not lone)
    return saying >= max(2, len(chapters) / 2)


def naming(root: Section, says: bool) -> Iterator[Section]:
    """The headings that stand on the level whose headings name questions.

    ``says`` is what ``says_questions`` found. Without it only chapters whose own titles say so are
    lists of questions, and documents that number their headings and speak of interviews.
    """
    if sum(_is_labelled(section) for section in root.walk()) >= 2:
        return
    level = _listing_level(root)
    if level is not None and (says or (_is_numbered(root, level) and _is_mentioned(root))):
        yield from _on_level(root, level)
        return
    for chapter in [] if says else root.children:
        if is_bank_title(chapter.title):
            level = _listing_level(chapter)
            if level is not None:
                yield from _on_level(chapter, level)
        else:
            yield from naming(chapter, says=False)


def _is_labelled(section: Section) -> bool:
    """Whether a heading starts with a label such as ``Q1:``; then the others are no questions."""
    label = section.label()
    return label is not None and label.kind == "question" and bool(label.rest)


def _listing_level(root: Section) -> int | None:
    """The level that lists questions below a heading: the first one that asks, else that fits."""
    levels = _levels(root)
    asking = [level for level in sorted(levels) if _asks(levels[level])]
    listing = [level for level in sorted(levels) if _lists(levels[level])]
    return next(iter(asking or listing), None)


def _on_level(root: Section, level: int) -> Iterator[Section]:
    return (section for section in root.walk() if section.level == level and section is not root)


def is_bank_title(text: str) -> bool:
    """Whether a title or file name says that questions follow."""
    return bool(_SIGN.search(_LINK_TARGET.sub("", text).replace("_", " ")))


def lone_title(root: Section) -> Section | None:
    """The one heading above all others, where a document has one."""
    top = [section for section in root.children if section.heading]
    if (
        len(top) == 1
        and top[0].children
        and not any(s.level <= top[0].level for s in _below(top[0]))
    ):
        return top[0]
    return None


def _below(section: Section) -> Iterator[Section]:
    for child in section.children:
        yield from child.walk()


def _levels(root: Section) -> dict[int, list[Section]]:
    """Headings by level, without the document's title and without front and closing matter."""
    title = lone_title(root)
    levels: dict[int, list[Section]] = {}
    for section in _below(root):
        if section is not title and not is_contents_heading(section.title):
            levels.setdefault(section.level, []).append(section)
    return levels


def _lists(group: Sequence[Section]) -> bool:
    """Whether most headings of a level have a text of their own, instead of gathering others."""
    if sum(bool(_MANUAL.match(section.title)) for section in group) >= 2:
        return False
    answered = [section for section in group if section.body and not _gathers(section)]
    return len(group) >= _LEAST and len(answered) >= len(group) / 2


def _gathers(section: Section) -> bool:
    size = sum(len(block.text) for block in trim_answer(section.body))
    return len(section.children) >= 2 and size < _CHAPTER


def _asks(group: Sequence[Section]) -> bool:
    """Whether a level's headings mostly ask in words."""
    asking = sum(asks(section.title) == 2 for section in group)
    return asking >= max(_LEAST, len(group) / 2)


def _is_numbered(root: Section, level: int) -> bool:
    group = list(_on_level(root, level))
    count = sum(numbered(section.title) is not None for section in group)
    return len(group) >= _LEAST_NUMBERED and count >= 0.8 * len(group)


def _is_mentioned(root: Section) -> bool:
    """Whether the text itself speaks of interviews more than once."""
    text = "\n".join(_LINK_TARGET.sub("", block.text) for block in root.blocks())
    return len(_MENTION.findall(text)) >= 2


def _preamble(root: Section) -> str:
    return plain("\n".join(block.text for block in root.body))[:_PREAMBLE]
