from __future__ import annotations

import pytest

from interviewer.model.bank import Bank, Question, Source
from interviewer.search.fake import HashEncoder
from interviewer.search.index import SearchIndex

ROWS = {
    "pool": (
        "请解释池化操作的概念和计算方式。",
        "池化用于下采样特征图。\n**计算方式：**\n- **最大池化：** 取窗口内的最大值。\n"
        "- **平均池化：** 取窗口内的平均值。",
    ),
    "pool2": (
        "池化操作是什么？",
        "池化用于下采样特征图，减少计算量。",
    ),
    "l2": (
        "L2 正则化的作用是什么？",
        "L2 正则化在损失中加入权重的平方和，惩罚大权重，防止过拟合。",
    ),
    "distil": (
        "什么是知识蒸馏？",
        "知识蒸馏让小的学生模型模仿大的教师模型的输出，用软标签传递知识。",
    ),
    "vae": (
        "变分自编码器如何训练？",
        "变分自编码器通过最大化证据下界 ELBO 来训练，编码器输出潜在分布。",
    ),
    "secret": (
        "隐藏的题目是什么？",
        "这一题被用户隐藏，不应当用来回答问题。",
    ),
}


@pytest.fixture
def bank() -> Bank:
    return Bank(
        version="test",
        questions=tuple(
            Question(
                id=key,
                cluster_id="pooling" if key.startswith("pool") else key,
                question=question,
                reference=reference,
                sources=(Source(file="notes.md", line_start=1, line_end=4),),
                hidden=key == "secret",
            )
            for key, (question, reference) in ROWS.items()
        ),
    )


@pytest.fixture
def encoder() -> HashEncoder:
    return HashEncoder()


@pytest.fixture
def search(bank: Bank, encoder: HashEncoder) -> SearchIndex:
    return SearchIndex.build(bank, encoder)
