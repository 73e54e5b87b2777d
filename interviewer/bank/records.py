"""What a build knows about each document, and what it says about it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Literal

from pydantic import Field

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


class Changes(Value):
    """Questions that builds found new or changed: ids with the length of the log of edits then.

    An edit that comes later in the log shows that somebody has looked at the question since.
    """

    new: dict[str, int] = Field(default_factory=dict)
    changed: dict[str, int] = Field(default_factory=dict)

    def after(
        self, new: Sequence[str], changed: Sequence[str], ids: Container[str], edits: int
    ) -> Changes:
        """With what one more build found; ``ids`` are the questions that the bank has now."""
        return Changes(
            new={key: n for key, n in self.new.items() if key in ids} | dict.fromkeys(new, edits),
            changed={key: n for key, n in self.changed.items() if key in ids}
            | dict.fromkeys(changed, edits),
        )


class FileReport(Value):
    """One line of the build report: what a file gave, or why it gave nothing."""

    file: str
    status: FileStatus
    questions: int = 0
    noise: tuple[Noise, ...] = ()
    message: str | None = None
