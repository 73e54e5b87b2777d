"""SQLite store of sessions. Every append is durable before it returns (WAL, synchronous=FULL)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from pydantic import ValidationError
from sqlalchemy import (
    Connection,
    Engine,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.exc import DatabaseError, IntegrityError

from interviewer.errors import SessionError, StoreError
from interviewer.model.base import Value
from interviewer.model.grading import Correction
from interviewer.model.interview import EVENT_ADAPTER, Event
from interviewer.store.tables import CORRECTIONS, DRAFTS, EVENTS, SESSIONS

MIGRATIONS = Path(__file__).parent / "migrations"


class SessionRow(Value):
    """A session in the list: times in seconds since the epoch."""

    id: str
    created_at: float
    updated_at: float
    finished: bool
    events: int


class Store:
    """Append-only event logs with drafts and corrections beside them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open or create the database and bring it to the newest migration."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 15})
            event.listen(engine, "connect", _configure)
            with engine.begin() as connection:
                _migrate(connection)
        except (OSError, DatabaseError, CommandError) as error:
            raise StoreError(
                f"{path}: the interview database cannot be opened ({error.__class__.__name__}). "
                "Check the folder's permissions and free space; if the file is damaged or from a "
                "newer version, move it away and start again."
            ) from error
        return cls(engine)

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    def append(self, session_id: str, seq: int, item: Event) -> None:
        """Store event number ``seq`` (from 0) of a session.

        Raises ``SessionError`` where that number is taken: another window went on with the
        session, and this one has to load it anew.
        """
        with self._writing() as connection:
            _append(connection, session_id, seq, item)

    def add_session(self, session_id: str, events: Sequence[Event]) -> None:
        """Store a whole session at once: all of it, or, where anything fails, nothing.

        Raises ``SessionError`` where the session is there already.
        """
        with self._writing() as connection:
            for seq, item in enumerate(events):
                _append(connection, session_id, seq, item)

    def events(self, session_id: str, since: int = 0) -> tuple[Event, ...]:
        """The events of a session from number ``since`` on, in order.

        Raises ``SessionError`` where there is no such session.
        """
        query = (
            select(EVENTS.c.payload)
            .where(EVENTS.c.session_id == session_id, EVENTS.c.seq >= since)
            .order_by(EVENTS.c.seq)
        )
        with self._reading() as connection:
            found = connection.execute(query).scalars().all()
        if not found and since == 0:
            raise SessionError(
                f"There is no interview {session_id!r}. `interviewer history list` shows them all."
            )
        try:
            return tuple(EVENT_ADAPTER.validate_json(payload) for payload in found)
        except ValidationError as error:
            raise StoreError(
                f"Interview {session_id!r} is damaged or from a newer version. Update the program, "
                f"or remove it with `interviewer history delete {session_id}`."
            ) from error

    def sessions(self) -> tuple[SessionRow, ...]:
        """All sessions, the one touched last first."""
        count = func.count(EVENTS.c.seq).label("events")
        query = (
            select(SESSIONS, count)
            .join(EVENTS, EVENTS.c.session_id == SESSIONS.c.id)
            .group_by(SESSIONS.c.id)
            .order_by(SESSIONS.c.updated_at.desc(), SESSIONS.c.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(
            SessionRow.model_validate({**row, "finished": bool(row["finished"])}) for row in rows
        )

    def save_draft(self, session_id: str, text: str, at: float) -> None:
        """Keep what is typed but not yet submitted; an empty text drops the draft."""
        with self._writing() as connection:
            if not text:
                connection.execute(delete(DRAFTS).where(DRAFTS.c.session_id == session_id))
                return
            row = upsert(DRAFTS).values(session_id=session_id, text=text, at=at)
            connection.execute(
                row.on_conflict_do_update(["session_id"], set_={"text": text, "at": at})
            )

    def draft(self, session_id: str) -> str:
        """The unsubmitted text of a session, or an empty string."""
        query = select(DRAFTS.c.text).where(DRAFTS.c.session_id == session_id)
        with self._reading() as connection:
            return str(connection.execute(query).scalar() or "")

    def save_correction(self, item: Correction) -> None:
        """Remember a corrected verdict for later grades of the same question."""
        row = upsert(CORRECTIONS).values(item.model_dump(mode="json"))
        with self._writing() as connection:
            connection.execute(
                row.on_conflict_do_update(
                    ["question_id", "point_id", "wording"],
                    set_={"verdict": item.verdict.value, "at": item.at},
                )
            )

    def remove_correction(self, question_id: str, point_id: str, wording: str) -> None:
        """Take a correction back."""
        with self._writing() as connection:
            connection.execute(
                delete(CORRECTIONS).where(
                    CORRECTIONS.c.question_id == question_id,
                    CORRECTIONS.c.point_id == point_id,
                    CORRECTIONS.c.wording == wording,
                )
            )

    def corrections(self, question_id: str) -> tuple[Correction, ...]:
        """The corrections of one question, oldest first."""
        query = (
            select(CORRECTIONS)
            .where(CORRECTIONS.c.question_id == question_id)
            .order_by(CORRECTIONS.c.at)
        )
        with self._reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Correction.model_validate(dict(row)) for row in rows)

    def delete(self, session_id: str) -> None:
        """Delete one session with everything that belongs to it."""
        with self._writing() as connection:
            gone = connection.execute(delete(SESSIONS).where(SESSIONS.c.id == session_id))
            if gone.rowcount == 0:
                raise SessionError(f"There is no interview {session_id!r} to delete.")

    def delete_everything(self) -> None:
        """Delete all sessions, drafts and corrections."""
        with self._writing() as connection:
            connection.execute(delete(SESSIONS))
            connection.execute(delete(CORRECTIONS))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise SessionError(
                "This interview went on in another window. Reload it to go on from there."
            ) from error
        except DatabaseError as error:
            raise StoreError(
                f"The interview database cannot be written ({error.orig}). "
                "Free some disk space or close other programs that use it, then try again; "
                "what was stored before is safe."
            ) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise StoreError(f"The interview database cannot be read ({error.orig}).") from error


def _append(connection: Connection, session_id: str, seq: int, item: Event) -> None:
    if seq == 0:
        connection.execute(
            insert(SESSIONS).values(
                id=session_id, created_at=item.at, updated_at=item.at, finished=0
            )
        )
    connection.execute(
        insert(EVENTS).values(
            session_id=session_id,
            seq=seq,
            at=item.at,
            type=item.type,
            payload=item.model_dump_json(),
        )
    )
    changes: dict[str, Any] = {"updated_at": item.at}
    if item.type == "session_finished":
        changes["finished"] = 1
    connection.execute(update(SESSIONS).where(SESSIONS.c.id == session_id).values(changes))


def _configure(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
