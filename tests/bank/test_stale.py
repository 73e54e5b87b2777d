"""A generated question becomes doubtful when its passage changes, and trusted when it is back."""

from __future__ import annotations

from pathlib import Path

from interviewer.bank.edits import Edit, append_edits
from interviewer.bank.files import EDITS
from interviewer.model.bank import Question, Source
from interviewer.search.fake import HashEncoder
from interviewer.wiring.index import build_index, open_index

ANSWER = "A ring buffer **reuses** its oldest slot when it is full."
PROSE = f"# Buffers\n\nSome words before. {ANSWER} Some words after.\n"
QUESTION = Question(
    id="g1",
    cluster_id="g1",
    question="What does a ring buffer do when it is full?",
    reference=ANSWER,
    language="en",
    generated=True,
    sources=(Source(file="prose.md", line_start=3, line_end=3),),
)


def doubt_of(docs: Path, index: Path) -> str | None:
    build_index([docs], index, HashEncoder())
    found = open_index(index, HashEncoder()).bank.by_id()["g1"].doubt
    return found.reason if found else None


def test_a_changed_passage_makes_its_question_stale(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "prose.md").write_text(PROSE, encoding="utf-8")
    (docs / "a.md").write_text("## What is a lock?\n\nIt keeps others out.\n", encoding="utf-8")
    append_edits(index / EDITS, [Edit(op="add", question=QUESTION)])
    assert doubt_of(docs, index) is None
    moved = PROSE.replace("Some words before.", "More words, on\ntwo lines.").replace("**", "")
    (docs / "prose.md").write_text(moved, encoding="utf-8")
    assert doubt_of(docs, index) is None
    (docs / "prose.md").write_text(PROSE.replace("oldest", "newest"), encoding="utf-8")
    assert "passage that has changed" in (doubt_of(docs, index) or "")
    (docs / "a.md").write_text("## What is a mutex?\n\nA lock.\n", encoding="utf-8")
    assert "passage that has changed" in (doubt_of(docs, index) or "")
    (docs / "prose.md").write_text(PROSE, encoding="utf-8")
    assert doubt_of(docs, index) is None


def test_an_accepted_question_is_trusted_and_a_missing_document_says_nothing(
    tmp_path: Path,
) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "prose.md").write_text(PROSE.replace("oldest", "newest"), encoding="utf-8")
    append_edits(index / EDITS, [Edit(op="add", question=QUESTION)])
    assert doubt_of(docs, index) is not None
    append_edits(index / EDITS, [Edit(op="accept", ids=("g1",))])
    assert doubt_of(docs, index) is None
    other = tmp_path / "other"
    append_edits(other / EDITS, [Edit(op="add", question=QUESTION)])
    (docs / "prose.md").unlink()
    (docs / "a.md").write_text("## What is a lock?\n\nIt keeps others out.\n", encoding="utf-8")
    assert doubt_of(docs, other) is None
