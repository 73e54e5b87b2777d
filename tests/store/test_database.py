from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection

from interviewer.errors import InputError, SessionError, StoreError
from interviewer.model.grading import Correction, Verdict
from interviewer.model.interview import (
    AnswerSubmitted,
    Event,
    SessionFinished,
    SessionOptions,
    SessionStarted,
)
from interviewer.store import database
from interviewer.store.database import Store
from interviewer.store.exchange import StoredEvent, import_sessions


def started(session_id: str, at: float = 1.0) -> SessionStarted:
    return SessionStarted(
        at=at, session_id=session_id, options=SessionOptions(), plan=(), bank_version="v"
    )


def answer(number: int, text: str = "答案 🎤\n第二行") -> AnswerSubmitted:
    return AnswerSubmitted(at=2.0 + number, answer_id=f"a{number}", index=0, turn=0, text=text)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "deep" / "db.sqlite3")


def test_events_come_back_in_order_and_equal(store: Store) -> None:
    events = (started("s"), answer(1), answer(2), SessionFinished(at=9.0, how="completed"))
    for seq, item in enumerate(events):
        store.append("s", seq, item)
    assert store.events("s") == events


def test_sessions_list_newest_first_with_their_state(store: Store) -> None:
    store.append("old", 0, started("old", 1.0))
    store.append("new", 0, started("new", 5.0))
    store.append("new", 1, SessionFinished(at=6.0, how="ended_early"))
    rows = store.sessions()
    assert [(row.id, row.finished, row.events) for row in rows] == [
        ("new", True, 2),
        ("old", False, 1),
    ]


def test_second_window_is_told_and_overwrites_nothing(store: Store) -> None:
    store.append("s", 0, started("s"))
    store.append("s", 1, answer(1, "first"))
    with pytest.raises(SessionError, match="another window"):
        store.append("s", 1, answer(1, "second"))
    last = store.events("s")[-1]
    assert isinstance(last, AnswerSubmitted)
    assert last.text == "first"


def test_unknown_session_is_an_error(store: Store) -> None:
    with pytest.raises(SessionError, match="history list"):
        store.events("nope")
    with pytest.raises(SessionError):
        store.delete("nope")


def test_draft_is_kept_replaced_and_dropped(store: Store) -> None:
    store.append("s", 0, started("s"))
    store.save_draft("s", "half a sen", 1.0)
    store.save_draft("s", "half a sentence", 2.0)
    assert store.draft("s") == "half a sentence"
    store.save_draft("s", "", 3.0)
    assert store.draft("s") == ""


def test_delete_takes_everything_of_the_session_and_nothing_else(store: Store) -> None:
    for name in ("a", "b"):
        store.append(name, 0, started(name))
        store.save_draft(name, name, 1.0)
    store.delete("a")
    assert [row.id for row in store.sessions()] == ["b"]
    assert store.draft("a") == ""
    assert store.draft("b") == "b"


def test_corrections_are_remembered_and_taken_back(store: Store) -> None:
    item = Correction(
        question_id="q", point_id="p1", wording="步子小", verdict=Verdict.STATED, at=1.0
    )
    store.save_correction(item)
    assert store.corrections("q") == (item,)
    store.remove_correction("q", "p1", "步子小")
    assert store.corrections("q") == ()


def test_sql_in_names_is_data(store: Store) -> None:
    name = "x'; DROP TABLE events; --"
    store.append(name, 0, started(name))
    assert store.events(name) == (started(name),)


def test_damaged_file_gives_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(StoreError, match="move it away"):
        Store.open(path)


def test_reopening_migrates_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    first = Store.open(path)
    first.append("s", 0, started("s"))
    first.close()
    assert Store.open(path).events("s") == (started("s"),)
    with sqlite3.connect(path) as connection:
        assert connection.execute("select version_num from alembic_version").fetchall() == [
            ("0001",)
        ]


def test_a_killed_process_loses_no_stored_event(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    code = textwrap.dedent(
        f"""
        from pathlib import Path
        from interviewer.model.interview import AnswerSubmitted, SessionOptions, SessionStarted
        from interviewer.store.database import Store
        store = Store.open(Path({str(path)!r}))
        store.append("s", 0, SessionStarted(
            at=0.0, session_id="s", options=SessionOptions(), plan=(), bank_version="v"))
        for number in range(1, 100000):
            store.append("s", number, AnswerSubmitted(
                at=0.0, answer_id=str(number), index=0, turn=0, text="x" * 50))
            print(number, flush=True)
        """
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    confirmed = 0
    deadline = time.monotonic() + 60
    for line in process.stdout:
        confirmed = int(line)
        if confirmed >= 25 or time.monotonic() > deadline:
            break
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    confirmed = int(rest[-1]) if rest else confirmed
    stored = Store.open(path).events("s")
    assert len(stored) >= confirmed + 1
    assert [item.answer_id for item in stored[1:] if isinstance(item, AnswerSubmitted)] == [
        str(number) for number in range(1, len(stored))
    ]


def test_an_import_is_whole_or_not_there_and_begins_with_its_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        StoredEvent(session_id="s", seq=0, event=started("s")),
        StoredEvent(session_id="s", seq=1, event=answer(1)),
    ]
    with pytest.raises(InputError, match="start"):
        import_sessions(store, [StoredEvent(session_id="s", seq=0, event=answer(1))])
    with pytest.raises(InputError, match="start"):
        import_sessions(store, [StoredEvent(session_id="other", seq=0, event=started("s"))])
    with monkeypatch.context() as patch:
        real = database._append

        def broken(connection: Connection, session_id: str, seq: int, item: Event) -> None:
            if seq == 1:
                raise KeyboardInterrupt
            real(connection, session_id, seq, item)

        patch.setattr(database, "_append", broken)
        with pytest.raises(KeyboardInterrupt):
            import_sessions(store, lines)
    assert store.sessions() == ()
    assert import_sessions(store, lines) == 1
    assert import_sessions(store, lines) == 0
    assert store.events("s") == (started("s"), answer(1))


def test_a_damaged_event_names_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    store = Store.open(path)
    store.append("s", 0, started("s"))
    with sqlite3.connect(path) as connection:
        connection.execute("update events set payload = '{}'")
    with pytest.raises(StoreError, match="history delete s"):
        store.events("s")
