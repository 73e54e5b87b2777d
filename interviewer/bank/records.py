"""What a build knows about each document, and what it says about it."""

from __future__ import annotations

from typing import Literal

from interviewer.model.base import Value

FileStatus = Literal["read", "unchanged", "skipped", "error"]


class Noise(Value):
    """Lines of a document that belong to no question, from 1, both ends included."""

    start: int
    end: int
    reason: str


class DocumentRecord(Value):
    """A document of the bank, or a file in an archive that is one.

    ``document`` is the file on disk; the hash of its bytes decides whether it is read again.
    """

    document: str
    file: str
    sha256: str
    questions: int
    noise: tuple[Noise, ...] = ()
    warning: str | None = None


class FileReport(Value):
    """One line of the build report: what a file gave, or why it gave nothing."""

    file: str
    status: FileStatus
    questions: int = 0
    noise: tuple[Noise, ...] = ()
    message: str | None = None
