"""References that should not be trusted blindly, with the passages that speak against them.

Two sources of doubt: a sentence that states the opposite of a checkable fact (``facts.FACTS``), and
two members of one cluster whose statements are the same but for an opposite word, a negation or a
number. Precision comes first: what is only badly put is not flagged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from interviewer.bank.facts import FACTS, Fact
from interviewer.bank.key_points.clauses import parts, sentences
from interviewer.bank.key_points.inline import plain
from interviewer.bank.key_points.wording import bigrams
from interviewer.bank.memory import Memory, Table
from interviewer.model.bank import Doubt
from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion, key_of, text_key

_FACTS = {fact.name: fact for fact in FACTS}

SAME_WORDING = 0.8
"""Share of common bigrams from which two statements say the same but for the word that differs."""
SHORTEST = 8
MOST_STATEMENTS = 600
"""Distinct statements of one cluster that are compared with one another."""

_OPPOSITES: tuple[tuple[str, str], ...] = (
    ("增加", "减少"), ("增大", "减小"), ("提高", "降低"), ("加快", "减慢"), ("加速", "减缓"),
    ("最大化", "最小化"), ("最大", "最小"), ("线性", "非线性"), ("有监督", "无监督"),
    ("正样本", "负样本"), ("正例", "负例"), ("稀疏", "稠密"), ("并行", "串行"), ("单向", "双向"),
    ("可靠", "不可靠"), ("稳定", "不稳定"), ("过拟合", "欠拟合"), ("高偏差", "高方差"),
    ("编码器", "解码器"), ("生成器", "判别器"), ("先进先出", "后进先出"), ("同步", "异步"),
    ("increases", "decreases"), ("reduces", "increases"), ("higher", "lower"),
    ("maximizes", "minimizes"), ("supervised", "unsupervised"), ("stable", "unstable"),
    ("reliable", "unreliable"), ("overfitting", "underfitting"),
)  # fmt: skip
_NEGATION = re.compile(
    r"不(?!同|断|仅|但|过|佳)|没有|无法|无需|并非|未(?!来|知)|\bnot\b|\bno\b"
    r"|\bnever\b|cannot"
)
_NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w)", re.ASCII)
_REFUTED = re.compile(
    r"误区|误解|误以为|常见错误|错误地|这是错|说法不对|并不正确|不正确"
    r"|misconception|myth|incorrect|wrong(?:ly)?\b|false\b",
    re.I,
)


@dataclass(frozen=True)
class _Sentence:
    """A sentence as it stands in its document (``quote``) and without mark-up (``text``)."""

    owner: str
    quote: str
    text: str


class Finding(Value):
    """A question whose reference is spoken against, why, and the quotes."""

    owner: str
    reason: str
    quotes: tuple[str, ...]


class Checked(Value):
    """The sentences of one text that state a fact wrongly or rightly: (name of the fact, quote)."""

    wrong: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]


class Disagreement(Value):
    """What the members of one cluster hold against each other."""

    findings: tuple[Finding, ...]


def find_doubts(
    questions: Sequence[AnyQuestion], clusters: Mapping[str, str], memory: Memory | None = None
) -> dict[str, Doubt]:
    """Map ids of questions with a doubtful reference to the reason and the verbatim quotes.

    The first quote comes from the question's own reference or explanation, the second, where there
    is one, from the reference that contradicts it. ``clusters`` is the result of
    ``assign_clusters``. The result does not depend on ``memory``, which saves reading unchanged
    texts and clusters again.
    """
    memory = memory or Memory()
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in _against_facts(questions, memory.table(Checked)):
        found[finding.owner].append(finding)
    members: dict[str, list[AnyQuestion]] = defaultdict(list)
    for question in questions:
        members[clusters.get(question.id, question.id)].append(question)
    compared = memory.table(Disagreement)
    for together in members.values():
        if len(together) > 1:
            key = key_of("\n".join([f"{text_key(q)} {q.language} {q.id}" for q in together]))
            for finding in compared.recall(key, partial(_disagreement, together)).findings:
                found[finding.owner].append(finding)
    return {owner: _doubt(findings) for owner, findings in found.items()}


def _against_facts(questions: Sequence[AnyQuestion], known: Table[Checked]) -> Iterator[Finding]:
    """Sentences that state the opposite of a checkable fact, beside one that states it rightly."""
    keys = [text_key(question) for question in questions]
    checked = known.recall_all(keys, lambda place: _check(questions[place]))
    right: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for question, one in zip(questions, checked, strict=True):
        for name, quote in one.right:
            right[name].append((question.id, quote))
    for question, one in zip(questions, checked, strict=True):
        for name, quote in one.wrong:
            fact = _FACTS[name]
            reason = fact.en if question.language == "en" else fact.zh
            other = _of_another(right[name], question.id)
            quotes = (quote, *((other,) if other else ()))
            yield Finding(owner=question.id, reason=reason, quotes=quotes)


def _check(question: AnyQuestion) -> Checked:
    """What one question's text says about the facts."""
    found = list(_sentences(question))
    whole = "\n".join(sentence.text for sentence in found)
    wrong, right = [], []
    for fact in FACTS:
        if fact.wrong.search(whole) and (
            fact.about is None or fact.about.search(question.question)
        ):
            wrong += [(fact.name, one.quote) for one in found if _states_wrong(one, fact)]
        if fact.right is not None and fact.right.search(whole):
            right += [
                (fact.name, one.quote)
                for one in found
                if fact.right.search(one.text) and not _states_wrong(one, fact)
            ]
    return Checked(wrong=tuple(wrong), right=tuple(right))


def _doubt(findings: list[Finding]) -> Doubt:
    reasons = list(dict.fromkeys(finding.reason for finding in findings))
    quotes = dict.fromkeys(quote for finding in findings for quote in finding.quotes)
    return Doubt(reason="；".join(reasons), quotes=tuple(quotes))


def _sentences(question: AnyQuestion) -> Iterator[_Sentence]:
    for text in (question.reference, question.explanation or ""):
        for start, end in _lines(text):
            for sentence in sentences(text, (start, end)):
                quote = text[slice(*sentence)]
                yield _Sentence(question.id, quote, plain(quote))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        lead = re.match(r"[\s>]*(?:[-*+]\s+|\d+[.)、]\s*)?", line)
        yield start + (lead.end() if lead else 0), start + len(body)
        start += len(line)


def _states_wrong(sentence: _Sentence, fact: Fact) -> bool:
    if not fact.wrong.search(sentence.text) or _REFUTED.search(sentence.text):
        return False
    return fact.unless is None or not fact.unless.search(sentence.text)


def _of_another(found: list[tuple[str, str]], owner: str) -> str | None:
    """The first of these quotes, one from another reference before an own one."""
    others = (quote for other, quote in found if other != owner)
    return next(others, found[0][1] if found else None)


def _disagreement(together: Sequence[AnyQuestion]) -> Disagreement:
    return Disagreement(findings=tuple(_conflicts(together)))


def _conflicts(together: Sequence[AnyQuestion]) -> Iterator[Finding]:
    """Statements of two members of a cluster that differ in one decisive word only."""
    distinct: dict[str, _Sentence] = {}
    for question in together:
        for sentence in _statements(_sentences(question)):
            distinct.setdefault(sentence.text, sentence)
        if len(distinct) >= MOST_STATEMENTS:
            break
    english = together[0].language == "en"
    compared = list(map(_Statement.of, list(distinct.values())[:MOST_STATEMENTS]))
    for left, right in combinations(compared, 2):
        one, other = left.sentence, right.sentence
        if one.owner == other.owner or not 0.6 <= len(one.text) / len(other.text) <= 1.67:
            continue
        if 2 * len(left.grams & right.grams) < max(len(left.grams), len(right.grams)):
            continue
        reason = _opposed(left, right, english=english)
        if reason:
            yield Finding(owner=one.owner, reason=reason, quotes=(one.quote, other.quote))
            yield Finding(owner=other.owner, reason=reason, quotes=(other.quote, one.quote))


@dataclass(frozen=True)
class _Statement:
    """What is compared of a statement.

    ``words``: each decisive word it has and the opposite that it has not, in the order of
    ``_OPPOSITES``; ``numbers``: those it gives; ``negated``: whether it holds a negation;
    ``grams``: its bigrams; ``unnumbered``, ``affirmed``: those without its numbers or negations.
    """

    sentence: _Sentence
    grams: frozenset[str]
    unnumbered: frozenset[str]
    affirmed: frozenset[str]
    words: dict[tuple[str, str], None]
    numbers: frozenset[str]
    negated: bool

    @classmethod
    def of(cls, sentence: _Sentence) -> _Statement:
        """Look at a sentence once, for it is compared with many."""
        text = sentence.text
        pairs = (pair for one, other in _OPPOSITES for pair in ((one, other), (other, one)))
        return cls(
            sentence=sentence,
            grams=frozenset(bigrams(text)),
            unnumbered=frozenset(bigrams(_NUMBER.sub("", text))),
            affirmed=frozenset(bigrams(_NEGATION.sub("", text))),
            words=dict.fromkeys(pair for pair in pairs if _only(text, *pair)),
            numbers=frozenset(_NUMBER.findall(text)),
            negated=bool(_NEGATION.search(text)),
        )


def _statements(found: Iterable[_Sentence]) -> Iterator[_Sentence]:
    for sentence in found:
        for span in parts(sentence.quote, (0, len(sentence.quote))):
            quote = sentence.quote[slice(*span)]
            text = plain(quote)
            if len(text) >= SHORTEST:
                yield _Sentence(sentence.owner, quote, text)


def _opposed(left: _Statement, right: _Statement, *, english: bool) -> str | None:
    """Why two statements contradict each other, or None."""
    text = left.sentence.text
    for one, other in left.words:
        if (other, one) in right.words and _same(bigrams(text.replace(one, other)), right.grams):
            return (
                f"references disagree: {one} against {other}"
                if english
                else f"参考答案互相矛盾：{one}与{other}"
            )
    numbers_differ = left.numbers and right.numbers and left.numbers.isdisjoint(right.numbers)
    if numbers_differ and _same(left.unnumbered, right.unnumbered):
        return "references give different numbers" if english else "参考答案给出的数字不同"
    if left.negated != right.negated and _same(left.affirmed, right.affirmed):
        return "one reference negates the other" if english else "一份参考答案否定了另一份"
    return None


def _only(text: str, present: str, absent: str) -> bool:
    """Whether a text has one of two opposite words and not the other, which may contain it."""
    bare = text.replace(absent, "") if present in absent else text
    other = text.replace(present, "") if absent in present else text
    return present in bare and absent not in other


def _same(first: Set[str], second: Set[str]) -> bool:
    """Whether two wordings, as bigrams, say the same."""
    return len(first & second) >= SAME_WORDING * max(len(first), len(second), 1)
