"""Open ZIP-based files without being overrun: limits on entries, size and compression."""

from __future__ import annotations

import io
import zipfile

from interviewer.bank.readers.content import MEBIBYTE
from interviewer.errors import DocumentError

MAX_ENTRIES = 20_000
MAX_UNPACKED = 256 * MEBIBYTE
MAX_RATIO = 200
"""Largest compression of a file that unpacks to more than 16 MB; text rarely exceeds 20."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_zip(data: bytes) -> zipfile.ZipFile:
    """Open a ZIP file from memory; raises ``DocumentError`` for bombs, damage and encryption."""
    if data.startswith(_OLE):
        raise DocumentError(
            "The document is encrypted or of an old Office format. "
            "Save it as DOCX, PPTX or XLSX without a password."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeError) as error:
        raise DocumentError("The file is damaged: it is no readable ZIP container.") from error
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise DocumentError(
            f"The archive unpacks to {len(entries)} files with {unpacked // MEBIBYTE} MB; "
            f"{MAX_ENTRIES} files and {MAX_UNPACKED // MEBIBYTE} MB are the limits."
        )
    if unpacked > 16 * MEBIBYTE and unpacked > MAX_RATIO * len(data):
        raise DocumentError("The archive is compressed beyond reason (a ZIP bomb) and is refused.")
    return archive


def read_entry(
    archive: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int = MAX_UNPACKED
) -> bytes:
    """One entry's bytes, never more than ``limit`` whatever its header claims."""
    try:
        with archive.open(name) as file:
            data = file.read(limit + 1)
    except KeyError as error:
        raise DocumentError("The file is damaged: a part is missing.") from error
    except RuntimeError as error:
        raise DocumentError("The file is encrypted. Save it without a password.") from error
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise DocumentError("The file is damaged: a part cannot be unpacked.") from error
    except Exception as error:
        if type(error).__module__ in {"zlib", "_lzma", "lzma", "_bz2", "bz2"}:
            raise DocumentError("The file is damaged: a part cannot be unpacked.") from error
        raise
    if len(data) > limit:
        raise DocumentError("A part of the file is larger than its limit and is refused.")
    return data
