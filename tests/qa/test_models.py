"""The calibrated decision with the real encoder, on the starter corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.bank.build import build_bank
from interviewer.qa.answer import Answerer
from interviewer.search.encoder import load_encoder
from interviewer.search.index import SearchIndex
from interviewer.settings import Settings

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "zh"


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    encoder = load_encoder(Settings())
    bank = build_bank([CORPUS / "神经网络结构.md"], None, (), encoder).bank
    return Answerer(bank, SearchIndex.build(bank, encoder), encoder)


@pytest.mark.models
@pytest.mark.parametrize(
    ("query", "fact"),
    [
        ("LSTM 的三个门各管什么", "遗忘门"),
        ("批归一化在推理的时候用的是哪里的均值", "滑动平均"),
        ("手机上跑的轻量网络把卷积拆成两步能省多少", "九分之一"),
    ],
)
def test_spoken_questions_are_answered(answerer: Answerer, query: str, fact: str) -> None:
    found = answerer.answer(query)
    assert found.answer is not None
    assert fact in found.answer


@pytest.mark.models
@pytest.mark.parametrize(
    "query",
    ["红烧肉要炖多久才烂", "DBSCAN 的 eps 怎么定", "what's a good gift for my dad's birthday"],
)
def test_what_the_documents_lack_is_not_answered(answerer: Answerer, query: str) -> None:
    assert answerer.answer(query).abstained
