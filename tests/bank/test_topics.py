"""Topic, difficulty and kind of questions."""

from __future__ import annotations

import pytest

from interviewer.bank.topic_words import TOPICS
from interviewer.bank.topics import describe, kind_of
from interviewer.model.bank import KeyPoint, Question


def question(text: str, reference: str = "", language: str = "zh", points: int = 0) -> Question:
    return Question(
        id="a",
        cluster_id="",
        question=text,
        reference=reference,
        language=language,  # type: ignore[arg-type]
        key_points=tuple(KeyPoint(id=f"p{index}", text="点") for index in range(points)),
    )


@pytest.mark.parametrize(
    ("text", "language", "topic"),
    [
        ("请解释Dropout的作用。", "zh", "正则化与泛化"),
        ("什么是自注意力机制？", "zh", "Transformer与注意力"),
        ("请解释GAN的原理。", "zh", "生成模型"),
        ("什么是图卷积网络？", "zh", "图神经网络"),
        ("TCP 为什么需要三次握手？", "zh", "计算机网络"),
        ("进程和线程有什么区别？", "zh", "操作系统"),
        ("设计一个秒杀系统。", "zh", "系统设计"),
        ("What is a p-value?", "en", "Evaluation and experiments"),
        ("What is the difference between INNER JOIN and LEFT JOIN?", "en", "Databases"),
        ("Tell me about a time you disagreed with your team.", "en", "Behavioural questions"),
    ],
)
def test_keywords_of_the_question_give_the_topic(text: str, language: str, topic: str) -> None:
    assert describe(question(text, language=language)).topic == topic


def test_headings_decide_what_the_question_leaves_open() -> None:
    assert describe(question("它有什么用？"), ["优化器与学习率"]).topic == "优化与训练"


def test_unknown_fields_take_the_chapter_without_its_number() -> None:
    assert (
        describe(question("什么是光合作用？"), ["生物", "第3章 植物的代谢"]).topic == "植物的代谢"
    )
    assert describe(question("什么是光合作用？"), ["第三节 什么是光合作用？"]).topic == "其他"
    assert describe(question("What is osmosis?", language="en")).topic == "Other"


def test_topics_have_names_of_their_own_in_both_languages() -> None:
    assert len({topic.zh for topic in TOPICS}) == len({topic.en for topic in TOPICS}) == len(TOPICS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("什么是批归一化？", "concept"),
        ("请解释BERT在自然语言处理中的应用。", "concept"),
        ("TCP 和 UDP 的区别是什么？", "compare"),
        ("What is the difference between L1 and L2?", "compare"),
        ("设计一个推荐系统。", "design"),
        ("How would you design a rate limiter?", "design"),
        ("线上服务变慢，你会怎么排查？", "practice"),
        ("How do you deal with missing values?", "practice"),
    ],
)
def test_kind_is_read_from_the_question(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_difficulty_grows_with_kind_length_and_depth() -> None:
    easy = describe(question("什么是栈？", "后进先出。")).difficulty
    middle = describe(question("TCP 和 UDP 的区别是什么？", "字" * 200)).difficulty
    hard = describe(question("设计一个分布式限流系统。", "字" * 500, points=8)).difficulty
    assert 1 <= easy < middle < hard == 5
