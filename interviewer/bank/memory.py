"""What comparisons of the build before found, so that only what is new is compared.

Every entry of a table is the result of a pure function, kept under the hash of all that the
function read. So nothing has to be invalidated: what changed has another hash, and what no build
asks for any more is left out when the memory is saved. What depends on a whole bank is kept as one
value, and whoever keeps it finds out what of it still holds.

A file that is not as it was written is not read, which only costs time: a changed vector or name
would go from build to build unseen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import TypeAdapter

from interviewer.model.base import Value
from interviewer.model.rows import KEY
from interviewer.search.manifest import hash_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

FOLDER = "compared"
HASHES = "hashes.json"

Item = TypeVar("Item", bound=Value)
Whole = TypeVar("Whole")


class Table(Generic[Item]):
    """Remembered values of one kind by the hash of what they were made from.

    A stored value stays JSON until it is asked for, and equal ones are parsed once; most say that
    nothing was found.
    """

    def __init__(self, kind: type[Item], stored: dict[str, str]) -> None:
        self._kind = kind
        self._stored = stored
        self._used: set[str] = set()
        self._parsed: dict[str, Item] = {}

    def recall(self, key: str, make: Callable[[], Item]) -> Item:
        """The value of a key, made where it is not known."""
        value = self._parsed.get(self._stored.get(key, "")) or self._known(key)
        if value is None:
            value = make()
            text = self._stored[key] = value.model_dump_json()
            self._parsed[text] = value
        self._used.add(key)
        return value

    def recall_all(self, keys: Sequence[str], make: Callable[[int], Item]) -> list[Item]:
        """The values of keys; ``make`` takes the place of one that has to be made."""
        parsed, stored = self._parsed, self._stored
        self.keep(keys)
        return [
            parsed.get(stored.get(key, "")) or self.recall(key, partial(make, place))
            for place, key in enumerate(keys)
        ]

    def keep(self, keys: Iterable[str]) -> None:
        """Keep what is known of these for the next build, without asking for it now."""
        self._used.update(keys)

    def _known(self, key: str) -> Item | None:
        text = self._stored.get(key)
        if text is None:
            return None
        value = self._parsed.get(text)
        if value is None:
            value = self._parsed[text] = self._kind.model_validate_json(text)
        return value

    def dump(self) -> str:
        """What was asked for: a line for each key, which has ``KEY`` characters."""
        stored = self._stored
        return "".join([f"{key} {stored[key]}\n" for key in sorted(self._used) if key in stored])


class Memory:
    """One table per kind of value, read from the folder of a generation and saved into the next.

    Only what the same version of this package wrote with the same encoder is to be trusted, for
    neither the code that makes the values nor the vectors are part of their hash. Where that is not
    so, only numbers are read that something else made: the vectors of an encoder.
    """

    def __init__(self, generation: Path | None = None, *, trusted: bool = True) -> None:
        self._folder = generation / FOLDER if generation else None
        self._trusted = trusted
        self._tables: dict[str, Table[Any]] = {}
        self._values: dict[type[Any], Any] = {}
        self._numbers: dict[str, tuple[str, Sequence[str], Numbers]] = {}

    def table(self, kind: type[Item]) -> Table[Item]:
        """The table of a kind."""
        name = kind.__name__
        if name not in self._tables:
            self._tables[name] = Table(kind, self._load(name))
        return cast("Table[Item]", self._tables[name])

    def value(self, kind: type[Whole]) -> Whole | None:
        """The one value of its kind that was kept, or None."""
        known: Whole | None = self._values.get(kind)
        if known is None and self._trusted and (path := self._written(f"{kind.__name__}.json")):
            return TypeAdapter(kind).validate_json(path.read_bytes())
        return known

    def keep(self, value: object) -> None:
        """Keep a value, which JSON can hold, in the place of the one of its kind."""
        self._values[type(value)] = value

    def numbers(
        self,
        name: str,
        keys: Sequence[str],
        make: Callable[[list[int]], Numbers],
        made_by: str = "",
    ) -> Numbers:
        """A row of numbers for each key, shape ``(n, width)``.

        ``make`` gives the rows for those positions of ``keys`` that are not known; ``made_by``
        names what makes them where that is not the code of this package.
        """
        import numpy as np

        known, stored = self._load_numbers(name, made_by)
        places = np.array([known.get(key, -1) for key in keys], np.int64)
        missing = np.flatnonzero(places < 0)
        if not len(stored):
            found = make(missing.tolist())
        else:
            found = np.empty((len(keys), stored.shape[1]), np.float32)
            np.take(stored, places, axis=0, out=found, mode="clip")
            if len(missing):
                found[missing] = make(missing.tolist())
        self._numbers[name] = (made_by, keys, found)
        return found

    def save(self, generation: Path) -> None:
        """Write what was asked for into the folder of a generation."""
        folder = generation / FOLDER
        folder.mkdir()
        for name, (made_by, keys, found) in self._numbers.items():
            import numpy as np

            np.save(folder / f"{name}.npy", found)
            told = "\n".join([made_by, *keys]).encode()
            (folder / f"{name}.keys").write_bytes(told)
        for kind, value in self._values.items():
            data = TypeAdapter(kind).dump_json(value)
            (folder / f"{kind.__name__}.json").write_bytes(data)
        for name, table in self._tables.items():
            text = table.dump()
            (folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
        hashes = {path.name: hash_file(path) for path in sorted(folder.iterdir())}
        (folder / HASHES).write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")

    def _written(self, name: str) -> Path | None:
        """A file of the generation before; None where it is gone or not as it was written."""
        if self._folder is None:
            return None
        try:
            path = self._folder / name
            return path if hash_file(path) == self._hashes.get(name) else None
        except OSError:
            return None

    @cached_property
    def _hashes(self) -> dict[str, str]:
        """The hashes of the files of the generation before."""
        try:
            found = json.loads((self._folder / HASHES).read_bytes()) if self._folder else {}
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _load_numbers(self, name: str, made_by: str) -> tuple[dict[str, int], Numbers]:
        """Where the rows of keys lie, and the rows."""
        import numpy as np

        if self._trusted or made_by:
            told, path = self._written(f"{name}.keys"), self._written(f"{name}.npy")
            if told and path:
                other, *keys = told.read_text("utf-8").split("\n")
                if other == made_by:
                    stored = np.load(path, mmap_mode="r", allow_pickle=False)
                    return {key: row for row, key in enumerate(keys)}, stored
        return {}, np.zeros((0, 0), np.float32)

    def _load(self, name: str) -> dict[str, str]:
        path = self._written(f"{name}.txt") if self._trusted else None
        lines = path.read_text(encoding="utf-8").split("\n") if path else []
        return {line[:KEY]: line[KEY + 1 :] for line in lines if line}
