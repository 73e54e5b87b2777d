"""Python's cyclic garbage collector, asked to come less often while much is loaded."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_RARE = (300_000, 20, 100)
_lock = threading.Lock()
_inside = 0


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect rarely inside the block, and inside blocks within it or beside it in other threads.

    A large bank is hundreds of thousands of objects without cycles, and walking over all of them
    again and again took a third of the time of opening or building it; likewise the thousands of
    modules of an encoder. It is not switched off, for the readers of documents do leave cycles
    behind.
    """
    global _inside  # noqa: PLW0603
    with _lock:
        _inside += 1
        gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.set_threshold(*_USUAL)
