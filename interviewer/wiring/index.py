"""Build an index folder from documents, and open it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from interviewer.bank.build import BankBuild, build_bank
from interviewer.bank.files import load_bank, save_bank
from interviewer.model.bank import Bank
from interviewer.model.protocols import Encoder, Progress
from interviewer.search.index import SearchIndex
from interviewer.wiring.generations import current_generation, new_generation, require_generation


class OpenIndex:
    """A bank with the search index that was made from it."""

    def __init__(self, bank: Bank, search: SearchIndex) -> None:
        self.bank = bank
        self.search = search


def open_index(index: Path, encoder: Encoder) -> OpenIndex:
    """Open the current generation.

    Raises ``IndexMissingError`` where nothing was built and ``IndexMismatchError`` where it was
    built with another encoder or format.
    """
    folder = require_generation(index)
    bank = load_bank(folder)
    return OpenIndex(bank, SearchIndex.open(folder / "search", encoder))
