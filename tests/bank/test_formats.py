"""Documents of other programs: each gives exactly the questions that its author put in.

Made with pandoc (labelled.docx, slides.pptx, book.epub, page.html, cells.ipynb), fpdf2
(compiler.pdf), reportlab (the other PDF files), xlsxwriter (bank.xlsx), SQLite (deck.apkg) and by
hand (numbered.docx, faq.html and the text files).
"""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from interviewer.bank.build import build_bank
from interviewer.bank.reading import read_document
from interviewer.errors import DocumentError
from interviewer.search.fake import HashEncoder
from tests.bank.comparing import bare, bare_row

FIXTURES = Path(__file__).parent / "fixtures"
EXPECTED = json.loads((FIXTURES / "formats.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_format_gives_its_questions_and_no_other(name: str) -> None:
    data = (FIXTURES / "formats" / name).read_bytes()
    found = [
        bare_row(q.question, q.reference, q.explanation)
        for part in read_document(data, name, name)
        for q in part.questions
    ]
    assert found == [bare_row(*row) for row in EXPECTED[name]]


@pytest.mark.parametrize(
    ("name", "reason"), [("scan.pdf", "2 page(s) of pictures"), ("locked.pdf", "encrypted")]
)
def test_pdf_without_readable_text_is_named_as_such(name: str, reason: str) -> None:
    data = (FIXTURES / "formats" / name).read_bytes()
    with pytest.raises(DocumentError) as caught:
        read_document(data, name, name)
    assert reason in str(caught.value)


def test_every_fixture_is_covered() -> None:
    present = {path.name for path in (FIXTURES / "formats").iterdir()}
    assert present == {*EXPECTED, "scan.pdf", "locked.pdf"}


def anki_package(fields: list[str]) -> bytes:
    """A package as current Anki versions write it: compressed notes, field names in a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "notes.db"
        connection = sqlite3.connect(path)
        connection.executescript(
            "CREATE TABLE notes (id integer, mid integer, flds text, tags text);"
            "CREATE TABLE fields (ntid integer, ord integer, name text);"
            "INSERT INTO fields VALUES (7, 0, 'Extra'), (7, 1, 'Front'), (7, 2, 'Back');"
        )
        connection.execute("INSERT INTO notes VALUES (1, 7, ?, 'net')", ("\x1f".join(fields),))
        connection.commit()
        connection.close()
        content = zstandard.ZstdCompressor().compress(path.read_bytes())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("collection.anki2", b"old readers find a note to update here")
        archive.writestr("collection.anki21b", content)
    return out.getvalue()


def test_packages_of_current_anki_versions_are_read() -> None:
    data = anki_package(["see RFC 9293", "What is <i>SYN</i>?", "The first segment."])
    (part,) = read_document(data, "a.apkg", "a.apkg")
    (question,) = part.questions
    assert bare(question.question) == bare("What is SYN?")
    assert (question.reference, question.explanation) == ("The first segment.", "see RFC 9293")
    assert part.fields == ({"topic": "net"},)


def test_macros_are_ignored_and_named() -> None:
    source = (FIXTURES / "formats" / "labelled.docx").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            plain = b"wordprocessingml.document.main+xml"
            content = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument." + plain,
                    b"application/vnd.ms-word.document.macroEnabled.main+xml",
                )
            new.writestr(entry, content)
        new.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    (part,) = read_document(out.getvalue(), "m.docm", "m.docm")
    assert len(part.questions) == 3
    assert part.message == "The document's macros were ignored."


HALF = "\\ud800"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", f'[{{"question": "What is one{HALF}?", "answer": ["First{HALF}.", "More."]}}]'),
        ("a.jsonl", f'{{"question": "What is one{HALF}?", "answer": "First{HALF}."}}'),
        (
            "a.ipynb",
            '{"cells": [{"cell_type": "markdown", '
            f'"source": ["## What is one{HALF}?\\n", "\\n", "First{HALF}."]}}]}}',
        ),
    ],
)
def test_half_a_character_in_json_is_no_obstacle(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (question,) = build_bank([tmp_path], None, (), HashEncoder()).bank.questions
    assert question.question.startswith("What is one")
    assert "First" in question.reference


def test_a_table_of_contents_of_links_is_no_answer() -> None:
    page = (
        "<ul><li><a href='#a'>What is one?</a></li><li><a href='#b'>What is two?</a></li></ul>"
        "<h3 id='a'><a href='#a'>What is one?</a></h3><p>First.</p>"
        "<h3 id='b'><a href='#b'>What is two?</a></h3><p>Second.</p>"
    )
    (part,) = read_document(page.encode(), "p.html", "p.html")
    assert [q.reference for q in part.questions] == ["First.", "Second."]
