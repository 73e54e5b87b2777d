"""Where events go: the store's seam, and a log in memory for tests and measurements."""

from __future__ import annotations

from typing import Protocol

from interviewer.errors import SessionError
from interviewer.model.interview import Event


class EventLog(Protocol):
    """An append-only log per session. ``store.database.Store`` is one."""

    def append(self, session_id: str, seq: int, item: Event) -> None:
        """Store event number ``seq``; raises ``SessionError`` where that number is taken."""

    def events(self, session_id: str, since: int = 0) -> tuple[Event, ...]:
        """The events of a session from number ``since`` on, in order."""


class MemoryLog:
    """An ``EventLog`` that forgets when the process ends."""

    def __init__(self) -> None:
        self._logs: dict[str, list[Event]] = {}

    def append(self, session_id: str, seq: int, item: Event) -> None:
        """Append, or refuse a number that is taken or leaves a gap."""
        log = self._logs.setdefault(session_id, [])
        if seq != len(log):
            raise SessionError("This interview went on elsewhere. Load it again to go on.")
        log.append(item)

    def events(self, session_id: str, since: int = 0) -> tuple[Event, ...]:
        """The events of a session from number ``since`` on, in order."""
        if session_id not in self._logs:
            raise SessionError(f"There is no interview {session_id!r}.")
        return tuple(self._logs[session_id][since:])
