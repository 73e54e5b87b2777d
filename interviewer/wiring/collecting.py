"""Python's cyclic garbage collector, asked to come less often while a bank is handled."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_RARE = (300_000, 20, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect rarely inside the block.

    A large bank is hundreds of thousands of objects without cycles, and walking over all of them
    again and again took a third of the time of opening or building it. It is not switched off, for
    the readers of documents do leave cycles behind.
    """
    gc.set_threshold(*_RARE)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
