"""Documents to bank: read what changed, keep ids, find key points, clusters and doubts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviewer.bank.documents import Found, find_documents
from interviewer.bank.edits import Edit, apply_edits, edited, key_points_of
from interviewer.bank.identity import assign_ids
from interviewer.bank.layouts.draft import RawQuestion
from interviewer.bank.memory import Memory
from interviewer.bank.metadata import language_of
from interviewer.bank.reading import ReadPart, load_bytes, read_document, sha256
from interviewer.bank.records import DocumentRecord, FileReport
from interviewer.bank.versions import line_of, version_of
from interviewer.errors import DocumentError, EmptyBankError
from interviewer.model.bank import Bank, Doubt, Question, Source
from interviewer.model.protocols import Encoder, Progress


@dataclass(frozen=True)
class PreviousBuild:
    """What the build before left: its rows as read, and its document records.

    ``same_code`` is False where another version of this package made it: then every document is
    read again and every key point found again, and only the ids are taken over. ``lines`` are the
    rows as they are stored; without them they are written anew.
    """

    original: Bank
    documents: tuple[DocumentRecord, ...]
    same_code: bool = True
    lines: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class BankBuild:
    """A built bank.

    ``bank`` has the user's edits and is what is searched and asked; ``original`` is what the
    documents say; its ``lines`` are what ``files.save_bank`` stores together with ``documents``.
    ``new``, ``changed`` and ``removed`` hold question ids compared with the build before.
    """

    bank: Bank
    original: Bank
    lines: tuple[bytes, ...]
    documents: tuple[DocumentRecord, ...]
    reports: tuple[FileReport, ...]
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass
class _Gathered:
    """Rows in bank order: kept ones are finished, fresh ones still need an id."""

    rows: list[Question | tuple[str, RawQuestion, dict[str, Any]]] = field(default_factory=list)
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
) -> BankBuild:
    """Build the bank of all documents below ``paths``.

    Documents whose bytes are those of the build before are not read again. A document that cannot
    be read gives a report and the build goes on; raises ``EmptyBankError`` where no question is
    found at all. The same documents, edits and previous build give the same bank, byte for byte;
    ``memory`` holds comparisons of the build before and only saves time.
    """
    from interviewer.bank.stale import find_stale, joined

    tell = progress or (lambda what, done, total: None)
    found = find_documents(paths)
    trusted = previous if previous is not None and previous.same_code else None
    gathered = _gather(found, trusted, tell, on_file)
    before = {q.id: q for q in previous.original.questions} if previous else {}
    rows = _finish_rows(gathered, before, before if trusted else {}, tell)
    added = [e.question for e in edits if e.op == "add" and e.question is not None]
    known = {row.id for row in rows}
    rows += [question for question in added if question.id not in known]
    if not rows:
        raise EmptyBankError(_empty_message(found, gathered.reports))
    clusters, doubts = _judge(rows, edits, encoder, memory, tell)
    stale = find_stale(rows, found, memory)
    rows = [
        _judged(row, clusters[row.id], joined(doubts.get(row.id), stale.get(row.id)))
        for row in rows
    ]
    lines = _lines(rows, trusted)
    original = Bank(version=version_of(lines), questions=tuple(rows))
    after = {question.id: question for question in original.questions}
    return BankBuild(
        bank=apply_edits(original, edits),
        original=original,
        lines=lines,
        documents=tuple(gathered.records),
        reports=tuple(gathered.reports),
        new=tuple(key for key in after if key not in before),
        changed=tuple(k for k, q in after.items() if k in before and _differs(q, before[k])),
        removed=tuple(key for key in before if key not in after),
    )


def _gather(
    found: Sequence[Found],
    previous: PreviousBuild | None,
    tell: Progress,
    on_file: Callable[[FileReport], None] | None,
) -> _Gathered:
    """Read every document that changed and take over the rows of those that did not."""
    gathered = _Gathered()
    records = {r.document: r for r in previous.documents} if previous else {}
    known: dict[str, list[DocumentRecord]] = {}
    for record in previous.documents if previous else ():
        known.setdefault(record.document, []).append(record)
    kept: dict[str, list[Question]] = {}
    for question in previous.original.questions if previous else ():
        if question.sources:
            kept.setdefault(question.sources[0].file, []).append(question)
    for index, item in enumerate(found):
        tell("Reading documents", index, len(found))
        first = len(gathered.reports)
        try:
            data = load_bytes(item.path, item.root)
            digest = sha256(data)
            old = records.get(item.file)
            if old is not None and old.sha256 == digest:
                for record in known[item.file]:
                    _keep(gathered, record, kept.get(record.file, []))
            else:
                _take(gathered, item.file, digest, read_document(data, item.file, item.path.name))
        except DocumentError as error:
            gathered.reports.append(FileReport(file=item.file, status="error", message=str(error)))
        for report in gathered.reports[first:]:
            if on_file:
                on_file(report)
    tell("Reading documents", len(found), len(found))
    return gathered


def _keep(gathered: _Gathered, record: DocumentRecord, questions: Sequence[Question]) -> None:
    """Take over an unchanged document."""
    gathered.rows.extend(questions)
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
            gathered.rows.append((part.file, raw, fields))
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
    before: Mapping[str, Question],
    trusted: Mapping[str, Question],
    tell: Progress,
) -> list[Question]:
    """Give fresh rows their ids, key points and metadata; ``trusted`` rows lend key points."""
    taken = {row.id for row in gathered.rows if isinstance(row, Question)}
    fresh = [(row[0], row[1]) for row in gathered.rows if not isinstance(row, Question)]
    ids = iter(assign_ids(fresh, list(before.values()), taken))
    rows: list[Question] = []
    for index, row in enumerate(gathered.rows):
        if index % 50 == 0:
            tell("Finding key points", index, len(gathered.rows))
        if isinstance(row, Question):
            rows.append(row)
            continue
        file, raw, fields = row
        key = next(ids)
        rows.append(_row(key, file, raw, fields, trusted.get(key)))
    tell("Finding key points", len(gathered.rows), len(gathered.rows))
    return rows


def _row(
    key: str, file: str, raw: RawQuestion, fields: dict[str, Any], old: Question | None
) -> Question:
    """A bank row from a raw question; key points of an unchanged text are taken over."""
    from interviewer.bank.topics import describe

    same = old is not None and (old.question, old.reference, old.explanation) == (
        raw.question,
        raw.reference,
        raw.explanation,
    )
    points = (
        old.key_points
        if old is not None and same
        else key_points_of(raw.question, raw.reference, raw.explanation)
    )
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
                file=file, heading=raw.heading, line_start=raw.line_start, line_end=raw.line_end
            ),
        ),
    )
    path = (*raw.chapter, *([raw.heading] if raw.heading else []))
    values = {**describe(question, path).model_dump(), **fields}
    return question.model_copy(update=values)


def _judge(
    rows: Sequence[Question],
    edits: Sequence[Edit],
    encoder: Encoder,
    memory: Memory | None,
    tell: Progress,
) -> tuple[dict[str, str], dict[str, Doubt]]:
    """Clusters and doubts by question id, judged on the texts as the user edited them."""
    from interviewer.bank.clusters import assign_clusters
    from interviewer.bank.doubts import find_doubts
    from interviewer.bank.evidence import evidence_for

    worded = edited(rows, [edit for edit in edits if edit.op == "edit"])
    texts = [question.question for question in worded]
    tell("Comparing questions", 0, len(texts))
    vectors = encoder.encode_queries(texts)
    evidence = evidence_for(worded, vectors, encoder)
    clusters = assign_clusters(worded, vectors, memory, evidence)
    doubts = find_doubts(worded, clusters, memory)
    tell("Comparing questions", len(texts), len(texts))
    return clusters, doubts


def _judged(row: Question, cluster: str, doubt: Doubt | None) -> Question:
    """The row with its cluster and doubt; itself where it has them already."""
    if row.cluster_id == cluster and row.doubt == doubt:
        return row
    return row.model_copy(update={"cluster_id": cluster, "doubt": doubt})


def _lines(rows: Sequence[Question], previous: PreviousBuild | None) -> tuple[bytes, ...]:
    """The rows as they are stored; the line of a row that was taken over as it is, too."""
    known: dict[int, bytes] = {}
    if previous is not None and previous.lines:
        known = dict(zip(map(id, previous.original.questions), previous.lines, strict=True))
    return tuple(known.get(id(row)) or line_of(row) for row in rows)


def _differs(one: Question, other: Question) -> bool:
    return (one.question, one.reference, one.explanation) != (
        other.question,
        other.reference,
        other.explanation,
    )


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
