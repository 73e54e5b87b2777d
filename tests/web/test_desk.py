"""What clicks do, without a browser: real driver, real store, the scripted model."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from interviewer.errors import StoreError
from interviewer.interview.driver import Driver
from interviewer.interview.history import History
from interviewer.interview.intents import Intent
from interviewer.interview.plan import make_plan
from interviewer.model.interview import AnswerSubmitted, SessionOptions
from interviewer.store.database import Store
from interviewer.web.desk import Desk, View
from interviewer.web.rooms import Rooms
from interviewer.web.texts import text
from tests.interview.support import make_parts, small_bank

SKIPPED = gr.skip()
FIELDS = list(View.__dataclass_fields__)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store.open(tmp_path / "db.sqlite3")
    bank = small_bank()

    def plan(options: SessionOptions) -> Any:
        return make_plan(bank, options, History(), time.time(), random.Random(options.seed))

    services = SimpleNamespace(store=store, bank=bank, plan=plan, parts=make_parts(log=store))
    page = SimpleNamespace(services=services, rooms=Rooms(services), downloads=tmp_path)  # type: ignore[arg-type]
    yield Desk(page, View(**{name: name for name in FIELDS}))  # type: ignore[arg-type]
    store.close()


def last(updates: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """The final value of every component that was changed."""
    found: dict[str, Any] = {}
    for update in updates:
        for name, value in zip(FIELDS, update, strict=True):
            if not (
                isinstance(value, dict) and value.get("__type__") == "update" and len(value) == 1
            ):
                found[name] = value
    return found


def begin(desk: Desk, mode: str = "practice") -> tuple[Driver, dict[str, Any]]:
    view = last(desk.start([], 5, "zh", mode, "neutral", 0, "zh"))
    return desk.page.rooms.open(view["session"]), view


def answers(driver: Driver) -> list[str]:
    events = driver.parts.log.events(driver.session_id)
    return [event.text for event in events if isinstance(event, AnswerSubmitted)]


def test_a_tab_that_was_overtaken_keeps_its_text_and_answers_nothing(desk: Desk) -> None:
    driver, first = begin(desk)
    last(desk.send("第一个回答", driver.session_id, first["seen"], "zh"))
    late = last(desk.send("旧窗口的回答", driver.session_id, first["seen"], "zh"))
    assert answers(driver) == ["第一个回答"]
    assert "answer" not in late
    assert late["notice"] == text("zh", "moved_on")
    last(desk.ask_for(Intent.SKIP)(driver.session_id, first["seen"], "zh"))
    assert len(driver.state.questions) == 2
    assert late["seen"] != first["seen"]
    last(desk.send("新的回答", driver.session_id, late["seen"], "zh"))
    assert answers(driver) == ["第一个回答", "新的回答"]


def test_a_request_that_was_typed_leaves_the_box_once_it_is_stored(desk: Desk) -> None:
    driver, view = begin(desk)
    desk.keep_draft("再说一遍", driver.session_id)
    shown = last(desk.send("再说一遍", driver.session_id, view["seen"], "zh"))
    assert shown["answer"] == ""
    assert desk.page.services.store.draft(driver.session_id) == ""
    assert answers(driver) == []


def test_what_is_refused_stays_in_the_box(desk: Desk) -> None:
    driver, view = begin(desk)
    paused = last(desk.pause(driver.session_id, "zh"))
    assert paused["notice"] == text("zh", "paused")
    refused = last(desk.send("回答", driver.session_id, view["seen"], "zh"))
    assert "answer" not in refused
    assert refused["notice"] == text("zh", "paused")


def test_undo_gives_all_taken_words_back_before_those_in_the_box(desk: Desk) -> None:
    driver, view = begin(desk)
    view = last(desk.send("第一个回答", driver.session_id, view["seen"], "zh"))
    undone = last(desk.undo("写到一半", driver.session_id, view["seen"], "zh"))
    assert undone["answer"] == "第一个回答\n写到一半"
    assert desk.page.services.store.draft(driver.session_id) == "第一个回答\n写到一半"


def test_an_undo_that_is_refused_leaves_the_box_alone(desk: Desk) -> None:
    driver, view = begin(desk, mode="live")
    view = last(desk.send("第一个回答", driver.session_id, view["seen"], "zh"))
    refused = last(desk.undo("写到一半", driver.session_id, view["seen"], "zh"))
    assert "answer" not in refused
    assert refused["notice"] == text("zh", "undo_practice")


def test_a_reload_in_the_middle_of_a_turn_goes_on_when_the_old_page_lets_go(desk: Desk) -> None:
    driver, view = begin(desk)
    old = desk.send("第一个回答", driver.session_id, view["seen"], "zh")
    next(old), next(old)
    threading.Timer(1.0, old.close).start()
    shown = last(desk.restore(driver.session_id, "zh"))
    assert shown["notice"] == ""
    assert len(driver.state.questions) == 2
    assert answers(driver) == ["第一个回答"]


def test_a_full_disk_is_said_and_does_not_leave_the_page_waiting(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, view = begin(desk)

    def full(*_: object) -> None:
        raise StoreError("The database cannot be written.")

    monkeypatch.setattr(Store, "append", full)
    shown = last(desk.send("回答", driver.session_id, view["seen"], "zh"))
    assert "cannot be written" in shown["notice"]
    assert "answer" not in shown


def test_a_late_draft_of_a_submitted_answer_does_not_come_back(desk: Desk) -> None:
    driver, view = begin(desk)
    last(desk.send("第一个回答", driver.session_id, view["seen"], "zh"))
    desk.keep_draft("第一个回答", driver.session_id)
    assert last(desk.restore(driver.session_id, "zh"))["answer"] == ""
    desk.keep_draft("真的草稿", driver.session_id)
    assert last(desk.restore(driver.session_id, "zh"))["answer"] == "真的草稿"


def test_no_session_id_leads_a_report_out_of_its_folder(desk: Desk, tmp_path: Path) -> None:
    evil = "../../evil"
    plan = desk.page.services.plan(SessionOptions())
    Driver.start(SessionOptions(), plan, "v", desk.page.services.parts, session_id=evil)
    shown = last(desk.end(evil, "zh"))
    written = Path(shown["download"]["value"]).resolve()
    assert written.is_file()
    assert written.is_relative_to(tmp_path)
