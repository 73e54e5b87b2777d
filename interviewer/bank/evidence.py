"""What the learned weights see of a Chinese and an English question, and what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from interviewer.bank.likeness import CHINESE, ENCODER, ENGLISH, Likeness, Vectors, load_likeness
from interviewer.bank.memory import Memory
from interviewer.bank.profiles import Profile
from interviewer.bank.subjects import Side
from interviewer.bank.vectors import remembered
from interviewer.model.protocols import Encoder
from interviewer.model.rows import AnyQuestion, text_key

OPENING = 120
"""Characters of a reference that are compared; the first sentences say what a thing is."""
SLACK = 1e-3
"""A product of matrices rounds otherwise than one of two vectors, which has the last word."""

Profiles = Sequence[Profile] | Mapping[int, Profile]
"""Profiles by row."""

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+#.]*")
_SMALL = {"a", "an", "the", "of", "and", "in", "for", "to"}


def opening(question: AnyQuestion) -> str:
    """How a question's answer begins: what is encoded beside the question itself."""
    return " ".join(question.reference.split())[:OPENING]


def language_index(question: AnyQuestion) -> int:
    """``CHINESE`` where a question holds a Chinese character, else ``ENGLISH``."""
    return CHINESE if _CHINESE.search(question.question) else ENGLISH


class Evidence:
    """The questions of a bank as the learned weights see them."""

    def __init__(
        self,
        likeness: Likeness,
        questions: Sequence[AnyQuestion],
        vectors: Vectors,
        answers: Vectors,
        memory: Memory | None = None,
    ) -> None:
        """``vectors`` and ``answers``: unit vectors of questions and openings, ``(n, d)``."""

        def density(rows: list[int]) -> Vectors:
            these = languages[rows]
            asked = likeness.questions.density(vectors[rows], these)
            return np.hstack([asked, likeness.answers.density(answers[rows], these)])

        memory = memory or Memory()
        told = _told(questions, memory)
        languages = self._languages = told[:, 0].astype(np.int64)
        self._likeness = likeness
        keys = [text_key(question) for question in questions]
        dense = memory.numbers("Density", keys, density)
        self._near = likeness.questions.place(vectors, languages, dense[:, :2])
        self._alike = likeness.answers.place(answers, languages, dense[:, 2:])
        self._answered = told[:, 1].astype(np.bool_)

    def possible(self, rows: Sequence[int]) -> NDArray[np.bool_]:
        """Which of all ``n`` could be one with these, ``(len(rows), n)``; none is left out."""
        near = self._near.nearness(rows)
        both = self._likeness.both.best(near, self._alike.nearness(rows)) >= -SLACK
        alone = self._likeness.questions_only.best(near, 0.0) >= -SLACK
        answered = self._answered[rows][:, None] & self._answered
        across = self._languages[rows][:, None] != self._languages
        return np.asarray(np.where(answered, both, alone) & across, dtype=np.bool_)

    def one(self, left: int, right: int, profiles: Profiles) -> bool:
        """Whether two rows are taken for one question; never within one language."""
        if self._languages[left] == self._languages[right]:
            return False
        if _compares_others(profiles[left], profiles[right]):
            return False
        answered = bool(self._answered[left] and self._answered[right])
        weights = self._likeness.both if answered else self._likeness.questions_only
        return weights.score(self.features(left, right, profiles)) >= 0

    def features(self, left: int, right: int, profiles: Profiles) -> tuple[float, ...]:
        """The features of two rows in the order of ``FEATURES``."""
        answered = bool(self._answered[left] and self._answered[right])
        return pair_features(
            profiles[left],
            profiles[right],
            self._near.pair(left, right),
            self._alike.pair(left, right) if answered else 0.0,
        )


def evidence_for(
    questions: Sequence[AnyQuestion],
    vectors: Vectors,
    encoder: Encoder,
    memory: Memory | None = None,
) -> Evidence | None:
    """The evidence for a bank, or None where there is none.

    That is so where all questions are in one language, or nothing was learned for the encoder.
    """
    memory = memory or Memory()
    if encoder.id != ENCODER or len(np.unique(_told(questions, memory)[:, 0])) < 2:
        return None
    answers = remembered(f"Openings{OPENING}", opening, questions, encoder, memory)
    return Evidence(load_likeness(), questions, vectors, answers, memory)


def _told(questions: Sequence[AnyQuestion], memory: Memory) -> Vectors:
    """Of each question its ``language_index`` and whether it has an answer, shape ``(n, 2)``."""

    def read(rows: Sequence[int]) -> Vectors:
        some = [questions[row] for row in rows]
        told = [(language_index(one), bool(opening(one))) for one in some]
        return np.array(told, np.float32).reshape(-1, 2)

    return memory.numbers("Told", [text_key(question) for question in questions], read)


def pair_features(left: Profile, right: Profile, near: float, answers: float) -> tuple[float, ...]:
    """The features of a pair; ``near`` and ``answers`` are nearness of questions and answers."""
    one, other = left.reading.subject, right.reading.subject
    found = _latin(left, right)
    return (
        near,
        answers,
        float(one.side is other.side),
        float((one.side is Side.COMPARE) != (other.side is Side.COMPARE)),
        float(any(found.values())),
        float(not all(found.values())),
    )


def _compares_others(left: Profile, right: Profile) -> bool:
    """Whether both compare, and a Latin name of the Chinese question is missing in the other."""
    sides = {left.reading.subject.side, right.reading.subject.side}
    return sides == {Side.COMPARE} and not all(_latin(left, right).values())


def _latin(left: Profile, right: Profile) -> dict[str, bool]:
    """Whether the English question has each Latin name of the Chinese one, or spells it out."""
    texts = [left.question.question, right.question.question]
    if language_index(left.question) == ENGLISH:
        texts.reverse()
    words = [word.lower() for word in re.findall(r"[A-Za-z][A-Za-z0-9+#.]*", texts[1])]
    initials = "".join(word[0] for word in words if word not in _SMALL)
    there = {word.rstrip("s") for word in words}
    names = {word.lower().rstrip("s") for word in _LATIN.findall(texts[0])}
    return {name: name in there or (len(name) > 2 and name in initials) for name in names}
