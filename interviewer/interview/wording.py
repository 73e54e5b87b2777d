"""Turns what code has decided to ask into words: the model's where they pass, else our own.

Every function is a generator that yields sentences that may be shown at once and returns the
``Wording`` that goes into the log. A model that fails, stalls or talks rubbish costs two attempts
and is then replaced by the bank's or the code's wording; nothing here raises because of a model.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass

from interviewer.errors import InterviewerError
from interviewer.interview.checks import (
    Allowed,
    SentenceCheck,
    defines,
    in_language,
    is_question,
    one_question,
    yes_or_no,
)
from interviewer.interview.cues import Cue
from interviewer.interview.prompts import Prompt, PromptName, load_prompt
from interviewer.interview.spoken import spoken, without_gloss
from interviewer.interview.terms import content_terms, sentences
from interviewer.interview.texts import words_of
from interviewer.model.bank import KeyPoint, Language, Question
from interviewer.model.interview import Wording
from interviewer.model.protocols import Completion, LanguageModel, Message

Sentences = Generator[str, None, Wording]
"""Yields sentences to show, returns the wording."""

MAX_TOKENS = 96
RETRY_WITHIN = 2.5
"""Seconds since the first attempt began after which no further one is made for who waits."""
TEMPERATURES = (0.0, 0.7, 0.7)
"""Retries are warmer, so that they do not fail in the same way; live there is time for one."""
ANEW = (0.7, 0.9)
"""Temperatures where the candidate asked to hear the question in other words."""
END_MARKS = "。！？!?\n"


@dataclass(frozen=True)
class Attempt:
    """What the model made of a prompt: ``text`` where it passed, else why not."""

    text: str | None
    refused: str | None


@dataclass(frozen=True)
class FollowUpTask:
    """A follow-up to be worded: the aim as a cue, and our own words for it.

    ``as_it_is``: our own words are said: they read a quote back, speak to a candidate who knew
    nothing, or name nothing, so that a model had to guess what they are about.
    """

    question: Question
    point: KeyPoint
    cue: Cue
    own_words: str
    allowed: Allowed
    as_it_is: bool


class Wordsmith:
    """Words questions and follow-ups with a language model under ``SentenceCheck``."""

    def __init__(
        self,
        llm: LanguageModel,
        check: SentenceCheck,
        retry_within: float = RETRY_WITHIN,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._llm = llm
        self._check = check
        self._retry_within = retry_within
        self._clock = clock

    def ask(
        self,
        question: Question,
        said: tuple[str, ...] = (),
        style: PromptName = "ask",
        seed: int = 0,
    ) -> Sentences:
        """The bank question in spoken words; code's where the model's fail.

        ``said``: what has been shown or said before; non-empty means to word it anew.
        """
        allowed = Allowed(question.question, question.language, question.key_points, said)
        prompt = load_prompt(style, question.language)
        asked = without_gloss(question.question)

        def fits(text: str) -> str | None:
            if not one_question(text, asked):
                return "not one question"
            if text in {*said, question.question}:
                return "same words"
            if defines(text) and not defines(asked):
                return "defines"
            return None if self._check.same_question(text, asked) else "other question"

        messages = ask_messages(prompt, question)
        temperatures = ANEW if said else TEMPERATURES
        attempts = self._attempts(messages, allowed, fits, seed, temperatures)
        own = Wording(text=spoken(question.question, question.language), by="code")
        if own.text == question.question:
            own = own.model_copy(update={"by": "bank"})
        return (yield from _finish(attempts, own, prompt, self._llm.id))

    def follow_up(self, task: FollowUpTask, seed: int = 0) -> Sentences:
        """A follow-up around its cue; our own template where the model's words fail."""
        prompt = load_prompt("follow_up", task.question.language)
        points = task.question.key_points
        ours = words_of("follow.", task.question.language)
        foreign = prompt.subjects - content_terms(
            f"{task.question.question} {task.own_words} {ours}"
        )
        own_aims = self._check.aims_at(task.own_words, task.point, points)

        def fits(text: str) -> str | None:
            if not one_question(text, "?"):
                return "not one question"
            if not task.cue.named_in(text):
                return "cue not named"
            if foreign & content_terms(text):
                return "words of an example"
            if yes_or_no(sentences(text)[-1]) and not yes_or_no(task.own_words):
                return "yes or no"
            if self._check.same_question(text, task.question.question):
                return "repeats the question"
            aims = self._check.aims_at(text, task.point, points)
            return None if aims or not own_aims else "other aim"

        messages = follow_up_messages(prompt, task)
        temperatures = () if task.as_it_is else TEMPERATURES
        attempts = self._attempts(messages, task.allowed, fits, seed, temperatures)
        own = Wording(text=task.own_words, by="code")
        return (yield from _finish(attempts, own, prompt, self._llm.id))

    def warm(self, name: PromptName, language: Language) -> None:
        """Let the model read a prompt's fixed part ahead of time; failures do not matter."""
        prompt = load_prompt(name, language)
        with suppress(InterviewerError):
            self._llm.warm(prompt.messages)

    def _attempts(
        self,
        messages: tuple[Message, ...],
        allowed: Allowed,
        fits: Callable[[str], str | None],
        seed: int,
        temperatures: tuple[float, ...],
    ) -> Iterator[Attempt]:
        started = self._clock()
        for number, temperature in enumerate(temperatures):
            if number and self._clock() - started > self._retry_within:
                return
            request = Completion(
                messages=messages,
                max_tokens=MAX_TOKENS,
                temperature=temperature,
                seed=seed + number,
                stop=("\n",),
            )
            attempt = self._attempt(request, allowed)
            if attempt.text is not None:
                reason = fits(attempt.text)
                attempt = Attempt(None, reason) if reason else attempt
            yield attempt

    def _attempt(self, request: Completion, allowed: Allowed) -> Attempt:
        """One try: up to one lead-in and the first question, each sentence checked."""
        kept: list[str] = []
        for sentence in self._sentences(request):
            if isinstance(sentence, InterviewerError):
                return Attempt(None, "model failed")
            refused = self._check.refusal(sentence, allowed)
            if refused:
                return Attempt(None, refused)
            kept.append(sentence)
            if is_question(sentence):
                joint = "" if in_language(sentence, "zh") else " "
                return Attempt(joint.join(kept), None)
            if len(kept) > 1:
                break
        return Attempt(None, "no question" if kept else "empty")

    def _sentences(self, request: Completion) -> Iterator[str | InterviewerError]:
        """Whole sentences as they come; a failing model gives the error as the last item."""
        buffer = ""
        stream = self._llm.stream(request)
        try:
            for piece in stream:
                buffer += piece
                ready = max(buffer.rfind(mark) for mark in END_MARKS) + 1
                if ready:
                    yield from sentences(buffer[:ready])
                    buffer = buffer[ready:]
            yield from sentences(buffer)
        except InterviewerError as error:
            yield error
        finally:
            close = getattr(stream, "close", None)
            if close is not None:
                with suppress(InterviewerError):
                    close()


def _finish(attempts: Iterator[Attempt], own: Wording, prompt: Prompt, model: str) -> Sentences:
    rejected: list[str] = []
    for attempt in attempts:
        if attempt.text is not None:
            yield attempt.text
            return Wording(
                text=attempt.text,
                by="model",
                prompt=prompt.hash,
                model=model,
                rejected=tuple(rejected),
            )
        rejected.append(attempt.refused or "refused")
    yield own.text
    return own.model_copy(update={"rejected": tuple(rejected)})


def ask_messages(prompt: Prompt, question: Question) -> tuple[Message, ...]:
    """A question to be worded; no reference and no key point is in it."""
    form = "题目：{}" if question.language == "zh" else "Question: {}"
    return prompt.about(form.format(as_one_sentence(without_gloss(question.question))))


def as_one_sentence(question: str) -> str:
    """A question of several sentences with commas between them.

    Small models answer or reword the first sentence only; joined, twice as many rewordings keep
    every part (6 against 3 of 9 questions of the starter corpus, first attempt).
    """
    joined = re.sub(r"[？。](?=.)", "，", " ".join(question.split()))
    return re.sub(r"[?.](?= +[A-Z])", ",", joined)


def follow_up_messages(prompt: Prompt, task: FollowUpTask) -> tuple[Message, ...]:
    """A follow-up to be said in other words.

    The point itself stays out of the prompt: what the model does not know it cannot tell. The
    question stays out as well: with it, the model asked both in one sentence.
    """
    form = "追问：{}" if task.question.language == "zh" else "Follow-up: {}"
    return prompt.about(form.format(task.own_words))
