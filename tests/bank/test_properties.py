"""Whatever bytes a file holds: no crash, no hang, only questions or one error line."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.bank.layouts.extract import extract
from interviewer.bank.readers.content import MAX_LINES
from interviewer.bank.readers.registry import _READERS
from interviewer.bank.reading import read_document
from interviewer.errors import DocumentError

EXTENSIONS = sorted([*_READERS, "zip", "doc", ""])
FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = [p for p in sorted((FIXTURES / "formats").iterdir()) if p.stat().st_size < 40_000]
PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## 1. ",
            "什么是",
            "What is ",
            "？",
            "?",
            "\n",
            "\n\n",
            "**",
            "答：",
            "A: ",
            "Q1. ",
        ),
        *("- ", "1. ", "<details>", "<summary>", "</summary>", "</details>", "```", "$$", "> "),
        *("| a | b |\n|---|---|\n", "---\n", "<|assistant|>", "<!--", "-->", "    ", "\t"),
        *("text ", "\\", "[x](#y)", "&nbsp;", "<b>", "\x00", "\ue010", "'"),
    ]
)


def read(data: bytes, extension: str) -> None:
    """Read; only ``DocumentError`` may come out, with a message of one line."""
    name = f"file.{extension}" if extension else "file"
    message = ""
    try:
        parts = read_document(data, name, name)
    except DocumentError as error:
        parts, message = [], str(error)
    assert parts or message
    assert "\n" not in message
    for part in parts:
        for question in part.questions:
            assert question.question.strip()
            assert question.reference.strip()
            assert 1 <= question.line_start <= question.line_end


@given(st.binary(max_size=400), st.sampled_from(EXTENSIONS))
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_in_any_extension(data: bytes, extension: str) -> None:
    read(data, extension)


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=300)
def test_any_mixture_of_markup(pieces: list[str]) -> None:
    text = "".join(pieces)
    extraction = extract(text)
    assert extraction == extract(text)
    count = text.count("\n") + 1
    for question in extraction.questions:
        assert 1 <= question.line_start <= question.line_end <= count
    for span in extraction.noise:
        assert 1 <= span.start <= span.end <= count


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
@given(st.data())
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_documents(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    read(bytes(content[:cut]) if data.draw(st.booleans()) else bytes(content), path.suffix[1:])


@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=100), max_size=4))
@settings(max_examples=60)
def test_archives_with_any_names(files: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"x{name}", content)
    read(out.getvalue(), "zip")


def test_deep_nesting_is_read_or_refused() -> None:
    read(("> " * 5_000 + "x").encode(), "md")
    read(("- " * 3_000 + "x").encode(), "md")
    read(("<div>" * 20_000 + "x").encode(), "html")
    read(b"[" * 100_000, "json")
    read(("<details><summary>What is it?</summary>\n" * 2_000).encode(), "md")


def test_a_text_with_too_many_lines_is_refused_with_a_reason() -> None:
    (part,) = read_document(b"x\n" * (MAX_LINES + 1), "long.md", "long.md")
    assert part.failed
    assert "300,000 lines" in (part.message or "")


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "`a" * 100_000,
        "<b>" * 60_000,
        "<summary>\n" * 20_000,
        "<summary>" * 10_000 + "</summary>.",
        f"x <img {'a' * 40_000}> <a{' ' * 40_000}<",
        "```markdown\n# What is a?\n" * 5_000,
        "## What is x?\n\ny\n\n" + "**References**\n\n- [a](b)\n\n" * 3_000,
    ],
)
def test_time_stays_near_the_size_of_the_text(text: str) -> None:
    started = time.process_time()
    extract(text[: len(text) // 4])
    quarter = time.process_time() - started
    started = time.process_time()
    extract(text)
    assert time.process_time() - started < 2 + 8 * quarter


def test_memory_stays_near_the_size_of_the_text() -> None:
    text = "".join(
        f"## {i}. What is thing {i}?\n\n" + "It is a thing. " * 20 + "\n\n" for i in range(2_000)
    )
    tracemalloc.start()
    assert len(extract(text).questions) == 2_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(text)
