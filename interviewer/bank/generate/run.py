"""One run over documents: read, skip what is done, write, keep every passage at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.bank.documents import find_documents, load_bytes, printable
from interviewer.bank.edits import Edit, append_edits, apply_edits, load_edits
from interviewer.bank.files import EDITS, load_bank
from interviewer.bank.generate.known import KnownQuestions
from interviewer.bank.generate.ledger import Ledger
from interviewer.bank.generate.passages import Passage, passages_of
from interviewer.bank.generate.write import Outcome, QuestionWriter
from interviewer.bank.memory import Memory
from interviewer.bank.readers.registry import read_bytes
from interviewer.bank.records import FileReport
from interviewer.bank.vectors import question_vectors
from interviewer.errors import DocumentError
from interviewer.model.bank import Bank
from interviewer.model.protocols import Encoder, LanguageModel, Progress
from interviewer.model.rows import make_bank


@dataclass(frozen=True)
class Run:
    """What a run writes into and with.

    ``generation`` is the index's current generation, None before the first build.
    """

    index: Path
    generation: Path | None
    encoder: Encoder
    model: LanguageModel


def read_passages(
    paths: Sequence[Path], on_file: Callable[[FileReport], None]
) -> list[list[Passage]]:
    """The passages of every document below ``paths`` that has prose without questions.

    Documents that cannot be read are reported and left out.
    """
    documents: list[list[Passage]] = []
    for item in find_documents(paths):
        try:
            readings = read_bytes(load_bytes(item.path, item.root), item.path.name)
        except DocumentError as error:
            on_file(FileReport(file=item.file, status="error", message=str(error)))
            continue
        for reading in readings:
            name = f"{item.file}/{reading.file}" if reading.file else item.file
            if reading.error:
                on_file(FileReport(file=printable(name), status="error", message=reading.error))
            elif passages := passages_of(reading.text, printable(name)):
                documents.append(passages)
    return documents


def generate(
    run: Run,
    documents: Sequence[Sequence[Passage]],
    limit: int | None = None,
    progress: Progress | None = None,
) -> Iterator[Outcome]:
    """Work on at most ``limit`` passages that are not done, and yield what became of each.

    Before an outcome is yielded its questions are in the index's log of edits and the passage in
    the ledger, so a run may be stopped at any point. Raises ``LanguageModelError`` where the
    model cannot be used.
    """
    tell = progress or (lambda what, done, total: None)
    ledger = Ledger(run.index)
    todo = _todo(documents, ledger, run.model.id, limit)
    total = sum(len(wanted) for _, wanted in todo)
    if not total:
        return
    bank = _bank(run)
    memory = Memory(run.generation, trusted=False)
    vectors = question_vectors(bank.questions, run.encoder, memory)
    writer = QuestionWriter(run.model, run.encoder, KnownQuestions(bank.questions, vectors))
    done = 0
    tell("Writing questions", done, total)
    for document, wanted in todo:
        for outcome in writer.write(document, wanted):
            edits = [Edit(op="add", question=question) for question in outcome.questions]
            if edits:
                append_edits(run.index / EDITS, edits)
            ledger.add(outcome, run.model.id)
            done += 1
            tell("Writing questions", done, total)
            yield outcome


def _todo(
    documents: Sequence[Sequence[Passage]], ledger: Ledger, model: str, limit: int | None
) -> list[tuple[Sequence[Passage], list[int]]]:
    """For each document the passages to work on; a passage that stands twice is taken once."""
    seen: set[str] = set()
    todo: list[tuple[Sequence[Passage], list[int]]] = []
    for document in documents:
        wanted = []
        for index, passage in enumerate(document):
            fresh = passage.key not in seen and not ledger.is_done(passage.key, model)
            if fresh and (limit is None or len(seen) < limit):
                seen.add(passage.key)
                wanted.append(index)
        if wanted:
            todo.append((document, wanted))
    return todo


def _bank(run: Run) -> Bank:
    """The bank with all edits; before the first build only what edits added."""
    if run.generation is not None:
        return load_bank(run.generation)
    return apply_edits(make_bank([]), load_edits(run.index / EDITS))
