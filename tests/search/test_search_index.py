from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewer.errors import IndexMismatchError, IndexMissingError
from interviewer.model.bank import Bank, Question, Source
from interviewer.search.fake import HashEncoder
from interviewer.search.index import SearchIndex

ITEMS = [
    ("cnn", "什么是卷积神经网络？", "卷积层用卷积核提取局部特征。池化层降低分辨率。", "参数共享。"),
    ("lstm", "LSTM 如何缓解梯度消失？", "遗忘门和输入门控制细胞状态，梯度沿细胞状态传递。", None),
    ("bert", "What is BERT?", "BERT is a bidirectional encoder. It predicts masked tokens.", None),
    ("dbms", "什么是事务？", "事务具有原子性、一致性、隔离性和持久性。", None),
]


def question(name: str, text: str, reference: str, explanation: str | None = None) -> Question:
    source = Source(file="a.md", heading=text, line_start=1, line_end=2)
    return Question(
        id=name,
        cluster_id=name,
        question=text,
        reference=reference,
        explanation=explanation,
        sources=(source,),
    )


def bank(version: str = "v1") -> Bank:
    return Bank(version=version, questions=tuple(question(*item) for item in ITEMS))


class CountingEncoder(HashEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += texts
        return super().encode_passages(texts)


@pytest.fixture
def index() -> SearchIndex:
    return SearchIndex.build(bank(), HashEncoder())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("卷积核提取什么", "cnn"),
        ("遗忘门的作用", "lstm"),
        ("masked tokens", "bert"),
        ("原子性 隔离性", "dbms"),
    ],
)
def test_finds_the_question_whose_reference_answers(
    index: SearchIndex, query: str, expected: str
) -> None:
    hits = index.search(query, k=2)
    assert hits[0].question_id == expected
    assert hits[0].sources[0].file == "a.md"
    assert hits[0].score > hits[1].score


def test_a_mixed_bank_is_searched_in_both_languages() -> None:
    chinese = [
        question(f"z{n}", f"第{n}个概念是什么？", f"概念{n}的定义与用途。") for n in range(25)
    ]
    english = [question(f"e{n}", f"What is idea {n}?", f"Idea {n} defined.") for n in range(25)]
    extra = (
        question("zh", "什么是学习率衰减？", "训练后期降低 learning rate decay，使收敛更稳。"),
        question("en", "What is label smoothing?", "Targets are softened; 标签平滑。"),
    )
    mixed = Bank(version="v", questions=(*chinese, *english, *extra))
    index = SearchIndex.build(mixed, HashEncoder())
    for query, expected in [
        ("学习率衰减", "zh"),
        ("learning rate decay", "zh"),
        ("label smoothing", "en"),
        ("标签平滑", "en"),
    ]:
        assert index.search(query, 1)[0].question_id == expected


def test_every_question_is_hit_at_most_once(index: SearchIndex) -> None:
    ids = [hit.question_id for hit in index.search("卷积层 池化层 参数共享", k=10)]
    assert sorted(ids) == ["bert", "cnn", "dbms", "lstm"]


def test_many_equals_one_by_one(index: SearchIndex) -> None:
    queries = ["卷积", "", "事务的隔离性"]
    assert index.search_many(queries, 3) == [index.search(query, 3) for query in queries]


@pytest.mark.parametrize(("query", "k"), [("", 3), (" \n", 3), ("卷积", 0), ("卷积", -1)])
def test_nothing_asked_gives_no_hit(index: SearchIndex, query: str, k: int) -> None:
    assert index.search(query, k) == ()


def test_hidden_questions_are_not_found() -> None:
    first, *others = bank().questions
    changed = Bank(version="v", questions=(first.model_copy(update={"hidden": True}), *others))
    found = SearchIndex.build(changed, HashEncoder()).search("卷积神经网络", k=10)
    assert "cnn" not in {hit.question_id for hit in found}


def test_passages_point_into_the_reference(index: SearchIndex) -> None:
    hit = index.passages("池化层降低分辨率", k=1)[0]
    assert (hit.question_id, hit.field) == ("cnn", "reference")
    assert "池化层降低分辨率" in ITEMS[0][2][hit.start : hit.end]
    assert len(index.passages("池化层", k=3)) == 3


def test_similarity_is_one_for_a_text_of_the_index(index: SearchIndex) -> None:
    assert index.similarity("What is BERT?") == pytest.approx(1, abs=1e-5)
    assert index.similarity("xyz") < 0.9
    assert index.similarity(" ") == -1


def test_question_vectors_belong_to_the_questions(index: SearchIndex) -> None:
    ids, vectors = index.question_vectors()
    assert ids == ("cnn", "lstm", "bert", "dbms")
    expected = HashEncoder().encode_queries([item[1] for item in ITEMS])
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_saved_and_opened_index_answers_alike(index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    opened = SearchIndex.open(tmp_path, HashEncoder())
    assert opened.bank_version == "v1"
    for query in ("卷积核", "masked tokens", "细胞状态"):
        assert opened.search(query, 4) == index.search(query, 4)


def test_saving_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        SearchIndex.build(bank(), HashEncoder()).save(tmp_path / name)
    one, two = ((tmp_path / name / "manifest.json").read_bytes() for name in ("one", "two"))
    assert one == two


def test_empty_bank_builds_saves_and_finds_nothing(tmp_path: Path) -> None:
    SearchIndex.build(Bank(version="v", questions=()), HashEncoder()).save(tmp_path)
    opened = SearchIndex.open(tmp_path, HashEncoder())
    assert opened.search("卷积") == ()
    assert opened.passages("卷积") == ()


def test_rebuild_encodes_changed_texts_only() -> None:
    encoder = CountingEncoder()
    before = SearchIndex.build(bank(), encoder)
    encoder.texts.clear()
    *kept, last = bank().questions
    changed = last.model_copy(update={"reference": "事务要么全做，要么全不做。"})
    after = SearchIndex.build(Bank(version="v2", questions=(*kept, changed)), encoder, before)
    assert encoder.texts == ["事务要么全做，要么全不做。"]
    fresh = SearchIndex.build(Bank(version="v2", questions=(*kept, changed)), HashEncoder())
    assert after.search("要么全做", 4) == fresh.search("要么全做", 4)


def test_vectors_of_another_encoder_are_not_reused() -> None:
    before = SearchIndex.build(bank(), HashEncoder(64))
    after = SearchIndex.build(bank(), HashEncoder(128), before)
    assert after.question_vectors()[1].shape == (4, 128)


def test_another_encoder_is_refused_with_the_command(index: SearchIndex, tmp_path: Path) -> None:
    index.save(tmp_path)
    with pytest.raises(IndexMismatchError, match="interviewer build"):
        SearchIndex.open(tmp_path, HashEncoder(64))


def test_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="interviewer build"):
        SearchIndex.open(tmp_path, HashEncoder())


@pytest.mark.parametrize("name", ["vectors.faiss", "questions.json", "entries.npz", "words.npz"])
@pytest.mark.parametrize("damage", ["altered", "truncated", "gone"])
def test_damage_is_refused(index: SearchIndex, tmp_path: Path, name: str, damage: str) -> None:
    index.save(tmp_path)
    path = tmp_path / name
    data = path.read_bytes()
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] + b"!" if damage == "altered" else data[: len(data) // 2])
    with pytest.raises(IndexMismatchError, match="interviewer build"):
        SearchIndex.open(tmp_path, HashEncoder())


@pytest.mark.parametrize(
    ("change", "value"),
    [("format", 99), ("vectors", 3), ("questions", 1), ("files", {"../x": "0"}), ("metric", "l2")],
)
def test_manifest_that_does_not_fit_is_refused(
    index: SearchIndex, tmp_path: Path, change: str, value: object
) -> None:
    index.save(tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {change: value}))
    with pytest.raises(IndexMismatchError, match="interviewer build"):
        SearchIndex.open(tmp_path, HashEncoder())


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_broken_manifest_is_refused(index: SearchIndex, tmp_path: Path, text: str) -> None:
    index.save(tmp_path)
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(IndexMismatchError, match="interviewer build"):
        SearchIndex.open(tmp_path, HashEncoder())


def test_progress_counts_every_text() -> None:
    seen: list[tuple[str, int, int | None]] = []
    SearchIndex.build(bank(), HashEncoder(), progress=lambda *call: seen.append(call))
    assert seen[-1][1] == seen[-1][2]
    assert [call[1] for call in seen] == sorted(call[1] for call in seen)
