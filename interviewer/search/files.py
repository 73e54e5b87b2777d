"""The files of a search index: FAISS vectors, entries and lexical postings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from interviewer.search.entries import Indexed
from interviewer.search.lexical import LexicalIndex
from interviewer.search.manifest import (
    Manifest,
    damaged,
    hash_files,
    read_manifest,
    write_manifest,
)

if TYPE_CHECKING:
    import faiss

VECTORS = "vectors.faiss"
ENTRIES = "entries.jsonl"
LEXICAL = "lexical"


@dataclass(frozen=True)
class Parts:
    """What an index folder holds."""

    manifest: Manifest
    questions: tuple[Indexed, ...]
    vectors: NDArray[np.float32]
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

    (folder / VECTORS).write_bytes(faiss.serialize_index(index).tobytes())
    lines = "".join(item.model_dump_json() + "\n" for item in questions)
    (folder / ENTRIES).write_text(lines, encoding="utf-8")
    lexical.save(folder / LEXICAL)
    hashes = {
        name: digest
        for name, digest in hash_files(folder).items()
        if name in (VECTORS, ENTRIES) or name.startswith(f"{LEXICAL}/")
    }
    write_manifest(folder, manifest.model_copy(update={"files": hashes}))


def read(folder: Path) -> Parts:
    """Read and check all files against the manifest."""
    import faiss

    manifest = read_manifest(folder)
    try:
        index = faiss.deserialize_index(np.frombuffer((folder / VECTORS).read_bytes(), np.uint8))
        lines = (folder / ENTRIES).read_text(encoding="utf-8").split("\n")
        questions = tuple(Indexed.model_validate_json(line) for line in lines if line)
        lexical = LexicalIndex.open(folder / LEXICAL, manifest.questions)
    except (OSError, RuntimeError, ValueError, ValidationError) as error:
        raise damaged(folder, "a file cannot be read") from error
    count = sum(len(item.entries) for item in questions)
    if not isinstance(index, faiss.IndexFlatIP):
        raise damaged(folder, f"{VECTORS} is of another kind")
    if (index.ntotal, len(questions), count) != (
        manifest.vectors,
        manifest.questions,
        manifest.vectors,
    ):
        raise damaged(folder, "its counts differ from the manifest")
    return Parts(manifest, questions, view(index).copy(), lexical)
