"""Cut a document's prose into passages of 150 to 600 characters that keep their lines."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.bank.blocks import Block, parse
from interviewer.bank.generate.sentences import is_bound, split_sentences
from interviewer.bank.identity import normalised
from interviewer.bank.layouts.draft import RawQuestion
from interviewer.bank.layouts.extract import extract
from interviewer.bank.layouts.section import Section, build_sections
from interviewer.bank.lines import Prepared, prepare
from interviewer.bank.noise import is_advert, is_contents, is_contents_heading, is_link_line
from interviewer.bank.wording import plain

LONGEST = 600
"""Characters of a passage; only code or one very long sentence makes it longer."""
SHORTEST = 150
"""A passage is not closed before it has this many characters."""
LEAST = 60
"""A section with less prose than this gives no passage."""
CHAPTER = 1500
"""An extracted "answer" longer than this is a chapter below a title, not an answer."""
SECTIONS = 3
"""An extracted "answer" over so many sections is a chapter, too."""
ANSWERED = 0.5
"""From this share of lines in extracted answers on, a document has questions of its own."""

_KEPT_TITLES = re.compile(r"^\W*(?:\d[\d.]*\s*)?(?:introduction|概述|简介|背景)\W*$", re.IGNORECASE)
_UNASKED = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:exercises?|problems?|homework|习题|练习题?|思考题|作业|更新日志|changelog)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Span:
    """Offsets of a sentence in its passage. ``group`` is shared by a list and its lead-in."""

    start: int
    end: int
    group: int | None = None


@dataclass(frozen=True)
class Passage:
    """A stretch of prose. Lines count from 1, both ends included.

    ``text`` is the document's own Markdown. ``sentences`` are its sentences and list items in
    order; code, tables and formulas belong to the sentence before them.
    """

    file: str
    headings: tuple[str, ...]
    text: str
    line_start: int
    line_end: int
    sentences: tuple[Span, ...]

    @property
    def key(self) -> str:
        """Names the passage by what it says, so that moving it in its file changes nothing."""
        said = "\x1f".join([*self.headings[-1:], normalised(self.text)])
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def sentence(self, number: int) -> str:
        """The text of a sentence, counted from 1."""
        span = self.sentences[number - 1]
        return self.text[span.start : span.end]


@dataclass(frozen=True)
class _Unit:
    """A sentence, list item or attachment before it is placed; ``tight``: no blank line before."""

    text: str
    gap: str
    first: int
    last: int
    attached: bool = False
    group: int | None = None


def passages_of(text: str, file: str) -> list[Passage]:
    """The passages of a document; none where it has questions of its own for most of its text."""
    prepared = prepare(text)
    root = build_sections(parse(prepared))
    used = _answered_lines(extract(text).questions, _heading_lines(root, prepared))
    filled = {
        origin for line, origin in zip(prepared.lines, prepared.origin, strict=True) if line.strip()
    }
    if filled and len(filled & used) >= ANSWERED * len(filled):
        return []
    found: list[Passage] = []
    for section, path in _walk(root, ()):
        units = list(_units(section, prepared, used))
        if sum(len(unit.text) for unit in units if not unit.attached) < LEAST:
            continue
        found += [_passage(file, path, group) for group in _pack(_bundles(units))]
    return found


def _heading_lines(root: Section, prepared: Prepared) -> list[int]:
    return sorted(prepared.origin[one.heading.start] for one in root.walk() if one.heading)


def _answered_lines(questions: Sequence[RawQuestion], headings: Sequence[int]) -> set[int]:
    """Lines of questions with answers; a "question" over several sections is a chapter's title."""
    used: set[int] = set()
    for question in questions:
        lines = range(question.line_start, question.line_end + 1)
        inner = bisect_right(headings, lines[-1]) - bisect_right(headings, lines[0])
        if inner < SECTIONS and len(question.reference) <= CHAPTER:
            used.update(lines)
    return used


def _walk(section: Section, path: tuple[str, ...]) -> Iterator[tuple[Section, tuple[str, ...]]]:
    """Sections that may hold prose, each with the headings down to its own."""
    title = section.title
    closing = is_contents_heading(title) and not _KEPT_TITLES.match(title)
    if closing or _UNASKED.match(title):
        return
    inner = (*path, title) if title else path
    yield section, inner
    for child in section.children:
        yield from _walk(child, inner)


def _units(section: Section, prepared: Prepared, used: set[int]) -> Iterator[_Unit]:
    """The sentences and attachments of a section's own blocks, without what is no prose."""
    before: Block | None = None
    for number, block in enumerate(section.body):
        lines = {prepared.origin[at] for at in range(block.start, block.end)}
        if lines & used or not _is_prose(block):
            before = None
            continue
        gap = "\n" if before is not None and before.end == block.start else "\n\n"
        yield from _block_units(block, gap, number, prepared.origin)
        before = block


def _is_prose(block: Block) -> bool:
    if block.kind in {"rule", "html", "turn", "details", "heading"} or not block.text.strip():
        return False
    return not (is_contents(block) or is_link_line(block.text) or is_advert(block.text))


def _block_units(block: Block, gap: str, number: int, origin: Sequence[int]) -> Iterator[_Unit]:
    """One unit for an attachment, one an item for a list, one a sentence for the rest."""
    lines = [origin[block.start], origin[block.end - 1]]
    formula = block.text.startswith(("$$", "\\[")) and block.text.rstrip().endswith(("$$", "\\]"))
    if block.kind in {"code", "table"} or formula:
        yield _Unit(block.text, gap, lines[0], lines[1], attached=True)
        return
    if block.kind == "list":
        rows = block.text.split("\n")
        for item in block.children:
            text = "\n".join(rows[item.start - block.start : item.end - block.start]).rstrip()
            if text:
                yield _Unit(text, gap, origin[item.start], origin[item.end - 1], group=number)
            gap = "\n"
        return
    end = 0
    for start, stop in split_sentences(block.text):
        between = block.text[end:start] if end else gap
        at = min(block.start + block.text[:start].count("\n"), block.end - 1)
        to = min(block.start + block.text[:stop].count("\n"), block.end - 1)
        piece = block.text[start:stop]
        yield _Unit(piece, between, origin[at], origin[to], attached=is_bound(piece))
        end = stop


def _bundles(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Units that must not be torn apart: attachments stay with what is before them.

    A sentence that ends in a colon stays with what follows, a list with its lead-in as far as
    the length of a passage allows.
    """
    bundles: list[list[_Unit]] = []
    for unit in units:
        last = bundles[-1] if bundles else None
        if last is not None and (unit.attached or _leads(last[-1]) or _continues(last, unit)):
            if unit.group is not None and last[-1].group is None and _leads(last[-1]):
                last[-1] = _grouped(last[-1], unit.group)
            last.append(unit)
        else:
            bundles.append([unit])
    return bundles


def _leads(unit: _Unit) -> bool:
    return not unit.attached and unit.text.rstrip("*_ ").endswith((":", "："))


def _continues(bundle: Sequence[_Unit], unit: _Unit) -> bool:
    same = unit.group is not None and bundle[-1].group == unit.group
    return same and _size(bundle) + len(unit.text) <= LONGEST


def _grouped(unit: _Unit, group: int) -> _Unit:
    return _Unit(unit.text, unit.gap, unit.first, unit.last, unit.attached, group)


def _size(units: Sequence[_Unit]) -> int:
    return sum(len(unit.text) for unit in units)


def _pack(bundles: Sequence[list[_Unit]]) -> Iterator[list[_Unit]]:
    """Join whole paragraphs up to the longest length; a longer paragraph is cut evenly first."""
    current: list[_Unit] = []
    for piece in _pieces(bundles):
        if _size(current) >= SHORTEST and _size(current) + _size(piece) > LONGEST:
            yield current
            current = []
        current = current + piece
    if current:
        yield current


def _pieces(bundles: Sequence[list[_Unit]]) -> Iterator[list[_Unit]]:
    """Paragraphs, those that are too long in parts of about the same size."""
    paragraphs: list[list[list[_Unit]]] = []
    for bundle in bundles:
        if paragraphs and "\n\n" not in bundle[0].gap:
            paragraphs[-1].append(bundle)
        else:
            paragraphs.append([bundle])
    for paragraph in paragraphs:
        total = sum(map(_size, paragraph))
        target = total / max(1, -(-total // LONGEST))
        piece: list[_Unit] = []
        for bundle in paragraph:
            if piece and _size(piece) + _size(bundle) / 2 > target:
                yield piece
                piece = []
            piece = piece + bundle
        yield piece


def _passage(file: str, headings: tuple[str, ...], units: Sequence[_Unit]) -> Passage:
    text = ""
    spans: list[Span] = []
    for unit in units:
        text += unit.gap if text else ""
        start = len(text)
        text += unit.text
        if unit.attached and spans:
            spans[-1] = Span(spans[-1].start, len(text), spans[-1].group)
        else:
            spans.append(Span(start, len(text), unit.group))
    return Passage(
        file=file,
        headings=tuple(plain(title) for title in headings),
        text=text,
        line_start=min(unit.first for unit in units),
        line_end=max(unit.last for unit in units),
        sentences=tuple(spans),
    )
