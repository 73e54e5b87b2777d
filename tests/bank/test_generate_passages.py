"""Prose is cut into passages and answers without a model."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.bank.generate.passages import LONGEST, Passage, Span, passages_of
from interviewer.bank.generate.sentences import split_sentences
from interviewer.bank.generate.targets import targets_of

PROSE = Path(__file__).resolve().parents[2] / "evals" / "prose"
FILES = ("os_notes_zh.md", "recovery_textbook_en.md", "python_generators_zh.md")


def read(name: str) -> list[Passage]:
    return passages_of((PROSE / name).read_text(encoding="utf-8"), name)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def test_sentences_keep_formulas_code_links_and_decimals_whole() -> None:
    text = (
        "学习率取 0.1。设 $f(x) = a. b。c$ 可导。调用 `a.b()?` 即可！See e.g. the docs. "
        "It is v2.0. [链接。文](http://x.y/z) 完。"
    )
    assert sentences(text) == [
        "学习率取 0.1。",
        "设 $f(x) = a. b。c$ 可导。",
        "调用 `a.b()?` 即可！",
        "See e.g. the docs.",
        "It is v2.0.",
        "[链接。文](http://x.y/z) 完。",
    ]


def test_a_sentence_that_explains_a_formula_stays_with_it() -> None:
    assert sentences("损失为 $L = y^2$。其中 $y$ 是误差。之后求导。") == [
        "损失为 $L = y^2$。其中 $y$ 是误差。",
        "之后求导。",
    ]


@given(st.text(alphabet="ab。.?！ \n$`（）(", max_size=60))
def test_sentences_are_slices_in_order_and_lose_only_white_space(text: str) -> None:
    spans = split_sentences(text)
    position, between = 0, ""
    for start, end in spans:
        assert position <= start < end
        assert text[start:end] == text[start:end].strip()
        between += text[position:start]
        position = end
    assert not (between + text[position:]).strip()


@pytest.mark.parametrize("name", FILES)
def test_passages_are_short_ordered_and_verbatim_at_their_lines(name: str) -> None:
    lines = (PROSE / name).read_text(encoding="utf-8").split("\n")
    passages = read(name)
    assert len(passages) >= 5
    for passage in passages:
        here = "".join("\n".join(lines[passage.line_start - 1 : passage.line_end]).split())
        assert "".join(passage.text.split()) in here
        assert 60 <= len(passage.text) <= LONGEST
    starts = [passage.line_start for passage in passages]
    assert starts == sorted(starts)


def test_code_and_formulas_belong_to_the_sentence_before_them() -> None:
    code = next(p for p in read("python_generators_zh.md") if "read_lines" in p.text)
    held = [
        code.sentence(n) for n in range(1, len(code.sentences) + 1) if "```" in code.sentence(n)
    ]
    assert len(held) == 1
    assert held[0].startswith("每次 `next()`")
    assert held[0].endswith('yield line.rstrip("\\n")\n```')
    formula = next(p for p in read("os_notes_zh.md") if "$$" in p.text)
    held = [formula.sentence(n) for n in range(1, 6) if "$$" in formula.sentence(n)]
    assert "有效访问时间为" in held[0]
    assert held[0].endswith("一次取数据。")


def test_references_exercises_adverts_and_contents_give_no_passage() -> None:
    text = "\n".join(passage.text for name in FILES for passage in read(name))
    for left_out in ("教材主页", "interleaved transactions", "公众号"):
        assert left_out not in text


def test_a_document_of_questions_gives_no_passage() -> None:
    pair = (
        "## {n}. 什么是第{n}号协议？\n\n"
        + "它规定了双方如何交换数据以及如何处理差错。" * 5
        + "\n\n"
    )
    assert passages_of("".join(pair.format(n=n) for n in range(1, 6)), "a.md") == []


def test_only_the_prose_beside_questions_is_used() -> None:
    answered = "## 什么是死锁？\n\n" + "死锁是多个进程互相等待对方资源的状态。" * 4 + "\n\n"
    prose = (
        "## 调度\n\n" + "调度程序决定下一个运行的进程。时间片轮转给每个进程同样长的时间。\n\n" * 4
    )
    passages = passages_of("# 笔记\n\n" + prose + answered, "a.md")
    assert passages
    assert not any("死锁" in passage.text for passage in passages)


def test_long_paragraphs_are_cut_evenly_and_short_sections_left_out() -> None:
    long = "".join(f"第{n}种情况下系统会把请求放进队列等待调度程序处理。" for n in range(50))
    passages = passages_of(f"# 队列\n\n{long}\n\n## 空\n\n很短。\n", "a.md")
    sizes = [len(passage.text) for passage in passages]
    assert sum(sizes) == len(long)
    assert max(sizes) <= LONGEST
    assert max(sizes) - min(sizes) < 60


def test_the_key_follows_the_words_and_not_the_place() -> None:
    text = "# 一\n\n" + "缓存把常用的数据放在更快的存储里，以减少访问时间。" * 4
    [before] = passages_of(text, "a.md")
    [moved] = passages_of("\n\n" + text.replace("，", ", "), "b.md")
    [changed] = passages_of(text.replace("减少", "缩短"), "a.md")
    assert before.key == moved.key
    assert before.key != changed.key


@given(
    st.lists(
        st.sampled_from(
            [
                "# 标题",
                "## Two",
                "- 项：",
                "1. item",
                "```",
                "$$",
                "| a | b |",
                "|---|---|",
                "",
                "  缩进。",
                "文字很多很多。" * 9,
                "Words and more words. " * 9,
                "<details>",
                "> 引用",
                "结尾：",
            ]
        ),
        max_size=25,
    )
)
def test_any_document_gives_passages_that_hold_their_sentences(lines: list[str]) -> None:
    for one in passages_of("\n".join(lines), "a.md"):
        assert 1 <= one.line_start <= one.line_end <= len(lines)
        position = 0
        for span in one.sentences:
            assert position <= span.start < span.end <= len(one.text)
            position = span.end
        for target in targets_of(one):
            assert target.text in one.text


def passage(*parts: str, gap: str = "") -> Passage:
    text, spans = "", []
    for part in parts:
        text += gap if text else ""
        spans.append(Span(len(text), len(text) + len(part)))
        text += part
    return Passage("a.md", ("缓存",), text, 1, 9, tuple(spans))


def test_sentences_that_lean_on_the_one_before_stay_with_it() -> None:
    found = targets_of(
        passage(
            "写回策略只修改缓存，等到缓存行被换出时才写内存，因此写操作很快，总线的流量也小得多。",
            "它的代价是缓存与内存暂时不一致。",
            "写直达策略每次写操作同时修改缓存和内存，两者始终一致，但是每次写都要等待较慢的内存。",
        )
    )
    assert [(one.first, one.last) for one in found] == [(1, 2), (3, 3)]
    assert found[0].text.endswith("暂时不一致。")


def test_a_list_stays_with_its_lead_in() -> None:
    listed = next(p for p in read("os_notes_zh.md") if "步骤处理" in p.text)
    found = next(one for one in targets_of(listed) if "步骤处理" in one.text)
    assert found.text.startswith("操作系统按以下步骤处理：")
    assert found.text.endswith("5. 重新执行引起缺页的指令。")


@pytest.mark.parametrize(
    "text",
    [
        "大家好，我是老陈，今天和大家聊聊缓存的故事。",
        "它把最近用过的数据放在离处理器更近的地方。",
        "那么缓存到底为什么能够加快程序的运行速度呢？",
        "缓存很快。",
        "欢迎点赞转发并关注我的公众号获取更多缓存知识。",
        "缓存的脚本如下所示。\n\n```\n" + "x = 1\n" * 400 + "```",
    ],
)
def test_anecdotes_loose_ends_questions_and_adverts_answer_nothing(text: str) -> None:
    assert targets_of(passage(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "自我注意力让序列里的每个位置都能直接看到其他位置。",
        "脚本文件由解释器逐行执行，不需要事先编译成机器码。",
        "第二范式要求非主属性完全依赖于候选键，不能只依赖一部分。",
        "A type I error means that a true null hypothesis is rejected by the test.",
    ],
)
def test_terms_that_look_personal_or_leaning_are_answers(text: str) -> None:
    assert [one.text for one in targets_of(passage(text))] == [text]


@pytest.mark.parametrize("name", FILES)
def test_answers_are_slices_that_do_not_overlap(name: str) -> None:
    for one in read(name):
        last = 0
        for target in targets_of(one):
            assert target.text in one.text
            assert target.first > last
            last = target.last
