"""Interviews brought in from another machine's export."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from pydantic import Field

from interviewer.errors import InputError
from interviewer.model.base import Value
from interviewer.model.interview import Event, SessionStarted
from interviewer.store.database import Store


class StoredEvent(Value):
    """One line of an export."""

    session_id: str
    seq: int = Field(ge=0)
    event: Event


def import_sessions(store: Store, lines: Iterable[StoredEvent]) -> int:
    """Add the sessions that are not there yet; returns how many were added.

    Raises ``InputError`` where a session's events are not numbered from 0 without a gap, or do
    not begin with its start; the sessions before it are there then, and importing again goes on.
    """
    known = {row.id for row in store.sessions()}
    added = 0
    for session_id, group in groupby(lines, key=lambda line: line.session_id):
        events = list(group)
        if [line.seq for line in events] != list(range(len(events))):
            raise InputError(f"Interview {session_id}: its events have gaps or are out of order.")
        if session_id in known:
            continue
        first = events[0].event
        if not isinstance(first, SessionStarted) or first.session_id != session_id:
            raise InputError(f"Interview {session_id}: it does not begin with its own start.")
        store.add_session(session_id, [line.event for line in events])
        known.add(session_id)
        added += 1
    return added
