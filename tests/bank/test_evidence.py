"""What is learned about Chinese and English questions: never more than the pair tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.bank import evidence
from interviewer.bank.clusters import assign_clusters
from interviewer.bank.evidence import Evidence, evidence_for
from interviewer.bank.likeness import ENCODER, FEATURES, Likeness, Space, Weights, load_likeness
from interviewer.bank.memory import FOLDER, Memory
from interviewer.bank.profiles import names_of, profile, read_question
from interviewer.model.bank import Question

SIZE = 8
TEXTS = (
    "什么是死锁？",
    "怎么避免死锁？",
    "哈希和加密有什么区别？",
    "XGBoost 和 LightGBM 的区别是什么？",
    "热力学第二定律是什么？",
    "What is a deadlock?",
    "How can deadlocks be prevented?",
    "What is the difference between hashing and encryption?",
    "How does XGBoost differ from GBDT?",
    "What is the first law of thermodynamics?",
)


def weights(**values: float) -> Weights:
    return Weights(tuple(values.get(name, 0.0) for name in FEATURES), values.get("bias", 0.0))


def likeness() -> Likeness:
    """Two questions are one from a nearness of 0.5 on, if they ask for the same side."""
    rng = np.random.default_rng(1)
    anchors = rng.normal(size=(2, 12, SIZE)).astype(np.float32)
    anchors /= np.linalg.norm(anchors, axis=2, keepdims=True)
    space = Space(np.zeros((2, SIZE), np.float32), (anchors[0], anchors[1]))
    rule = weights(questions=1.0, same_side=2.0, bias=-2.5)
    return Likeness(ENCODER, space, space, rule, rule)


def ask(texts: Sequence[str], answers: Sequence[str] | None = None) -> list[Question]:
    return [
        Question(id=f"q{at}", cluster_id="", question=text, reference=(answers or texts)[at])
        for at, text in enumerate(texts)
    ]


def unit(numbers: NDArray[np.float64]) -> NDArray[np.float32]:
    return (numbers / np.linalg.norm(numbers, axis=1, keepdims=True)).astype(np.float32)


def clusters(
    questions: Sequence[Question], vectors: NDArray[np.float32], memory: Memory | None = None
) -> dict[str, str]:
    evidence = Evidence(likeness(), questions, vectors, vectors)
    return assign_clusters(questions, vectors, memory, evidence)


def merged(left: str, right: str) -> bool:
    """Whether two questions with equal vectors are merged."""
    found = clusters(ask([left, right]), unit(np.ones((2, SIZE))))
    return len(set(found.values())) == 1


def test_near_questions_of_two_languages_are_merged() -> None:
    assert merged("什么是死锁？", "What is a deadlock?")
    assert not merged("什么是死锁？", "How can deadlocks be prevented?")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("什么是缓存穿透？", "什么是缓存击穿？"),  # one language: the rules alone decide
        ("What is overfitting?", "What is underfitting?"),
        ("XGBoost 和 LightGBM 的区别是什么？", "How does XGBoost differ from GBDT?"),
        ("热力学第二定律是什么？", "What is the first law of thermodynamics?"),
        ("Python 的垃圾回收是怎么工作的？", "How does garbage collection work in Java?"),
        ("=== 和 == 有什么区别？", "How does == differ from is?"),
    ],
)
def test_what_a_rule_forbids_is_never_merged(left: str, right: str) -> None:
    assert not merged(left, right)


ROWS = st.lists(st.sampled_from(TEXTS), min_size=2, max_size=8, unique=True)


@settings(max_examples=40)
@given(ROWS, st.integers(0, 99))
def test_no_pair_that_could_be_one_is_left_out(texts: list[str], seed: int) -> None:
    questions = ask(texts)
    vectors = unit(np.random.default_rng(seed).normal(size=(len(texts), SIZE)) + 1.5)
    evidence = Evidence(likeness(), questions, vectors, vectors)
    readings = [read_question(question) for question in questions]
    names = names_of(reading.glosses for reading in readings)
    profiles = [profile(q, r, names) for q, r in zip(questions, readings, strict=True)]
    rows = range(len(texts))
    possible = evidence.possible(list(rows))
    for left in rows:
        for right in rows:
            one = evidence.one(left, right, profiles)
            assert one == evidence.one(right, left, profiles)
            assert possible[left, right] or not one


@settings(max_examples=40)
@given(ROWS, ROWS, st.integers(0, 99))
def test_a_bank_that_grew_is_as_one_built_at_once(
    before: list[str], after: list[str], seed: int
) -> None:
    every = unit(np.random.default_rng(seed).normal(size=(len(TEXTS), SIZE)) + 1.5)

    def bank(texts: list[str]) -> tuple[list[Question], NDArray[np.float32]]:
        return ask(texts), every[[TEXTS.index(text) for text in texts]]

    memory = Memory()
    clusters(*bank(before), memory)
    assert clusters(*bank(after), memory) == clusters(*bank(after))


@given(st.integers(1, 200), st.integers(0, 99))
@settings(max_examples=20)
def test_a_row_is_placed_alike_in_a_bank_of_any_size(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = unit(rng.normal(size=(200, 384)))
    languages = rng.integers(0, 2, 200)
    space = load_likeness().questions
    every, some = space.place(vectors, languages), rng.permutation(200)[:count]
    few = space.place(vectors[some], languages[some])
    assert np.array_equal(few.vectors, every.vectors[some])
    assert np.array_equal(few.density, every.density[some])


@pytest.mark.parametrize("damaged", [False, True])
def test_what_lies_around_a_question_is_measured_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    measured = []
    density = Space.density

    def counted(self: Space, vectors: NDArray[np.float32], *rest: NDArray[np.int64]) -> object:
        measured.append(len(vectors))
        return density(self, vectors, *rest)

    monkeypatch.setattr(Space, "density", counted)
    vectors = unit(np.random.default_rng(1).normal(size=(len(TEXTS), SIZE)))
    memory = Memory()
    Evidence(likeness(), ask(TEXTS[:-1]), vectors[:-1], vectors[:-1], memory)
    memory.save(tmp_path)
    if damaged:
        path = tmp_path / FOLDER / "Density.npy"
        path.write_bytes(path.read_bytes()[:-9])
    again = Evidence(likeness(), ask(TEXTS), vectors, vectors, Memory(tmp_path))
    assert measured[2:] == [len(TEXTS) if damaged else 1] * 2
    rows = range(len(TEXTS))
    anew = Evidence(likeness(), ask(TEXTS), vectors, vectors)
    assert np.array_equal(again.possible(rows), anew.possible(rows))


class Counting:
    """An encoder that remembers what it was asked."""

    dimension = 384

    def __init__(self, identity: str) -> None:
        self.id = identity
        self.asked: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return np.tile(np.eye(1, 384, dtype=np.float32), (len(texts), 1))

    encode_passages = encode_queries


def test_answers_are_encoded_only_where_they_count() -> None:
    two, one = ask([TEXTS[0], TEXTS[5]], ["甲。" * 200, "b"]), ask(TEXTS[:2])
    vectors = np.tile(np.eye(1, 384, dtype=np.float32), (2, 1))
    assert evidence_for(one, vectors, Counting(ENCODER)) is None
    assert evidence_for(two, vectors, Counting("another")) is None
    encoder = Counting(ENCODER)
    assert evidence_for(two, vectors, encoder) is not None
    assert [len(text) for text in encoder.asked] == [120, 1]


def test_another_way_to_begin_an_answer_encodes_answers_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two, encoder = ask([TEXTS[0], TEXTS[5]], ["甲。" * 200, "b"]), Counting(ENCODER)
    vectors, memory = encoder.encode_queries(["", ""]), Memory()
    evidence_for(two, vectors, encoder, memory)
    memory.save(tmp_path)
    encoder.asked.clear()
    evidence_for(two, vectors, encoder, Memory(tmp_path, trusted=False))
    assert not encoder.asked
    monkeypatch.setattr(evidence, "OPENING", 60)
    evidence_for(two, vectors, encoder, Memory(tmp_path, trusted=False))
    assert [len(text) for text in encoder.asked] == [60, 1]


def test_the_shipped_weights_ask_for_nearness() -> None:
    shipped = load_likeness()
    assert shipped.encoder == ENCODER
    for rule in (shipped.both, shipped.questions_only):
        assert rule.values[0] > 0
        assert rule.score((0.0, 0.0, 1.0, *(0.0,) * (len(FEATURES) - 3))) < 0
