"""Build an index folder from documents, and open it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from interviewer.bank import __file__ as bank_package
from interviewer.bank.build import BankBuild, build_bank
from interviewer.bank.documents import find_documents
from interviewer.bank.edits import load_edits
from interviewer.bank.files import (
    EDITS,
    load_bank,
    load_changes,
    load_documents,
    load_previous,
    save_bank,
    save_changes,
)
from interviewer.bank.memory import Memory
from interviewer.bank.records import DocumentRecord, FileReport
from interviewer.bank.vectors import RememberingEncoder
from interviewer.errors import InterviewerError
from interviewer.model.bank import Bank
from interviewer.model.base import Value
from interviewer.model.protocols import Encoder, Progress
from interviewer.search.index import SearchIndex
from interviewer.wiring.generations import current_generation, new_generation, require_generation

SEARCH = "search"
STAMP = "build.json"


class BuildSummary(Value):
    """What a build did. ``changed`` is False where everything was as before."""

    reports: tuple[FileReport, ...]
    questions: int
    clusters: int
    doubtful: int
    new: int
    edited: int
    removed: int
    changed: bool
    bank_version: str

    def totals(self) -> dict[str, object]:
        """The summary without the reports, for the last line of the output."""
        return self.model_dump(mode="json", exclude={"reports"})


class OpenIndex:
    """A bank with the search index that was made from it."""

    def __init__(self, bank: Bank, search: SearchIndex) -> None:
        self.bank = bank
        self.search = search


def open_index(index: Path, encoder: Encoder) -> OpenIndex:
    """Open the current generation.

    Where the user edited questions after the build, the search index is brought up to date in
    memory; only changed texts are encoded. Raises ``IndexMissingError`` where nothing was built
    and ``IndexMismatchError`` where it was built with another encoder or format.
    """
    folder = require_generation(index)
    bank = load_bank(folder)
    search = SearchIndex.open(folder / SEARCH, encoder)
    if search.bank_version != bank.version:
        search = SearchIndex.build(bank, encoder, previous=search)
    return OpenIndex(bank, search)


def build_index(
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    progress: Progress | None = None,
    on_file: Callable[[FileReport], None] | None = None,
) -> BuildSummary:
    """Make ``index`` hold exactly the documents below ``paths``, with the user's edits kept.

    Unchanged documents are not read, unchanged texts not encoded, and where nothing changed at all
    nothing is written. Raises ``EmptyBankError`` where no question is found (the old index stays),
    ``UsageError`` where a path does not exist or another build is running, and
    ``InterviewerError`` where the index cannot be written.
    """
    stamp = _stamp(paths, index, encoder)
    old = current_generation(index)
    if old is not None and _read_stamp(old) == stamp:
        return _unchanged(old)
    try:
        with new_generation(index) as folder:
            build = _fill(
                folder,
                old,
                paths=paths,
                index=index,
                encoder=encoder,
                progress=progress,
                on_file=on_file,
            )
            _write(folder / STAMP, stamp)
    except OSError as error:
        raise InterviewerError(
            f"The index in {index} cannot be written ({error.strerror or error}). Free disk space "
            "or choose another --index; the index that was there is untouched."
        ) from error
    return _summary(build.bank, build.reports, build)


def _fill(
    folder: Path,
    old: Path | None,
    *,
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    progress: Progress | None,
    on_file: Callable[[FileReport], None] | None,
) -> BankBuild:
    remembering = RememberingEncoder(encoder, old)
    same_reader = old is not None and _read_stamp(old).get("reader") == reader_version()
    previous = load_previous(old, same_reader)
    edits = load_edits(index / EDITS)
    memory = Memory(old if same_reader else None)
    build = build_bank(list(paths), previous, edits, remembering, progress, on_file, memory)
    save_bank(folder, build.original, build.documents)
    ids = build.original.by_id()
    changes = load_changes(old).after(build.new, build.changed, ids, len(edits))
    save_changes(folder, changes)
    (folder / SEARCH).mkdir()
    search = SearchIndex.build(build.bank, remembering, _old_search(old, remembering), progress)
    search.save(folder / SEARCH)
    remembering.save(folder)
    memory.save(folder)
    return build


def _old_search(old: Path | None, encoder: Encoder) -> SearchIndex | None:
    """The index before, for its vectors; one that cannot be opened only costs time."""
    if old is None:
        return None
    try:
        return SearchIndex.open(old / SEARCH, encoder)
    except InterviewerError:
        return None


def reader_version() -> str:
    """Hash of the code that reads documents: after an upgrade they are all read anew."""
    hashed = hashlib.sha256()
    for path in sorted(Path(bank_package).parent.rglob("*.py")):
        hashed.update(path.read_bytes())
    return hashed.hexdigest()[:16]


def _stamp(paths: Sequence[Path], index: Path, encoder: Encoder) -> dict[str, object]:
    """Everything that a build depends on."""
    documents = {item.file: _sha256(item.path) for item in find_documents(list(paths))}
    return {
        "encoder": encoder.id,
        "reader": reader_version(),
        "edits": _sha256(index / EDITS),
        "documents": documents,
    }


def _sha256(path: Path) -> str | None:
    """Hash of a file's bytes, or None where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _read_stamp(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def _unchanged(folder: Path) -> BuildSummary:
    reports = tuple(_report(record) for record in load_documents(folder))
    return _summary(load_bank(folder), reports, None)


def _report(record: DocumentRecord) -> FileReport:
    return FileReport(
        file=record.file,
        status="unchanged",
        questions=record.questions,
        noise=record.noise,
        message=record.warning,
    )


def _summary(bank: Bank, reports: Sequence[FileReport], build: BankBuild | None) -> BuildSummary:
    return BuildSummary(
        reports=tuple(reports),
        questions=len(bank.questions),
        clusters=len(bank.clusters()),
        doubtful=sum(question.doubt is not None for question in bank.questions),
        new=len(build.new) if build else 0,
        edited=len(build.changed) if build else 0,
        removed=len(build.removed) if build else 0,
        changed=build is not None,
        bank_version=bank.version,
    )
