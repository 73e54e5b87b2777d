"""The bank as JSON Lines, CSV, Markdown or an Anki deck."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from interviewer.model.bank import Question

Format = Literal["jsonl", "csv", "markdown", "anki"]
FORMATS: tuple[str, ...] = get_args(Format)
CSV_COLUMNS = (
    *("id", "cluster_id", "question", "answer", "explanation", "topic", "difficulty"),
    *("language", "kind", "file", "heading", "key_points"),
)


def export(questions: Sequence[Question], form: Format) -> str:
    """The questions as a text of the given format; Anki gives its tab-separated import format."""
    return {"jsonl": to_jsonl, "csv": to_csv, "markdown": to_markdown, "anki": to_anki_text}[form](
        questions
    )


def row_of(question: Question) -> dict[str, Any]:
    """One question as an export row; ``hidden`` appears only where it is set."""
    row = question.model_dump(mode="json", exclude={"sources": {"__all__": {"part"}}})
    if not row["hidden"]:
        del row["hidden"]
    return row


def to_jsonl(questions: Sequence[Question]) -> str:
    """One JSON object a line, with every field: importing it gives the same questions."""
    return "".join(json.dumps(row_of(q), ensure_ascii=False) + "\n" for q in questions)


def to_csv(questions: Sequence[Question]) -> str:
    """CSV with a header; cells that a spreadsheet would run as formulas are escaped."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for q in questions:
        source = q.sources[0] if q.sources else None
        cells = (
            *(q.id, q.cluster_id, q.question, q.reference, q.explanation or "", q.topic),
            *(str(q.difficulty), q.language, q.kind),
            source.file if source else "",
            (source.heading if source else None) or "",
            "\n".join(point.text for point in q.key_points),
        )
        writer.writerow([escape_formula(cell) for cell in cells])
    return out.getvalue()


def escape_formula(cell: str) -> str:
    """Put an apostrophe before a cell that starts like a formula, or like an escaped one."""
    return f"'{cell}" if re.match(r"^'*[\s\ufeff]*[=+\-@\t\r|%]", cell) else cell


def to_markdown(questions: Sequence[Question]) -> str:
    """A Markdown document in the labelled layout, which ``interviewer build`` reads again."""
    pieces = ["# Question bank\n"]
    topic: str | None = None
    for number, q in enumerate(questions, start=1):
        if q.topic != topic and q.topic:
            topic = q.topic
            pieces.append(f"## {_one_line(topic)}\n")
        zh = q.language == "zh"
        labels = ("题目", "答案", "解析") if zh else ("Question", "Answer", "Explanation")
        colon = "：" if zh else ":"
        pieces.append(f"### {number}. {_one_line(q.question)[:120]}\n")
        pieces.append(f"**{labels[0]}{colon}** {q.question}\n")
        pieces.append(f"**{labels[1]}{colon}**\n\n{_below(q.reference)}\n")
        if q.explanation:
            pieces.append(f"**{labels[2]}{colon}**\n\n{_below(q.explanation)}\n")
    return "\n".join(pieces)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _below(text: str) -> str:
    """The text with its headings deeper than those of the export, outside code."""
    lines, fenced = [], False
    for line in text.split("\n"):
        if re.match(r"^\s*(```|~~~)", line):
            fenced = not fenced
        lines.append(re.sub(r"^(#{1,6})(?=\s)", "####", line) if not fenced else line)
    return "\n".join(lines)


def to_anki_text(questions: Sequence[Question]) -> str:
    """Anki's text import format: question, answer, explanation, topic as a tag, and a stable id."""
    head = "#separator:tab\n#html:true\n#guid column:1\n#tags column:5\n"
    head += "#columns:Id\tFront\tBack\tExtra\tTags\n"
    rows = (
        "\t".join(
            (
                q.id,
                _field(q.question),
                _field(q.reference),
                _field(q.explanation or ""),
                anki_tag(q.topic),
            )
        )
        for q in questions
    )
    return head + "".join(row + "\n" for row in rows)


def _field(text: str) -> str:
    """Text as an HTML field of one line; line breaks become tags."""
    escaped = html.escape(text, quote=False).replace("\t", "&#9;").replace("\r", "")
    escaped = escaped.replace("\n", "<br>")
    return f'"{escaped.replace(chr(34), chr(34) * 2)}"' if '"' in escaped else escaped


def anki_tag(topic: str) -> str:
    """A topic as one Anki tag, which must hold no blank."""
    return re.sub(r"\s+", "_", topic.strip())


def write_apkg(questions: Sequence[Question], path: Path) -> None:
    """Write an Anki deck package."""
    import genanki

    model = genanki.Model(
        1_607_392_811,
        "Mock interviewer",
        fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Extra"}],
        templates=[
            {
                "name": "Card 1",
                "qfmt": "{{Front}}",
                "afmt": "{{FrontSide}}<hr id=answer>{{Back}}<br><br>{{Extra}}",
            }
        ],
    )
    deck = genanki.Deck(2_059_400_110, "Mock interviewer")
    for q in questions:
        fields = [
            html.escape(text, quote=False).replace("\n", "<br>")
            for text in (q.question, q.reference, q.explanation or "")
        ]
        tags = [anki_tag(q.topic)] if q.topic else []
        deck.add_note(genanki.Note(model=model, fields=fields, tags=tags, guid=q.id))
    genanki.Package(deck).write_to_file(str(path))
