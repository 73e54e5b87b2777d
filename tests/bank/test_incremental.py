"""An incremental build gives what a build that compares everything gives, byte for byte."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.bank import clusters
from interviewer.bank.build import PreviousBuild, build_bank
from interviewer.bank.edits import Edit
from interviewer.bank.memory import FOLDER, Memory
from interviewer.errors import EmptyBankError
from interviewer.model.bank import Question, Source
from interviewer.search.fake import HashEncoder
from interviewer.wiring.index import build_index, open_index

QUESTIONS = (
    "什么是布隆过滤器？",
    "请解释布隆过滤器。",
    "介绍布隆过滤器（Bloom Filter）的原理。",
    "What is a Bloom filter?",
    "什么是过拟合？",
    "请说说过拟合现象。",
    "如何使用布隆过滤器来判断元素是否存在？",
    "TCP 和 UDP 的区别是什么？",
    "请比较 UDP 与 TCP 的区别。",
    "什么是数据库的事务隔离级别？",
    "请解释数据库事务的隔离级别。",
)
ANSWERS = (
    "它用一个位数组判断元素是否存在，可能误判，但不会漏判。",
    "它用一个位数组判断元素是否存在，不可能误判，但不会漏判。",
    "过拟合表现为高训练误差，测试误差很小。",
    "它需要 3 次握手，连接是可靠的。",
    "它需要 4 次握手，连接是可靠的。",
    "使用梯度裁剪可以防止梯度消失。",
    "It is a bit array. See also generative adversarial networks (GAN).",
)
ROW = st.tuples(st.sampled_from(QUESTIONS), st.sampled_from(ANSWERS))
CONTENT = st.lists(ROW, min_size=1, max_size=4)
CHANGE = st.tuples(st.sampled_from("abcd"), st.one_of(st.none(), CONTENT))


class Alike:
    """All texts have the same vector, so that only names and words decide."""

    id, dimension = "alike", 4

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.tile(np.eye(1, 4, dtype=np.float32), (len(texts), 1))

    encode_passages = encode_queries


def write(path: Path, rows: list[tuple[str, str]]) -> None:
    text = "".join(f"## {n}. {q}\n\n{a}\n\n" for n, (q, a) in enumerate(rows, start=1))
    path.write_text(text, encoding="utf-8")


@given(st.lists(CHANGE, min_size=1, max_size=5), st.sampled_from([HashEncoder(64), Alike()]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_sequence_of_changes(
    changes: list[tuple[str, list[tuple[str, str]] | None]], encoder: HashEncoder
) -> None:
    with tempfile.TemporaryDirectory() as name:
        docs, generation = Path(name) / "docs", Path(name) / "generation"
        docs.mkdir()
        generation.mkdir()
        previous = None
        for file, rows in [("a", [(QUESTIONS[0], ANSWERS[0])]), *changes]:
            path = docs / f"{file}.md"
            if rows is None:
                path.unlink(missing_ok=True)
            else:
                write(path, rows)
            memory = Memory(generation)
            try:
                made = build_bank([docs], previous, (), encoder, memory=memory)
            except EmptyBankError:
                continue
            again = previous and PreviousBuild(previous.rows, previous.documents, False)
            anew = build_bank([docs], again, (), encoder)
            assert made.rows == anew.rows
            previous = PreviousBuild(made.rows, made.documents)
            shutil.rmtree(generation / FOLDER, ignore_errors=True)
            memory.save(generation)


def corpus(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        topic = chr(ord("甲") + number)
        write(folder / f"{number}.md", [(f"什么是{topic}式索引结构？", f"{topic}式索引结构很快。")])
    return folder


def test_only_the_new_document_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs, index = corpus(tmp_path / "docs", 30), tmp_path / "index"
    build_index([docs], index, Alike())
    write(docs / "new.md", [("请解释甲式索引结构。", "甲式索引结构很慢。")])
    compared = []
    one_meaning = clusters.one_meaning

    def counted(*arguments: object) -> bool:
        compared.append(arguments)
        return bool(one_meaning(*arguments))  # type: ignore[arg-type]

    monkeypatch.setattr(clusters, "one_meaning", counted)
    build_index([docs], index, Alike())
    assert 1 <= len(compared) <= 30
    fresh = tmp_path / "fresh"
    build_index([docs], fresh, Alike())
    assert open_index(index, Alike()).bank == open_index(fresh, Alike()).bank
    assert len(compared) > 300


def test_a_gloss_in_a_new_document_joins_questions_that_were_apart(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    write(
        docs / "a.md",
        [("什么是布隆过滤器？", ANSWERS[0]), ("What is a Bloom filter?", "A bit set.")],
    )
    assert build_index([docs], index, Alike()).clusters == 2
    write(docs / "b.md", [("介绍布隆过滤器（Bloom Filter）。", ANSWERS[0])])
    assert build_index([docs], index, Alike()).clusters == 1
    (docs / "b.md").unlink()
    assert build_index([docs], index, Alike()).clusters == 2


def test_what_was_one_by_a_gloss_is_not_when_it_comes_back_without_it(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    write(docs / "a.md", [("什么是布隆过滤器？", ANSWERS[0])])
    write(docs / "b.md", [("What is a Bloom filter?", "A bit set.")])
    write(docs / "c.md", [("介绍布隆过滤器（Bloom Filter）。", ANSWERS[0])])
    assert build_index([docs], index, Alike()).clusters == 1
    (docs / "b.md").unlink()
    build_index([docs], index, Alike())
    (docs / "c.md").unlink()
    build_index([docs], index, Alike())
    write(docs / "b.md", [("What is a Bloom filter?", "A bit set.")])
    assert build_index([docs], index, Alike()).clusters == 2


def test_a_damaged_memory_only_costs_time(tmp_path: Path) -> None:
    docs, index = corpus(tmp_path / "docs", 3), tmp_path / "index"
    write(docs / "linked.md", [("请解释甲式索引结构。", "甲式索引结构很慢。")])
    before = build_index([docs], index, Alike())
    assert (before.questions, before.clusters) == (4, 3)
    files = list(index.glob(f"*/{FOLDER}/*"))
    assert len(files) >= 4
    for path in files:
        path.write_bytes(path.read_bytes().replace(b"}", b"]"))
    write(docs / "new.md", [("什么是栈？", "后进先出。")])
    after = build_index([docs], index, Alike())
    assert (after.questions, after.clusters) == (before.questions + 1, before.clusters + 1)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("Asked.npy", (rb".$", b"\x41")),
        ("Compared.json", (rb'"pairs":.*', b'"pairs":[]}')),
        ("Checked.txt", (rb'"wrong":\[\]', b'"wrong":[["none","x"]]')),
        ("Reading.txt", ("甲".encode(), "乙".encode())),
    ],
)
def test_what_was_altered_does_not_go_from_build_to_build(
    tmp_path: Path, name: str, wrong: tuple[bytes, bytes]
) -> None:
    docs, index = corpus(tmp_path / "docs", 3), tmp_path / "index"
    write(docs / "linked.md", [("请解释甲式索引结构。", "甲式索引结构很慢。")])
    build_index([docs], index, Alike())
    (path,) = index.glob(f"*/{FOLDER}/{name}")
    data = path.read_bytes()
    path.write_bytes(re.sub(*wrong, data, flags=re.DOTALL))
    assert path.read_bytes() != data
    write(docs / "new.md", [("什么是栈？", "后进先出。")])
    build_index([docs], index, Alike())
    build_index([docs], tmp_path / "fresh", Alike())
    assert compared(index) == compared(tmp_path / "fresh")


def compared(index: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in index.glob(f"*/{FOLDER}/*")}


def test_a_question_added_by_hand_stays_behind_those_of_its_document(tmp_path: Path) -> None:
    docs = corpus(tmp_path / "docs", 2)
    source = Source(file="0.md", line_start=1, line_end=1)
    added = Question(
        id="mine", cluster_id="mine", question="栈？", reference="后进先出。", sources=(source,)
    )
    edits = [Edit(op="add", question=added)]
    first = build_bank([docs], None, edits, Alike())
    again = build_bank([docs], PreviousBuild(first.rows, first.documents), edits, Alike())
    assert [row.id for row in again.rows][-1] == "mine"
    assert again.rows == first.rows


def test_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    docs, index = corpus(tmp_path / "docs", 3), tmp_path / "index"
    build_index([docs], index, Alike())
    (docs / "0.md").unlink()
    build_index([docs], index, Alike())
    (path,) = index.glob(f"*/{FOLDER}/Reading.txt")
    assert "甲" not in path.read_text(encoding="utf-8")
