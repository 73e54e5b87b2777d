"""What comparisons of the build before found, so that only what is new is compared.

Every entry is the result of a pure function, kept under the hash of all that the function read. So
nothing has to be invalidated: what changed has another hash, and what no build asks for any more
is left out when the memory is saved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from zipfile import BadZipFile

from pydantic import ValidationError

from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion, Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

FOLDER = "compared"
KEY = 32
"""Characters of a hash."""

Item = TypeVar("Item", bound=Value)


class Table(Generic[Item]):
    """Remembered values of one kind by the hash of what they were made from.

    A stored value stays JSON until it is asked for, and equal ones are parsed once; most say that
    nothing was found.
    """

    def __init__(self, kind: type[Item], stored: dict[str, str]) -> None:
        self._kind = kind
        self._stored = stored
        self._used: dict[str, str] = {}
        self._parsed: dict[str, Item] = {}

    def __contains__(self, key: str) -> bool:
        return self._known(key) is not None

    def recall(self, key: str, make: Callable[[], Item]) -> Item:
        """The value of a key, made where it is not known or damaged."""
        value = self._known(key)
        if value is None:
            value = make()
            text = self._stored[key] = value.model_dump_json()
            self._parsed[text] = value
        self._used[key] = self._stored[key]
        return value

    def _known(self, key: str) -> Item | None:
        text = self._stored.get(key)
        if text is None:
            return None
        value = self._parsed.get(text)
        if value is None:
            try:
                value = self._parsed[text] = self._kind.model_validate_json(text)
            except ValidationError:
                del self._stored[key]
        return value

    def dump(self) -> str:
        """What was asked for: a line for each key, which has ``KEY`` characters."""
        return "".join([f"{key} {text}\n" for key, text in sorted(self._used.items())])


class Memory:
    """One table per kind of value, read from the folder of a generation and saved into the next.

    Only what the same version of this package wrote with the same encoder may be read, for neither
    the code that makes the values nor the vectors are part of their hash.
    """

    def __init__(self, generation: Path | None = None) -> None:
        self._folder = generation / FOLDER if generation else None
        self._tables: dict[str, Table[Any]] = {}
        self._numbers: dict[str, tuple[Sequence[str], Numbers]] = {}

    def table(self, kind: type[Item]) -> Table[Item]:
        """The table of a kind; a missing or damaged file only costs time."""
        name = kind.__name__
        if name not in self._tables:
            self._tables[name] = Table(kind, self._load(name))
        return cast("Table[Item]", self._tables[name])

    def numbers(
        self, name: str, keys: Sequence[str], make: Callable[[list[int]], Numbers]
    ) -> Numbers:
        """A row of numbers for each key, shape ``(n, width)``.

        ``make`` gives the rows for those positions of ``keys`` that are not known.
        """
        import numpy as np

        known, stored = self._load_numbers(name)
        missing = [at for at, key in enumerate(keys) if key not in known]
        if missing or not len(stored):
            made = make(missing)
            stored = np.concatenate([stored, made]) if len(stored) else made
            known |= {keys[at]: len(known) + number for number, at in enumerate(missing)}
        found = stored[[known[key] for key in keys]]
        self._numbers[name] = (keys, found)
        return found

    def save(self, generation: Path) -> None:
        """Write what was asked for into the folder of a generation."""
        (generation / FOLDER).mkdir()
        for name, (keys, found) in self._numbers.items():
            import numpy as np

            once, at = np.unique(np.array(keys, f"S{KEY}"), return_index=True)
            with (generation / FOLDER / f"{name}.npz").open("wb") as file:
                np.savez(file, keys=once, numbers=found[at])
        for name, table in self._tables.items():
            text = table.dump()
            (generation / FOLDER / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")

    def _load_numbers(self, name: str) -> tuple[dict[str, int], Numbers]:
        """Where the rows of keys lie, and the rows."""
        import numpy as np

        try:
            if self._folder is not None:
                with np.load(self._folder / f"{name}.npz", allow_pickle=False) as stored:
                    rows, keys = stored["numbers"], stored["keys"].astype(f"U{KEY}").tolist()
                if len(rows) == len(keys):
                    return {key: row for row, key in enumerate(keys)}, rows
        except (OSError, ValueError, TypeError, KeyError, EOFError, BadZipFile):
            pass
        return {}, np.zeros((0, 0), np.float32)

    def _load(self, name: str) -> dict[str, str]:
        if self._folder is None:
            return {}
        try:
            lines = (self._folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")
        except (OSError, ValueError):
            return {}
        return {line[:KEY]: line[KEY + 1 :] for line in lines if line}


def key_of(*parts: str) -> str:
    """Hash of texts, by which a result is remembered."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    framed = b"".join([len(data).to_bytes(8, "little") + data for data in encoded])
    return hashlib.sha256(framed).hexdigest()[:KEY]


def text_key(question: AnyQuestion) -> str:
    """Hash of all that a question's document says; a row keeps it."""
    known = question.text_key if isinstance(question, Row) else ""
    if not known:
        known = key_of(question.question, question.reference, question.explanation or "")
        if isinstance(question, Row):
            question.text_key = known
    return known
