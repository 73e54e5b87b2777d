"""How long a candidate waits: from the submitted answer to the first checked words on screen."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from interviewer.evals.candidates import Candidate, Style
from interviewer.interview.driver import Driver, Outputs, Parts
from interviewer.interview.history import History
from interviewer.interview.log import MemoryLog
from interviewer.interview.outputs import Acknowledged, Finished, NeedAnswer, Shown
from interviewer.interview.plan import make_plan
from interviewer.model.bank import Bank
from interviewer.model.base import Value
from interviewer.model.grading import Grade, GradeRequest
from interviewer.model.interview import SessionOptions
from interviewer.model.protocols import Grader, Progress

THINKING_SECONDS = 20.0
"""How long the measured candidate thinks before an answer; a person takes longer."""


class TurnTime(Value):
    """One turn, in seconds from the submitted answer.

    ``graded``: the grade is computed. ``lead``: the first words after the acknowledgement (a link
    or bridge by code). ``asked``: the first sentence that asks something. ``kind`` says what came.
    """

    kind: str
    by: str
    graded: float
    lead: float
    asked: float


class TurnTimes(Value):
    """All measured turns, with and without preparing ahead."""

    prepared: bool
    turns: tuple[TurnTime, ...]

    def medians(self) -> dict[str, float | None]:
        """The median of every part in seconds, for follow-ups and questions apart."""
        found: dict[str, float | None] = {}
        for kind in ("follow_up", "question"):
            turns = [turn for turn in self.turns if turn.kind == kind]
            for part in ("graded", "lead", "asked"):
                values = [float(getattr(turn, part)) for turn in turns]
                found[f"{kind}_{part}"] = median(values) if values else None
        return found


class TimedGrader:
    """Notes when the last grade was ready."""

    def __init__(self, grader: Grader) -> None:
        self._grader = grader
        self.ready_at = 0.0

    def grade(self, request: GradeRequest) -> Grade:
        """Grade and note the time."""
        grade = self._grader.grade(request)
        self.ready_at = time.perf_counter()
        return grade

    def grade_many(
        self, requests: Iterable[GradeRequest], progress: Progress | None = None
    ) -> Iterator[Grade]:
        """Grade many; not timed."""
        return self._grader.grade_many(requests, progress)


def measure_turns(bank: Bank, parts: Parts, turns: int = 20, seed: int = 0) -> TurnTimes:
    """Hold interviews with an average candidate until ``turns`` answers were timed.

    Log and grader of ``parts`` are wrapped. Where ``parts.prepare`` is set the candidate thinks
    until what is likely to come is worded, at most ``THINKING_SECONDS``; without it answers come
    at once and nothing is prepared.
    """
    timed = TimedGrader(parts.grader)
    found: list[TurnTime] = []
    while len(found) < turns:
        wrapped = replace(parts, grader=timed, log=MemoryLog())
        found += _one_session(bank, wrapped, timed, seed + len(found))
    return TurnTimes(prepared=parts.prepare, turns=tuple(found[:turns]))


def _one_session(bank: Bank, parts: Parts, grader: TimedGrader, seed: int) -> list[TurnTime]:
    options = SessionOptions(question_count=5, seed=seed)
    plan = make_plan(bank, options, History(), parts.clock(), random.Random(seed))
    driver = Driver.start(options, plan, bank.version, parts)
    candidate = Candidate(Style.AVERAGE, seed)
    found: list[TurnTime] = []
    try:
        need = _last_need(driver.run())
        while need is not None:
            driver.preparer.wait(THINKING_SECONDS)
            question = driver.state.question_of(need.index)
            progress = driver.state.progress_of(need.index)
            aim_id = progress.last.aim.point_id if progress and progress.last.aim else None
            aim = next((p for p in question.key_points if p.id == aim_id), None)
            text = candidate.reply(question, need.turn, aim)
            timing, need = _time(driver, grader, driver.submit(text))
            found += timing
    finally:
        driver.close()
    return found


def _last_need(outputs: Outputs) -> NeedAnswer | None:
    needs = [item for item in outputs if isinstance(item, NeedAnswer)]
    return needs[-1] if needs else None


def _time(
    driver: Driver, grader: TimedGrader, outputs: Outputs
) -> tuple[Sequence[TurnTime], NeedAnswer | None]:
    started = time.perf_counter()
    kind, stamps, need = "", [], None
    for item in outputs:
        if isinstance(item, Acknowledged):
            grader.ready_at = 0.0
        if isinstance(item, Shown) and not item.done and item.kind in {"question", "follow_up"}:
            kind = item.kind
            stamps.append(time.perf_counter() - started)
        if isinstance(item, Finished):
            return (), None
        if isinstance(item, NeedAnswer):
            need = item
    if need is None or not stamps or not grader.ready_at:
        return (), need
    progress = driver.state.progress_of(need.index)
    by = progress.last.asked.by if progress else ""
    graded = grader.ready_at - started
    return (TurnTime(kind=kind, by=by, graded=graded, lead=stamps[0], asked=stamps[-1]),), need
