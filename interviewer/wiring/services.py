"""Settings to working objects. Each is made when first used and then kept."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from interviewer.bank.edits import Edit, append_edits, apply_edits, check_fields, load_edits
from interviewer.bank.files import EDITS, load_changes
from interviewer.bank.records import Changes
from interviewer.errors import InterviewerError
from interviewer.interview.checks import SentenceCheck
from interviewer.interview.driver import Parts
from interviewer.interview.history import History
from interviewer.interview.plan import make_plan
from interviewer.interview.state import State
from interviewer.interview.wording import Wordsmith
from interviewer.model.bank import Bank, Language
from interviewer.model.interview import PlannedQuestion, SessionOptions
from interviewer.model.protocols import Encoder, Grader, LanguageModel, Transcriber
from interviewer.search.index import SearchIndex
from interviewer.settings import Settings
from interviewer.speech.terms import terms_of
from interviewer.store.database import Store
from interviewer.wiring.generations import require_generation
from interviewer.wiring.index import OpenIndex, open_index
from interviewer.wiring.lazy import lazy_encoder

_LOG = logging.getLogger(__name__)


class Services:
    """Everything an interview needs, loaded lazily; the heavy imports happen on first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._editing = threading.Lock()

    @cached_property
    def encoder(self) -> Encoder:
        """The text encoder of the settings, loaded when first asked."""
        return lazy_encoder(self.settings)

    @cached_property
    def index(self) -> OpenIndex:
        """The current generation of the index folder."""
        return open_index(self.settings.index, self.encoder)

    def edit_bank(self, *edits: Edit) -> None:
        """Store the user's edits and let them count at once; running interviews keep their plan.

        Raises ``InputError`` where an edit gives a value that cannot be.
        """
        for edit in edits:
            check_fields(edit.fields)
        with self._editing:  # of two edits at a time, the later one would drop the other
            before = self.index  # opened first, or it would hold the edits already
            append_edits(self.settings.index / EDITS, edits)
            bank = apply_edits(before.bank, edits)
            search = SearchIndex.build(bank, self.encoder, previous=before.search)
            self.__dict__["index"] = OpenIndex(bank, search)

    def changes(self) -> Changes:
        """What builds found new or changed."""
        return load_changes(require_generation(self.settings.index))

    def edits(self) -> tuple[Edit, ...]:
        """The user's edits so far."""
        return load_edits(self.settings.index / EDITS)

    @property
    def bank(self) -> Bank:
        """The question bank of the index."""
        return self.index.bank

    @property
    def search(self) -> SearchIndex:
        """The search index of the bank."""
        return self.index.search

    @cached_property
    def grader(self) -> Grader:
        """The point grader."""
        from interviewer.grading.load import load_grader

        return load_grader(self.settings)

    @cached_property
    def llm(self) -> LanguageModel:
        """The language model that words questions."""
        from interviewer.llm.load import load_language_model

        return load_language_model(self.settings)

    @cached_property
    def transcriber(self) -> Transcriber:
        """Speech to text."""
        from interviewer.speech.load import load_transcriber

        return load_transcriber(self.settings)

    @cached_property
    def store(self) -> Store:
        """The database of sessions."""
        return Store.open(self.settings.database)

    @cached_property
    def parts(self) -> Parts:
        """What an interview runs on."""
        return Parts(
            llm=self.llm,
            grader=self.grader,
            encoder=self.encoder,
            log=self.store,
            clock=time.time,
            corrections=self.store.corrections,
        )

    def plan(
        self, options: SessionOptions, warn: Callable[[str], object] = _LOG.warning
    ) -> tuple[PlannedQuestion, ...]:
        """Plan an interview from the bank and what was asked before.

        A past interview that cannot be read is left out, and ``warn`` is told why. Raises
        ``SessionError`` where no question fits the options.
        """
        logs = []
        for row in self.store.sessions():
            try:
                logs.append(self.store.events(row.id))
            except InterviewerError as error:
                warn(str(error))
        history = History.from_sessions(logs)
        return make_plan(self.bank, options, history, time.time(), random.Random(options.seed))

    def hear(self, audio: Path, state: State) -> str:
        """What is said in a recording; the open question's terms help to recognise it."""
        progress = state.open_question
        questions = [state.question_of(progress.index)] if progress else []
        return self.transcriber.transcribe(audio, terms_of(questions))

    def open_all(self) -> None:
        """Load everything an interview needs now, so that what is missing is said at once."""
        _ = self.bank, self.grader, self.llm, self.store
        self.encoder.encode_queries(["warm"])

    def warm(self, language: Language) -> None:
        """Load the language model and let it read the fixed part of its prompt, in background."""
        Wordsmith(self.llm, SentenceCheck(self.encoder)).warm("ask", language)

    def close(self) -> None:
        """Release what was opened."""
        made = self.__dict__
        if "llm" in made:
            self.llm.close()
        if "store" in made:
            self.store.close()
