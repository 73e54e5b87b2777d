"""Building an index again: what is left alone, and what is mended."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest

from interviewer.errors import IndexMissingError
from interviewer.search.fake import HashEncoder
from interviewer.wiring import index as wiring
from interviewer.wiring.generations import require_generation
from interviewer.wiring.index import BuildSummary, OpenIndex, build_index, open_index


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    text = "## 1. 什么是栈？\n\n后进先出。\n\n## 2. 请解释栈。\n\n先进先出。\n\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    return folder


def build(docs: Path, index: Path) -> BuildSummary:
    return build_index([docs], index, HashEncoder(64))


def test_nothing_changed_says_so_and_writes_nothing(docs: Path, tmp_path: Path) -> None:
    first = build(docs, tmp_path / "index")
    generation = require_generation(tmp_path / "index")
    again = build(docs, tmp_path / "index")
    assert require_generation(tmp_path / "index") == generation
    assert (first.changed, first.new, first.questions) == (True, 2, 2)
    nothing = {"changed": False, "new": 0, "edited": 0, "removed": 0}
    assert again.totals() == first.totals() | nothing
    assert [(r.file, r.status, r.questions) for r in again.reports] == [("a.md", "unchanged", 2)]


@pytest.mark.parametrize(
    "name",
    [
        "bank.jsonl",
        "rows.json",
        "documents.json",
        "build.json",
        "search/vectors.faiss",
        "search/questions.json",
    ],
)
@pytest.mark.parametrize("damage", ["altered", "gone"])
def test_a_damaged_index_is_mended_by_the_next_build(
    docs: Path, tmp_path: Path, name: str, damage: str
) -> None:
    index = tmp_path / "index"
    build(docs, index)
    before = open_index(index, HashEncoder(64))
    path = require_generation(index) / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-2] + b"!!")
    assert build(docs, index).changed
    after = open_index(index, HashEncoder(64))
    assert after.bank == before.bank
    assert after.search.search("栈") == before.search.search("栈")
    assert not build(docs, index).changed


def test_a_document_added_gives_the_bytes_of_a_full_build(docs: Path, tmp_path: Path) -> None:
    build(docs, tmp_path / "index")
    text = "## 1. What is a stack?\n\nLast in, first out.\n\n## 2. 什么是队列？\n\n先进先出。\n\n"
    (docs / "0.md").write_text(text, encoding="utf-8")
    build(docs, tmp_path / "index")
    build(docs, tmp_path / "fresh")
    added, fresh = (require_generation(tmp_path / name) for name in ("index", "fresh"))
    names = ["bank.jsonl", "documents.json", "rows.json", "compared/Asked.npy", "build.json"]
    names += [f"search/{path.name}" for path in (fresh / "search").iterdir()]
    for name in names:
        assert _content(added / name) == _content(fresh / name), name


@pytest.mark.parametrize("name", ["code.py", "words.txt", "weights.npz"])
def test_another_version_of_the_reader_reads_all_anew(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    reader = tmp_path / "reader"
    (reader / "__pycache__").mkdir(parents=True)
    (reader / "__init__.py").touch()
    (reader / name).write_bytes(b"1")
    monkeypatch.setattr(wiring, "bank_package", str(reader / "__init__.py"))
    build(docs, tmp_path / "index")
    (reader / "__pycache__" / "code.pyc").write_bytes(b"1")
    assert not build(docs, tmp_path / "index").changed
    (reader / name).write_bytes(b"2")
    assert build(docs, tmp_path / "index").changed


def test_another_form_of_the_lines_is_read_anew(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = tmp_path / "form.py"
    form.write_bytes(b"1")
    monkeypatch.setattr(wiring, "STORED", (str(form),))
    first = build(docs, tmp_path / "index")
    assert not build(docs, tmp_path / "index").changed
    form.write_bytes(b"2")
    again = build(docs, tmp_path / "index")
    assert [report.status for report in again.reports] == ["read"]
    assert again.bank_version == first.bank_version


@pytest.mark.parametrize("left", [0, 1])
def test_a_bank_that_was_cut_off_is_not_opened(docs: Path, tmp_path: Path, left: int) -> None:
    (docs / "b.md").write_text("## 1. 什么是队列？\n\n先进先出。\n\n", encoding="utf-8")
    first = build(docs, tmp_path / "index")
    path = require_generation(tmp_path / "index") / "bank.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:left]))
    with pytest.raises(IndexMissingError, match="damaged"):
        open_index(tmp_path / "index", HashEncoder(64))
    assert build(docs, tmp_path / "index").questions == first.questions
    open_index(tmp_path / "index", HashEncoder(64))


def test_a_bank_that_was_altered_lends_no_row(docs: Path, tmp_path: Path) -> None:
    first = build(docs, tmp_path / "index")
    path = require_generation(tmp_path / "index") / "bank.jsonl"
    path.write_text(path.read_text("utf-8").replace("后进先出", "后进后出"), encoding="utf-8")
    (docs / "b.md").write_text("## 1. 什么是队列？\n\n先进先出。\n\n", encoding="utf-8")
    assert build(docs, tmp_path / "index").questions == first.questions + 1
    bank = open_index(tmp_path / "index", HashEncoder(64)).bank
    assert "后进先出。" in [question.reference for question in bank.questions]
    assert bank == open_index_of(docs, tmp_path / "fresh").bank


def open_index_of(docs: Path, index: Path) -> OpenIndex:
    build(docs, index)
    return open_index(index, HashEncoder(64))


@pytest.mark.parametrize("pointer", ["", "{", "[]", '{"generation": "generation-gone"}'])
def test_a_damaged_pointer_is_mended_by_the_next_build(
    docs: Path, tmp_path: Path, pointer: str
) -> None:
    (docs / "b.md").write_text("## 1. 什么是队列？\n\n先进先出。\n\n", encoding="utf-8")
    build(docs, tmp_path / "index")
    # An id that only the build before can tell: the question was reworded since.
    (docs / "b.md").write_text("## 1. 什么是队列呢？\n\n先进先出。\n\n", encoding="utf-8")
    build(docs, tmp_path / "index")
    before = open_index(tmp_path / "index", HashEncoder(64)).bank
    (tmp_path / "index/current.json").write_text(pointer)
    with pytest.raises(IndexMissingError, match="interviewer build"):
        open_index(tmp_path / "index", HashEncoder(64))
    assert build(docs, tmp_path / "index").new == 0
    assert open_index(tmp_path / "index", HashEncoder(64)).bank == before


def _content(path: Path) -> object:
    """A file's bytes; of the stamp all but how many questions were new."""
    if path.name != "build.json":
        return path.read_bytes()
    stamp = json.loads(path.read_text(encoding="utf-8"))
    return {**stamp, "summary": {**stamp["summary"], "new": 0}}


def test_the_garbage_collector_is_left_as_it_was(docs: Path, tmp_path: Path) -> None:
    usual = gc.get_threshold()
    build(docs, tmp_path / "index")
    open_index(tmp_path / "index", HashEncoder(64))
    assert gc.get_threshold() == usual


def test_a_build_that_waited_for_another_takes_over_from_that_one(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(docs, tmp_path / "index")
    before = open_index(tmp_path / "index", HashEncoder(64)).bank
    text = (docs / "a.md").read_text(encoding="utf-8").replace("什么是栈", "什么是栈呢")
    (docs / "a.md").write_text(text, encoding="utf-8")
    look = wiring._unchanged

    def look_late(index: Path, inputs: dict[str, object]) -> BuildSummary | None:
        found = look(index, inputs)
        monkeypatch.undo()
        assert build(docs, index).edited == 1
        return found

    monkeypatch.setattr(wiring, "_unchanged", look_late)
    again = build(docs, tmp_path / "index")
    assert (again.questions, again.new, again.removed) == (first.questions, 0, 0)
    after = open_index(tmp_path / "index", HashEncoder(64)).bank
    assert set(after.by_id()) == set(before.by_id())
