"""What comparisons of the build before found, so that only what is new is compared.

Every entry of a table is the result of a pure function, kept under the hash of all that the
function read. So nothing has to be invalidated: what changed has another hash, and what no build
asks for any more is left out when the memory is saved. What depends on a whole bank is kept as one
value, and whoever keeps it finds out what of it still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from interviewer.model.base import Value
from interviewer.model.rows import KEY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float32]

FOLDER = "compared"

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
        """The value of a key, made where it is not known or damaged."""
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
            try:
                value = self._parsed[text] = self._kind.model_validate_json(text)
            except ValidationError:
                del self._stored[key]
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
        """The table of a kind; a missing or damaged file only costs time."""
        name = kind.__name__
        if name not in self._tables:
            self._tables[name] = Table(kind, self._load(name))
        return cast("Table[Item]", self._tables[name])

    def value(self, kind: type[Whole]) -> Whole | None:
        """The one value of its kind that was kept; None where it is missing or damaged."""
        known: Whole | None = self._values.get(kind)
        if known is None and self._folder is not None and self._trusted:
            try:
                data = (self._folder / f"{kind.__name__}.json").read_bytes()
                return TypeAdapter(kind).validate_json(data)
            except (OSError, ValidationError):
                pass
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
        (generation / FOLDER).mkdir()
        for name, (made_by, keys, found) in self._numbers.items():
            import numpy as np

            np.save(generation / FOLDER / f"{name}.npy", found)
            told = "\n".join([made_by, *keys]).encode()
            (generation / FOLDER / f"{name}.keys").write_bytes(told)
        for kind, value in self._values.items():
            data = TypeAdapter(kind).dump_json(value)
            (generation / FOLDER / f"{kind.__name__}.json").write_bytes(data)
        for name, table in self._tables.items():
            text = table.dump()
            (generation / FOLDER / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")

    def _load_numbers(self, name: str, made_by: str) -> tuple[dict[str, int], Numbers]:
        """Where the rows of keys lie, and the rows."""
        import numpy as np

        try:
            if self._folder is not None and (self._trusted or made_by):
                other, *keys = (self._folder / f"{name}.keys").read_text("utf-8").split("\n")
                stored = np.load(self._folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                fits = stored.dtype == np.float32 and stored.ndim == 2
                if other == made_by and fits and len(stored) == len(keys):
                    return {key: row for row, key in enumerate(keys)}, stored
        except (OSError, ValueError, EOFError):
            pass
        return {}, np.zeros((0, 0), np.float32)

    def _load(self, name: str) -> dict[str, str]:
        if self._folder is None or not self._trusted:
            return {}
        try:
            lines = (self._folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")
        except (OSError, ValueError):
            return {}
        return {line[:KEY]: line[KEY + 1 :] for line in lines if line}
