"""Bytes to text: byte-order marks, UTF-8, UTF-16, GB18030 and whatever else is recognised."""

from __future__ import annotations

import codecs
import re

from interviewer.bank.readers.content import MAX_TEXT, MEBIBYTE, Reading
from interviewer.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_BYTES = bytes({*range(9), 11, *range(14, 27), *range(28, 32), 127})
_BINARY = "The file is binary, not text. Give a document of a supported format."
_HAN = re.compile("[\u4e00-\u9fff]")
_COMMON_HAN = re.compile("[的是在和了有不为以可中大一个学型数]")


def decode(data: bytes) -> str:
    """Decode a text file; raises ``DocumentError`` where it is binary, empty or too large."""
    if len(data) > MAX_TEXT:
        raise DocumentError(
            f"The text is larger than {MAX_TEXT // MEBIBYTE} MB. Split it into smaller documents."
        )
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise DocumentError("The file is empty. Remove it or fill it.")
    text = _decoded(data)
    head = text[:20_000]
    if _is_binary(len(_CONTROL.findall(head)), len(head)):
        raise DocumentError(_BINARY)
    return _CONTROL.sub("", text).replace("\x0c", "\n").replace("\x1b", "")


def encodable(text: str) -> str:
    """A string of a JSON document without halves of characters, which no UTF-8 file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_binary(controls: int, size: int) -> bool:
    return controls > max(2, size // 200)


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4 and len(data) > 16:
            return data.decode("utf-8", errors="replace")
    wide = _utf16_without_mark(data)
    if wide:
        return wide
    head = data[:20_000]
    if _is_binary(sum(head.count(byte) for byte in _CONTROL_BYTES), len(head)):
        raise DocumentError(_BINARY)
    chinese = _gb18030(data)
    return chinese if chinese is not None else _guessed(data)


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 has a zero byte beside every ASCII character, all on the same side."""
    sample = data[:4000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = sample[offset::2].count(0)
        if zeros > len(sample) // 20 and sample[1 - offset :: 2].count(0) <= zeros // 10:
            text = data[: len(data) // 2 * 2].decode(encoding, errors="replace")
            return text if text.count("\ufffd") <= len(text) // 100 else None
    return None


def _gb18030(data: bytes) -> str | None:
    """GB18030 decodes almost anything; it is believed only where common characters appear."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    han = len(_HAN.findall(text))
    wide = sum(ord(char) > 127 for char in text)
    common = len(_COMMON_HAN.findall(text))
    return text if han and han >= 0.5 * wide and common >= 0.03 * han else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise DocumentError(
            "The text's encoding is not recognised. Save the file as UTF-8 and build again."
        )
    return data.decode(best.encoding, errors="replace")


def read_text(data: bytes) -> Reading:
    """Read Markdown or plain text."""
    return Reading(text=decode(data))
