"""Documents of other programs: each gives exactly the questions that its author put in.

Made with pandoc (labelled.docx, slides.pptx, book.epub, page.html, cells.ipynb), fpdf2
(compiler.pdf), reportlab (the other PDF files), xlsxwriter (bank.xlsx), SQLite (deck.apkg) and by
hand (numbered.docx, faq.html and the text files).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.bank.reading import read_document
from interviewer.errors import DocumentError
from tests.bank.comparing import bare_row

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
