"""A lock file that the operating system releases when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from interviewer.errors import WeightsError


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold ``path`` alone, or raise ``WeightsError`` where another process holds it."""
    with path.open("a+b") as stream:
        if not _try_lock(stream):
            raise WeightsError(
                f"Another process is fetching model files into {path.parent}. "
                "Wait until it is done, then run the command again."
            )
        yield


def _try_lock(stream: IO[bytes]) -> bool:
    """Take the lock without waiting; closing the stream lets it go."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
