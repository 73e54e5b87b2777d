"""Find the documents below the given paths; never leave them, never loop."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.errors import UsageError

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
        files = _below(path) if path.is_dir() else iter([(path, path.name)])
        for file, name in files:
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                found.append(Found(file, name, path if path.is_dir() else None))
    return _distinct(found)


def _below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Files below a folder; linked folders are entered once, and only inside the folder."""
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
        for name in sorted(files):
            path = Path(current) / name
            if not name.startswith((".", "~$")):
                yield path, path.relative_to(folder).as_posix()


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
