"""``interviewer interview`` through a pipe, with the scripted model and the hash encoder."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from interviewer.cli import interview_room
from interviewer.cli.interview import command
from interviewer.grading.fake import KeywordGrader
from interviewer.search.fake import HashEncoder
from interviewer.settings import Settings
from interviewer.store.database import Store
from interviewer.wiring.services import Services
from tests.interview.support import polite_model, small_bank


@pytest.fixture
def run(tmp_path, monkeypatch):
    def opened(_index, _llm):
        services = Services(Settings(data=tmp_path))
        services.__dict__.update(
            index=SimpleNamespace(bank=small_bank()),
            llm=polite_model(),
            grader=KeywordGrader(),
            encoder=HashEncoder(),
        )
        return services

    monkeypatch.setattr(interview_room, "open_services", opened)

    def call(lines: list[str], *arguments: str):
        return CliRunner().invoke(command, ["--seed", "3", *arguments], "\n".join(lines) + "\n")

    call.store = lambda: Store.open(Settings(data=tmp_path).database)
    return call


def test_a_whole_interview_prints_its_report(run, tmp_path):
    report = tmp_path / "report.md"
    result = run(["不知道", "不知道"] * 5, "--follow-ups", "1", "--report", str(report))
    assert result.exit_code == 0, result.output
    assert "# 面试报告" in result.output
    assert report.read_text("utf-8") in result.output
    [row] = run.store().sessions()
    assert row.finished


def test_it_goes_on_where_the_input_ended(run):
    first = run(["不知道"], "--follow-ups", "0")
    assert "面试报告" not in first.output
    [row] = run.store().sessions()
    second = run(["/skip"] * 4, "--resume", row.id)
    assert second.exit_code == 0, second.output
    assert "> 不知道" in second.output
    assert "面试报告" in second.output


def test_commands(run):
    result = run(["/help", "/hint", "/repeat", "/simpler", "/answer", "/undo", "/skip", "/quit"])
    assert result.exit_code == 0, result.output
    assert "扣 2 分" in result.output
    assert "面试报告" in result.output


def test_pause_keeps_the_session_open(run):
    result = run(["/pause"])
    assert result.exit_code == 0
    [row] = run.store().sessions()
    assert not row.finished


def test_a_finished_interview_is_not_resumed(run):
    run(["/quit"])
    [row] = run.store().sessions()
    result = run([""], "--resume", row.id)
    assert result.exit_code != 0


def test_a_topic_that_does_not_exist(run):
    assert run([""], "--topic", "烹饪").exit_code != 0
