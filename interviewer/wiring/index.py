"""Build an index folder from documents, and open it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from interviewer.bank import __file__ as bank_package
from interviewer.bank.documents import Found, find_documents, load_bytes, sha256
from interviewer.bank.edits import load_edits
from interviewer.bank.files import (
    BANK,
    DOCUMENTS,
    EDITS,
    ROWS,
    load_bank,
    load_changes,
    load_documents,
    load_previous,
    save_bank,
    save_changes,
)
from interviewer.bank.records import DocumentRecord, FileReport
from interviewer.errors import (
    DocumentError,
    IndexMismatchError,
    IndexMissingError,
    InterviewerError,
)
from interviewer.model import bank as stored_question
from interviewer.model import rows as stored_row
from interviewer.model.bank import Bank
from interviewer.model.base import Value
from interviewer.model.protocols import Encoder, Progress
from interviewer.search.manifest import hash_file, read_manifest
from interviewer.wiring.collecting import rare_collections
from interviewer.wiring.generations import (
    current_generation,
    new_generation,
    newest_generation,
    require_generation,
)

if TYPE_CHECKING:
    from interviewer.bank.build import BankBuild
    from interviewer.search.index import SearchIndex

SEARCH = "search"
STAMP = "build.json"
STORED = (stored_question.__file__, stored_row.__file__)
"""The code that says what a line of the bank holds; an older line is not to be misread."""
VOUCHED = (BANK, ROWS, DOCUMENTS)
"""Files whose hashes are kept in the stamp; the search index vouches for its own."""


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

    @classmethod
    def of(cls, build: BankBuild) -> BuildSummary:
        """The summary of a build."""
        questions = build.edited.questions
        return cls(
            reports=build.reports,
            questions=len(questions),
            clusters=len({row.cluster_id for row in questions if not row.hidden}),
            doubtful=sum(row.doubt is not None for row in questions),
            new=len(build.new),
            edited=len(build.changed),
            removed=len(build.removed),
            changed=True,
            bank_version=build.edited.version,
        )


class OpenIndex:
    """A bank with the search index that was made from it."""

    def __init__(self, bank: Bank, search: SearchIndex) -> None:
        self.bank = bank
        self.search = search


@rare_collections()
def open_index(index: Path, encoder: Encoder) -> OpenIndex:
    """Open the current generation.

    Where the user edited questions after the build, the search index is brought up to date in
    memory; only changed texts are encoded. Raises ``IndexMissingError`` where nothing was built
    and ``IndexMismatchError`` where it was built with another encoder or format.
    """
    from interviewer.search.index import SearchIndex

    folder = require_generation(index)
    bank = load_bank(folder)
    search = SearchIndex.open(folder / SEARCH, encoder)
    if search.bank_version != bank.version:
        search = SearchIndex.build(bank, encoder, previous=search)
    return OpenIndex(bank, search)


@rare_collections()
def build_index(
    paths: Sequence[Path],
    index: Path,
    encoder: Encoder,
    progress: Progress | None = None,
    on_file: Callable[[FileReport], None] | None = None,
) -> BuildSummary:
    """Make ``index`` hold exactly the documents below ``paths``, with the user's edits kept.

    Unchanged documents are not read, unchanged texts not encoded, and where nothing changed at all
    nothing is written; an index that was damaged is made anew. Raises ``EmptyBankError`` where no
    question is found (the old index stays), ``UsageError`` where a path does not exist or another
    build is running, and ``InterviewerError`` where the index cannot be written.
    """
    hashes = {item.file: _hash(item) for item in find_documents(list(paths))}
    stamp = _stamp(hashes, index, encoder)
    found = _unchanged(index, stamp)
    if found is not None:
        return found
    try:
        with new_generation(index) as folder:
            build = _fill(
                folder,
                _before(index),
                paths=paths,
                hashes=hashes,
                index=index,
                encoder=encoder,
                progress=progress,
                on_file=on_file,
            )
            summary = BuildSummary.of(build)
            _write_stamp(folder, stamp, summary)
    except OSError as error:
        raise InterviewerError(
            f"The index in {index} cannot be written ({error.strerror or error}). Free disk space "
            "or choose another --index; the index that was there is untouched."
        ) from error
    return summary


def _before(index: Path) -> Path | None:
    """The generation to build upon, which only stays while no other build is let in."""
    try:
        return current_generation(index)
    except IndexMissingError:  # the pointer is damaged; what it pointed to need not be
        return newest_generation(index, STAMP)


def _fill(
    folder: Path,
    old: Path | None,
    *,
    paths: Sequence[Path],
    hashes: Mapping[str, str | None],
    index: Path,
    encoder: Encoder,
    progress: Progress | None,
    on_file: Callable[[FileReport], None] | None,
) -> BankBuild:
    # Imported here, for they are not needed where nothing changed.
    from interviewer.bank.build import build_bank
    from interviewer.bank.memory import Memory
    from interviewer.bank.vectors import RememberingEncoder
    from interviewer.search.index import SearchIndex

    remembering = RememberingEncoder(encoder)
    made = _inputs_of(old)
    same_reader = made.get("reader") == reader_version()
    previous = load_previous(old, same_reader)
    edits = load_edits(index / EDITS)
    memory = Memory(old, trusted=same_reader and made.get("encoder") == encoder.id)
    build = build_bank(list(paths), previous, edits, remembering, progress, on_file, memory, hashes)
    save_bank(folder, build.rows, build.documents)
    ids = {row.id for row in build.rows}
    changes = load_changes(old).after(build.new, build.changed, ids, len(edits))
    save_changes(folder, changes)
    (folder / SEARCH).mkdir()
    search = SearchIndex.build(build.edited, remembering, _old_search(old, remembering), progress)
    search.save(folder / SEARCH)
    memory.save(folder)
    return build


def _old_search(old: Path | None, encoder: Encoder) -> SearchIndex | None:
    """The index before, for its vectors; one that cannot be opened only costs time."""
    from interviewer.search.index import SearchIndex

    if old is None:
        return None
    try:
        return SearchIndex.open(old / SEARCH, encoder)
    except InterviewerError:
        return None


def reader_version() -> str:
    """Hash of the code that reads documents and stores questions, word lists and weights included.

    After an upgrade they are all read anew.
    """
    hashed = hashlib.sha256()
    for path in (*map(Path, STORED), *sorted(Path(bank_package).parent.rglob("*"))):
        if path.is_file() and path.suffix != ".pyc":
            hashed.update(path.read_bytes())
    return hashed.hexdigest()[:16]


def _stamp(documents: Mapping[str, str | None], index: Path, encoder: Encoder) -> dict[str, object]:
    """Everything that a build depends on; ``documents``: the hash of each."""
    return {
        "encoder": encoder.id,
        "reader": reader_version(),
        "edits": _sha256(index / EDITS),
        "documents": documents,
    }


def _hash(item: Found) -> str | None:
    """Hash of a document, or None where it must not or cannot be read."""
    try:
        return sha256(load_bytes(item.path, item.root))
    except DocumentError:
        return None


def _sha256(path: Path) -> str | None:
    """Hash of a file's bytes, or None where it cannot be read."""
    try:
        return hash_file(path)
    except OSError:
        return None


def _write_stamp(folder: Path, inputs: dict[str, object], summary: BuildSummary) -> None:
    files = {name: _sha256(folder / name) for name in VOUCHED}
    stamp = {"inputs": inputs, "files": files, "summary": summary.totals()}
    text = json.dumps(stamp, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / STAMP).write_text(text + "\n", encoding="utf-8")


def _read_stamp(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _inputs_of(folder: Path | None) -> dict[str, object]:
    """What a generation was made from; nothing where that is unknown or its bank was altered."""
    stamp = _read_stamp(folder) if folder is not None else {}
    inputs = stamp.get("inputs")
    whole = folder is not None and _vouched(folder, stamp)
    return inputs if isinstance(inputs, dict) and whole else {}


def _vouched(folder: Path, stamp: dict[str, Any]) -> bool:
    """Whether a generation's files are those that its stamp speaks of."""
    return bool(stamp.get("files") == {name: _sha256(folder / name) for name in VOUCHED})


def _unchanged(index: Path, inputs: dict[str, object]) -> BuildSummary | None:
    """The summary of the current generation if it is whole and was made from these inputs."""
    try:
        folder = current_generation(index)
    except IndexMissingError:
        return None
    if folder is None:
        return None
    stamp = _read_stamp(folder)
    if stamp.get("inputs") != inputs or not _vouched(folder, stamp):
        return None
    reports = tuple(map(_report, load_documents(folder)))
    nothing = {"new": 0, "edited": 0, "removed": 0, "changed": False}
    try:
        read_manifest(folder / SEARCH)
        return BuildSummary.model_validate(stamp["summary"] | nothing | {"reports": reports})
    except (IndexMissingError, IndexMismatchError, KeyError, TypeError, ValidationError):
        return None


def _report(record: DocumentRecord) -> FileReport:
    return FileReport(
        file=record.file,
        status="unchanged",
        questions=record.questions,
        noise=record.noise,
        message=record.warning,
    )
