"""The tables as the newest migration leaves them; migrations create them, this module queries."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String, Table, Text

METADATA = MetaData()

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", String, primary_key=True),
    Column("created_at", Float, nullable=False),
    Column("updated_at", Float, nullable=False),
    Column("finished", Integer, nullable=False, default=0),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("type", String, nullable=False),
    Column("payload", Text, nullable=False),
)

DRAFTS = Table(
    "drafts",
    METADATA,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Float, nullable=False),
)

CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("question_id", String, primary_key=True),
    Column("point_id", String, primary_key=True),
    Column("wording", String, primary_key=True),
    Column("verdict", String, nullable=False),
    Column("at", Float, nullable=False),
)
