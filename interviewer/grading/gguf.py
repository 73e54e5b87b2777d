"""Read access to a GGUF file: its description, its vocabulary, and tensors as float32.

The layout is that of the GGUF specification, versions 2 and 3, of ggml-org. The ``gguf`` package
undoes the quantisation; its own reader is not used because it takes ten seconds and more for a
vocabulary of 150,000 pieces.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interviewer.errors import GraderError

MAGIC = b"GGUF"
VERSIONS = (2, 3)
SCALARS = {
    0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?",
    10: "<Q", 11: "<q", 12: "<d",
}  # fmt: skip
STRING, ARRAY = 8, 9


@dataclass(frozen=True)
class Entry:
    """Where a tensor lies: its shape, row-major, the kind of its blocks, its first byte."""

    shape: tuple[int, ...]
    kind: int
    start: int


class GGUFFile:
    """A GGUF file, mapped into memory; tensors are decoded when they are asked for.

    Raises:
        GraderError: the file is not a GGUF file of a known version, or cut short.
    """

    def __init__(self, path: Path) -> None:
        self._at = 4
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if self._data[:4] != MAGIC or self._scalar("<I") not in VERSIONS:
                raise GraderError(f"{path} is not a GGUF file of version 2 or 3.")
            tensors, fields = self._scalar("<Q"), self._scalar("<Q")
            self.fields: dict[str, Any] = {self._text(): self._value() for _ in range(fields)}
            self._entries = dict(self._entry() for _ in range(tensors))
            alignment = int(self.fields.get("general.alignment", 32))
            self._start = self._at + -self._at % alignment
        except (struct.error, KeyError, ValueError, ArithmeticError, RecursionError) as error:
            raise GraderError(f"{path} is cut short or damaged.") from error

    def tensor(self, name: str) -> NDArray[np.float32]:
        """The whole tensor."""
        return self.rows(name, None)

    def rows(self, name: str, rows: NDArray[np.int64] | None) -> NDArray[np.float32]:
        """Some rows ``(n, ...)`` of a tensor, or all of it."""
        from gguf import GGML_QUANT_SIZES, GGMLQuantizationType, dequantize

        entry = self._entries[name]
        kind = GGMLQuantizationType(entry.kind)
        block, size = GGML_QUANT_SIZES[kind]
        width = entry.shape[-1] // block * size
        count = prod(entry.shape[:-1])
        start = self._start + entry.start
        if start + count * width > len(self._data):
            raise GraderError(f"The GGUF file ends before its tensor {name}.")
        stored = np.frombuffer(self._data, np.uint8, count * width, start)
        stored = stored.reshape(*entry.shape[:-1], width)
        stored = stored if rows is None else stored[rows]
        if kind == GGMLQuantizationType.F32:
            return stored.view(np.float32)
        decoded: NDArray[np.float32] = dequantize(stored, kind)
        return decoded

    def _scalar(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return value

    def _text(self) -> str:
        (text,) = struct.unpack_from(f"{self._scalar('<Q')}s", self._data, self._at)
        self._at += len(text)
        return str(text, "utf-8")

    def _value(self, kind: int | None = None) -> Any:
        kind = self._scalar("<I") if kind is None else kind
        if kind == STRING:
            return self._text()
        if kind == ARRAY:
            inner, size = self._scalar("<I"), self._scalar("<Q")
            return [self._value(inner) for _ in range(size)]
        return self._scalar(SCALARS[kind])

    def _entry(self) -> tuple[str, Entry]:
        name = self._text()
        shape = tuple(self._scalar("<Q") for _ in range(self._scalar("<I")))[::-1]
        return name, Entry(shape, self._scalar("<I"), self._scalar("<Q"))
