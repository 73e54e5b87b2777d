"""Runs a session: executes the actions of the pure core with model, grader, clock and log.

The log is written before anything depends on it, so that a crash at any moment loses nothing: on
``load`` the state is folded anew and ``run`` goes on with the same action.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from interviewer.errors import SessionError
from interviewer.interview import performing
from interviewer.interview.actions import AwaitAnswer
from interviewer.interview.ahead import jobs
from interviewer.interview.checks import SentenceCheck
from interviewer.interview.intents import ANSWER_INTENTS, Intent, classify
from interviewer.interview.log import EventLog
from interviewer.interview.outputs import Acknowledged, Finished, NeedAnswer, Output, Refused, Shown
from interviewer.interview.prepare import Preparer
from interviewer.interview.rules import next_actions
from interviewer.interview.session import replay, step
from interviewer.interview.streams import AHEAD_PATIENCE, PatientModel
from interviewer.interview.texts import say_as
from interviewer.interview.wording import Wordsmith
from interviewer.model.grading import Correction
from interviewer.model.interview import (
    AnswerSubmitted,
    AnswerUndone,
    CandidateSaid,
    Event,
    PlannedQuestion,
    SessionFinished,
    SessionOptions,
    SessionPaused,
    SessionResumed,
    SessionStarted,
    VerdictContested,
)
from interviewer.model.protocols import Encoder, Grader, LanguageModel

Outputs = Generator[Output, None, None]
MAX_CONFLICTS = 3


@dataclass(frozen=True)
class Parts:
    """What a session runs on.

    ``prepare``: word likely next things while the candidate thinks. ``corrections``: what the
    candidate corrected before in grades of a question, by its id.
    """

    llm: LanguageModel
    grader: Grader
    encoder: Encoder
    log: EventLog
    clock: Callable[[], float]
    prepare: bool = True
    corrections: Callable[[str], Sequence[Correction]] = lambda _: ()


class ConflictError(Exception):
    """Internal: another window has written to the log first."""


class ImpossibleError(Exception):
    """Internal: the core refused the event; nothing was stored."""


class Driver:
    """One session. All methods that talk yield ``Output`` items as they come.

    Safe against double clicks: a second call while one is running is refused with its text.
    """

    def __init__(self, session_id: str, events: Sequence[Event], parts: Parts) -> None:
        self.session_id = session_id
        self.parts = parts
        self.state = replay(events)
        self._seq = len(events)
        self._busy = threading.Lock()
        self._recording = threading.Lock()
        self.check = SentenceCheck(parts.encoder)
        self.smith = Wordsmith(PatientModel(parts.llm), self.check)
        self.preparer = Preparer(PatientModel(parts.llm, AHEAD_PATIENCE), self.check)

    @classmethod
    def start(
        cls,
        options: SessionOptions,
        plan: Sequence[PlannedQuestion],
        bank_version: str,
        parts: Parts,
        session_id: str | None = None,
    ) -> Driver:
        """Begin a session; the start is stored before this returns."""
        driver = cls(session_id or uuid.uuid4().hex[:12], (), parts)
        started = SessionStarted(
            at=driver.now(),
            session_id=driver.session_id,
            options=options,
            plan=tuple(plan),
            bank_version=bank_version,
        )
        driver.record(started)
        return driver

    @classmethod
    def load(cls, session_id: str, parts: Parts) -> Driver:
        """Go on with a stored session. Raises ``SessionError`` where there is none."""
        return cls(session_id, parts.log.events(session_id), parts)

    def now(self) -> float:
        """The clock, which for a session never goes back."""
        return max(self.parts.clock(), self.state.last_at)

    def record(self, event: Event) -> None:
        """Check an event with the core, store it, then let it count."""
        # A contested verdict comes from beside a running turn: its event needs a number of its own.
        with self._recording:
            after, _ = step(self.state, event)
            if len(after.refused) > len(self.state.refused):
                raise ImpossibleError(after.refused[-1].reason)
            try:
                self.parts.log.append(self.session_id, self._seq, event)
            except SessionError as error:
                self._reload()
                raise ConflictError(str(error)) from error
            self.state = after
            self._seq += 1

    def run(self) -> Outputs:
        """Do what has to be done until it is the candidate's turn or the session ends."""
        yield from self._alone(None, "")

    def submit(self, text: str, spoken: bool = False, answer_id: str | None = None) -> Outputs:
        """The candidate's message: an answer, or a request that code recognises."""
        intent = classify(text)
        if intent in ANSWER_INTENTS:
            yield from self._alone(lambda: self._answer(text, intent, spoken, answer_id), text)
        else:
            yield from self._alone(lambda: self._say(intent, text), text)

    def request(self, intent: Intent) -> Outputs:
        """A button or command: skip, hint, repeat, simpler, reveal, wait."""
        yield from self._alone(lambda: self._say(intent, f"/{intent.value}"), "")

    def undo(self) -> Outputs:
        """Take the last answer back (practice)."""
        yield from self._alone(self._undo, "")

    def pause(self) -> Outputs:
        """Stop the clock; nothing happens until ``resume``."""
        yield from self._alone(lambda: self._plain(SessionPaused(at=self.now())), "")

    def resume(self) -> Outputs:
        """Go on after a pause."""
        yield from self._alone(lambda: self._plain(SessionResumed(at=self.now())), "")

    def finish(self) -> Outputs:
        """End the session early; what was answered stays."""
        yield from self._alone(self._end_early, "")

    def contest(self, event: VerdictContested) -> None:
        """Store the candidate's correction of a verdict. Raises ``SessionError`` if impossible."""
        try:
            self.record(event)
        except (ImpossibleError, ConflictError) as error:
            raise SessionError(f"The correction cannot be stored: {error}.") from error

    def close(self) -> None:
        """Stop background work."""
        self.preparer.stop()

    def _alone(self, first: Callable[[], Iterator[Output]] | None, text: str) -> Outputs:
        if not self._busy.acquire(blocking=False):
            yield Refused("busy", text)
            return
        try:
            self.preparer.stop(patience=0)  # the answer must not wait for a prompt being read
            yield from self._guarded(first, text)
        finally:
            self._busy.release()

    def _guarded(self, first: Callable[[], Iterator[Output]] | None, text: str) -> Outputs:
        for _ in range(MAX_CONFLICTS):
            try:
                if first is not None:
                    yield from first()
                    first = None
                yield from self._perform()
                return
            except ImpossibleError as refused:
                yield Refused(str(refused), text)
            except ConflictError:
                yield Refused("went on elsewhere", text)
            first, text = None, ""

    def _perform(self) -> Outputs:
        while actions := next_actions(self.state):
            action = actions[0]
            if isinstance(action, AwaitAnswer):
                yield NeedAnswer(action.index, action.turn)
                if self.parts.prepare:
                    self.preparer.start(jobs(self.state, self.check))
                return
            yield from performing.perform(self, action)
        if self.state.finished is not None:
            yield Finished(self.state.finished.how)

    def _answer(
        self, text: str, intent: Intent, spoken: bool, answer_id: str | None
    ) -> Iterator[Output]:
        progress = self.state.open_question
        event = AnswerSubmitted(
            at=self.now(),
            answer_id=answer_id or uuid.uuid4().hex[:12],
            index=progress.index if progress else 0,
            turn=progress.last.turn if progress else 0,
            text=text,
            spoken=spoken,
        )
        self.record(event)
        blank = intent is Intent.DOES_NOT_KNOW or not text.strip()
        yield Acknowledged(say_as("ack.blank" if blank else "ack", self.state.options, self._seq))

    def _say(self, intent: Intent, text: str) -> Iterator[Output]:
        progress = self.state.open_question
        index = progress.index if progress else 0
        self.record(CandidateSaid(at=self.now(), index=index, text=text, intent=intent.value))
        return iter(())

    def _undo(self) -> Iterator[Output]:
        last = next((entry for entry in reversed(self.state.questions) if entry.answers), None)
        index = last.index if last else 0
        self.record(AnswerUndone(at=self.now(), index=index))
        progress = self.state.open_question
        if progress is not None:
            yield Shown("question", progress.last.asked.text)
            yield Shown("question", "", done=True)

    def _plain(self, event: Event) -> Iterator[Output]:
        self.record(event)
        return iter(())

    def _end_early(self) -> Iterator[Output]:
        self.record(SessionFinished(at=self.now(), how="ended_early"))
        yield Shown("closing", say_as("closing.early", self.state.options))
        yield Shown("closing", "", done=True)

    def _reload(self) -> None:
        events = self.parts.log.events(self.session_id)
        self.state = replay(events)
        self._seq = len(events)
