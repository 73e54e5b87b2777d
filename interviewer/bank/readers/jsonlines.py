"""JSON and JSON Lines of questions and answers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from interviewer.bank.layouts.tables import columns_of
from interviewer.bank.readers.content import Reading, Row
from interviewer.bank.readers.text import decode, encodable
from interviewer.errors import DocumentError

_QUESTION = ("question", "题目", "问题", "prompt", "instruction", "query", "front", "q", "title")
_ANSWER = (
    "answer",
    "reference",
    "答案",
    "回答",
    "response",
    "output",
    "completion",
    "solution",
    "back",
    "a",
)


def read_jsonl(data: bytes) -> Reading:
    """One object a line; a line that is none is skipped and named in the warning."""
    rows: list[Row] = []
    bad: list[int] = []
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError):
            bad.append(number)
            continue
        rows.extend(_rows_of(item, number))
    return _reading(rows, bad)


def read_json(data: bytes) -> Reading:
    """A list of objects, or an object that holds one."""
    try:
        value = json.loads(decode(data))
    except ValueError as error:
        raise DocumentError(f"The file is no valid JSON ({error}).") from error
    rows = [row for number, item in enumerate(_items(value), 1) for row in _rows_of(item, number)]
    return _reading(rows, [])


def _reading(rows: Sequence[Row], bad: Sequence[int]) -> Reading:
    if not rows:
        raise DocumentError(
            "No objects with a question and an answer were found, "
            'such as {"question": …, "answer": …}.'
        )
    warning = f"{len(bad)} line(s) are no JSON, the first is line {bad[0]}." if bad else ""
    return Reading(rows=tuple(rows), warning=warning)


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [inner for inner in value.values() if isinstance(inner, list)]
        if lists:
            return max(lists, key=len)
        return [value]
    return []


def _rows_of(item: Any, line: int) -> Iterable[Row]:
    """The questions of one object: named fields, or turns of a conversation."""
    if not isinstance(item, Mapping):
        return
    turns = item.get("messages") or item.get("conversations")
    if isinstance(turns, list):
        yield from _turns(turns, line)
        return
    low = {str(key).strip().lower(): value for key, value in item.items()}
    question, answer = _first(low, _QUESTION), _first(low, _ANSWER)
    if question and answer:
        names = list(low)
        columns = columns_of(names)
        extra = {
            part: _text(low[names[columns[part]]])
            for part in ("explanation", "topic", "difficulty")
            if part in columns
        }
        yield Row(question, answer, line, **extra)


def _turns(turns: Sequence[Any], line: int) -> Iterable[Row]:
    asked = ""
    for turn in turns:
        if not isinstance(turn, Mapping):
            continue
        role = str(turn.get("role") or turn.get("from") or "")
        text = _text(turn.get("content") or turn.get("value"))
        if role in {"user", "human"}:
            asked = text
        elif role in {"assistant", "gpt"} and asked:
            yield Row(asked, text, line)
            asked = ""


def _first(item: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        text = _text(item.get(name))
        if text:
            return text
    return ""


def _text(value: Any) -> str:
    """Strings and numbers as text; lists of them as a bullet list; all else is nothing."""
    if isinstance(value, str):
        return encodable(value.strip())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return encodable("\n".join(f"- {part}" for part in value))
    return ""
