"""Prepare a text for the Markdown parser: one list of lines, each with the line it came from.

Repositories mix Markdown with chat-template tokens, HTML layout tags and questions glued to their
answers. Here such lines are split, and tags replaced by what they mean, outside code only. Because
every prepared line remembers its origin, source ranges stay those of the user's file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviewer.bank.fences import without_comments
from interviewer.bank.labels import label_of
from interviewer.bank.summaries import with_whole_summaries
from interviewer.bank.tags import count_boxes, replace_tags
from interviewer.bank.wording import asks, numbered, plain

DETAILS_OPEN, DETAILS_CLOSE, SUMMARY, TURN = "\ue010", "\ue011", "\ue012", "\ue013"
"""Private-use characters that stand for structure; they are removed from the input first."""

_MARKS = re.compile(f"[{DETAILS_OPEN}{DETAILS_CLOSE}{SUMMARY}{TURN}]")
_CHAT = re.compile(
    r"<\|[A-Za-z_0-9]{2,30}\|>(?:system|user|assistant)?|\[/?INST\]|<</?SYS>>"
    r"|<(?:start|end)_of_turn>(?:user|model)?"
)
_STRUCTURE = re.compile(r"(</?details[^>]*>|<summary[^>]*>.*?</summary>)", re.IGNORECASE)
_BOLD_LINE = re.compile(
    r"^\s*(?:[-*+]\s+|\d+[.)、]\s*)?(\*\*|__)(?!\s)(?:(?!\1).)+\1[^\w\u4e00-\u9fff]*$"
)
_BLOCK_START = re.compile(
    r"^\s*(?:[-*+]\s|\d+[.)]\s|#{1,6}\s|>|\||```|~~~|<|[-*_]{3,}\s*$|={2,}\s*$)"
)
_TIGHT_HEADING = re.compile(r"^(#{1,6})(?=[\u4e00-\u9fff【《“]|\d+[.、)）]|Q\d)")
_DRAWN_RULE = re.compile(r"^\s*(?:[⸻—─━═]+|[－＝]{3,})\s*$")
_BARE_MARK = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s*$")
_MAX_QUESTION = 300


@dataclass
class Prepared:
    """Lines for the parser; ``origin[i]`` is the 1-based line of the document behind ``lines[i]``.

    ``inserted`` holds the indices of blank lines that the document does not have, ``boxes`` counts
    open ``<div>`` and ``<p>`` tags, whose indentation means nothing.
    """

    lines: list[str] = field(default_factory=list)
    origin: list[int] = field(default_factory=list)
    inserted: set[int] = field(default_factory=set)
    chat_lines: list[int] = field(default_factory=list)
    boxes: int = 0
    front_matter: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, origin: int) -> None:
        """Append one prepared line."""
        self.lines.append(text)
        self.origin.append(origin)

    def add_break(self, origin: int) -> None:
        """Append a blank line that only the parser sees."""
        self.inserted.add(len(self.lines))
        self.add("", origin)

    def add_apart(self, text: str, origin: int) -> None:
        """Append a line that must be a block of its own."""
        self.add_break(origin)
        self.add(text, origin)
        self.add_break(origin)

    def text(self, start: int, end: int) -> list[str]:
        """The lines ``start`` to ``end`` (excluded) as a reader would see them."""
        kept = (self.lines[i] for i in range(start, end) if i not in self.inserted)
        return [_MARKS.sub("", raw) for raw in kept]


def prepare(text: str) -> Prepared:
    """Split and clean ``text``; the number of prepared lines may exceed that of the document."""
    text = _MARKS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\xa0", " ").replace("\u200b", "").replace("\ufeff", "")
    raw = text.split("\n")
    result = Prepared()
    first = _front_matter(raw, result)
    source = with_whole_summaries(list(without_comments(raw, first)))
    for position, (number, line, literal) in enumerate(source):
        following = _paragraph_after(source, position)
        if literal:
            result.add(line, number)
        else:
            _add_line(result, line, number, following)
    return result


def _paragraph_after(source: Sequence[tuple[int, str, bool]], position: int) -> list[str]:
    """The lines that follow in the same paragraph, at most five."""
    following: list[str] = []
    for _, line, literal in source[position + 1 : position + 6]:
        if literal or not line.strip() or _BLOCK_START.match(line):
            break
        following.append(line)
    return following


def _front_matter(raw: list[str], result: Prepared) -> int:
    """Read a leading ``---`` block of ``key: value`` lines; return the first line after it."""
    if not raw or raw[0].lstrip("\ufeff").strip() != "---":
        return 0
    key = ""
    for index in range(1, min(len(raw), 60)):
        line = raw[index]
        if line.strip() in {"---", "..."}:
            return index + 1
        item = re.match(r"\s*-\s+(?P<item>[^:]+)$", line)
        if item and key:
            known = result.front_matter.get(key, "")
            result.front_matter[key] = ", ".join(filter(None, (known, item["item"].strip(" '\""))))
            continue
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"\s*[\w\u4e00-\u9fff -]{1,40}", name):
            key = name.strip().lower()
            result.front_matter[key] = value.strip().strip("'\"")
        elif line.strip() and not re.match(r"\s*(-\s|#|[\w'\"])", line):
            break
    result.front_matter.clear()
    return 0


def _add_line(result: Prepared, line: str, number: int, following: list[str]) -> None:
    """Clean one line outside code and add what it becomes."""
    token = _CHAT.match(line.strip()) or _trailing_chat(line)
    if token:
        result.chat_lines.append(number)
        result.add_apart(TURN, number)
        line = _CHAT.sub("", line)
    if _DRAWN_RULE.match(line):
        result.add_apart("---", number)
        return
    line = _TIGHT_HEADING.sub(r"\1 ", line)
    boxed, result.boxes = result.boxes, count_boxes(line, result.boxes)
    if boxed or (result.boxes and line.lstrip().startswith("<")):
        line = line.lstrip()
    indent = line[: len(line) - len(line.lstrip())]
    for piece in _STRUCTURE.split(line):
        low = piece.lower()
        if low.startswith("<details"):
            result.add_apart(indent + DETAILS_OPEN, number)
        elif low.startswith("</details"):
            result.add_apart(indent + DETAILS_CLOSE, number)
        elif low.startswith("<summary"):
            inner = replace_tags(re.sub(r"</?summary[^>]*>", "", piece, flags=re.IGNORECASE))
            result.add_apart(indent + SUMMARY + inner.replace("\n", " ").strip(), number)
        else:
            first, *rest = replace_tags(piece).split("\n")
            for part in (first, *((indent + part.lstrip()).rstrip() for part in rest)):
                _add_split(result, part, number, following)


def _trailing_chat(line: str) -> re.Match[str] | None:
    """A chat token that ends a line outside code, such as ``… <|im_end|>``."""
    found = re.search(r"(?<!`)(<\|[A-Za-z_0-9]{2,30}\|>)\s*$", line)
    return found if found and "`" not in line else None


def _add_split(result: Prepared, line: str, number: int, following: list[str]) -> None:
    """Add a line, apart from its neighbours where it is a question or starts with a label."""
    stripped = line.strip()
    before = result.lines[-1] if result.lines else ""
    if not stripped or _is_row(line):
        result.add(line, number)
        return
    label = label_of(stripped)
    question = _stands_alone(stripped) and not _goes_on(stripped, following)
    bullet = bool(re.match(r"\s*(?:[-*+]|\d+[.)])\s", line))
    opens = label is not None or (question and _opens(stripped, before.strip()))
    opens = opens and not _BARE_MARK.match(before)
    if opens and before.strip() and not bullet and not stripped.startswith(("#", ">")):
        result.add_break(number)
    result.add(line, number)
    if question and following:
        result.add_break(number)


def _goes_on(line: str, following: Sequence[str]) -> bool:
    """Whether a line is only the beginning of a question whose mark stands in a later line."""
    if plain(line).rstrip().endswith(("?", "？")) or _BOLD_LINE.match(line):
        return False
    for later in following[:3]:
        if label_of(later) is not None or numbered(plain(later)) is not None:
            return False
        if later.rstrip(" *_").endswith(("?", "？")):
            return True
        if re.search(r"[.。!！:：]\s*$", later):
            return False
    return False


def _opens(line: str, before: str) -> bool:
    """Whether a question starts with this line, instead of ending in it."""
    marked = numbered(plain(line)) is not None or _BOLD_LINE.match(line) is not None
    return marked or bool(re.search(r"[.。!！?？;；:：|)）`*_]$", before))


def _is_row(line: str) -> bool:
    """Whether the line looks like a row of a table."""
    return line.lstrip().startswith("|") or bool(re.match(r"^\s*:?-+:?\s*\|", line))


def _stands_alone(line: str) -> bool:
    """Whether a whole line is a question: all bold, or numbered or marked and asking."""
    if len(line) > _MAX_QUESTION or line.startswith(("#", "|")):
        return False
    text = plain(line)
    if text.endswith((":", "：")):
        return False
    if _BOLD_LINE.match(line):
        return True
    if not text.rstrip(" 。.").endswith(("?", "？")) and not (numbered(text) and asks(text) == 2):
        return False
    return numbered(text) is not None or label_of(line) is not None or asks(text) == 2
