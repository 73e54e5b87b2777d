"""Questions of one meaning, from however many documents, share a cluster.

Similarity of vectors alone cannot tell "what is a GAN" from "variants of GANs": measured on the
labelled pairs, it reaches a precision of 0.98 only at a small recall (docs/measurements/bank.md).
So vectors and names find the pairs worth comparing, and ``meaning`` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from interviewer.bank.evidence import Evidence
from interviewer.bank.meaning import PHRASED_COSINE, may_be_one, one_meaning
from interviewer.bank.memory import Memory, text_key
from interviewer.bank.profiles import Names, Profile, Reading, names_of, profile, read_question
from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion

BLOCK = 1024
ROUNDING = 1e-4
"""A product of matrices rounds otherwise than one of two vectors, which has the last word."""


class Linked(Value):
    """The questions that one question was found to be one with, by the keys of their profiles."""

    to: tuple[str, ...]


def assign_clusters(
    questions: Sequence[AnyQuestion],
    vectors: NDArray[np.float32],
    memory: Memory | None = None,
    evidence: Evidence | None = None,
) -> dict[str, str]:
    """Map every question id to the id of its cluster: ``c-`` and the smallest member id.

    ``vectors``: unit vectors of the question texts, shape ``(n, d)``. The result depends on the
    set of questions only, neither on their order nor on what ``memory`` (of the same encoder)
    holds; with it, only questions that are new to it are compared with the others. Without
    ``evidence`` names and words alone decide.
    """
    memory = memory or Memory()
    texts = [text_key(question) for question in questions]
    known = memory.table(Reading)
    readings = [
        known.recall(text, lambda question=question: read_question(question))  # type: ignore[misc]
        for text, question in zip(texts, questions, strict=True)
    ]
    names = names_of(readings)
    profiles = [
        profile(question, reading, names)
        for question, reading in zip(questions, readings, strict=True)
    ]
    keys = [one.key(text) for one, text in zip(profiles, texts, strict=True)]
    groups = Names()
    for left, right in _links(profiles, vectors, keys, memory, evidence):
        groups.unite((left, right))
    members: dict[str, list[str]] = defaultdict(list)
    for question, key in zip(questions, keys, strict=True):
        members[groups.root(key)].append(question.id)
    return {member: f"c-{min(together)}" for together in members.values() for member in together}


def _links(
    profiles: Sequence[Profile],
    vectors: NDArray[np.float32],
    keys: Sequence[str],
    memory: Memory,
    evidence: Evidence | None,
) -> Iterator[tuple[str, str]]:
    """Pairs of keys of one meaning. Questions with one key are told apart by nothing."""
    table = memory.table(Linked)
    at = {key: index for index, key in reversed(list(enumerate(keys)))}
    fresh = [key not in table for key in keys]
    found: dict[str, list[str]] = defaultdict(list)
    for left, right in _candidates(profiles, vectors, sorted(at.values()), fresh, evidence):
        cosine = float(vectors[left] @ vectors[right])
        if one_meaning(profiles[left], profiles[right], cosine) or (
            evidence is not None
            and may_be_one(profiles[left], profiles[right])
            and evidence.one(left, right, profiles)
        ):
            found[keys[left]].append(keys[right])
    for key in at:
        linked = table.recall(key, lambda key=key: Linked(to=tuple(sorted(found[key]))))  # type: ignore[misc]
        yield from ((key, other) for other in linked.to if other in at)


def _candidates(
    profiles: Sequence[Profile],
    vectors: NDArray[np.float32],
    rows: Sequence[int],
    fresh: Sequence[bool],
    evidence: Evidence | None,
) -> Iterator[tuple[int, int]]:
    """Pairs of ``rows`` worth comparing, the first of each fresh: same name, or near by vector."""
    asking = [row for row in rows if fresh[row]]
    asked = {name for row in asking for name in _names(profiles[row])}
    named: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        for name in _names(profiles[row]):
            if name in asked:
                named[name].append(row)
    for row in asking:
        for other in {other for name in _names(profiles[row]) for other in named[name]}:
            if other < row or (other != row and not fresh[other]):
                yield row, other
    kinds: dict[object, int] = {}
    kind = np.array([kinds.setdefault(_must_agree(profiles[row]), len(kinds)) for row in rows])
    everyone, compared = np.array(rows), vectors[list(rows)]
    where = {row: position for position, row in enumerate(rows)}
    for start in range(0, len(asking), BLOCK):
        block = asking[start : start + BLOCK]
        near = vectors[block] @ compared.T >= PHRASED_COSINE - ROUNDING
        if evidence is not None:
            near |= evidence.possible(block, rows)
        near &= kind[[where[row] for row in block]][:, None] == kind
        for offset, position in np.argwhere(near):
            row, other = block[offset], int(everyone[position])
            apart = set(_names(profiles[row])).isdisjoint(_names(profiles[other]))
            if apart and (other < row or not fresh[other]):
                yield row, other


def _names(one: Profile) -> tuple[str, ...]:
    """What a subject is found by; words in order are kept apart from names."""
    return (one.name, f"\n{one.whole}") if one.whole else (one.name,)


def _must_agree(one: Profile) -> tuple[frozenset[str], frozenset[str]]:
    """What two questions of one meaning share whatever their wording."""
    return one.reading.subject.named, one.reading.numbers
