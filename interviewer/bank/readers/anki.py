"""Anki decks: packages (``.apkg``) and text exports."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from interviewer.bank.layouts.tables import columns_of
from interviewer.bank.readers.content import MAX_TEXT, Reading, Row
from interviewer.bank.readers.html import html_to_markdown
from interviewer.bank.readers.text import decode
from interviewer.bank.readers.zips import MAX_UNPACKED, open_zip, read_entry
from interviewer.errors import DocumentError

_COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
_CLOZE = re.compile(r"\{\{c\d+::")
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}


def read_apkg(data: bytes) -> Reading:
    """Read the notes of a deck; the newest collection in the package counts."""
    with open_zip(data) as archive:
        names = archive.namelist()
        name = next((known for known in _COLLECTIONS if known in names), None)
        if name is None:
            raise DocumentError("The file is damaged: the package holds no collection of notes.")
        content = read_entry(archive, name)
    if name.endswith("b"):
        content = _unpacked(content)
    rows, clozes = _notes(content)
    if not rows:
        raise DocumentError("The deck holds no notes with a front and a back.")
    warning = f"{clozes} cloze note(s) were left out: they ask no question." if clozes else ""
    return Reading(rows=tuple(rows), warning=warning)


def _unpacked(content: bytes) -> bytes:
    """Decompress the collection of a current package."""
    import zstandard

    try:
        with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(content)) as stream:
            data = bytes(stream.read(MAX_UNPACKED + 1))
    except zstandard.ZstdError as error:
        raise DocumentError("The file is damaged: its notes cannot be unpacked.") from error
    if len(data) > MAX_UNPACKED:
        raise DocumentError("The deck unpacks to more than its limit and is refused.")
    return data


def _notes(content: bytes) -> tuple[list[Row], int]:
    """Question rows of a collection, and the number of cloze notes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.db"
        path.write_bytes(content)
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            fields = _field_names(connection)
            found = connection.execute("SELECT mid, flds, tags FROM notes ORDER BY id").fetchall()
        except sqlite3.Error as error:
            raise DocumentError("The file is damaged: its notes cannot be read.") from error
        finally:
            connection.close()
    rows, clozes = [], 0
    for number, (model, values, tags) in enumerate(found, start=1):
        if not isinstance(values, str):
            continue
        if _CLOZE.search(values):
            clozes += 1
            continue
        row = _row(values.split("\x1f"), fields.get(str(model), []), str(tags or ""), number)
        if row is not None:
            rows.append(row)
    return rows, clozes


def _field_names(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Field names by note type, from the old JSON column or the newer table."""
    names: dict[str, list[str]] = {}
    tables = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    }
    if "fields" in tables:
        query = "SELECT ntid, name FROM fields ORDER BY ntid, ord"
        for model, name in connection.execute(query):
            names.setdefault(str(model), []).append(str(name))
    elif "col" in tables:
        stored = connection.execute("SELECT models FROM col").fetchone()
        models = json.loads(stored[0]) if stored and stored[0] else {}
        for key, model in models.items():
            names[str(key)] = [str(field["name"]) for field in model.get("flds", [])]
    return names


def _row(values: Sequence[str], names: Sequence[str], tags: str, number: int) -> Row | None:
    """A note as a row: fields by name, else the first asks and the second answers."""
    columns = columns_of(names)
    if "question" not in columns or "answer" not in columns:
        columns = {"question": 0, "answer": 1, "explanation": 2}
    texts = {
        part: _field_text(values[index]) if index < len(values) else ""
        for part, index in columns.items()
    }
    if not texts.get("question") or not texts.get("answer"):
        return None
    tag = next((word for word in tags.split() if not word.startswith(("leech", "marked"))), "")
    return Row(
        question=" ".join(texts["question"].split())
        if "```" not in texts["question"]
        else texts["question"],
        answer=texts["answer"],
        line=number,
        explanation=texts.get("explanation", ""),
        topic=tag.replace("::", " / ").replace("_", " "),
    )


def _field_text(value: str) -> str:
    """An HTML field as Markdown, with Anki's formulas as LaTeX and without sounds."""
    value = value.replace("\xa0", " ").replace("&nbsp;", " ")
    value = re.sub(r"\[sound:[^\]]*\]", "", value)
    value = re.sub(r"\[\$\$?\](.*?)\[/\$\$?\]", r"$\1$", value, flags=re.DOTALL)
    if "<" not in value and "&" not in value:
        return value.strip()
    if not re.search(r"<(?!br\s*/?>)[a-zA-Z/]", value):
        return html.unescape(re.sub(r"<br\s*/?>", "\n", value, flags=re.IGNORECASE)).strip()
    return re.sub(r"  \n", "\n", html_to_markdown(value)).strip()


def read_anki_text(data: bytes) -> Reading:
    """Read a text file; one that starts with Anki's header lines is a deck."""
    text = decode(data)
    if not re.match(r"#(?:separator|html|deck|notetype|columns|tags|guid)\b", text):
        return Reading(text=text)
    options, body, skipped = _header(text)
    csv.field_size_limit(MAX_TEXT)
    separator = _SEPARATORS.get(
        options.get("separator", "tab").lower(), options.get("separator", "\t")[:1]
    )
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator or "\t")
    special = {
        int(value) - 1
        for key, value in options.items()
        if key.endswith(" column") and value.isdigit()
    }
    tag_column = int(options.get("tags column", "0")) - 1
    rows = []
    try:
        for cells in reader:
            values = [cell for index, cell in enumerate(cells) if index not in special]
            tags = cells[tag_column] if 0 <= tag_column < len(cells) else ""
            row = _row(values, [], tags, reader.line_num + skipped)
            if row is not None:
                rows.append(row)
    except csv.Error as error:
        raise DocumentError(f"The deck has a line that cannot be read ({error}).") from error
    if not rows:
        raise DocumentError("The deck holds no notes with a front and a back.")
    return Reading(rows=tuple(rows))


def _header(text: str) -> tuple[dict[str, str], str, int]:
    """Header options, the lines after them, and how many lines the header has."""
    options: dict[str, str] = {}
    lines = text.split("\n")
    count = 0
    for line in lines:
        found = re.match(r"#([a-z ]+):(.*)$", line.rstrip("\r"))
        if not found:
            break
        options[found[1]] = found[2].strip() or found[2]
        count += 1
    return options, "\n".join(lines[count:]), count
