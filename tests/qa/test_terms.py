from __future__ import annotations

import pytest

from interviewer.qa.terms import (
    CoveredText,
    concepts_of,
    coverage,
    missing_names,
    named_terms,
    other_names,
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("MobileNet 的深度可分离卷积能省多少计算量", ["MobileNet"]),
        ("BiLSTM 后面为什么要接一层 CRF", ["BiLSTM", "CRF"]),
        ("Isolation Forest 检测异常的思路", ["Isolation Forest"]),
        ("How does the Kalman filter work", ["Kalman"]),
        ("Does dropout help?", []),
        ("24G 显存 T 平方", []),
        ("玻尔兹曼机怎么训练", ["玻尔兹曼"]),
        ("loss 怎么选", []),
    ],
)
def test_names_are_told_from_words(query: str, names: list[str]) -> None:
    assert named_terms(query) == names


@pytest.mark.parametrize(
    ("term", "text", "held"),
    [
        ("BatchNorm", "批归一化（Batch Normalization）", True),
        ("transfomer", "Transformer 模型", True),
        ("PPO", "DPO 不需要奖励模型", False),
        ("LSTM", "BiLSTM-CRF", False),
        ("ASR", "语音识别的挑战", True),
        ("losses", "损失函数", True),
        ("Isolation Forest", "the forest and its isolation", False),
    ],
)
def test_a_text_holds_a_term_under_its_names(term: str, text: str, held: bool) -> None:
    assert CoveredText(text).holds(term) is held


def test_coverage_counts_content_only() -> None:
    text = CoveredText("最大池化选取窗口内的最大值")
    assert coverage("最大池化是什么", text) == 1.0
    assert coverage("番茄炒蛋", text) == 0.0
    assert coverage("是什么", text) is None


def test_missing_names_are_those_that_no_text_holds() -> None:
    texts = [CoveredText("支持向量机"), CoveredText("LSTM")]
    assert missing_names("SVM LSTM CRF 的区别", texts) == ["CRF"]


def test_other_names_bridge_the_languages() -> None:
    assert "学习率" in other_names("what is a good lr").split()
    assert "pruning" in other_names("剪枝之后做什么").split()
    assert other_names("番茄炒蛋") == ""


def test_concepts_match_whole_words_in_both_languages() -> None:
    assert [names[0] for names in concepts_of("what do capsules route")] == ["capsule"]
    assert [names[0] for names in concepts_of("束搜索宽度")] == ["beam search"]
    assert concepts_of("the european grape") == []
