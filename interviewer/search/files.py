"""The files of a search index: FAISS vectors, entries and the words of the texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from interviewer.search.entries import Entry, Indexed
from interviewer.search.lexical import LexicalIndex
from interviewer.search.manifest import (
    Manifest,
    damaged,
    hash_file,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    import faiss

VECTORS = "vectors.faiss"
ENTRIES = "entries.json"
WORDS = "words.npz"


@dataclass(frozen=True)
class Parts:
    """What an index folder holds."""

    manifest: Manifest
    questions: tuple[Indexed, ...]
    vectors: faiss.IndexFlatIP
    lexical: LexicalIndex


def flat_index(vectors: NDArray[np.float32], dimension: int) -> faiss.IndexFlatIP:
    """An exact inner-product index; right for up to some 100,000 vectors."""
    import faiss

    index = faiss.IndexFlatIP(dimension)
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def view(index: faiss.IndexFlatIP) -> NDArray[np.float32]:
    """The vectors of the index, shape ``(n, dimension)``, without a copy."""
    import faiss

    if index.ntotal == 0:
        return np.empty((0, index.d), np.float32)
    flat: NDArray[np.float32] = faiss.rev_swig_ptr(index.get_xb(), index.ntotal * index.d)
    return flat.reshape(index.ntotal, index.d)


def write(
    folder: Path,
    index: faiss.IndexFlatIP,
    questions: Sequence[Indexed],
    lexical: LexicalIndex,
    manifest: Manifest,
) -> None:
    """Write all files, the manifest with their hashes last."""
    import faiss

    (folder / VECTORS).write_bytes(faiss.serialize_index(index).data)
    (folder / ENTRIES).write_text(json.dumps(questions, ensure_ascii=False), encoding="utf-8")
    lexical.save(folder / WORDS)
    hashes = {name: hash_file(folder / name) for name in (VECTORS, ENTRIES, WORDS)}
    write_manifest(folder, manifest.model_copy(update={"files": hashes}))


def read(folder: Path) -> Parts:
    """Read and check all files against the manifest, which vouches for their content."""
    import faiss

    manifest = read_manifest(folder)
    try:
        index = faiss.deserialize_index(np.memmap(folder / VECTORS, np.uint8, "r"))
        rows = json.loads((folder / ENTRIES).read_bytes())
        questions = tuple(
            Indexed(key, digest, sources, chinese, tuple(starmap(Entry, entries)))
            for key, digest, sources, chinese, entries in rows
        )
        lexical = LexicalIndex.open(folder / WORDS)
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, BadZipFile) as error:
        raise damaged(folder, "a file cannot be read") from error
    if not isinstance(index, faiss.IndexFlatIP):
        raise damaged(folder, f"{VECTORS} is of another kind")
    count = sum(len(item.entries) for item in questions)
    expected = (manifest.vectors, manifest.questions, manifest.vectors, manifest.questions)
    if (index.ntotal, len(questions), count, lexical.size) != expected:
        raise damaged(folder, "its counts differ from the manifest")
    return Parts(manifest, questions, index, lexical)
