"""Questions of one meaning, from however many documents, share a cluster.

Two questions are one when they have the same subject (by name, abbreviation or gloss), ask for the
same side of it, and their vectors agree. Similarity of vectors alone cannot tell "what is a GAN"
from "variants of GANs": measured on the labelled pairs, it reaches a precision of 0.98 only at a
small recall (docs/measurements/bank.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from interviewer.bank.subjects import Side, Subject, glosses, read_subject, stem
from interviewer.model.bank import Question

NAMED_COSINE = 0.84
"""Least cosine for questions whose subject has the same name; guards against wrong glosses."""
PHRASED_COSINE = 0.92
"""Least cosine for questions whose subjects are worded alike but have no common name."""
SPELT_OUT_COSINE = 0.95
"""Least cosine where one phrase has all the words of the other and a few more."""
ALIKE = 0.75
"""Least share of common characters for two phrases to be worded alike."""
WORDED = 6
"""Phrases with fewer characters are names: alike is not enough ("注意力", "自注意力")."""
OPENING = 160
"""How much of the first sentence of an answer is read for what a thing is for."""
NEIGHBOURS = 12
BLOCK = 1024

_SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("模型蒸馏", "知识蒸馏", "knowledge distillation", "model distillation"),
    ("领域适应", "领域自适应", "域适应", "域自适应", "domain adaptation"),
    ("长短时记忆", "长短期记忆", "lstm", "long short term memory"),
    ("批归一化", "批量归一化", "批标准化", "batch normalization"),
    ("梯度裁剪", "梯度剪切", "梯度剪裁", "gradient clipping"),
    ("卷积神经", "cnn", "convolutional neural", "convnet"),
    ("循环神经", "递归神经", "rnn", "recurrent neural"),
    ("生成对抗", "生成式对抗", "gan", "generative adversarial"),
    ("自然语言处理", "nlp", "natural language processing"),
    ("计算机视觉", "cv", "computer vision"),
    ("dropout", "随机失活"),
    ("过拟合", "overfitting"),
    ("强化", "reinforcement"),
)
"""Names of one thing that no document glosses, by stem; everything else comes from the bank."""


@dataclass(frozen=True)
class _Profile:
    """What the comparison of two questions needs to know."""

    subject: Subject
    name: str
    known: bool
    letters: frozenset[str]
    context: str
    place: str
    numbers: frozenset[str]
    opening: str
    text: str


class _Names:
    """Names of one thing, united over synonyms and glosses (union–find)."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The first name of the class a name belongs to; spaces do not count."""
        name = name.replace(" ", "")
        while (parent := self._parent.get(name, name)) != name:
            name = parent
        return name

    def unite(self, names: Sequence[str]) -> None:
        """Declare names to mean one thing."""
        for name in names:
            first, second = sorted((self.root(names[0]), self.root(name)))
            self._parent[second] = first
            self._parent.setdefault(first, first)

    def known(self, name: str) -> bool:
        """Whether a name has been declared or glossed."""
        return name.replace(" ", "") in self._parent


def assign_clusters(questions: Sequence[Question], vectors: NDArray[np.float32]) -> dict[str, str]:
    """Map every question id to the id of its cluster: ``c-`` and the smallest member id.

    ``vectors``: unit vectors of the question texts, shape ``(n, d)``. The result depends on the
    set of questions only, not on their order.
    """
    names = _harvest(questions)
    profiles = [_profile(question, names) for question in questions]
    groups = _Names()
    for left, right in _candidates(profiles, vectors):
        cosine = float(vectors[left] @ vectors[right])
        if _one_meaning(profiles[left], profiles[right], cosine):
            groups.unite((questions[left].id, questions[right].id))
    members: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        members[groups.root(question.id)].append(question.id)
    return {member: f"c-{min(together)}" for together in members.values() for member in together}


def _harvest(questions: Sequence[Question]) -> _Names:
    names = _Names()
    for synonyms in _SYNONYMS:
        names.unite(synonyms)
    for question in questions:
        for gloss in glosses(question.question, trusted=True):
            names.unite(gloss)
    for question in questions:
        for gloss in glosses(question.reference, trusted=False):
            names.unite(gloss)
    return names


def _profile(question: Question, names: _Names) -> _Profile:
    subject = read_subject(question.question)
    first = re.split(r"。|\.\s", question.reference.strip(), maxsplit=1)[0][:OPENING]
    return _Profile(
        subject=subject,
        name=_name(subject.phrase, names),
        known=names.known(subject.phrase),
        letters=_letters(subject.phrase),
        context=_context(subject.context, names),
        place=names.root(stem(subject.place)) if subject.place else "",
        numbers=frozenset(re.findall(r"\d+(?:\.\d+)*", question.question)),
        opening=question.question + " " + first,
        text=question.question + " " + question.reference + " " + (question.explanation or ""),
    )


def _context(context: str, names: _Names) -> str:
    return "" if not context or _BROAD.match(context) else names.root(context)


def _name(phrase: str, names: _Names) -> str:
    """The name of a subject; the members of "A and B" are named one by one and sorted."""
    if names.known(phrase):
        return names.root(phrase)
    parts = [
        stem(part)
        for part in re.split(
            r"(?<=[\w\u4e00-\u9fff])(?:和|与|、| and "
            r"| \| )",
            phrase,
        )
    ]
    if len(parts) > 1:
        return "+".join(sorted(names.root(part) for part in parts))
    return names.root("".join(_PARTICLES.sub("", phrase).split()) or phrase)


_PARTICLES = re.compile(
    r"如何|怎样|怎么|为什么|为何|需要|深度学习|机器学习|模型|系统|一个"
    r"|[的了和与及、对在以是你会]|进行|实现|提高性能"
)
_BROAD = re.compile(
    r"^(?:sql|python|java|javascript|c\+\+|linux|database|数据库|statistic|统计学?|programming"
    r"|编程|nlp|自然语言处理"
    r"|operating system|操作系统|computer science|计算机|计算机网络|computer vision|计算机视觉"
    r"|practice|实践|data science)$"
)
"""Fields so broad that naming one does not make another question of it."""


def _letters(phrase: str) -> frozenset[str]:
    """Chinese characters and Latin words of a phrase, without particles."""
    bare = _PARTICLES.sub(" ", phrase)
    return frozenset(re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", bare.lower()))


def _candidates(
    profiles: Sequence[_Profile], vectors: NDArray[np.float32]
) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: same name, or near neighbours by vector."""
    seen: set[tuple[int, int]] = set()
    named: dict[str, list[int]] = defaultdict(list)
    for index, profile in enumerate(profiles):
        named[profile.name].append(index)
    for together in named.values():
        seen.update(combinations(together, 2))
    count = min(NEIGHBOURS + 1, len(profiles))
    for start in range(0, len(profiles), BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        for offset, row in enumerate(near):
            for other in map(int, row):
                if other != start + offset:
                    seen.add((min(other, start + offset), max(other, start + offset)))
    yield from sorted(seen)


def _one_meaning(left: _Profile, right: _Profile, cosine: float) -> bool:
    """Whether two questions have one subject, one side and agreeing vectors."""
    if left.subject.named != right.subject.named or left.numbers != right.numbers:
        return False
    if not (_same_side(left, right) and _same_context(left, right)):
        return False
    if left.subject.side is not Side.CORE and left.place != right.place:
        return False
    if left.name == right.name:
        return cosine >= NAMED_COSINE
    return cosine >= PHRASED_COSINE and _worded_alike(left, right, cosine)


def _worded_alike(left: _Profile, right: _Profile, cosine: float) -> bool:
    """Whether subjects without a common name say the same in other words."""
    first, second = left.letters, right.letters
    if len(left.subject.named) > 1 and first & second:
        return True
    if (left.known and right.known) or len(first | second) < WORDED:
        return False
    if {word for word in first ^ second if word.isascii()}:
        return False
    return _alike(first, second) or (cosine >= SPELT_OUT_COSINE and _spelt_out(first, second))


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= ALIKE * max(1, len(left | right))


def _spelt_out(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether one phrase says what the other says with a few words more."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= WORDED - 1 and shorter <= longer and len(longer) - len(shorter) <= 4


def _same_side(left: _Profile, right: _Profile) -> bool:
    """One side; "how to use X for P" is the core of X where P is what X is for."""
    one, other = left.subject, right.subject
    if one.purpose and other.purpose:
        return _alike(_letters(one.purpose), _letters(other.purpose))
    if one.purpose or other.purpose:
        user, plain = (left, right) if one.purpose else (right, left)
        return plain.subject.side is Side.CORE and _inherent(user.subject.purpose, plain.opening)
    return one.side is other.side


_VAGUE = re.compile(
    r"深度学习|机器学习|模型|任务|提高|提升|优化|改善|解决|问题|进行|来|the"
    r"|model|performance|improve|性能|的"
)


def _inherent(purpose: str, opening: str) -> bool:
    """Whether a question with the opening of its answer already speaks of a purpose."""
    wanted = _pairs(_VAGUE.sub(" ", purpose))
    return not wanted or len(wanted & _pairs(opening)) >= 0.6 * len(wanted)


def _pairs(text: str) -> frozenset[str]:
    """Bigrams of Chinese runs and Latin words."""
    found: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower()):
        found.update([run] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)])
    return frozenset(found)


def _same_context(left: _Profile, right: _Profile) -> bool:
    """One context, or one that the other question's answer takes for granted."""
    if left.context == right.context:
        return True
    if left.context and right.context:
        return False
    holder, other = (left, right) if left.context else (right, left)
    return holder.subject.context in other.text.lower() or holder.context in other.text.lower()
