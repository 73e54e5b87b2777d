"""The index folder: whole generations beside each other, one of them current.

A build fills a new generation and then replaces ``current.json`` in one step, so a build that
breaks off, at any moment, leaves the old index in use.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.errors import IndexMissingError, UsageError

CURRENT = "current.json"
PREFIX = "generation-"


def current_generation(index: Path) -> Path | None:
    """The valid generation's folder, or None where nothing was built yet."""
    try:
        name = json.loads((index / CURRENT).read_text(encoding="utf-8"))["generation"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(index) from error
    if not isinstance(name, str) or not name.startswith(PREFIX) or Path(name).name != name:
        raise _damaged(index)
    folder = index / name
    if not folder.is_dir():
        raise _damaged(index)
    return folder


def newest_generation(index: Path, last: str) -> Path | None:
    """The newest whole generation, whatever ``current.json`` says; ``last``: its last file."""
    whole = index.glob(f"{PREFIX}*/{last}")
    found = max(whole, key=lambda path: path.stat().st_mtime_ns, default=None)
    return found.parent if found else None


def require_generation(index: Path) -> Path:
    """The valid generation's folder; raises ``IndexMissingError`` where there is none."""
    folder = current_generation(index)
    if folder is None:
        raise IndexMissingError(
            f"There is no index in {index}. Make one with `interviewer build PATH --index {index}`."
        )
    return folder


@contextmanager
def new_generation(index: Path) -> Iterator[Path]:
    """A fresh folder to fill; it becomes the current generation when the block ends well."""
    if index.exists() and not index.is_dir():
        raise UsageError(f"{index} is a file; --index needs a folder.")
    index.mkdir(parents=True, exist_ok=True)
    with _exclusive(index):
        folder = index / f"{PREFIX}{uuid.uuid4().hex[:12]}"
        folder.mkdir()
        try:
            yield folder
            _publish(index, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        _sweep(index, keep=folder)


def _publish(index: Path, folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)
    pointer = index / f"{CURRENT}.new"
    pointer.write_text(json.dumps({"generation": folder.name}) + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(index / CURRENT)
    _sync(index)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(index: Path, keep: Path) -> None:
    """Remove what earlier and broken-off builds left behind."""
    for folder in index.glob(f"{PREFIX}*"):
        if folder != keep:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _exclusive(index: Path) -> Iterator[None]:
    """Keep two builds of one index apart; the lock goes with the process that held it."""
    from filelock import FileLock, Timeout

    lock = FileLock(index / ".build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise UsageError(
            f"Another build of {index} is running. Wait for it to end, then try again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _damaged(index: Path) -> IndexMissingError:
    return IndexMissingError(
        f"{index / CURRENT} is damaged. Build again: `interviewer build PATH --index {index}`."
    )
