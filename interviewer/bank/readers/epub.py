"""EPUB books: the chapters of the spine, in order."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote
from zipfile import ZipFile

from interviewer.bank.readers.content import MAX_TEXT, MEBIBYTE, Reading
from interviewer.bank.readers.html import html_to_markdown
from interviewer.bank.readers.text import decode
from interviewer.bank.readers.zips import open_zip, read_entry
from interviewer.errors import DocumentError

_CONTAINER = "META-INF/container.xml"


def read_epub(data: bytes) -> Reading:
    """Read a book's text; raises ``DocumentError`` where it is protected against copying."""
    with open_zip(data) as archive:
        names = set(archive.namelist())
        if "META-INF/rights.xml" in names or _is_protected(archive, names):
            raise DocumentError("The book is protected against copying (DRM) and cannot be read.")
        chapters: list[str] = []
        size = 0
        for name in _spine(archive):
            if name not in names:
                continue
            text = html_to_markdown(decode(read_entry(archive, name, MAX_TEXT)))
            size += len(text)
            if size > MAX_TEXT:
                raise DocumentError(f"The book has more than {MAX_TEXT // MEBIBYTE} MB of text.")
            chapters.append(text)
    return Reading(text="\n\n".join(chapters))


def _is_protected(archive: ZipFile, names: set[str]) -> bool:
    """Whether chapters are encrypted; encrypted fonts alone are common and harmless."""
    if "META-INF/encryption.xml" not in names:
        return False
    listing = read_entry(archive, "META-INF/encryption.xml", MEBIBYTE).decode("utf-8", "replace")
    return bool(re.search(r"URI=\"[^\"]+\.x?html?\"", listing, re.IGNORECASE))


def _spine(archive: ZipFile) -> list[str]:
    """Names of the chapters in reading order."""
    package = _package(archive)
    root = _xml(read_entry(archive, package, 8 * MEBIBYTE))
    items = {
        str(item.get("id")): (str(item.get("href")), str(item.get("properties") or ""))
        for item in root.iter("{*}item")
    }
    order = [str(item.get("idref")) for item in root.iter("{*}itemref")]
    folder = posixpath.dirname(package)
    return [
        posixpath.normpath(posixpath.join(folder, unquote(items[key][0])))
        for key in order
        if key in items and "nav" not in items[key][1].split()
    ]


def _package(archive: ZipFile) -> str:
    root = _xml(read_entry(archive, _CONTAINER, MEBIBYTE))
    for item in root.iter("{*}rootfile"):
        path = item.get("full-path")
        if path:
            return str(path)
    raise DocumentError("The file is damaged: the book names no contents.")


def _xml(data: bytes):  # type: ignore[no-untyped-def]  # lxml has no types here
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError("The file is damaged: its contents are no XML.") from error
