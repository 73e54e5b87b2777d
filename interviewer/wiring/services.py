"""Settings to working objects. Each is made when first used and then kept."""

from __future__ import annotations

from functools import cached_property

from interviewer.model.bank import Bank
from interviewer.model.protocols import Encoder, Grader, LanguageModel, Transcriber
from interviewer.search.index import SearchIndex
from interviewer.settings import Settings
from interviewer.store.database import Store
from interviewer.wiring.index import OpenIndex, open_index


class Services:
    """Everything an interview needs, loaded lazily; the heavy imports happen on first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def encoder(self) -> Encoder:
        """The text encoder of the settings."""
        from interviewer.search.encoder import load_encoder

        return load_encoder(self.settings)

    @cached_property
    def index(self) -> OpenIndex:
        """The current generation of the index folder."""
        return open_index(self.settings.index, self.encoder)

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
