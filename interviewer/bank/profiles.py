"""What the comparison of two questions needs to know about each of them.

A ``Reading`` depends on the question alone. Names become comparable only in a bank: its glosses
tell which of them mean one thing, and a ``Profile`` is a reading with its names resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from interviewer.bank.subjects import Subject, Words, glosses, languages_in, read_subject, stem
from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion

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
    ("kubernetes", "kubernete", "k8s", "k8"),
)
"""Names of one thing that no document glosses, by stem; everything else comes from the bank."""

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


Gloss = tuple[str, ...]
"""Names of one thing, as a text gives them."""


class Reading(Value):
    """A question taken apart.

    ``glosses``: names that the question and its reference equate; ``parts``: the stems of "A and
    B", or the bare phrase alone; ``letters``: Chinese characters and Latin words of the subject;
    ``languages``: programming languages that it names.
    """

    subject: Subject
    glosses: tuple[Gloss, ...]
    parts: tuple[str, ...]
    letters: Words
    place: str
    numbers: Words
    languages: Words


class Profile(NamedTuple):
    """A reading among the names of a bank.

    ``whole``: the words of an English subject with its context, in alphabetical order, so that "the
    event loop in Node.js" and "the Node.js event loop" are one; empty elsewhere.
    """

    question: AnyQuestion
    reading: Reading
    name: str
    whole: str
    known: bool
    context: str
    place: str

    def traits(self) -> Traits:
        """What tells which other questions to compare this one with."""
        subject, reading = self.reading.subject, self.reading
        alike = (" ".join(sorted(words)) for words in (subject.named, reading.numbers))
        uses = {subject.phrase, *reading.parts, subject.context, reading.place}
        return Traits(
            found_by=(self.name, f"\n{self.whole}") if self.whole else (self.name,),
            alike="\n".join(alike),
            uses=tuple(sorted({name.replace(" ", "") for name in uses if name})),
        )


class Traits(NamedTuple):
    """What of a profile tells which questions to compare, and whether it may have changed.

    ``found_by``: what a subject is found by; words in order are kept apart from names. ``alike``:
    what two questions of one meaning share whatever their wording. ``uses``: the names that the
    profile depends on, without spaces.
    """

    found_by: tuple[str, ...]
    alike: str
    uses: tuple[str, ...]


class Names:
    """Names of one thing, united (union–find). The first name in order stands for its class."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The first name of the class a name belongs to; spaces do not count."""
        name = name.replace(" ", "")
        while (parent := self._parent.get(name, name)) != name:
            above = self._parent[name] = self._parent[parent]  # so that the way gets shorter
            name = above
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

    def roots(self) -> dict[str, str]:
        """The first name of its class for each name that has been declared or glossed."""
        return {name: self.root(name) for name in self._parent}


def moved(one: Mapping[str, str], other: Mapping[str, str]) -> set[str]:
    """The names that two sets of ``Names.roots`` do not treat alike."""
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def read_question(question: AnyQuestion) -> Reading:
    """Take a question and the glosses of its reference apart."""
    subject = read_subject(question.question)
    parts = tuple(stem(part) for part in _JOINED.split(subject.phrase))
    bare = "".join(_PARTICLES.sub("", subject.phrase).split()) or subject.phrase
    return Reading(
        subject=subject,
        glosses=(
            *glosses(question.question, trusted=True),
            *glosses(question.reference, trusted=False),
        ),
        parts=parts if len(parts) > 1 else (bare,),
        letters=letters(subject.phrase),
        place=stem(subject.place) if subject.place else "",
        numbers=_numbers(question.question),
        languages=languages_in(question.question),
    )


_ORDINALS = tuple(
    (
        digit,
        re.compile(
            rf"第{chinese}(?:定律|类|范式|阶段?|代|型|定理)"
            rf"|\b{english}[ -](?:law|normal form|kind|order|generation|principle|theorem)\b",
            re.I,
        ),
    )
    for digit, chinese, english in (
        ("1", "一", "first"),
        ("2", "二", "second"),
        ("3", "三", "third"),
    )
)
_SIGN = re.compile(r"(?<!\w)[=<>!&|*+]{2,3}(?!\w)")


def _numbers(question: str) -> frozenset[str]:
    """Numbers, ordinals of laws and kinds, and signs such as ``==``: another one, another thing."""
    found = {*re.findall(r"\d+(?:\.\d+)*", question), *_SIGN.findall(question)}
    return frozenset(found | {digit for digit, named in _ORDINALS if named.search(question)})


_JOINED = re.compile(r"(?<=[\w\u4e00-\u9fff])(?:和|与|、| and | \| )")


def letters(phrase: str) -> frozenset[str]:
    """Chinese characters and Latin words of a phrase, without particles."""
    bare = _PARTICLES.sub(" ", phrase)
    return frozenset(re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", bare.lower()))


def names_of(found: Iterable[Iterable[Gloss]]) -> Names:
    """All that the synonyms and the glosses of a bank's questions equate."""
    names = Names()
    for synonyms in _SYNONYMS:
        names.unite(synonyms)
    for together in found:
        for gloss in together:
            names.unite(gloss)
    return names


def _whole(phrase: str, context: str) -> str:
    text = f"{context} {phrase}".strip()
    return " ".join(sorted(text.split())) if text.isascii() else ""


def profile(question: AnyQuestion, reading: Reading, names: Names) -> Profile:
    """A reading with its names resolved; the members of "A and B" are named one by one."""
    phrase, context = reading.subject.phrase, reading.subject.context
    known = names.known(phrase)
    name = names.root(phrase) if known else "+".join(sorted(map(names.root, reading.parts)))
    return Profile(
        question=question,
        reading=reading,
        name=name,
        whole=_whole(phrase, context),
        known=known,
        context="" if not context or _BROAD.match(context) else names.root(context),
        place=names.root(reading.place) if reading.place else "",
    )
