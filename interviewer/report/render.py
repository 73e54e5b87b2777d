"""A report as Markdown or as one self-contained HTML page.

Everything a candidate, a document or a model wrote is escaped: it is data, never mark-up.
"""

from __future__ import annotations

import html
import re
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from interviewer.model.bank import Language
from interviewer.model.report import QuestionReport, Report
from interviewer.report.build import NOT_GRADED
from interviewer.report.texts import KINDS, LABELS, MARKS, VERDICTS

TEMPLATES = Path(__file__).parent / "templates"
_MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


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
    environment.filters["md"] = escape_markdown
    environment.filters["quoted"] = _blockquote
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
    }
    return environment.get_template(template).render(values)


def not_graded_reason(item: QuestionReport, language: Language) -> str:
    """Why a question has no score, in the reader's language."""
    codes = {text: LABELS[language][f"{code}_reason"] for code, text in NOT_GRADED.items()}
    reason = item.not_graded_reason or ""
    return codes.get(reason, reason)


def escape_markdown(text: str) -> str:
    """Make any text show as itself in Markdown, on one line."""
    return _MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _blockquote(text: str) -> str:
    """Untrusted text as a Markdown quotation that keeps its lines and cannot leave the quote."""
    lines = html.escape(text, quote=False).splitlines() or [""]
    return "\n".join(f"> {line}" for line in lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
