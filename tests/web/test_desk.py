"""What clicks do, without a browser: real driver, real store, the scripted model."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from interviewer.bank.edits import Edit
from interviewer.bank.records import Changes
from interviewer.errors import StoreError
from interviewer.interview.driver import Driver
from interviewer.interview.history import History
from interviewer.interview.intents import Intent
from interviewer.interview.plan import make_plan
from interviewer.model.interview import AnswerSubmitted, SessionOptions
from interviewer.store.database import Store
from interviewer.web.desk import Desk, View
from interviewer.web.history_tab import HistoryDesk
from interviewer.web.page import Page, kept_secret
from interviewer.web.review_tab import ReviewDesk
from interviewer.web.rooms import Rooms
from interviewer.web.texts import text
from tests.interview.support import make_parts, small_bank

SKIPPED = gr.skip()
FIELDS = list(View.__dataclass_fields__)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = Store.open(tmp_path / "db.sqlite3")
    bank = small_bank()

    def plan(options: SessionOptions, warn: object) -> Any:
        return make_plan(bank, options, History(), time.time(), random.Random(options.seed))

    services = SimpleNamespace(store=store, bank=bank, plan=plan, parts=make_parts(log=store))
    page = SimpleNamespace(
        services=services,
        rooms=Rooms(services),  # type: ignore[arg-type]
        downloads=tmp_path,
        ticket=lambda session_id: session_id,
    )
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
    assert "box_note" not in late
    assert late["notice"] == text("zh", "moved_on")
    last(desk.ask_for(Intent.SKIP)(driver.session_id, first["seen"], "zh"))
    assert len(driver.state.questions) == 2
    assert late["seen"] != first["seen"]
    last(desk.send("新的回答", driver.session_id, late["seen"], "zh"))
    assert answers(driver) == ["第一个回答", "新的回答"]


def test_a_request_that_was_typed_leaves_the_box_once_it_is_stored(desk: Desk) -> None:
    driver, view = begin(desk)
    desk.keep_draft("再说一遍", driver.session_id, "zh")
    shown = last(desk.send("再说一遍", driver.session_id, view["seen"], "zh"))
    assert json.loads(shown["box_note"])["sent"] == "再说一遍"
    assert desk.page.services.store.draft(driver.session_id) == ""
    assert answers(driver) == []


def test_what_is_refused_stays_in_the_box(desk: Desk) -> None:
    driver, view = begin(desk)
    paused = last(desk.pause(driver.session_id, "zh"))
    assert paused["notice"] == text("zh", "paused")
    refused = last(desk.send("回答", driver.session_id, view["seen"], "zh"))
    assert "box_note" not in refused
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
    assert "box_note" not in shown


def test_a_late_draft_of_a_submitted_answer_does_not_come_back(desk: Desk) -> None:
    driver, view = begin(desk)
    last(desk.send("第一个回答", driver.session_id, view["seen"], "zh"))
    desk.keep_draft("第一个回答", driver.session_id, "zh")
    assert last(desk.restore(driver.session_id, "zh"))["answer"] == ""
    desk.keep_draft("真的草稿", driver.session_id, "zh")
    assert last(desk.restore(driver.session_id, "zh"))["answer"] == "真的草稿"


def test_no_session_id_leads_a_report_out_of_its_folder(desk: Desk, tmp_path: Path) -> None:
    evil = "../../evil"
    plan = desk.page.services.plan(SessionOptions(), print)
    Driver.start(SessionOptions(), plan, "v", desk.page.services.parts, session_id=evil)
    shown = last(desk.end(evil, "zh"))
    written = Path(shown["download"]["value"]).resolve()
    assert written.is_file()
    assert written.is_relative_to(tmp_path)


def test_ending_waits_until_the_turn_in_hand_is_done(desk: Desk) -> None:
    driver, view = begin(desk)
    turn = desk.send("第一个回答", driver.session_id, view["seen"], "zh")
    next(turn), next(turn)
    threading.Timer(1.0, turn.close).start()
    shown = last(desk.end(driver.session_id, "zh"))
    assert driver.state.finished is not None
    assert "第一个回答" in shown["report"]


def test_what_was_heard_is_added_in_the_browser_not_written_over_what_is_typed(desk: Desk) -> None:
    driver, _ = begin(desk)
    desk.page.services.hear = lambda *_: "卷积核"
    *_, (notice, note, recorder) = desk.hear("a.wav", driver.session_id, "zh")
    assert (notice, json.loads(note)["added"], recorder) == ("", "卷积核", None)


def test_a_full_box_is_said(desk: Desk) -> None:
    driver, _ = begin(desk)
    assert desk.keep_draft("字" * 20_000, driver.session_id, "zh") == text(
        "zh", "box_full", n=20_000
    )
    assert desk.page.services.store.draft(driver.session_id) == "字" * 20_000


def test_a_new_page_language_reaches_the_chat_and_the_report(desk: Desk) -> None:
    driver, _ = begin(desk)
    assert (
        "Question 1 of 5" in last([desk.translate(driver.session_id, "en")])["chat"][0]["content"]
    )
    last(desk.end(driver.session_id, "zh"))
    assert "# Interview report" in last([desk.translate(driver.session_id, "en")])["report"]


def visitor(**query: str) -> Any:
    return SimpleNamespace(query_params=query)


def test_only_the_owner_is_offered_the_unfinished_interview(desk: Desk) -> None:
    begin(desk)
    page = Page(desk.page.services, None, None, key="secret")  # type: ignore[arg-type]
    guarded = Desk(page, desk.view)
    for stranger in (visitor(), visitor(key="guess"), visitor(key="密")):
        assert guarded.offer("zh", stranger)[1]["visible"] is False
        assert list(guarded.resume_last("zh", stranger)) == []
        with pytest.raises(gr.Error):
            page.for_owner(print)(stranger)
    assert guarded.offer("zh", visitor(key="secret"))[1]["visible"] is True
    assert page.for_owner(lambda word: word)(visitor(key="secret"), "in") == "in"


def test_what_a_tab_kept_comes_back_unless_it_was_submitted(desk: Desk) -> None:
    driver, _ = begin(desk)
    assert desk.unsent("写到一半", driver.session_id) == "写到一半"
    list(desk.send("我不太清楚这个概念。", driver.session_id, "", "zh"))
    answered = [answer.text for item in driver.state.questions for answer in item.answers]
    assert answered == ["我不太清楚这个概念。"]
    assert desk.unsent("我不太清楚这个概念。", driver.session_id) == ""
    desk.keep_draft("下一个回答", driver.session_id, "zh")
    assert desk.unsent("我不太清楚这个概念。", driver.session_id) == "下一个回答"
    for session_id in ("", "unknown"):
        assert desk.unsent("写到一半", session_id) == gr.skip()


def test_a_secret_is_kept_and_made_anew_only_where_it_is_empty(tmp_path: Path) -> None:
    made = kept_secret(tmp_path / "data", "tickets.key")
    assert re.fullmatch("[0-9a-f]{64}", made)
    assert kept_secret(tmp_path / "data", "tickets.key") == made
    path = tmp_path / "data" / "tickets.key"
    path.write_text("")
    assert len(kept_secret(tmp_path / "data", "tickets.key")) == 64
    assert list(path.parent.iterdir()) == [path]


def test_an_id_alone_opens_nobodys_interview(desk: Desk) -> None:
    driver, _ = begin(desk)
    page = Page(desk.page.services, None, None, key="secret")  # type: ignore[arg-type]
    ticket = page.ticket(driver.session_id)
    assert page.session_of(ticket) == driver.session_id
    for given in (None, "", driver.session_id, f"{driver.session_id}.", f"x{ticket}", ticket[:-1]):
        assert page.session_of(given) == ""
    restore = page.by_ticket(desk.restore)
    assert "chat" in last(restore(ticket, "zh"))
    assert last(restore(driver.session_id, "zh")) == {}
    again = Page(desk.page.services, None, None, key="secret")  # type: ignore[arg-type]
    assert again.session_of(ticket) == ""  # another signing key


def test_past_interviews_are_the_owners_alone(desk: Desk) -> None:
    driver, _ = begin(desk)
    page = Page(desk.page.services, None, None, key="secret")  # type: ignore[arg-type]
    history = HistoryDesk(page)
    translate = page.if_owner(history.translate, 6)
    assert translate(visitor(), driver.session_id, "zh") == (gr.skip(),) * 6
    shown = translate(visitor(key="secret"), driver.session_id, "en")
    assert shown[0]["choices"][0][0].endswith(text("en", "open"))
    assert "# Interview report" in shown[3]
    with pytest.raises(gr.Error):
        page.owned_session(visitor(), driver.session_id)
    assert page.owned_session(visitor(key="secret"), driver.session_id) == driver.session_id


def test_an_edit_is_said_to_be_saved_although_regrading_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = desk.page.services.bank.questions[0]
    saved: list[Edit] = []
    services = SimpleNamespace(
        **vars(desk.page.services), edit_bank=saved.append, edits=tuple, changes=Changes
    )

    def fail(*_: object) -> None:
        raise StoreError("The database cannot be read.")

    monkeypatch.setattr("interviewer.web.review_tab.regrade_after", fail)
    review = ReviewDesk(SimpleNamespace(services=services))  # type: ignore[arg-type]
    notice = review.save(question.question, "新的答案", question.id, "all", 0, "zh")[2]
    assert saved[0].fields == {"reference": "新的答案"}
    assert text("zh", "saved") in notice
    assert "The database cannot be read" in notice


def test_a_damaged_interview_is_neither_offered_nor_in_the_way(desk: Desk, tmp_path: Path) -> None:
    readable, _ = begin(desk)
    damaged, _ = begin(desk)
    with create_engine(f"sqlite:///{tmp_path / 'db.sqlite3'}").begin() as connection:
        connection.execute(
            sql("update events set payload = '{}' where session_id = :id"),
            {"id": damaged.session_id},
        )
    desk.page.rooms.forget(damaged.session_id)
    desk.page.owned_by = lambda _: True  # type: ignore[method-assign]
    view = last(desk.resume_last("zh", visitor()))
    assert view["session"] == readable.session_id
    told = last(desk.restore(damaged.session_id, "zh"))
    assert told["session"] == ""
    assert "damaged" in told["unfinished"]["value"]
