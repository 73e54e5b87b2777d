"""Runs whole interviews with simulated candidates and looks for what must never happen.

The rules are judged from the outside: from the stored log and the visible text, not from the
driver's own checks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

from interviewer.errors import LanguageModelError
from interviewer.evals.candidates import Candidate, Style
from interviewer.interview.checks import SentenceCheck
from interviewer.interview.driver import Driver, Outputs, Parts
from interviewer.interview.history import History
from interviewer.interview.outputs import Finished, NeedAnswer, Refused
from interviewer.interview.plan import make_plan
from interviewer.interview.session import replay
from interviewer.interview.state import QuestionProgress, State
from interviewer.interview.terms import longest_run
from interviewer.interview.wording import as_one_sentence
from interviewer.model.bank import Bank, Language, Question
from interviewer.model.base import Value
from interviewer.model.grading import Verdict
from interviewer.model.interview import SessionOptions
from interviewer.model.protocols import Completion

MAX_MESSAGES = 120
"""A session that needs more messages than this has stalled."""
THINKING_SECONDS = 20.0
"""At most so long a candidate thinks where the driver prepares ahead; else there is no wait."""
COPIED_RUN: dict[Language, int] = {"zh": 10, "en": 30}
"""So many characters of an unstated point in a row are a leak, whatever a detector says."""


@dataclass
class Findings:
    """What went wrong in one session, in plain words; empty lists are what is wanted."""

    leaks: list[str] = field(default_factory=list)
    repeats: list[str] = field(default_factory=list)
    skipped_turns: list[str] = field(default_factory=list)
    stalls: list[str] = field(default_factory=list)
    caps: list[str] = field(default_factory=list)
    replay: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing went wrong."""
        return not any(vars(self).values())


class SessionOutcome(Value):
    """One simulated session in numbers.

    ``own_words``: questions that no model worded; ``bank_words``: those of them that were read out
    as they are written in the bank.
    """

    style: Style
    seed: int
    mean: float | None
    questions: int
    own_words: int
    bank_words: int
    follow_ups: int
    aimed: int
    hints: int
    problems: tuple[str, ...]


class Simulation(Value):
    """All sessions, and what the issue of a session asks for."""

    sessions: tuple[SessionOutcome, ...]

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that must not happen and did."""
        return tuple(problem for session in self.sessions for problem in session.problems)

    @property
    def own_words_share(self) -> float | None:
        """Share of questions that no model worded."""
        asked = sum(session.questions for session in self.sessions)
        return sum(session.own_words for session in self.sessions) / asked if asked else None

    @property
    def bank_words_share(self) -> float | None:
        """Share of questions asked as they are written in the bank."""
        asked = sum(session.questions for session in self.sessions)
        return sum(session.bank_words for session in self.sessions) / asked if asked else None

    @property
    def aim_share(self) -> float | None:
        """Share of follow-ups whose text alone leads a reader to the aimed point."""
        asked = sum(session.follow_ups for session in self.sessions)
        return sum(session.aimed for session in self.sessions) / asked if asked else None

    def quartiles(self, style: Style) -> tuple[float, float, float] | None:
        """Lower quartile, median and upper quartile of the session means of a style."""
        means = [s.mean for s in self.sessions if s.style is style and s.mean is not None]
        if len(means) < 2:
            return None
        low, _, high = quantiles(means, n=4, method="inclusive")
        return low, median(means), high


def simulate(
    bank: Bank,
    parts: Callable[[int], Parts],
    sessions: int,
    options: SessionOptions | None = None,
    styles: Sequence[Style] = tuple(Style),
) -> Simulation:
    """Run ``sessions`` sessions; seed and style follow from the number of the session."""
    outcomes = []
    base = options or SessionOptions()
    for number in range(sessions):
        style = styles[number % len(styles)]
        chosen = base.model_copy(update={"seed": number})
        outcomes.append(run_session(bank, parts(number), Candidate(style, number), chosen))
    return Simulation(sessions=tuple(outcomes))


def run_session(
    bank: Bank, parts: Parts, candidate: Candidate, options: SessionOptions
) -> SessionOutcome:
    """Hold one interview to its end and judge it from its log."""
    rng = random.Random(options.seed)
    plan = make_plan(bank, options, History(), parts.clock(), rng)
    driver = Driver.start(options, plan, bank.version, parts)
    findings = Findings()
    try:
        _talk(driver, candidate, findings)
    finally:
        driver.close()
    state = driver.state
    if replay(parts.log.events(driver.session_id)) != state:
        findings.replay.append("the log folds to another state")
    _judge(state, findings)
    aims = [aim for question in state.questions for aim in _aims(driver.check, state, question)]
    scores = [question.score for question in state.questions if question.score is not None]
    return SessionOutcome(
        style=candidate.style,
        seed=options.seed,
        mean=sum(scores) / len(scores) if scores else None,
        questions=len(state.questions),
        own_words=sum(question.exchanges[0].asked.by != "model" for question in state.questions),
        bank_words=sum(question.exchanges[0].asked.by == "bank" for question in state.questions),
        follow_ups=len(aims),
        aimed=sum(aims),
        hints=sum(len(question.hints) for question in state.questions),
        problems=tuple(text for texts in vars(findings).values() for text in texts),
    )


def _talk(driver: Driver, candidate: Candidate, findings: Findings) -> None:
    outputs: Outputs = driver.run()
    for _ in range(MAX_MESSAGES):
        need: NeedAnswer | None = None
        for item in outputs:
            if isinstance(item, Finished):
                return
            if isinstance(item, Refused):
                findings.skipped_turns.append(f"refused: {item.reason}")
            if isinstance(item, NeedAnswer):
                need = item
        if need is None:
            findings.stalls.append("nothing to answer and not finished")
            return
        question = driver.state.question_of(need.index)
        progress = driver.state.progress_of(need.index)
        aim_id = progress.last.aim.point_id if progress and progress.last.aim else None
        aim = next((point for point in question.key_points if point.id == aim_id), None)
        driver.preparer.wait(THINKING_SECONDS)
        outputs = driver.submit(candidate.reply(question, need.turn, aim))
    findings.stalls.append(f"not finished after {MAX_MESSAGES} messages")


def _judge(state: State, findings: Findings) -> None:
    """The rules, read off the final state."""
    clusters = [state.question_of(item.index).cluster_id for item in state.questions]
    if len(set(clusters)) < len(clusters):
        findings.repeats.append("a question was asked twice")
    if len(state.questions) != state.total:
        findings.skipped_turns.append(f"{len(state.questions)} of {state.total} questions asked")
    for progress in state.questions:
        if len(progress.exchanges) - 1 > state.options.max_follow_ups:
            findings.caps.append("more follow-ups than allowed")
        if progress.closed == "answered" and progress.grade is None:
            findings.skipped_turns.append("closed without a grade")
        findings.leaks += copied_points(state.question_of(progress.index), progress)


def copied_points(question: Question, progress: QuestionProgress) -> list[str]:
    """Runs of unstated points that the interviewer's own words held before the close."""
    found = []
    said = question.question
    for exchange in progress.exchanges:
        for point in question.key_points:
            run = longest_run(exchange.asked.text, point.text, said)
            if run >= COPIED_RUN[question.language] and not _stated(
                progress, point.id, exchange.turn
            ):
                found.append(f"{point.text!r} in {exchange.asked.text!r}")
        said += exchange.answer.text if exchange.answer else ""
    return found


def _stated(progress: QuestionProgress, point_id: str, turn: int) -> bool:
    grades = [item.grade for item in progress.exchanges if item.turn < turn and item.grade]
    if not grades:
        return False
    return any(
        point.id == point_id and point.verdict is Verdict.STATED for point in grades[-1].points
    )


def _aims(check: SentenceCheck, state: State, progress: QuestionProgress) -> list[bool]:
    """For each follow-up, whether a reader of its text picks the aimed point among all points."""
    points = state.question_of(progress.index).key_points
    found = []
    for exchange in progress.exchanges[1:]:
        aim = next(p for p in points if exchange.aim and p.id == exchange.aim.point_id)
        found.append(check.aims_at(exchange.asked.text, aim, points))
    return found


def unruly_script(bank: Bank, seed: int) -> Callable[[Completion], str]:
    """A scripted model that words most questions well and misbehaves in every known way.

    Raises ``LanguageModelError`` now and then, as a model that dies does.
    """
    rng = random.Random(seed)

    def reply(request: Completion) -> str:
        asked = request.messages[-1].content
        first = asked.split("\n")[-1].partition("：")[2] or asked.partition(": ")[2]
        question = next(
            (q for q in bank.questions if as_one_sentence(q.question) in asked), bank.questions[0]
        )
        points = [point.text for point in question.key_points] or ["…"]
        behaviour = rng.random()
        if behaviour < 0.7:
            once = first.rstrip("？?。.").replace("？", "，").replace("?", ",")
            return f"So, {once}?" if once.isascii() else f"你能说说{once}吗？"
        if behaviour < 0.78:
            return f"是不是因为{rng.choice(points)}？"
        if behaviour < 0.84:
            raise LanguageModelError("The scripted model died. Nothing to do.")
        return rng.choice(
            (
                "",
                "作为一个AI语言模型，我不能回答。",
                "好的。" * 40,
                '{"question": "',
                f"{first} {rng.choice(points)}。{first}",
                "Sure! Here is your question:",
                "\x00\ufffd<|im_end|>",
            )
        )

    return reply
