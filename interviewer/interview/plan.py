"""Which questions a session may ask, each with the reason why it was chosen.

One question per cluster, no near-duplicates, topics in turn, nothing asked recently unless it is
due or was weak. *Practice* and *live* plan more questions than they ask, spread over difficulties,
so that the next one can follow the candidate (``adapt``); *drill* and *exam* plan exactly as many.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewer.bank.key_points import with_its_cluster
from interviewer.errors import SessionError
from interviewer.interview.history import History
from interviewer.interview.terms import content_terms
from interviewer.model.bank import Bank, Question
from interviewer.model.interview import Mode, PlannedQuestion, SessionOptions

SPARE = 3
"""Planned questions per question asked where the next one is chosen on the way."""
SAME_WORDS = 0.6
"""Jaccard overlap of content terms above which two questions count as one."""


@dataclass(frozen=True)
class _Candidate:
    question: Question
    reason: str
    priority: int


def make_plan(
    bank: Bank, options: SessionOptions, history: History, now: float, rng: random.Random
) -> tuple[PlannedQuestion, ...]:
    """Plan a session; a question has the key points of all references of its cluster.

    Raises ``SessionError`` where the bank holds nothing that fits.

    ``now`` in seconds since the epoch; ``rng`` breaks ties, so that sessions differ. *Exam* uses
    neither ``history`` nor ``rng``: the same seed gives everybody the same list.
    """
    questions = _eligible(bank, options)
    if options.mode is Mode.EXAM:
        history, rng = History(), random.Random(options.seed)
    candidates = _candidates(questions, options, history, now)
    if not candidates:
        raise SessionError(_nothing(options))
    rng.shuffle(candidates)
    candidates.sort(key=lambda item: item.priority)
    fixed = options.mode in {Mode.EXAM, Mode.DRILL}
    wanted = options.question_count * (1 if fixed else SPARE)
    chosen = _spread(candidates, wanted)
    clusters = bank.clusters()
    return tuple(
        PlannedQuestion(
            question=with_its_cluster(c.question, clusters[c.question.cluster_id]), reason=c.reason
        )
        for c in chosen
    )


def topics_of(bank: Bank) -> tuple[str, ...]:
    """The topics of the visible questions, most questions first."""
    counts: dict[str, int] = {}
    for question in bank.questions:
        if not question.hidden:
            counts[question.topic] = counts.get(question.topic, 0) + 1
    return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic)))


def _eligible(bank: Bank, options: SessionOptions) -> list[Question]:
    """One visible question per cluster, in the session's language where the cluster has it."""
    found = []
    for members in bank.clusters().values():
        fitting = [q for q in members if not options.topics or q.topic in options.topics]
        if fitting:
            found.append(min(fitting, key=lambda q: _preference(q, options)))
    native = [question for question in found if question.language == options.language]
    return native if len(native) >= options.question_count else found


def _preference(question: Question, options: SessionOptions) -> tuple[bool, bool, bool]:
    return (
        question.language != options.language,
        question.doubt is not None,
        not question.key_points,
    )


def _candidates(
    questions: Iterable[Question], options: SessionOptions, history: History, now: float
) -> list[_Candidate]:
    found = []
    for question in questions:
        kind, reason = history.standing(question, now)
        if options.mode is Mode.DRILL and kind not in {"due", "weak"}:
            continue
        order = {"due": 0, "weak": 1, "new": 2, "seen": 3, "recent": 4}[kind]
        if question.doubt is not None:
            order += 5
        if options.mode is Mode.EXAM:
            reason, order = "exam: same list for everybody", 5 * (question.doubt is not None)
        found.append(_Candidate(question, reason, order))
    fresh = [item for item in found if item.priority not in {4, 9}]
    return fresh if len(fresh) >= options.question_count else found


def _spread(candidates: Sequence[_Candidate], wanted: int) -> list[_Candidate]:
    """Take candidates in order of priority, topics and difficulties in turn."""
    chosen: list[_Candidate] = []
    left = list(candidates)
    topics: dict[str, int] = {}
    grades: dict[tuple[str, int], int] = {}
    while left and len(chosen) < wanted:
        best = min(
            left,
            key=lambda item: (
                item.priority,
                topics.get(item.question.topic, 0),
                grades.get((item.question.topic, item.question.difficulty), 0),
            ),
        )
        left.remove(best)
        if any(near_duplicate(best.question, other.question) for other in chosen):
            continue
        chosen.append(best)
        topic, grade = best.question.topic, best.question.difficulty
        topics[topic] = topics.get(topic, 0) + 1
        grades[topic, grade] = grades.get((topic, grade), 0) + 1
    return chosen


def near_duplicate(first: Question, second: Question) -> bool:
    """Whether two questions ask the same in nearly the same words."""
    if first.cluster_id == second.cluster_id:
        return True
    one, two = content_terms(first.question), content_terms(second.question)
    union = one | two
    return bool(union) and len(one & two) / len(union) >= SAME_WORDS


def _nothing(options: SessionOptions) -> str:
    if options.mode is Mode.DRILL:
        return "Nothing is due or weak. Hold a practice interview first, or come back later."
    if options.topics:
        names = ", ".join(options.topics)
        return f"The bank has no question on {names}. `interviewer bank list` shows the topics."
    return "The bank has no question. Build an index first with `interviewer build`."
