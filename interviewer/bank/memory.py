"""What comparisons of the build before found, so that only what is new is compared.

Every entry is the result of a pure function, kept under the hash of all that the function read. So
nothing has to be invalidated: what changed has another hash, and what no build asks for any more
is left out when the memory is saved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion

FOLDER = "compared"

Item = TypeVar("Item", bound=Value)


class Table(Generic[Item]):
    """Remembered values of one kind by the hash of what they were made from."""

    def __init__(self, kind: type[Item], known: dict[str, Item]) -> None:
        self._adapter = TypeAdapter(dict[str, kind])  # type: ignore[valid-type]
        self._known = known
        self._used: dict[str, Item] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def recall(self, key: str, make: Callable[[], Item]) -> Item:
        """The value of a key, made where it is not known."""
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = make()
        self._used[key] = found
        return found

    def dump(self) -> bytes:
        """What was asked for, as JSON."""
        return self._adapter.dump_json(dict(sorted(self._used.items())))


class Memory:
    """One table per kind of value, read from the folder of a generation and saved into the next.

    Only what the same version of this package wrote may be read, for the code that makes the values
    is not part of their hash.
    """

    def __init__(self, generation: Path | None = None) -> None:
        self._folder = generation / FOLDER if generation else None
        self._tables: dict[str, Table[Any]] = {}

    def table(self, kind: type[Item]) -> Table[Item]:
        """The table of a kind; a missing or damaged file only costs time."""
        name = kind.__name__
        if name not in self._tables:
            self._tables[name] = Table(kind, self._load(kind))
        return cast("Table[Item]", self._tables[name])

    def save(self, generation: Path) -> None:
        """Write what was asked for into the folder of a generation."""
        (generation / FOLDER).mkdir()
        for name, table in self._tables.items():
            (generation / FOLDER / f"{name}.json").write_bytes(table.dump())

    def _load(self, kind: type[Item]) -> dict[str, Item]:
        if self._folder is None:
            return {}
        adapter = TypeAdapter(dict[str, kind])  # type: ignore[valid-type]
        try:
            stored = (self._folder / f"{kind.__name__}.json").read_bytes()
            return cast("dict[str, Item]", adapter.validate_json(stored))
        except (OSError, ValidationError):
            return {}


def key_of(*parts: str | bytes) -> str:
    """Hash of texts and bytes, by which a result is remembered."""
    hashed = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hashed.update(len(data).to_bytes(8, "little") + data)
    return hashed.hexdigest()[:32]


def text_key(question: AnyQuestion) -> str:
    """Hash of all that a question's document says."""
    explanation = question.explanation or ""
    return key_of(question.question, question.reference, explanation)
