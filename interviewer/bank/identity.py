"""Stable ids: the same question keeps its id when documents move, answers change, words are mended.

An id is a hash of the normalised question text, so it does not depend on file, order or answer.
Where several rows share a text, or a text was edited, the rows of the build before decide who keeps
which id, so that history and edits stay with their question.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from interviewer.bank.layouts.draft import RawQuestion
from interviewer.bank.wording import plain
from interviewer.model.bank import Question

_SAME_TEXT = 0.75
"""Least similarity of an edited question text that keeps its id, heading or answer being equal."""
_SAME_ANSWER = 0.8
"""Least similarity of an answer that counts as the same answer."""


def normalised(text: str) -> str:
    """Text without markup, case, width, punctuation and white space."""
    words = unicodedata.normalize("NFKC", plain(text)).casefold()
    return re.sub(r"[\W_]+", "", words) or words.strip()


def digest(*parts: str) -> str:
    """Short hash of texts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def assign_ids(
    raws: Sequence[tuple[str, RawQuestion]], previous: Sequence[Question], taken: set[str]
) -> list[str]:
    """An id for each ``(file, question)``; ``taken`` are ids of rows that are kept unread."""
    ids: list[str | None] = [None] * len(raws)
    free = {question.id: question for question in previous if question.id not in taken}
    texts = [normalised(raw.question) for _, raw in raws]
    _keep_equal_texts(raws, texts, free, ids)
    _keep_edited_texts(raws, free, ids)
    used = taken | {known for known in ids if known}
    for index, (_, raw) in enumerate(raws):
        if ids[index] is None:
            ids[index] = _fresh(texts[index], raw.reference, used)
            used.add(ids[index] or "")
    return [known or "" for known in ids]


def _fresh(text: str, reference: str, used: set[str]) -> str:
    """A new id: by the text alone, else by text and answer, else counted."""
    candidates = [f"q{digest(text)}", f"q{digest(text, normalised(reference))}"]
    count = 1
    while True:
        for candidate in candidates:
            if candidate not in used:
                return candidate
        count += 1
        candidates = [f"q{digest(text, normalised(reference), str(count))}"]


def _keep_equal_texts(
    raws: Sequence[tuple[str, RawQuestion]],
    texts: Sequence[str],
    free: dict[str, Question],
    ids: list[str | None],
) -> None:
    """Rows whose text existed before: the closest of the old rows with that text gives its id."""
    by_text: dict[str, list[Question]] = {}
    for question in free.values():
        by_text.setdefault(normalised(question.question), []).append(question)
    for passing in range(3):
        for index, (file, raw) in enumerate(raws):
            if ids[index] is not None:
                continue
            for question in by_text.get(texts[index], []):
                if question.id in free and _close(passing, file, raw, question):
                    ids[index] = question.id
                    del free[question.id]
                    break


def _close(passing: int, file: str, raw: RawQuestion, question: Question) -> bool:
    """Match in the order: same file and answer, same file or answer, anything."""
    same_file = any(source.file == file for source in question.sources)
    same_answer = question.reference == raw.reference
    if passing == 0:
        return same_file and same_answer
    return passing == 2 or same_file or same_answer


def _keep_edited_texts(
    raws: Sequence[tuple[str, RawQuestion]], free: dict[str, Question], ids: list[str | None]
) -> None:
    """Rows whose text is new but close to a vanished one with the same heading or answer."""
    near: dict[tuple[str, str], list[Question]] = {}
    for question in free.values():
        for source in question.sources:
            if source.heading:
                near.setdefault((source.file, source.heading), []).append(question)
        near.setdefault(("", question.reference), []).append(question)
    for index, (file, raw) in enumerate(raws):
        if ids[index] is not None:
            continue
        candidates = near.get(("", raw.reference), []) + near.get((file, raw.heading or "\0"), [])
        for question in candidates[:20]:
            if question.id in free and _is_edited(raw, question):
                ids[index] = question.id
                del free[question.id]
                break


def _is_edited(raw: RawQuestion, question: Question) -> bool:
    """Whether a row is an earlier one whose question was reworded a little."""
    same_answer = question.reference == raw.reference
    if _ratio(raw.question, question.question) < _SAME_TEXT:
        return False
    return same_answer or _ratio(raw.reference, question.reference) >= _SAME_ANSWER


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:2000], other[:2000], autojunk=False).ratio()
