"""Exports and their way back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank.edits import apply_edits
from interviewer.bank.exports import escape_formula, export, to_csv, to_jsonl, write_apkg
from interviewer.bank.imports import from_jsonl, import_file
from interviewer.bank.readers.cells import unescape_formula
from interviewer.bank.reading import read_document
from interviewer.errors import InputError
from interviewer.model.bank import Bank, Doubt, KeyPoint, Question, Source
from interviewer.model.rows import make_bank
from tests.bank.comparing import bare

words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=40)
points = st.builds(
    KeyPoint, id=words, text=words, weight=st.integers(1, 3), span=st.none() | st.just((0, 3))
)
sources = st.builds(
    Source, file=words, heading=st.none() | words, line_start=st.just(1), line_end=st.just(2)
)
questions = st.builds(
    Question,
    id=words,
    cluster_id=words,
    question=words,
    reference=words,
    explanation=st.none() | words,
    key_points=st.lists(points, max_size=3).map(tuple),
    topic=words,
    difficulty=st.integers(1, 5),
    language=st.sampled_from(["zh", "en"]),
    kind=st.sampled_from(["concept", "compare", "design", "practice"]),
    generated=st.booleans(),
    doubt=st.none() | st.builds(Doubt, reason=words, quotes=st.tuples(words)),
    sources=st.lists(sources, max_size=2).map(tuple),
    hidden=st.booleans(),
)


@given(st.lists(questions, max_size=5))
@settings(max_examples=60)
def test_jsonl_out_and_in_is_the_identity(rows: list[Question]) -> None:
    assert from_jsonl(to_jsonl(rows)) == rows


@given(words)
@settings(max_examples=200)
def test_escaping_formulas_can_be_undone_and_leaves_none(cell: str) -> None:
    escaped = escape_formula(cell)
    assert unescape_formula(escaped) == cell
    assert escaped.lstrip()[:1] not in {"=", "+", "-", "@"}


@pytest.fixture
def bank() -> Bank:
    rows = (
        Question(
            id="q1",
            cluster_id="q1",
            question="什么是索引？",
            reference="- **结构**：有序\n- 公式 $a<b$\n\n```sql\n-- 为什么？\nSELECT 1;\n```",
            explanation="=SUM(A1) 不是公式",
            topic="数据库",
        ),
        Question(
            id="q2",
            cluster_id="q2",
            question='What is a "quote", and when is it needed?',
            reference="=cmd|' /C calc'!A0\n\n| a | b |\n|---|---|\n| 1 | 2 |",
            topic="Text",
            language="en",
        ),
    )
    return make_bank(rows)


def test_no_cell_of_the_csv_is_a_formula(bank: Bank) -> None:
    for row in csv.reader(io.StringIO(to_csv(bank.questions))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


@pytest.mark.parametrize(
    ("form", "name"), [("csv", "x.csv"), ("markdown", "x.md"), ("anki", "x.txt")]
)
def test_other_formats_keep_question_answer_and_explanation(
    bank: Bank, form: str, name: str
) -> None:
    data = export(bank.questions, form).encode("utf-8")  # type: ignore[arg-type]
    found = [q for part in read_document(data, name, name) for q in part.questions]
    for question, row in zip(bank.questions, found, strict=True):
        assert bare(row.question) == bare(question.question)
        assert bare(row.reference) == bare(question.reference)
        assert bare(row.explanation) == bare(question.explanation)


def test_the_anki_package_keeps_question_answer_and_topic(bank: Bank, tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    write_apkg(bank.questions, path)
    (part,) = read_document(path.read_bytes(), "deck.apkg", "deck.apkg")
    assert [bare(q.question) for q in part.questions] == [bare(q.question) for q in bank.questions]
    assert [bare(q.reference) for q in part.questions] == [
        bare(q.reference) for q in bank.questions
    ]
    assert [fields["topic"] for fields in part.fields] == ["数据库", "Text"]


@pytest.mark.parametrize("form", ["jsonl", "csv", "anki", "markdown"])
def test_importing_an_unchanged_export_changes_nothing(bank: Bank, form: str) -> None:
    name = {"jsonl": "x.jsonl", "csv": "x.csv", "anki": "x.txt", "markdown": "x.md"}[form]
    data = export(bank.questions, form).encode("utf-8")  # type: ignore[arg-type]
    result = import_file(bank, Path(name), data)
    assert (result.edits, result.rows) == ((), 2)


def test_importing_a_changed_export_gives_that_bank(bank: Bank) -> None:
    new = bank.questions[1].model_copy(update={"id": "q3", "question": "What is new?"})
    edited = bank.questions[0].model_copy(update={"topic": "存储", "hidden": True})
    wanted = (edited, bank.questions[1], new)
    result = import_file(bank, Path("x.jsonl"), to_jsonl(wanted).encode("utf-8"))
    assert apply_edits(bank, result.edits).questions == wanted


def test_a_bad_line_is_named() -> None:
    with pytest.raises(InputError, match="Line 2"):
        from_jsonl('\n{"id": 1}\n')
