"""Documents to bank: read what changed, keep ids, find key points, clusters and doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from interviewer.bank.documents import Found, find_documents, load_bytes, sha256
from interviewer.bank.edits import Edit, edited, key_points_of
from interviewer.bank.identity import assign_ids
from interviewer.bank.layouts.draft import RawQuestion
from interviewer.bank.memory import Memory
from interviewer.bank.metadata import language_of
from interviewer.bank.reading import ReadPart, read_document
from interviewer.bank.records import DocumentRecord, FileReport
from interviewer.errors import DocumentError, EmptyBankError
from interviewer.model.bank import Bank, Doubt, Question, Source
from interviewer.model.protocols import Encoder, Progress
from interviewer.model.rows import AnyQuestion, Row, Rows, key_of, make_bank, row_of, whole


@dataclass(frozen=True)
class PreviousBuild:
    """What the build before left: its rows without edits, and its document records.

    ``same_code`` is False where another version of this package made it: then every document is
    read again and every key point found again, and only the ids are taken over.
    """

    rows: Sequence[Row]
    documents: tuple[DocumentRecord, ...]
    same_code: bool = True


@dataclass(frozen=True)
class BankBuild:
    """A built bank.

    ``edited`` has the user's edits and is what is searched and asked; ``rows`` are what the
    documents say and what ``files.save_bank`` stores together with ``documents``.
    ``new``, ``changed`` and ``removed`` hold question ids compared with the build before.
    """

    rows: tuple[Row, ...]
    edited: Rows
    documents: tuple[DocumentRecord, ...]
    reports: tuple[FileReport, ...]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @cached_property
    def bank(self) -> Bank:
        """The bank with the user's edits, parsed."""
        return self.edited.whole()

    @cached_property
    def original(self) -> Bank:
        """The bank without them, parsed."""
        return make_bank(self.rows)


@dataclass(frozen=True)
class _Fresh:
    """A question that was read now and has no id yet."""

    file: str
    raw: RawQuestion
    fields: dict[str, Any]


@dataclass
class _Gathered:
    """Rows in bank order: kept ones are finished, fresh ones still need an id."""

    rows: list[Row | _Fresh] = field(default_factory=list)
    records: list[DocumentRecord] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)


def build_bank(  # noqa: PLR0917  # what is optional ends the list
    paths: Sequence[Path],
    previous: PreviousBuild | None,
    edits: Sequence[Edit],
    encoder: Encoder,
    progress: Progress | None = None,
    on_file: Callable[[FileReport], None] | None = None,
    memory: Memory | None = None,
    hashes: Mapping[str, str | None] | None = None,
) -> BankBuild:
    """Build the bank of all documents below ``paths``.

    Documents whose bytes are those of the build before are not read again. A document that cannot
    be read gives a report and the build goes on; raises ``EmptyBankError`` where no question is
    found at all. The same documents, edits and previous build give the same bank, byte for byte;
    ``memory`` holds comparisons of the build before and only saves time, as do ``hashes``: those of
    documents whose bytes were just read, by the names that ``find_documents`` gives them.
    """
    from interviewer.bank.stale import find_stale, joined

    tell = progress or (lambda what, done, total: None)
    found = find_documents(paths)
    trusted = previous if previous is not None and previous.same_code else None
    gathered = _gather(found, trusted, hashes or {}, tell, on_file)
    before = {row.id: row for row in previous.rows} if previous else {}
    rows: list[AnyQuestion] = _finish_rows(gathered, before, before if trusted else {}, tell)
    known = {row.id for row in rows}
    for edit in edits:
        if edit.op == "add" and edit.question is not None and edit.question.id not in known:
            rows.append(edit.question)
            known.add(edit.question.id)
    if not rows:
        raise EmptyBankError(_empty_message(found, gathered.reports))
    clusters, doubts = _judge(rows, edits, encoder, memory, tell)
    stale = find_stale(rows, found, memory)
    judged = tuple(
        _judged(row, clusters[row.id], joined(doubts.get(row.id), stale.get(row.id)))
        for row in rows
    )
    after = {row.id: row for row in judged}
    return BankBuild(
        rows=judged,
        edited=Rows.of(edited(judged, edits)),
        documents=tuple(gathered.records),
        reports=tuple(gathered.reports),
        new=tuple(key for key in after if key not in before),
        changed=tuple(
            k for k, q in after.items() if k in before and q.text_key != before[k].text_key
        ),
        removed=tuple(key for key in before if key not in after),
    )


def _gather(
    found: Sequence[Found],
    previous: PreviousBuild | None,
    hashes: Mapping[str, str | None],
    tell: Progress,
    on_file: Callable[[FileReport], None] | None,
) -> _Gathered:
    """Read every document that changed and take over the rows of those that did not."""
    gathered = _Gathered()
    known = _by_document(previous) if previous else {}
    for index, item in enumerate(found):
        tell("Reading documents", index, len(found))
        first = len(gathered.reports)
        try:
            old = known.get(item.file, [])
            before = old[0][0].sha256 if old else None
            data = None
            if before is None or hashes.get(item.file) != before:
                data = load_bytes(item.path, item.root)
            if data is None or sha256(data) == before:
                for record, rows in old:
                    _keep(gathered, record, rows)
            else:
                parts = read_document(data, item.file, item.path.name)
                _take(gathered, item.file, sha256(data), parts)
        except DocumentError as error:
            gathered.reports.append(FileReport(file=item.file, status="error", message=str(error)))
        for report in gathered.reports[first:]:
            if on_file:
                on_file(report)
    tell("Reading documents", len(found), len(found))
    return gathered


def _by_document(previous: PreviousBuild) -> dict[str, list[tuple[DocumentRecord, Sequence[Row]]]]:
    """The parts of each document with their rows, which stand in the order of the records."""
    found: dict[str, list[tuple[DocumentRecord, Sequence[Row]]]] = {}
    start = 0
    for record in previous.documents:
        rows = previous.rows[start : start + record.questions]
        found.setdefault(record.document, []).append((record, rows))
        start += record.questions
    return found


def _keep(gathered: _Gathered, record: DocumentRecord, rows: Sequence[Row]) -> None:
    """Take over an unchanged document."""
    gathered.rows.extend(rows)
    gathered.records.append(record)
    gathered.reports.append(
        FileReport(
            file=record.file,
            status="unchanged",
            questions=record.questions,
            noise=record.noise,
            message=record.warning,
        )
    )


def _take(gathered: _Gathered, document: str, digest: str, parts: Sequence[ReadPart]) -> None:
    """Take the questions of a document that was read, part by part."""
    for part in parts:
        for raw, fields in zip(part.questions, part.fields, strict=True):
            gathered.rows.append(_Fresh(part.file, raw, fields))
        gathered.reports.append(
            FileReport(
                file=part.file,
                status="error" if part.failed else "read",
                questions=len(part.questions),
                noise=part.noise,
                message=part.message,
            )
        )
        gathered.records.append(
            DocumentRecord(
                document=document,
                file=part.file,
                sha256=digest,
                questions=len(part.questions),
                noise=part.noise,
                warning=part.message,
            )
        )


def _finish_rows(
    gathered: _Gathered,
    before: Mapping[str, Row],
    trusted: Mapping[str, Row],
    tell: Progress,
) -> list[AnyQuestion]:
    """Give fresh rows their ids, key points and metadata; ``trusted`` rows lend key points."""
    taken = {row.id for row in gathered.rows if isinstance(row, Row)}
    fresh = [(row.file, row.raw) for row in gathered.rows if isinstance(row, _Fresh)]
    gone = [whole(row) for key, row in before.items() if key not in taken]
    ids = iter(assign_ids(fresh, gone, taken))
    rows: list[AnyQuestion] = []
    for index, row in enumerate(gathered.rows):
        if index % 50 == 0:
            tell("Finding key points", index, len(gathered.rows))
        if isinstance(row, Row):
            rows.append(row)
            continue
        key = next(ids)
        rows.append(_question(key, row, trusted.get(key)))
    tell("Finding key points", len(gathered.rows), len(gathered.rows))
    return rows


def _question(key: str, fresh: _Fresh, old: Row | None) -> Question:
    """A question from a raw one; key points of an unchanged text are taken over."""
    from interviewer.bank.topics import describe

    raw = fresh.raw
    if old is not None and old.text_key == key_of(
        raw.question, raw.reference, raw.explanation or ""
    ):
        points = old.whole.key_points
    else:
        points = key_points_of(raw.question, raw.reference, raw.explanation)
    question = Question(
        id=key,
        cluster_id=key,
        question=raw.question,
        reference=raw.reference,
        explanation=raw.explanation,
        key_points=points,
        language=language_of(raw.question + raw.reference[:200]),
        sources=(
            Source(
                file=fresh.file,
                heading=raw.heading,
                line_start=raw.line_start,
                line_end=raw.line_end,
            ),
        ),
    )
    path = (*raw.chapter, *([raw.heading] if raw.heading else []))
    values = {**describe(question, path).model_dump(), **fresh.fields}
    return question.model_copy(update=values)


def _judge(
    rows: Sequence[AnyQuestion],
    edits: Sequence[Edit],
    encoder: Encoder,
    memory: Memory | None,
    tell: Progress,
) -> tuple[dict[str, str], dict[str, Doubt]]:
    """Clusters and doubts by question id, judged on the texts as the user edited them."""
    from interviewer.bank.clusters import assign_clusters
    from interviewer.bank.doubts import find_doubts
    from interviewer.bank.evidence import evidence_for
    from interviewer.bank.memory import Memory
    from interviewer.bank.vectors import question_vectors

    memory = memory or Memory()
    worded = edited(rows, [edit for edit in edits if edit.op == "edit"])
    tell("Comparing questions", 0, len(worded))
    vectors = question_vectors(worded, encoder, memory)
    evidence = evidence_for(worded, vectors, encoder, memory)
    clusters = assign_clusters(worded, vectors, memory, evidence)
    doubts = find_doubts(worded, clusters, memory)
    tell("Comparing questions", len(worded), len(worded))
    return clusters, doubts


def _judged(row: AnyQuestion, cluster: str, doubt: Doubt | None) -> Row:
    """The row with its cluster and doubt; itself where it has them already."""
    if row.cluster_id == cluster and row.doubt == doubt:
        return row_of(row)
    return row_of(whole(row).model_copy(update={"cluster_id": cluster, "doubt": doubt}))


def _empty_message(found: Sequence[Found], reports: Sequence[FileReport]) -> str:
    if not found:
        return "There is no document to read. Put documents into the folder, or give another PATH."
    failed = [report for report in reports if report.status == "error"]
    if len(failed) == len(reports):
        first = failed[0]
        return f"None of {len(reports)} files could be read. {first.file}: {first.message}"
    return (
        f"No question with an answer was found in {len(found)} file(s). "
        "See docs/documents.md for the layouts that are understood."
    )
