"""Doubts: wrong statements are flagged with verbatim quotes, right ones are left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.bank.doubts import find_doubts
from interviewer.bank.facts import FACTS
from interviewer.model.bank import Question

FLAGGED_SEEDS = {
    "000-3", "000-4", "000-21", "000-25", "001-1", "001-2", "001-4", "001-5", "001-10", "001-15",
    "001-17", "001-26", "001-28", "002-5", "002-8", "002-10", "003-1", "003-9", "003-12", "003-19",
    "003-21", "003-22", "003-24", "004-6.2",
}  # fmt: skip
"""Seeds whose reference is flagged; each was judged by hand (docs/measurements/bank.md)."""


def stated(reference: str, name: str = "a", text: str = "问题", language: str = "zh") -> Question:
    return Question(
        id=name,
        cluster_id="",
        question=text,
        reference=reference,
        language=language,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("reference", "fact"),
    [
        ("召回率是正确预测的负样本占总负样本的比例。", "recall"),
        (
            "Recall counts the correctly predicted negative samples out of all negatives.",
            "recall",
        ),
        ("L1 正则化惩罚权重的平方和。", "L1 and L2"),
        ("L2 正则化在损失中加入权重的绝对值之和。", "L1 and L2"),
        ("L2 正则化会产生稀疏的权重。", "sparsity"),
        ("高方差意味着欠拟合。", "bias and variance"),
        ("High bias leads to overfitting.", "bias and variance"),
        ("Dropout 在测试阶段也会随机丢弃神经元。", "dropout at test time"),
        ("梯度裁剪可以防止梯度消失。", "gradient clipping"),
        ("Sigmoid 函数将输入映射到 (-1,1) 区间。", "activation ranges"),
        ("Bagging 主要用来降低偏差。", "bagging and boosting"),
        ("BERT 是单向语言模型。", "BERT and GPT directions"),
        ("判别器用于生成逼真的图像。", "GAN roles"),
        ("UDP 是可靠的传输协议。", "TCP and UDP"),
        ("栈是先进先出的结构。", "stack and queue"),
        ("快速排序是稳定的排序算法。", "quick sort"),
    ],
)
def test_wrong_statements_are_flagged(reference: str, fact: str) -> None:
    expected = next(one for one in FACTS if one.name == fact)
    doubt = find_doubts([stated(reference)], {})["a"]
    assert doubt.reason == expected.zh
    assert doubt.quotes[0] in reference


@pytest.mark.parametrize(
    "reference",
    [
        "召回率是正确预测的正样本占总正样本的比例。",
        "召回率为 TP/(TP+FN)，其中假负例 FN 是被漏掉的正样本；特异度按负样本计算，占负样本的比例。",
        "L1 正则化惩罚绝对值之和，L2 正则化惩罚平方和。",
        "L1 会产生稀疏解，而 L2 不会产生稀疏解。",
        "Dropout 在测试阶段不再丢弃神经元。",
        "常见误区：认为梯度裁剪能防止梯度消失。",
        "梯度裁剪只能防止梯度爆炸，不能解决梯度消失。",
        "高方差意味着过拟合，高偏差意味着欠拟合。",
        "UDP 不是可靠的协议，TCP 是可靠的。",
        "快速排序平均 O(n log n)，最坏 O(n²)，而且不是稳定的。",
        "队列先进先出，栈后进先出。",
        "BERT 是双向编码器，GPT 是单向的。",
        "判别器用于区分生成器生成的图像和真实图像。",
        "Quick sort is not stable; its worst case is O(n^2).",
        "线性注意力把自注意力的复杂度降为线性。",
    ],
)
def test_right_statements_are_left_alone(reference: str) -> None:
    assert find_doubts([stated(reference)], {}) == {}


def test_the_right_statement_of_another_reference_is_quoted() -> None:
    wrong = "- **召回率：** 正确预测的**负样本**数占总负样本数的比例。"
    right = "- **召回率**：预测正确的正样本占总正样本的比例。"
    found = find_doubts([stated(wrong, "a"), stated(right, "b")], {"a": "c-a", "b": "c-b"})
    assert set(found) == {"a"}
    first, second = found["a"].quotes
    assert first in wrong
    assert second in right


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("增大批量会提高每步的显存占用。", "增大批量会降低每步的显存占用。"),
        ("该算法的默认衰减系数是 0.9。", "该算法的默认衰减系数是 0.99。"),
        ("这种锁允许同一线程重复进入。", "这种锁不允许同一线程重复进入。"),
        (
            "LSTM 的遗忘门控制旧信息的保留，是线性的变换。",
            "LSTM 的遗忘门控制旧信息的保留，是非线性的变换。",
        ),
    ],
)
def test_members_that_contradict_each_other_are_flagged_both(left: str, right: str) -> None:
    questions = [stated(left, "a"), stated(right, "b")]
    found = find_doubts(questions, {"a": "c-a", "b": "c-a"})
    assert set(found) == {"a", "b"}
    assert found["a"].quotes == tuple(reversed(found["b"].quotes))
    assert found["a"].quotes[0] in left
    assert find_doubts(questions, {"a": "c-a", "b": "c-b"}) == {}


def test_members_that_only_differ_in_detail_are_not_flagged() -> None:
    questions = [
        stated("批归一化加快收敛速度，减少梯度消失。K 取 5。", "a"),
        stated("批归一化提高泛化能力，使训练更稳定。样本有 100 个。", "b"),
    ]
    assert find_doubts(questions, {"a": "c", "b": "c"}) == {}


def test_reason_speaks_the_language_of_the_question() -> None:
    doubt = find_doubts([stated("A stack is a FIFO structure.", language="en")], {})["a"]
    assert doubt.reason == "a stack is LIFO, a queue FIFO"


def test_seeds_that_are_flagged_are_those_judged_wrong(shared: Path) -> None:
    lines = (shared / "evals" / "bank_gold.jsonl").read_text(encoding="utf-8").splitlines()
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
    found = find_doubts(questions, {})
    assert set(found) == FLAGGED_SEEDS
    texts = [question.reference + (question.explanation or "") for question in questions]
    assert all(any(q in text for text in texts) for doubt in found.values() for q in doubt.quotes)
