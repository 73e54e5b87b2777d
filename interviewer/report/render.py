"""A report as Markdown or as one self-contained HTML page.

Everything a candidate, a document or a model wrote is escaped: it is data, never mark-up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from interviewer.model.bank import Language, Question, Source
from interviewer.model.grading import Grade, PointVerdict
from interviewer.model.report import QuestionReport, Report
from interviewer.report.build import NOT_GRADED
from interviewer.report.markup import document, plain, with_math
from interviewer.report.texts import KINDS, LABELS, MARKS, VERDICTS

TEMPLATES = Path(__file__).parent / "templates"


def render_markdown(report: Report, language: Language | None = None) -> str:
    """The report as Markdown in ``language`` (default: the interview's)."""
    return _render("report.md.jinja", report, language, escape_html=False)


def render_html(report: Report, language: Language | None = None) -> str:
    """The report as a page of its own, without scripts and without anything from outside."""
    return _render("report.html.jinja", report, language, escape_html=True)


def _render(template: str, report: Report, language: Language | None, escape_html: bool) -> str:
    chosen: Language = language or report.options.language
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=escape_html,  # noqa: S701 - the Markdown template escapes by its own filter
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = _one_line(with_math)
    environment.filters["said"] = _one_line(plain)
    environment.filters["quoted_answer"] = _blockquote(plain, end="  ")
    environment.filters["quoted_document"] = _blockquote(document)
    values: dict[str, Any] = {
        "report": report,
        "language": chosen,
        "t": LABELS[chosen],
        "verdicts": VERDICTS[chosen],
        "marks": MARKS,
        "kinds": KINDS[chosen],
        "number": _number,
        "when": _when,
        "reason": lambda item: not_graded_reason(item, chosen),
        "pieces": reference_pieces,
        "document": document_of,
        "counts": _counts,
    }
    return environment.get_template(template).render(values)


def not_graded_reason(item: QuestionReport, language: Language) -> str:
    """Why a question has no score, in the reader's language."""
    codes = {text: LABELS[language][f"{code}_reason"] for code, text in NOT_GRADED.items()}
    reason = item.not_graded_reason or ""
    return codes.get(reason, reason)


def reference_pieces(question: Question) -> list[tuple[str, tuple[Source, ...]]]:
    """The reference, piece by piece, each with where it stands in the documents, if in any."""
    parts = sorted({source.part for source in question.sources if source.part is not None})
    if not parts or any(source.part is None for source in question.sources):
        return [(question.reference, question.sources)]
    pieces: list[tuple[str, tuple[Source, ...]]] = []
    end = 0
    for start, stop in [*parts, (len(question.reference),) * 2]:
        if between := question.reference[end:start].strip():
            pieces.append((between, ()))
        if own := tuple(s for s in question.sources if s.part == (start, stop)):
            pieces.append((question.reference[start:stop], own))
        end = stop
    return pieces


def document_of(question: Question, point: PointVerdict) -> str | None:
    """The document that a key point comes from, where the references of several are joined."""
    if point.reference_span is None:
        return None
    for source in question.sources:
        if source.part and source.part[0] <= point.reference_span[0] < source.part[1]:
            return source.file
    return None


def _counts(grade: Grade) -> str:
    """How many points got which verdict, by their marks."""
    found = Counter(point.verdict for point in grade.points)
    return " ".join(f"{MARKS[verdict]} {found[verdict]}" for verdict in MARKS if found[verdict])


def _one_line(safe: Callable[[str], str]) -> Callable[[str], str]:
    """A filter that shows untrusted text on one line."""
    return lambda text: safe(" ".join(text.split()))


def _blockquote(safe: Callable[[str], str], end: str = "") -> Callable[[str], str]:
    """A filter that shows untrusted text as a quotation with its lines, which it cannot leave.

    ``end`` closes every line; two spaces make it a line of its own on the screen, too.
    """
    return lambda text: "\n".join(f"> {line}{end}" for line in safe(text).splitlines() or [""])


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
