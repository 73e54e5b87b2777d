"""A ZIP of documents, read in memory: nothing is unpacked to disk, no path is followed."""

from __future__ import annotations

import stat
import zipfile

from interviewer.bank.readers.content import MAX_FILE, Reading
from interviewer.bank.readers.registry import ARCHIVE, extension, is_supported, read_bytes
from interviewer.bank.readers.zips import open_zip, read_entry
from interviewer.errors import DocumentError


def read_archive(data: bytes) -> list[Reading]:
    """Read every supported document of an archive; what cannot be read gives its own line."""
    readings: list[Reading] = []
    with open_zip(data) as archive:
        for entry in sorted(archive.infolist(), key=lambda item: item.filename):
            name = _name(entry)
            if entry.is_dir() or _is_hidden(name):
                continue
            try:
                readings.extend(_entry(archive, entry, name))
            except DocumentError as error:
                readings.append(Reading(file=name, error=str(error)))
    if not readings:
        raise DocumentError("The archive holds no documents.")
    return readings


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name; names from systems without UTF-8 are taken for GBK where that fits."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = entry.filename
    return name.replace("\\", "/")


def _is_hidden(name: str) -> bool:
    return any(
        (part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX"
        for part in name.split("/")
    )


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> list[Reading]:
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/", maxsplit=1)[0]:
        raise DocumentError("The path leads out of the archive; the file is refused.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DocumentError("Links in archives are not followed.")
    if extension(name) == ARCHIVE:
        raise DocumentError("Archives within archives are not opened. Unpack it first.")
    if not is_supported(name):
        read_bytes(b"", name)
    content = read_entry(archive, entry, MAX_FILE)
    return [
        Reading(reading.text, reading.rows, name, reading.warning, reading.error)
        for reading in read_bytes(content, name)
    ]
