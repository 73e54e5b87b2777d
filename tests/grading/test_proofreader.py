"""The proofreader's heads with made-up features, and its files."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from interviewer.errors import GraderError
from interviewer.grading import proofreader
from interviewer.grading.proofreader import (
    Head,
    Proof,
    Proofreader,
    read_proofreader,
    write_proofreader,
)
from interviewer.grading.score import Scale
from interviewer.grading.second_reading import Manuscript
from interviewer.grading.text import Span, clauses

WIDTH = 8
PROOF = Proof(
    name="p",
    sha256="",
    width=WIDTH,
    hidden=4,
    slope=1.5,
    offset=-1.0,
    scale=Scale(version="v"),
)


class Letters:
    """Every character is a token; its state is made from its code alone."""

    width = WIDTH

    def __init__(self) -> None:
        self.read_texts: list[str] = []
        self.adapters: dict[str, Tensor] = {}

    def adapt(self, adapters: dict[str, Tensor]) -> None:
        self.adapters = adapters

    def spans(self, answer: str) -> list[Span]:
        return [(i, i + 1) for i in range(len(answer))]

    def read(self, question: str, reference: str, answer: str) -> Tensor:
        self.read_texts.append(answer)
        codes = torch.tensor([[ord(letter)] for letter in answer], dtype=torch.float32)
        return torch.sin(codes * torch.arange(1, WIDTH + 1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    write_proofreader({"layers.8.up": torch.ones(2, 2)}, Head(WIDTH, 4), PROOF, tmp_path)
    return tmp_path


def doubts(folder: Path, answer: str, features: Letters | None = None) -> dict[Span, float]:
    reader = Proofreader(features or Letters(), folder)  # type: ignore[arg-type]
    return reader.doubts(Manuscript("问题", "参考", answer))


def test_every_clause_gets_a_chance(folder: Path) -> None:
    answer = "卷积共享参数，池化降低分辨率。Batch norm helps training."
    found = doubts(folder, answer)
    assert list(found) == clauses(answer)
    assert all(0 < chance < 1 for chance in found.values())
    assert found == doubts(folder, answer)


@pytest.mark.parametrize("answer", ["", " ", "\x00\x01", "。。。"])
def test_nothing_to_read(folder: Path, answer: str) -> None:
    assert doubts(folder, answer) == {}


def test_hidden_characters_are_blanks(folder: Path) -> None:
    features = Letters()
    doubts(folder, "卷积\u200b共享", features)
    assert features.read_texts == ["卷积 共享"]


def test_clauses_with_hidden_characters_are_those_of_the_answer_as_given(folder: Path) -> None:
    answer = "卷积共享参数，\u200b池化降低分辨率。\ufeff第三句。"
    assert list(doubts(folder, answer)) == clauses(answer)


def test_lines_without_end_marks_are_clauses_of_the_answer(folder: Path) -> None:
    answer = "卷积共享参数\n池化降低分辨率\n- third line"
    features = Letters()
    assert list(doubts(folder, answer, features)) == clauses(answer)
    assert features.read_texts == [answer]


def test_heads_of_another_model_are_refused(folder: Path) -> None:
    features = Letters()
    features.width = WIDTH + 1
    with pytest.raises(GraderError, match="trained on 8 numbers"):
        doubts(folder, "卷积", features)


def test_a_long_answer_is_read_in_windows_up_to_a_limit(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofreader, "MAX_ANSWER", 12)
    features = Letters()
    answer = "第一句话说完了。第二句话说完了。第三句话说完了。第四句话说完了。"
    found = doubts(folder, answer, features)
    assert features.read_texts == ["第一句话说完了。", "第二句话说完了。", "第三句话说完了。"]
    assert list(found) == clauses(answer)[:3]


def test_what_is_written_is_read_again(folder: Path) -> None:
    adapters, head, proof = read_proofreader(folder)
    assert proof == PROOF.model_copy(update={"sha256": proof.sha256})
    assert torch.equal(adapters["layers.8.up"], torch.ones(2, 2))
    assert len(adapters) == 1
    states = torch.randn(1, 5, WIDTH)
    torch.manual_seed(0)
    assert torch.allclose(Head(WIDTH, 4).eval()(states), head(states), atol=1e-2)


def test_answers_are_read_with_the_adapters(folder: Path) -> None:
    features = Letters()
    Proofreader(features, folder)  # type: ignore[arg-type]
    assert list(features.adapters) == ["layers.8.up"]


def test_altered_weights_are_refused(folder: Path) -> None:
    path = folder / proofreader.WEIGHTS
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(GraderError, match="altered"):
        read_proofreader(folder)
    (folder / proofreader.DESCRIPTION).write_text("{}")
    with pytest.raises(GraderError, match="Cannot read"):
        read_proofreader(folder)
