"""Questions of one meaning, from however many documents, share a cluster.

Similarity of vectors alone cannot tell "what is a GAN" from "variants of GANs": measured on the
labelled pairs, it reaches a precision of 0.98 only at a small recall (docs/measurements/bank.md).
So vectors and names find the pairs worth comparing, and ``meaning`` decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from interviewer.bank.evidence import Evidence
from interviewer.bank.meaning import PHRASED_COSINE, may_be_one, one_meaning
from interviewer.bank.memory import Memory, Table
from interviewer.bank.profiles import (
    Gloss,
    Names,
    Profile,
    Reading,
    Traits,
    moved,
    names_of,
    profile,
    read_question,
)
from interviewer.model.rows import AnyQuestion, text_key

BLOCK = 1024
ROUNDING = 1e-4
"""A product of matrices rounds otherwise than one of two vectors, which has the last word."""


@dataclass(frozen=True)
class Compared:
    """The questions of a bank as they were compared: glosses, traits and pairs of one meaning.

    A question is named by the key of its text. ``names`` are those of that bank (``Names.roots``):
    in a bank where one of them stands for something else, what is said here of the questions whose
    traits use it no longer holds.
    """

    names: dict[str, str] = field(default_factory=dict)
    glosses: dict[str, tuple[Gloss, ...]] = field(default_factory=dict)
    traits: dict[str, Traits] = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()


def assign_clusters(
    questions: Sequence[AnyQuestion],
    vectors: NDArray[np.float32],
    memory: Memory | None = None,
    evidence: Evidence | None = None,
) -> dict[str, str]:
    """Map every question id to the id of its cluster: ``c-`` and the smallest member id.

    ``vectors``: unit vectors of the question texts, shape ``(n, d)``. The result depends on the
    set of questions only, neither on their order nor on what ``memory`` (of the same encoder)
    holds; with it, only those questions are compared with the others that are new to it, or use a
    name that stands for something else now. Without ``evidence`` names and words alone decide.
    """
    memory = memory or Memory()
    texts = [text_key(question) for question in questions]
    compared = _compare(questions, texts, vectors, memory, evidence)
    memory.keep(compared)
    groups = Names()
    for pair in compared.pairs:
        groups.unite(pair)
    members: dict[str, list[str]] = defaultdict(list)
    for question, text in zip(questions, texts, strict=True):
        members[groups.root(text)].append(question.id)
    named = {f"c-{min(together)}": together for together in members.values()}
    return {member: cluster for cluster, together in named.items() for member in together}


class _Profiles(dict[int, Profile]):
    """Profiles by row, each made when it is asked for."""

    def __init__(
        self, questions: Sequence[AnyQuestion], texts: Sequence[str], known: Table[Reading]
    ) -> None:
        self._questions, self._texts, self._known = questions, texts, known
        self.names = Names()

    def reading(self, row: int) -> Reading:
        """The question of a row taken apart."""
        return self._known.recall(self._texts[row], lambda: read_question(self._questions[row]))

    def __missing__(self, row: int) -> Profile:
        made = self[row] = profile(self._questions[row], self.reading(row), self.names)
        return made


def _compare(
    questions: Sequence[AnyQuestion],
    texts: Sequence[str],
    vectors: NDArray[np.float32],
    memory: Memory,
    evidence: Evidence | None,
) -> Compared:
    """Compare what is new with all. Questions with one text are told apart by nothing."""
    before = memory.value(Compared) or Compared()
    readings = memory.table(Reading)
    readings.keep(texts)
    rows: dict[str, int] = {}
    for row, text in enumerate(texts):
        rows.setdefault(text, row)
    profiles = _Profiles(questions, texts, readings)
    glosses = {}
    for text, row in rows.items():
        if text in before.traits:
            found = before.glosses.get(text, ())
        else:
            found = profiles.reading(row).glosses
        if found:
            glosses[text] = found
    profiles.names = names_of(glosses.values())
    names = profiles.names.roots()
    changed = moved(before.names, names)
    asking, traits = [], {}
    for text, row in rows.items():
        known = before.traits.get(text)
        if known is None or not changed.isdisjoint(known.uses):
            asking.append(row)
            known = profiles[row].traits()
        traits[text] = known
    settled = rows.keys() - {texts[row] for row in asking}
    pairs = {pair for pair in before.pairs if settled.issuperset(pair)}
    by_row = {rows[text]: found for text, found in traits.items()}
    for left, right in _candidates(by_row, asking, vectors, evidence):
        cosine = float(vectors[left] @ vectors[right])
        if one_meaning(profiles[left], profiles[right], cosine) or (
            evidence is not None
            and may_be_one(profiles[left], profiles[right])
            and evidence.one(left, right, profiles)
        ):
            one, other = sorted((texts[left], texts[right]))
            pairs.add((one, other))
    return Compared(names=names, glosses=glosses, traits=traits, pairs=tuple(sorted(pairs)))


def _candidates(
    traits: Mapping[int, Traits],
    asking: Sequence[int],
    vectors: NDArray[np.float32],
    evidence: Evidence | None,
) -> Iterator[tuple[int, int]]:
    """Pairs of rows worth comparing, the first of each asking: same name, or near by vector.

    ``traits`` holds every row that may be compared; each pair comes once.
    """
    fresh = set(asking)
    asked = {name for row in asking for name in traits[row].found_by}
    named: dict[str, list[int]] = defaultdict(list)
    for row, one in traits.items():
        for name in one.found_by:
            if name in asked:
                named[name].append(row)
    for row in asking:
        for other in {other for name in traits[row].found_by for other in named[name]}:
            if other < row or other not in fresh:
                yield row, other
    kinds: dict[str, int] = {}
    kind = np.full(len(vectors), -1)
    kind[list(traits)] = [kinds.setdefault(one.alike, len(kinds)) for one in traits.values()]
    for start in range(0, len(asking), BLOCK):
        block = asking[start : start + BLOCK]
        near = vectors[block] @ vectors.T >= PHRASED_COSINE - ROUNDING
        if evidence is not None:
            near |= evidence.possible(block)
        near &= kind[block][:, None] == kind
        for offset, other in np.argwhere(near).tolist():
            row = block[offset]
            apart = set(traits[row].found_by).isdisjoint(traits[other].found_by)
            if apart and other != row and (other < row or other not in fresh):
                yield row, other
