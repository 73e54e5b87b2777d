"""The files of a search index: FAISS vectors, entries and the words of the texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from interviewer.search.entries import Entries, Indexed
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
QUESTIONS = "questions.json"
ENTRIES = "entries.npz"
WORDS = "words.npz"


@dataclass(frozen=True)
class Parts:
    """What an index is made of."""

    questions: tuple[Indexed, ...]
    entries: Entries
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


def write(folder: Path, parts: Parts, manifest: Manifest) -> None:
    """Write all files, the manifest with their hashes last."""
    import faiss

    with (folder / VECTORS).open("wb") as file:  # in pieces: a copy of the whole costs a third
        writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]  # no stub
        faiss.write_index(parts.vectors, writer)
    text = json.dumps(parts.questions, ensure_ascii=False)
    (folder / QUESTIONS).write_text(text, encoding="utf-8")
    with (folder / ENTRIES).open("wb") as file:
        np.savez(file, **vars(parts.entries))
    parts.lexical.save(folder / WORDS)
    hashes = {name: hash_file(folder / name) for name in (VECTORS, QUESTIONS, ENTRIES, WORDS)}
    write_manifest(folder, manifest.model_copy(update={"files": hashes}))


def read(folder: Path) -> tuple[Manifest, Parts]:
    """Read and check all files against the manifest, which vouches for their content."""
    import faiss

    manifest = read_manifest(folder)
    try:
        with (folder / VECTORS).open("rb") as file:
            reader = faiss.PyCallbackIOReader(file.read)  # type: ignore[attr-defined]  # no stub
            index = faiss.read_index(reader)
        questions = tuple(map(Indexed._make, json.loads((folder / QUESTIONS).read_bytes())))
        with np.load(folder / ENTRIES, allow_pickle=False) as stored:
            entries = Entries(**stored)
        lexical = LexicalIndex.open(folder / WORDS)
    except (OSError, RuntimeError, ValueError, TypeError, KeyError, BadZipFile) as error:
        raise damaged(folder, "a file cannot be read") from error
    if not isinstance(index, faiss.IndexFlatIP):
        raise damaged(folder, f"{VECTORS} is of another kind")
    vectors = (index.ntotal, len(entries.keys), entries.first[-1])
    texts = (len(questions), len(entries.first) - 1, lexical.size)
    if {*vectors} != {manifest.vectors} or {*texts} != {manifest.questions}:
        raise damaged(folder, "its counts differ from the manifest")
    return manifest, Parts(questions, entries, index, lexical)
