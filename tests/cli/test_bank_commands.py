"""``interviewer bank``: looks at an index and changes it through the log of edits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from interviewer.bank.build import build_bank
from interviewer.bank.files import EDITS, load_bank, save_bank
from interviewer.cli.main import cli
from interviewer.errors import InputError, InterviewerError, UsageError
from interviewer.search.fake import HashEncoder
from interviewer.wiring.generations import current_generation, new_generation

TEXT = (
    "## 1. What is a lock?\n\nIt keeps others out.\n\n"
    "## 2. What is a queue?\n\nFirst in, first out.\n"
)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    document = tmp_path / "one.md"
    document.write_text(TEXT, encoding="utf-8")
    build = build_bank([document], None, (), HashEncoder())
    with new_generation(tmp_path / "index") as folder:
        save_bank(folder, build.rows, build.documents)
    return tmp_path / "index"


def bank(index: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(cli, ["bank", "--index", str(index), *arguments])
    if isinstance(result.exception, InterviewerError):
        raise result.exception
    return result


def rows(index: Path, *arguments: str) -> list[dict[str, object]]:
    lines = bank(index, "list", "--json", *arguments).output.splitlines()
    return [json.loads(line) for line in lines]


def ids(index: Path) -> list[str]:
    return [str(row["id"]) for row in rows(index)]


def test_list_and_show(index: Path) -> None:
    one, _ = ids(index)
    assert one in bank(index, "list").output
    shown = json.loads(bank(index, "show", one).output)
    assert shown["question"] == "What is a lock?"
    assert shown["sources"][0]["line_start"] == 1
    assert shown["notes"] == []


def test_edit_note_hide_and_unhide(index: Path) -> None:
    one, two = ids(index)
    bank(index, "edit", one, "--reference", "One thread enters.", "--difficulty", "2")
    bank(index, "edit", one, "--fields", '{"topic": "threads"}')
    bank(index, "note", one, "ask later")
    shown = json.loads(bank(index, "show", one).output)
    assert (shown["reference"], shown["difficulty"]) == ("One thread enters.", 2)
    assert (shown["topic"], shown["notes"]) == ("threads", ["ask later"])
    assert [row["id"] for row in rows(index, "--topic", "THREAD")] == [one]
    bank(index, "hide", one)
    assert ids(index) == [two]
    assert [row["id"] for row in rows(index, "--hidden")] == [one]
    bank(index, "unhide", one)
    assert ids(index) == [one, two]


def test_merge_and_split(index: Path) -> None:
    one, two = ids(index)
    bank(index, "merge", one, two)
    assert [row["id"] for row in rows(index, "--duplicates")] == [one, two]
    bank(index, "split", two)
    assert rows(index, "--duplicates") == []


def test_export_and_import_change_nothing(index: Path, tmp_path: Path) -> None:
    before = (index / EDITS).exists()
    for form, name in (("jsonl", "a.jsonl"), ("csv", "a.csv"), ("markdown", "a.md")):
        output = tmp_path / name
        bank(index, "export", "--format", form, "--output", str(output))
        result = json.loads(bank(index, "import", str(output)).output)
        assert result == {"rows": 2, "changes": 0}, form
    bank(index, "export", "--output", str(tmp_path / "a.apkg"))
    assert (tmp_path / "a.apkg").stat().st_size > 0
    assert before is False


def test_exported_rows_have_the_documented_fields(index: Path) -> None:
    row = json.loads(bank(index, "export").output.splitlines()[0])
    wanted = ("id", "cluster_id", "question", "reference", "explanation", "key_points", "topic")
    wanted += ("difficulty", "language", "kind", "generated", "doubt", "sources")
    assert list(row) == list(wanted)
    assert set(row["key_points"][0]) == {"id", "text", "weight", "span", "origin"}
    assert set(row["sources"][0]) == {"file", "heading", "line_start", "line_end"}


def test_wrong_calls_say_what_to_do(index: Path, tmp_path: Path) -> None:
    one, _ = ids(index)
    with pytest.raises(InputError, match="bank list"):
        bank(index, "show", "nope")
    with pytest.raises(InputError, match="nope"):
        bank(index, "hide", one, "nope")
    with pytest.raises(UsageError, match="Nothing to change"):
        bank(index, "edit", one)
    with pytest.raises(UsageError, match="JSON"):
        bank(index, "edit", one, "--fields", "{")
    with pytest.raises(UsageError, match="two"):
        bank(index, "merge", one)
    with pytest.raises(InterviewerError, match="interviewer build"):
        bank(tmp_path / "nowhere", "list")


def test_a_changed_import_becomes_edits_that_load(index: Path, tmp_path: Path) -> None:
    text = bank(index, "export").output.replace("First in, first out.", "In order.")
    (tmp_path / "b.jsonl").write_text(text, encoding="utf-8")
    assert json.loads(bank(index, "import", str(tmp_path / "b.jsonl")).output)["changes"] == 1
    folder = current_generation(index)
    assert folder is not None
    assert load_bank(folder).questions[1].reference == "In order."
