"""The index folder describes itself, and what does not fit is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from interviewer.errors import IndexMismatchError, IndexMissingError
from interviewer.model.base import Value

FORMAT = 6
"""Changes with the files, and with the rules by which texts are cut into passages and words."""
NAME = "manifest.json"


class Manifest(Value):
    """What made the index, and the SHA-256 of each of its files."""

    format: int
    encoder: str
    dimension: int
    metric: Literal["cosine"]
    bank_version: str
    questions: int
    vectors: int
    files: dict[str, str]


def hash_file(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest last, so that a folder without one is known to be unfinished."""
    text = json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Read and check a manifest and its files; raises an index error that names the command."""
    path = folder / NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IndexMissingError(
            f"There is no search index in {folder}. Make one: interviewer build PATH"
        ) from None
    except (OSError, ValueError) as error:
        raise damaged(folder, f"{NAME} cannot be read") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise IndexMismatchError(
            f"The search index in {folder} is of another format than {FORMAT}. "
            "Make it again: interviewer build PATH"
        )
    try:
        manifest = Manifest.model_validate(data)
    except ValidationError as error:
        raise damaged(folder, f"{NAME} is incomplete") from error
    for name, digest in manifest.files.items():
        file = folder / name
        inside = file.resolve().is_relative_to(folder.resolve())
        if not inside or not file.is_file():
            raise damaged(folder, f"{name} is missing")
        if hash_file(file) != digest:
            raise damaged(folder, f"{name} was altered")
    return manifest


def damaged(folder: Path, reason: str) -> IndexMismatchError:
    """The error for an index that is not what its manifest says."""
    return IndexMismatchError(
        f"The search index in {folder} is damaged ({reason}). Make it again: interviewer build PATH"
    )
