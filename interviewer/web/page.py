"""What the tabs share: the services, the page's language, the open interviews."""

from __future__ import annotations

import secrets
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from interviewer.report.markup import LATEX_DELIMITERS
from interviewer.web.rooms import Rooms
from interviewer.wiring.services import Services

if TYPE_CHECKING:
    from interviewer.qa.answer import Answerer
    from interviewer.wiring.index import OpenIndex


class Page:
    """Shared by all tabs and all visitors; holds nothing that belongs to one visitor.

    ``language`` is the switch for the page's own words.
    """

    latex = LATEX_DELIMITERS

    def __init__(self, services: Services, language: gr.Radio) -> None:
        self.services = services
        self.language = language
        self.rooms = Rooms(services)
        self._answerer: tuple[OpenIndex, Answerer] | None = None
        self._downloads = tempfile.TemporaryDirectory(prefix="interview-reports-")

    @property
    def downloads(self) -> Path:
        """A folder for what is downloaded; it goes when the program ends."""
        return Path(self._downloads.name)

    @cached_property
    def browser_secret(self) -> str:
        """Key of what is kept in the visitor's browser; the same after a restart."""
        folder = self.services.settings.data
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "browser.key"
        with suppress(FileExistsError), path.open("x", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        return path.read_text(encoding="ascii")

    @property
    def answerer(self) -> Answerer:
        """Free question answering over the bank; made anew after the bank was edited.

        It answers in the documents' own words: of the sentences that the small default model
        words on top, one in four or so said something that the passages do not.
        """
        from interviewer.qa.answer import Answerer

        services = self.services
        if self._answerer is None or self._answerer[0] is not services.index:
            made = Answerer(services.bank, services.search, services.encoder)
            self._answerer = (services.index, made)
        return self._answerer[1]

    def topics(self, language: str) -> list[str]:
        """Topics that have visible questions in ``language``, most questions first."""
        counts: dict[str, int] = {}
        for item in self.services.bank.questions:
            if not item.hidden and item.language == language and item.topic:
                counts[item.topic] = counts.get(item.topic, 0) + 1
        return sorted(counts, key=lambda topic: (-counts[topic], topic))
