"""Layouts of documents: every fixture gives exactly the questions written beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.bank.layouts.extract import extract
from interviewer.bank.wording import question_text
from tests.bank.comparing import bare, bare_row

FIXTURES = Path(__file__).parent / "fixtures"
DOCUMENTS = sorted(FIXTURES.glob("*.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_fixture_gives_its_questions_and_no_other(path: Path) -> None:
    expected = {bare_row(*row) for row in json.loads(path.with_suffix(".json").read_text("utf-8"))}
    extraction = extract(path.read_text(encoding="utf-8"))
    found = [bare_row(q.question, q.reference, q.explanation) for q in extraction.questions]
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_lines_hold_the_question_and_the_end_of_its_answer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.split("\n")
    for question in extract(text).questions:
        if question.layout == "answer-list":
            continue
        part = bare("\n".join(lines[question.line_start - 1 : question.line_end]))
        assert bare(question.question.split("\n")[0])[:20] in part
        assert bare((question.explanation or question.reference).split("\n")[-1])[-12:] in part
        assert lines[question.line_end - 1].strip()


def test_no_line_is_both_used_and_reported_as_noise() -> None:
    for path in DOCUMENTS:
        extraction = extract(path.read_text(encoding="utf-8"))
        used = {
            line
            for question in extraction.questions
            if question.layout != "answer-list"
            for line in range(question.line_start, question.line_end + 1)
        }
        noise = {n for span in extraction.noise for n in range(span.start, span.end + 1)}
        reported = {n for n in noise if path.read_text("utf-8").split("\n")[n - 1].strip()}
        assert not used & reported, path.name


def test_chat_tokens_and_the_blog_after_them_are_noise() -> None:
    text = (FIXTURES / "en_handbook_tasks.md").read_text(encoding="utf-8")
    reasons = {span.reason for span in extract(text).noise}
    assert {"chat-template token", "code"} <= reasons


def test_formulas_and_code_stay_intact() -> None:
    text = "## 1. 什么是损失？\n\n$$\nL = a\n= b * c\n$$\n\n```python\n# 为什么？\nx = '<b>'\n```\n"
    (question,) = extract(text).questions
    assert question.reference == "$$\nL = a\n= b * c\n$$\n\n```python\n# 为什么？\nx = '<b>'\n```"


def test_a_fence_that_never_closes_does_not_swallow_the_document() -> None:
    text = "## What is one?\n\nFirst.\n\n```\n\n## What is two?\n\nSecond.\n"
    assert [q.question for q in extract(text).questions] == ["What is one?", "What is two?"]


def test_a_wrapped_answer_ends_at_its_own_fence_and_swallows_nothing() -> None:
    wrapped = "```markdown\n## 什么是堆？\n\n一种树。\n\n## 什么是栈？\n\n后进先出。\n```\n\n"
    after = "## 什么是队列？\n\n先进先出。\n\n```python\nq.get()\n```\n"
    found = {q.question: q.reference for q in extract(wrapped + after).questions}
    assert list(found) == ["什么是堆？", "什么是栈？", "什么是队列？"]
    assert found["什么是栈？"] == "后进先出。"


@pytest.mark.parametrize(
    ("listed", "kept"),
    [
        ("- sampling bias\n- label bias", True),
        ("- [A survey](https://example.org/a)\n- [A talk](https://example.org/b)", False),
    ],
)
def test_a_list_of_sources_is_noise_where_it_links(listed: str, kept: bool) -> None:
    text = (
        "# Interview questions\n\n## Where does bias in data come from?\n\n"
        f"It has two origins.\n\n**Sources**\n\n{listed}\n\n## What is drift?\n\nA change.\n"
    )
    first = extract(text).questions[0]
    assert ("label bias" in first.reference or "A talk" in first.reference) is kept


def test_front_matter_is_read_and_is_no_question() -> None:
    extraction = extract(
        "---\ntopic: SQL\ndifficulty: hard\n---\n\n## What is a join?\n\nA product.\n"
    )
    assert extraction.front_matter == {"topic": "SQL", "difficulty": "hard"}
    assert len(extraction.questions) == 1


@pytest.mark.parametrize(
    "prose",
    [
        "# 深度学习简介\n\n机器学习的一个分支。\n\n## 历史\n\n始于感知机。\n\n## 应用\n\n图像。\n",
        "# Install\n\nRun it.\n\n## Usage\n\n1. Open it\n2. Close it\n\n## License\n\nMIT\n",
        "# 聊聊缓存\n\n先说背景。\n\n## 旁路缓存\n\n应用自己读写。\n\n## 穿透\n\n查不到的键。\n",
        "# cards\n\nMakes decks.\n\n## Notes\n\nA note.\n\n## Models\n\nA model.\n\n## FAQ\n\n"
        "### Is my data lost\n\n## Media\n\nFiles.\n",
        "# Interview prep coach\n\nAsks interview questions.\n\n## Features\n\nVoice.\n\n"
        "## Installation\n\nOne command.\n\n## Models\n\nTwo.\n\n## Data\n\nYours.\n",
        "# AI 模拟面试平台\n\n## 语音\n\n实时。\n\n## 评分\n\n按要点。\n\n## 报告\n\n一页。\n",
        "# 面试经验分享\n\n## 简历\n\n一页。\n\n## 笔试\n\n三题。\n\n## 终面\n\n闲谈。\n",
        "- 什么是卷积？\n- 什么是池化？\n- 什么是归一化？\n",
        "# Links\n\n- [What is a tree?](https://example.org/a)\n- [Why?](https://example.org/b)\n",
        "- [one](https://example.org/a?b=1): fixed\n- [two](https://example.org/a?b=2): it\n",
        "## describe(name, fn)\n\nRegisters a suite.\n\n## When x is set\n\nThen y is used.\n",
        "第一行就是正文，后面也没有问题。\n\n```python\nprint('what?')\n```\n",
    ],
)
def test_prose_and_bare_lists_give_no_question(prose: str) -> None:
    assert extract(prose).questions == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`*args` 和 `**kwargs` 有什么区别？", "*args 和 **kwargs 有什么区别？"),
        ("**1. `*args` 是什么**", "*args 是什么"),
        ("What is `int*`", "What is int*"),
        ("实现__init__和__new__的区别", "实现__init__和__new__的区别"),
        ("**什么是 __init__ 方法？**", "什么是 __init__ 方法？"),
        ("__重要__：什么是锁？ **", "重要：什么是锁？"),
    ],
)
def test_code_keeps_its_stars_and_underscores(text: str, expected: str) -> None:
    assert question_text(text) == expected
