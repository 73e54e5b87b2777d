"""Which reader reads which file, by its extension."""

from __future__ import annotations

import importlib
import zipfile
from collections.abc import Callable
from pathlib import Path

from interviewer.bank.readers.content import MAX_FILE, MEBIBYTE, Reading
from interviewer.errors import DocumentError

Reader = Callable[[bytes], Reading]

_READERS: dict[str, tuple[str, str]] = {
    "md": ("text", "read_text"),
    "markdown": ("text", "read_text"),
    "mdown": ("text", "read_text"),
    "mkd": ("text", "read_text"),
    "mdx": ("text", "read_text"),
    "rmd": ("text", "read_text"),
    "qmd": ("text", "read_text"),
    "txt": ("anki", "read_anki_text"),
    "text": ("text", "read_text"),
    "rst": ("text", "read_text"),
    "html": ("html", "read_html"),
    "htm": ("html", "read_html"),
    "xhtml": ("html", "read_html"),
    "docx": ("docx", "read_docx"),
    "docm": ("docx", "read_docx"),
    "pptx": ("pptx", "read_pptx"),
    "pptm": ("pptx", "read_pptx"),
    "pdf": ("pdf", "read_pdf"),
    "epub": ("epub", "read_epub"),
    "csv": ("delimited", "read_delimited"),
    "tsv": ("delimited", "read_delimited"),
    "xlsx": ("sheets", "read_sheets"),
    "xlsm": ("sheets", "read_sheets"),
    "jsonl": ("jsonlines", "read_jsonl"),
    "ndjson": ("jsonlines", "read_jsonl"),
    "json": ("jsonlines", "read_json"),
    "ipynb": ("notebook", "read_notebook"),
    "apkg": ("anki", "read_apkg"),
    "colpkg": ("anki", "read_apkg"),
}
"""Extension to the module below ``interviewer.bank.readers`` and its reader."""

_OLD = {"doc": "DOCX", "ppt": "PPTX", "xls": "XLSX", "mobi": "EPUB", "azw3": "EPUB", "rtf": "DOCX"}
ARCHIVE = "zip"


def extension(name: str) -> str:
    """The extension of a file name, in lower case, without the dot."""
    return Path(name).suffix.lstrip(".").lower()


def is_supported(name: str) -> bool:
    """Whether a reader exists for a file of this name."""
    return extension(name) in _READERS or extension(name) == ARCHIVE


def read_bytes(data: bytes, name: str) -> list[Reading]:
    """Read a document from its bytes. Whatever goes wrong inside becomes one ``DocumentError``."""
    kind = extension(name)
    if kind == ARCHIVE:
        from interviewer.bank.readers.archive import read_archive

        return read_archive(data)
    entry = _READERS.get(kind)
    if entry is None:
        raise DocumentError(_unsupported(kind))
    if len(data) > MAX_FILE:
        raise too_large(len(data))
    module = importlib.import_module(f"interviewer.bank.readers.{entry[0]}")
    reader: Reader = getattr(module, entry[1])
    try:
        return [reader(data)]
    except DocumentError:
        raise
    except RecursionError as error:
        raise DocumentError("The document is nested too deeply to be read.") from error
    except zipfile.BadZipFile as error:
        raise DocumentError(f"The file is damaged or is no {kind.upper()} document.") from error
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise DocumentError(f"The file cannot be read as {kind.upper()} ({reason}).") from error


def too_large(size: int) -> DocumentError:
    """The error for a file beyond the limit."""
    return DocumentError(
        f"The file has {size // MEBIBYTE} MB; {MAX_FILE // MEBIBYTE} MB is the limit. Split it."
    )


def _unsupported(kind: str) -> str:
    if kind in _OLD:
        return f".{kind} is not supported. Save it as {_OLD[kind]} and build again."
    known = ", ".join(sorted({*_READERS, ARCHIVE}))
    return f".{kind or '(no extension)'} is not a document format. Supported: {known}."
