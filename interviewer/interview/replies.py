"""What is said to a message that is not an answer. Code decides; the model only words repeats."""

from __future__ import annotations

from interviewer.interview.intents import Intent
from interviewer.interview.prompts import PromptName
from interviewer.interview.state import QuestionProgress, State
from interviewer.interview.texts import joined, say_as
from interviewer.interview.wording import Sentences, Wordsmith
from interviewer.model.interview import CandidateSaid, InterviewerSaid, Wording

FIXED = {
    Intent.CHANGE_SCORE: "change_score",
    Intent.SMALL_TALK: "small_talk",
    Intent.OFF_TOPIC: "off_topic",
    Intent.ABUSE: "abuse",
    Intent.WAIT: "wait",
}


def reply(smith: Wordsmith, state: State, said: CandidateSaid) -> Sentences:
    """The reply to a request, sentence by sentence."""
    progress = state.open_question
    intent = Intent(said.intent) if said.intent in set(Intent) else Intent.SMALL_TALK
    if progress is None or intent in FIXED:
        key = FIXED.get(intent, "small_talk")
        return (yield from _code(say_as(key, state.options, len(state.refused))))
    if intent is Intent.HINT:
        mode = "hint.none" if state.helps else "hint.mode"
        return (yield from _code(say_as(mode, state.options)))
    if intent is Intent.REVEAL:
        return (yield from _code(say_as("reveal.mode", state.options)))
    if progress.last.turn > 0:
        return (yield from _again_follow_up(state, progress))
    if intent is Intent.COUNTER_QUESTION:
        lead = say_as("counter_question", state.options)
        return (yield from _code(lead, state.question_of(progress.index).question))
    return (yield from _again(smith, state, progress, simpler=intent is Intent.SIMPLER))


def _again(smith: Wordsmith, state: State, progress: QuestionProgress, simpler: bool) -> Sentences:
    """The open question in other words, after a lead by code."""
    lead = say_as("simpler" if simpler else "again", state.options)
    yield lead
    question = state.question_of(progress.index)
    said = (*progress.shown_texts, *(item.wording.text for item in _said(progress)))
    style: PromptName = "simpler" if simpler else "ask"
    wording = yield from smith.ask(question, said, style, seed=state.options.seed + len(said))
    return wording.model_copy(update={"text": joined(lead, wording.text)})


def _again_follow_up(state: State, progress: QuestionProgress) -> Sentences:
    """The open follow-up once more, word for word: its aim must not drift."""
    lead = say_as("again.follow", state.options)
    return (yield from _code(lead, progress.last.asked.text))


def _said(progress: QuestionProgress) -> list[InterviewerSaid]:
    return [item for item in progress.said if isinstance(item, InterviewerSaid)]


def _code(*parts: str) -> Sentences:
    yield from parts
    return Wording(text=joined(*parts), by="code")
