"""The command line as scripts see it: names, fields, exit codes, streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "transformers", "faiss", "gradio", "sentence_transformers", "sqlalchemy")


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "interviewer", *arguments]
    environment = {**os.environ, **settings}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("statement", ["import interviewer", "import interviewer.cli.main"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    code = f"import sys; {statement}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    code = (
        "import sys; from interviewer.cli.main import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert done.stdout.rstrip().endswith("[]")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0, done.stderr
    assert "Usage: " in done.stdout
    assert f"`interviewer {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_wrong_usage_is_exit_code_2() -> None:
    assert run("no-such-command").returncode == 2
    assert run("search").returncode == 2


def test_a_missing_index_is_one_clear_line_and_exit_code_1(tmp_path: Path) -> None:
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"id": "1", "query": "x"}\n', encoding="utf-8")
    done = run("search", str(queries), "--index", str(tmp_path / "none"))
    assert done.returncode == 1
    assert "interviewer build" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": "1", "extra": 2}'])
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    queries = tmp_path / "q.jsonl"
    queries.write_text(f'{{"id": "1", "query": "x"}}\n{line}\n', encoding="utf-8")
    done = run("qa", str(queries), "--index", str(tmp_path / "none"))
    assert done.returncode == 1
    assert "q.jsonl:2" in done.stderr
    assert "Traceback" not in done.stderr


def test_build_of_nothing_fails_clearly_and_leaves_no_index(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("build", str(tmp_path / "empty"), "--index", str(tmp_path / "index"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "index" / "current.json").exists()
    missing = run("build", str(tmp_path / "nowhere"), "--index", str(tmp_path / "index"))
    assert missing.returncode == 2


def test_a_port_in_use_is_refused_with_a_way_out() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("web", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_that_holds_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    answers, notes = tmp_path / "a.jsonl", tmp_path / "notes.txt"
    answers.write_text('{"id": "1", "question": "x", "answer": "y"}\n', encoding="utf-8")
    for held in (b"one line without an end", b"a line\nand a half", b"\xff\xfe\n", b"[]\n1"):
        notes.write_bytes(held)
        done = run("grade", str(answers), "--output", str(notes))
        assert done.returncode == 1
        assert "--output" in done.stderr
        assert "Traceback" not in done.stderr
        assert notes.read_bytes() == held
    before = answers.read_bytes()
    assert run("grade", str(answers), "--output", str(answers)).returncode == 1
    assert answers.read_bytes() == before


def test_what_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    answers = tmp_path / "a.jsonl"
    answers.write_text("", encoding="utf-8")
    done = run("grade", str(answers), "--output", str(tmp_path / "none" / "out.jsonl"))
    assert done.returncode == 1
    assert "out.jsonl" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_bad_setting_is_named(tmp_path: Path) -> None:
    done = run("history", "list", INTERVIEWER_THREADS="0", INTERVIEWER_DATA=str(tmp_path))
    assert done.returncode == 2
    assert "INTERVIEWER_THREADS=0" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_measurement_on_nothing_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n", encoding="utf-8")
    done = run("eval", "search", str(empty), "--bank", str(empty))
    assert done.returncode == 1
    assert "no row" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "index"
    done = run("build", str(ROOT / "corpus"), "--index", str(folder))
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[-1]["questions"] >= 110
    return folder


def lines_of(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.models
def test_bank_export_has_the_promised_fields(index: Path) -> None:
    rows = lines_of(run("bank", "export", "--index", str(index)))
    wanted = {
        "id", "cluster_id", "question", "reference", "explanation", "key_points", "topic",
        "difficulty", "language", "kind", "generated", "doubt", "sources",
    }  # fmt: skip
    assert all(wanted <= set(row) for row in rows)
    sources = [source for row in rows for source in row["sources"]]  # type: ignore[attr-defined]
    assert {"file", "heading", "line_start", "line_end"} <= set(sources[0])
    assert all((ROOT / "corpus" / source["file"]).is_file() for source in sources)


@pytest.mark.models
def test_search_and_qa_answer_line_by_line(index: Path, tmp_path: Path) -> None:
    queries = tmp_path / "q.jsonl"
    rows = [{"id": "a", "query": "什么是梯度消失"}, {"id": "b", "query": "番茄炒蛋先放哪个"}]
    queries.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = lines_of(run("search", str(queries), "--index", str(index), "-k", "3"))
    assert [row["id"] for row in found] == ["a", "b"]
    assert {"question_id", "score", "sources"} <= set(found[0]["hits"][0])  # type: ignore[index]
    answers = lines_of(run("qa", str(queries), "--index", str(index)))
    assert {"id", "answer", "abstained", "citations", "seconds"} <= set(answers[0])
    assert answers[0]["abstained"] is False
    assert answers[1]["abstained"] is True
    assert answers[1]["answer"] is None


@pytest.mark.models
def test_grade_looks_up_the_reference_and_resumes(index: Path, tmp_path: Path) -> None:
    exported = lines_of(run("bank", "export", "--index", str(index)))
    first = exported[0]
    answers, output = tmp_path / "a.jsonl", tmp_path / "grades.jsonl"
    rows = [
        {"id": "full", "question": first["question"], "answer": first["reference"]},
        {"id": "none", "question": "今晚吃什么比较好？", "answer": "火锅。"},
        {"id": "blank", "question": first["question"], "answer": ""},
    ]
    answers.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    grades = {str(g["id"]): g for g in lines_of(run("grade", str(answers), "--index", str(index)))}
    assert grades["none"]["score"] is None
    assert grades["none"]["reason"]
    assert grades["blank"]["score"] == 0
    assert isinstance(grades["full"]["score"], float)
    assert grades["full"]["points"]

    assert (
        run("grade", str(answers), "--index", str(index), "--output", str(output)).returncode == 0
    )
    whole = output.read_text(encoding="utf-8")
    output.write_text(whole[: len(whole) * 2 // 3], encoding="utf-8")
    assert (
        run("grade", str(answers), "--index", str(index), "--output", str(output)).returncode == 0
    )
    ids = [json.loads(line)["id"] for line in output.read_text(encoding="utf-8").splitlines()]
    assert sorted(ids) == ["blank", "full", "none"]
