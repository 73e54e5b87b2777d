"""A corrected reference: graded again beside the old grade, taken back, never overwritten."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from interviewer.bank.build import build_bank
from interviewer.bank.edits import Edit, apply_edits
from interviewer.bank.files import load_bank, save_bank
from interviewer.bank.records import Changes
from interviewer.cli.main import cli
from interviewer.errors import SessionError
from interviewer.grading.fake import KeywordGrader
from interviewer.interview.contest import contest
from interviewer.interview.driver import Driver, Parts
from interviewer.interview.history import History
from interviewer.interview.regrade import Regraded, graded_by, regrade
from interviewer.interview.session import replay
from interviewer.llm.silent import SilentModel
from interviewer.model.bank import Bank, KeyPoint, Question, Source
from interviewer.model.grading import Verdict
from interviewer.model.interview import PlannedQuestion, ReferenceCorrected, SessionOptions
from interviewer.report.build import build_report
from interviewer.report.render import render_html, render_markdown
from interviewer.search.fake import HashEncoder
from interviewer.store.database import Store
from interviewer.web.contest_row import ContestDesk
from interviewer.web.review_tab import ReviewDesk
from interviewer.web.rooms import Rooms
from interviewer.wiring.generations import new_generation, require_generation
from interviewer.wiring.regrading import regrade_after

OLD = Question(
    id="q1",
    cluster_id="q1",
    question="什么是梯度裁剪？",
    reference="梯度裁剪限制梯度的最大值。缩放因子来自动态均值。",
    key_points=(
        KeyPoint(id="p1", text="梯度裁剪限制梯度的最大值", weight=3),
        KeyPoint(id="p2", text="缩放因子来自动态均值", weight=3),
    ),
)
NEW_POINTS = (
    KeyPoint(id="p1", text="梯度裁剪限制梯度的最大值", weight=3),
    KeyPoint(id="p2", text="它防止梯度爆炸", weight=3),
)
FIX = Edit(
    op="edit",
    ids=("q1",),
    fields={
        "reference": "梯度裁剪限制梯度的最大值。它防止梯度爆炸。",
        "key_points": [point.model_dump() for point in NEW_POINTS],
    },
)
BANK = Bank(version="old", questions=(OLD,))
FIXED = apply_edits(BANK, [FIX])
ANSWER = "梯度裁剪限制梯度的最大值，它防止梯度爆炸。"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "db.sqlite3")


def interview(store: Store, question: Question = OLD, answer: str = ANSWER) -> Driver:
    parts = Parts(
        llm=SilentModel(),
        grader=KeywordGrader(),
        encoder=HashEncoder(),
        log=store,
        clock=lambda: 1.0,
        prepare=False,
    )
    options = SessionOptions(question_count=1, max_follow_ups=0)
    made = Driver.start(options, (PlannedQuestion(question=question, reason="x"),), "old", parts)
    list(made.run())
    list(made.submit(answer))
    return made


def again(store: Store, session: str, bank: Bank | None) -> Regraded | None:
    return regrade(
        session,
        0,
        bank,
        log=store,
        grader=KeywordGrader(),
        corrections=store.corrections,
        now=9.0,
    )


def services(store: Store, bank: Bank = BANK) -> SimpleNamespace:
    made = SimpleNamespace(store=store, grader=KeywordGrader(), bank=bank, parts=None)
    made.edits = lambda: ()
    made.changes = Changes

    def edit_bank(*edits: Edit) -> None:
        made.bank = apply_edits(made.bank, edits)

    made.edit_bank = edit_bank
    return made


def test_old_and_new_stand_side_by_side_and_the_old_event_stays(store: Store) -> None:
    made = interview(store)
    events = store.events(made.session_id)
    found = again(store, made.session_id, FIXED)
    assert found is not None
    assert found.before.score is not None
    assert found.after.score is not None
    assert found.after.score > found.before.score
    assert store.events(made.session_id)[: len(events)] == events
    assert len(store.events(made.session_id)) == len(events) + 1
    report = build_report(replay(store.events(made.session_id)))
    (item,) = report.questions
    assert item.corrected is not None
    assert (item.corrected.score, item.score) == (found.before.score, found.after.score)
    assert report.mean == found.after.score
    assert found.after.provenance is not None
    assert found.after.provenance.bank_version == FIXED.version
    for shown in (render_markdown(report), render_html(report)):
        assert "缩放因子来自动态均值" in shown
        assert "它防止梯度爆炸" in shown
        assert "改正前" in shown
        assert f"{found.before.score:.0f}" in shown
    history = History.from_sessions([store.events(made.session_id)])
    assert [attempt.score for attempt in history.attempts] == [found.after.score]


def test_it_can_be_taken_back_and_done_again(store: Store) -> None:
    made = interview(store)
    first = again(store, made.session_id, FIXED)
    back = again(store, made.session_id, None)
    assert first is not None
    assert back is not None
    assert back.after.score == first.before.score
    (item,) = build_report(replay(store.events(made.session_id))).questions
    assert item.corrected is None
    assert item.question == OLD
    assert again(store, made.session_id, None) is None
    assert again(store, made.session_id, FIXED) is not None


def test_nothing_is_stored_where_nothing_changed(store: Store) -> None:
    made = interview(store)
    before = store.events(made.session_id)
    assert again(store, made.session_id, BANK) is None
    assert store.events(made.session_id) == before


def test_moved_lines_and_a_new_difficulty_correct_no_reference(store: Store) -> None:
    driver = interview(store, OLD)
    moved = Source(file="a.md", line_start=9, line_end=12)
    other = OLD.model_copy(update={"sources": (moved,), "difficulty": 5, "topic": "x"})
    assert again(store, driver.session_id, Bank(version="moved", questions=(other,))) is None


def test_a_contested_verdict_counts_on_for_a_point_that_stays_and_not_for_another(
    store: Store,
) -> None:
    made = interview(store, answer="不记得了，好像和梯度有关系")
    contest(made, 0, "p1", Verdict.STATED)
    contest(made, 0, "p2", Verdict.CONTRADICTED)
    found = again(store, made.session_id, FIXED)
    assert found is not None
    after = {point.id: point.verdict for point in found.after.points}
    assert after["p1"] is Verdict.STATED
    assert after["p2"] is Verdict.MISSING


def test_a_verdict_can_be_contested_after_the_correction(store: Store) -> None:
    made = interview(store)
    again(store, made.session_id, FIXED)
    loaded = Driver.load(made.session_id, made.parts)
    grade = contest(loaded, 0, "p2", Verdict.MISSING)
    assert {point.text for point in grade.points} == {point.text for point in NEW_POINTS}
    assert loaded.state.questions[0].grade == grade
    assert loaded.state.questions[0].before is not None


def test_only_answers_that_rest_on_the_reference_are_found(store: Store) -> None:
    made = interview(store)
    joined = OLD.model_copy(
        update={"id": "q0", "key_points": (KeyPoint(id="q1:p2", text="缩放因子来自动态均值"),)}
    )
    other = interview(store, joined)
    apart = interview(store, OLD.model_copy(update={"id": "q2"}))
    assert graded_by(store.events(made.session_id), "q1") == (0,)
    assert graded_by(store.events(other.session_id), "q1") == (0,)
    assert graded_by(store.events(apart.session_id), "q1") == ()


def test_what_cannot_be_graded_again_says_so(store: Store) -> None:
    made = interview(store)
    with pytest.raises(SessionError, match="no grade"):
        regrade(
            made.session_id,
            5,
            FIXED,
            log=store,
            grader=KeywordGrader(),
            corrections=store.corrections,
            now=9.0,
        )
    with pytest.raises(SessionError, match="any more"):
        again(store, made.session_id, Bank(version="x", questions=()))


def test_impossible_events_are_refused(store: Store) -> None:
    made = interview(store)
    grade = made.state.questions[0].grade
    assert grade is not None
    events = store.events(made.session_id)
    for question in (None, OLD.model_copy(update={"id": "q9"})):
        wrong = ReferenceCorrected(at=9.0, index=0, question=question, grade=grade)
        state = replay([*events, wrong])
        assert len(state.refused) == 1
        assert state.questions == replay(events).questions


def test_only_a_changed_reference_grades_again(store: Store) -> None:
    interview(store)
    made = services(store, FIXED)
    topic = Edit(op="edit", ids=("q1",), fields={"topic": "t"})
    assert regrade_after(made, FIXED, [topic], print) == ()  # type: ignore[arg-type]
    assert len(regrade_after(made, FIXED, [FIX], print)) == 1  # type: ignore[arg-type]


def test_the_page_grades_again_when_a_reference_is_saved_and_takes_it_back(store: Store) -> None:
    made = interview(store)
    page = SimpleNamespace(services=services(store))
    page.services.parts = made.parts
    page.rooms = Rooms(page.services)
    page.rooms.open(made.session_id)
    wrong = made.state.questions[0].grade
    notice = ReviewDesk(page).save(  # type: ignore[arg-type]
        OLD.question, str(FIX.fields["reference"]), "q1", "all", 0, "zh"
    )[2]
    assert "1 个旧评分" in notice
    assert page.rooms.open(made.session_id).state.questions[0].corrected is not None
    said = ContestDesk(page).restore(made.session_id, 0, "zh")  # type: ignore[arg-type]
    assert wrong is not None
    assert f"→ {wrong.score:.0f}" in said
    assert page.rooms.open(made.session_id).state.questions[0].corrected is None
    assert "提问时" in ContestDesk(page).restore(made.session_id, 0, "zh")  # type: ignore[arg-type]


def test_the_command_line_grades_again_and_undoes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("interviewer.grading.load.load_grader", lambda _: KeywordGrader())
    (tmp_path / "a.md").write_text(f"## {OLD.question}\n\n{OLD.reference}\n", encoding="utf-8")
    index = tmp_path / "index"
    build = build_bank([tmp_path / "a.md"], None, (), HashEncoder())
    with new_generation(index) as folder:
        save_bank(folder, build.rows, build.documents)
    (question,) = build.bank.questions
    from interviewer.settings import Settings

    made = interview(Store.open(Settings().database), question)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output + result.stderr

    fixed = str(FIX.fields["reference"])
    said = run("bank", "--index", str(index), "edit", question.id, "--reference", fixed)
    assert f"Graded again: interview {made.session_id}" in said
    assert load_bank(require_generation(index)).questions[0].reference == fixed
    assert "改正前" in run("history", "report", made.session_id)
    regraded = ["history", "regrade", made.session_id, "1", "--index", str(index)]
    assert "Graded again: question 1" in run(*regraded, "--undo")
    assert "改正前" not in run("history", "report", made.session_id)
    assert "nothing changed" in run(*regraded, "--undo")
    assert "Graded again" in run(*regraded)
    exported = run("bank", "--index", str(index), "export").replace("它防止梯度爆炸", "它稳定训练")
    (tmp_path / "b.jsonl").write_text(exported, encoding="utf-8")
    said = run("bank", "--index", str(index), "import", str(tmp_path / "b.jsonl"))
    assert f"Graded again: interview {made.session_id}" in said
