"""Clauses recited from the reference with one word turned into its opposite.

Like a recital this is a fact about two texts, so code decides it: a clause of the answer becomes
the point's own clause when one word is replaced by its opposite or one negation is taken away, and
the reference itself holds no such clause. What is worded in any other way is left to the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interviewer.grading.recital import MARKER, MARKUP, source_of
from interviewer.grading.text import Span, clauses, words
from interviewer.model.bank import KeyPoint
from interviewer.model.grading import GradeRequest

FEWEST_WORDS = 4
NEGATIONS = (
    *("不", "并不", "没有", "不会", "不能", "不再", "无法", "未", "非"),
    *("not", "never", "does not"),
)
MODALS = (("可以", "不能"), ("能够", "不能"), ("can", "cannot"), ("有", "没有"), ("有", "无"))


@cache
def opposites() -> tuple[tuple[str, str], ...]:
    """Words and their opposites, each pair in both directions."""
    text = (Path(__file__).parent / "opposites.txt").read_text(encoding="utf-8")
    pairs = [tuple(line.split("\t")) for line in text.splitlines()]
    return tuple(pair for one, other in pairs for pair in ((one, other), (other, one)))


def spaced(text: str) -> str:
    """The words of a text between blanks, so that only whole words are found in it."""
    return f" {' '.join(words(text))} "


@cache
def _exchanges() -> tuple[tuple[str, str], ...]:
    turned = [(other, one) for one, other in MODALS]
    pairs = [*opposites(), *MODALS, *turned]
    return tuple((spaced(one), spaced(other)) for one, other in pairs)


def exchanged(clause: str) -> Iterator[str]:
    """The clause, as ``spaced`` gives it, with one word replaced by its opposite."""
    for word, opposite in _exchanges():
        at = clause.find(word)
        while at >= 0:
            yield clause[:at] + opposite + clause[at + len(word) :]
            at = clause.find(word, at + 1)


def affirmed(clause: str) -> Iterator[str]:
    """The clause with one negation taken away."""
    for negation in map(spaced, NEGATIONS):
        at = clause.find(negation)
        while at >= 0:
            yield clause[:at] + " " + clause[at + len(negation) :]
            at = clause.find(negation, at + 1)


@dataclass(frozen=True)
class Compared:
    """An answer's clauses with their places, and all clauses of the reference and explanation."""

    said: tuple[tuple[str, Span], ...]
    known: frozenset[str]


def compared(request: GradeRequest) -> Compared:
    """Both texts cut into clauses: once for a request, however many points it has."""
    answer = request.answer
    said = ((_spaced_clause(answer[start:end]), (start, end)) for start, end in clauses(answer))
    known = _clauses(request.reference or "") | _clauses(request.explanation or "")
    return Compared(tuple(said), frozenset(known))


def turned_round(request: GradeRequest, point: KeyPoint, texts: Compared) -> Span | None:
    """Where the answer recites a clause of the point turned into its opposite; None if nowhere."""
    source = source_of(request, point)
    if source is None:
        return None
    wanted = {clause for clause in _clauses(source) if clause.count(" ") > FEWEST_WORDS}
    wanted -= {clause for clause, _ in texts.said}
    reversed_ = {turned for clause in wanted for turned in (*exchanged(clause), *affirmed(clause))}
    for clause, place in texts.said:
        if clause not in texts.known and (
            clause in reversed_ or not wanted.isdisjoint(affirmed(clause))
        ):
            return place
    return None


def _spaced_clause(text: str) -> str:
    return spaced(MARKUP.sub(" ", MARKER.sub("", text)))


def _clauses(text: str) -> set[str]:
    return {_spaced_clause(text[start:end]) for start, end in clauses(text)}
