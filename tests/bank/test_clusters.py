"""Clusters: which questions are one, and what keeps related ones apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank.clusters import assign_clusters
from interviewer.bank.subjects import Side, glosses, languages_in, read_subject
from interviewer.model.bank import Question
from interviewer.search.fake import HashEncoder

ROOT = Path(__file__).resolve().parents[2]


def ask(texts: Sequence[str], references: Sequence[str] | None = None) -> list[Question]:
    answers = references or [""] * len(texts)
    return [
        Question(id=f"q{index}", cluster_id="", question=text, reference=answer)
        for index, (text, answer) in enumerate(zip(texts, answers, strict=True))
    ]


def alike(count: int) -> np.ndarray:
    """Vectors that agree: the words alone decide."""
    return np.tile(np.eye(1, 4, dtype=np.float32), (count, 1))


def merged(*texts: str, references: Sequence[str] | None = None) -> bool:
    found = assign_clusters(ask(texts, references), alike(len(texts)))
    return len(set(found.values())) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("什么是生成对抗网络（GAN）？", "请解释GAN的基本原理，并说明其在图像生成中的应用。"),
        (
            "介绍批量归一化（Batch Normalization）的原理及其优点。",
            "什么是批归一化（Batch Normalization）？",
        ),
        ("What is batch normalization?", "Explain how batch normalisation works."),
        ("What is a support vector machine (SVM)?", "Explain support vector machines."),
        ("TCP 和 UDP 的区别是什么？", "请说说 UDP 与 TCP 的区别。"),
        ("Compare REST and GraphQL.", "What is the difference between GraphQL and REST?"),
        ("讨论深度学习中的迁移学习及其在图像分类中的应用。", "请解释迁移学习的概念。"),
        ("如何处理模型的版本管理？", "你如何处理模型的版本管理？"),
        (
            "介绍优化算法（如Adam、RMSprop）及其优缺点。",
            "介绍优化算法（如RMSprop、Adam），并比较它们的优缺点。",
        ),
    ],
)
def test_one_question_in_other_words_is_merged(left: str, right: str) -> None:
    assert merged(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("什么是GAN？", "GAN在图像生成中有哪些应用？"),
        ("什么是GAN？", "如何训练GAN？"),
        ("什么是GAN？", "介绍GAN的变种（如StyleGAN）及其特点。"),
        ("请解释Transformer的原理。", "讨论Transformer模型的优势。"),
        ("请解释Transformer的原理。", "请解释Transformer-XL的原理。"),
        ("请解释图神经网络（GNN）的原理。", "请解释图卷积网络（GCN）的原理。"),
        ("请解释迁移学习。", "请解释多任务学习中的迁移学习技术。"),
        ("请解释注意力机制（Attention）。", "请解释自注意力机制（Self-Attention）。"),
        ("讨论深度学习在金融领域的应用。", "讨论深度学习在医疗领域的应用。"),
        ("解释正则化技术（如Dropout、L2）的作用。", "解释正则化技术（如BN、LN）的作用。"),
        ("TCP 为什么需要三次握手？", "TCP 为什么需要四次挥手？"),
        ("What is LEFT JOIN?", "What is the difference between LEFT JOIN and RIGHT JOIN?"),
        ("What is overfitting?", "How do you prevent overfitting?"),
        ("什么是数据库索引？", "数据库索引有哪些类型？"),
    ],
)
def test_related_questions_stay_apart(left: str, right: str) -> None:
    assert not merged(left, right)


def test_use_for_its_own_purpose_is_the_question_itself() -> None:
    references = [
        "交叉验证是一种评估模型性能的方法。",
        "把数据分成 K 份轮流验证。",
        "生成更多的训练图像。",
    ]
    questions = ask(
        ["什么是交叉验证？", "如何使用交叉验证来评估模型性能？", "如何使用交叉验证来生成图像？"],
        references,
    )
    found = assign_clusters(questions, alike(3))
    assert found["q0"] == found["q1"]
    assert found["q2"] != found["q0"]


def test_vectors_that_disagree_keep_questions_apart() -> None:
    questions = ask(["什么是死锁？", "请解释死锁的概念。"])
    assert len(set(assign_clusters(questions, np.eye(2, dtype=np.float32)).values())) == 2


def test_names_come_from_the_glosses_of_the_bank() -> None:
    texts = ["什么是布隆过滤器？", "What is a Bloom filter?"]
    assert not merged(*texts)
    found = assign_clusters(ask([*texts, "介绍布隆过滤器（Bloom Filter）。"]), alike(3))
    assert len(set(found.values())) == 1


def test_an_example_in_a_reference_is_no_gloss() -> None:
    assert glosses("使用优化器（Adam）训练", trusted=False) == []
    assert glosses("长短时记忆网络（Long Short-Term Memory，LSTM）", trusted=False) == [
        ("长短时记忆", "long short term memory", "lstm")
    ]


def test_cluster_is_named_after_its_smallest_member_in_any_order() -> None:
    questions = ask(["什么是死锁？", "什么是索引？", "请解释死锁的概念。"])
    found = assign_clusters(questions, alike(3))
    assert found == {"q0": "c-q0", "q1": "c-q1", "q2": "c-q0"}
    assert assign_clusters(questions[::-1], alike(3)) == found


@given(st.lists(st.text(max_size=30), max_size=8))
@settings(max_examples=100)
def test_any_questions_get_a_cluster_of_their_own_members(texts: list[str]) -> None:
    questions = ask(texts)
    found = assign_clusters(questions, HashEncoder(32).encode_queries(texts))
    assert set(found) == {question.id for question in questions}
    assert {cluster.removeprefix("c-") for cluster in found.values()} <= set(found)


@pytest.mark.parametrize(
    ("text", "phrase", "side"),
    [
        ("请解释深度学习框架中的Dropout技术，并说明其作用。", "dropout", Side.CORE),
        ("在训练大规模模型时，如何解决内存不足的问题？", "内存不足", Side.HOW),
        ("请列举常用的激活函数，并说明它们的特点。", "激活函数", Side.LIST),
        ("讨论深度学习在自动驾驶中的技术挑战和解决方案。", "自动驾驶", Side.CHALLENGE),
        ("What are the advantages of transformers?", "transformer", Side.ADVANTAGE),
        ("Why is the dot product scaled in attention?", "dot product scaled", Side.WHY),
        ("How does a GAN work and what are its applications?", "gan", Side.CORE),
        ("设计一个限流系统。", "设计一个限流系统", Side.DESIGN),
    ],
)
def test_subject_and_side_are_read(text: str, phrase: str, side: Side) -> None:
    subject = read_subject(text)
    assert (subject.phrase, subject.side) == (phrase, side)


def test_labels_hold_pairs_of_both_kinds_and_no_text() -> None:
    rows = [
        json.loads(line)
        for line in (ROOT / "evals/cluster_pairs.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) >= 320
    assert sum(row["drawn"] == "nearest" for row in rows) * 2 >= len(rows)
    assert {row["label"] for row in rows} == {"same", "different"}
    assert all(set(row) == {"a", "b", "label", "drawn", "part"} for row in rows)
    assert len({(row["a"], row["b"]) for row in rows}) == len(rows)


@pytest.mark.models
def test_labelled_pairs_of_the_seeds(shared: Path) -> None:
    from interviewer.search.encoder import load_encoder
    from interviewer.settings import Settings

    lines = (shared / "evals/bank_gold.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [
        Question(
            id=row["qid"],
            cluster_id="",
            question=row["question"],
            reference=row["reference"],
            explanation=row["explanation"],
        )
        for row in map(json.loads, lines)
    ]
    encoder = load_encoder(Settings())
    vectors = encoder.encode_queries([question.question for question in questions])
    found = assign_clusters(questions, vectors)
    right = wrong = missed = 0
    for line in (ROOT / "evals/cluster_pairs.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        same, together = row["label"] == "same", found[row["a"]] == found[row["b"]]
        right += same and together
        wrong += together and not same
        missed += same and not together
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.9


@pytest.mark.parametrize(
    ("question", "languages"),
    [
        ("The loss does not go down any more. How do you find out why?", set()),
        ("Where do failed messages go?", set()),
        ("Go through the steps of a TLS handshake.", set()),
        ("What is a go-to architecture for images?", set()),
        ("How does a slice grow in Go?", {"go"}),
        ("How do Go channels work?", {"go"}),
        ("Go 切片是怎么扩容的？", {"go"}),
        ("用 go 怎么实现单例？", {"go"}),
        ("Explain closures in Python.", {"python"}),
    ],
)
def test_the_verb_go_is_no_language(question: str, languages: set[str]) -> None:
    assert languages_in(question) == languages
