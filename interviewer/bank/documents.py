"""Find the documents below the given paths; never leave them, never loop."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.bank.readers.content import MAX_FILE
from interviewer.bank.readers.registry import too_large
from interviewer.errors import DocumentError, UsageError

_SKIPPED_FOLDERS = frozenset(
    {"node_modules", "__pycache__", "__MACOSX", "venv", "site-packages", "dist", "build"}
)


@dataclass(frozen=True)
class Found:
    """A file to read; ``file`` is its POSIX path relative to the path it was found under.

    ``root`` is the folder that it must not lead out of, None for a file that was named itself.
    """

    path: Path
    file: str
    root: Path | None = None


def find_documents(paths: Sequence[Path]) -> list[Found]:
    """All files below ``paths`` in a stable order, each once, hidden ones left out.

    Raises ``UsageError`` for a path that does not exist.
    """
    found: list[Found] = []
    seen: set[str] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist. Give files or folders to read.")
        alone = (path, path.name, os.path.realpath(path))
        for file, name, real in _below(path) if path.is_dir() else [alone]:
            if real not in seen:
                seen.add(real)
                found.append(Found(file, name, path if path.is_dir() else None))
    return _distinct(found)


def load_bytes(path: Path, root: Path | None = None) -> bytes:
    """The file's bytes; raises ``DocumentError`` where it is no regular file or too large.

    With ``root`` it also does where the path is a link that leads out of that folder.
    """
    try:
        real = Path(os.path.realpath(path))
        if root is not None and not real.is_relative_to(os.path.realpath(root)):
            raise DocumentError("The link leads out of the folder; it is not followed.")
        if not path.is_file():
            raise DocumentError("It is no regular file. Give documents or folders.")
        size = path.stat().st_size
        if size > MAX_FILE:
            raise too_large(size)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"The file cannot be read ({error.strerror or error}).") from error


def sha256(data: bytes) -> str:
    """Hash that decides whether a document changed."""
    return hashlib.sha256(data).hexdigest()


def _below(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """Files below a folder, their names in it and their real paths.

    Linked folders are entered once, and only inside the folder.
    """
    root = os.path.realpath(folder)
    visited: set[str] = set()
    for current, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(current)
        inside = real == root or real.startswith(root + os.sep)
        if real in visited or not inside:
            folders.clear()
            continue
        visited.add(real)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _SKIPPED_FOLDERS
        )
        within = Path(current).relative_to(folder)
        for name in sorted(files):
            if not name.startswith((".", "~$")):
                path = Path(current, name)
                linked = os.path.islink(path)  # noqa: PTH114  # the many others take one look
                there = os.path.realpath(path) if linked else os.path.join(real, name)  # noqa: PTH118
                yield path, (within / name).as_posix(), there


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Put the parent folder before names that two paths share, then a number."""
    used: dict[str, int] = {}
    result: list[Found] = []
    for item in found:
        name = printable(item.file)
        if name in used:
            name = f"{printable(item.path.resolve().parent.name)}/{name}"
        while name in used:
            used[name] += 1
            name = f"{used[name]}/{name}"
        used[name] = 1
        result.append(Found(item.path, name, item.root))
    return result


def printable(name: str) -> str:
    """A file name as it may stand in a report: no line breaks or control characters."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in name)
    return shown.encode("utf-8", "replace").decode("utf-8")
