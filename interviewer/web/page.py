"""What the tabs share: the services, the page's language, the open interviews."""

from __future__ import annotations

import hmac
import inspect
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
from gradio.events import Dependency

from interviewer.report.markup import LATEX_DELIMITERS
from interviewer.web.rooms import Rooms
from interviewer.wiring.services import Services

if TYPE_CHECKING:
    from interviewer.qa.answer import Answerer
    from interviewer.wiring.index import OpenIndex

Handler = Callable[..., Any]


def kept_secret(folder: Path, name: str) -> str:
    """A random key (64 hex digits) in the file ``name``, made once per data folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if not path.is_file() or not path.stat().st_size:  # empty: the disk was full when it was made
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        Path(file.name).replace(path)
    return path.read_text(encoding="ascii")


class Page:
    """Shared by all tabs and all visitors; holds nothing that belongs to one visitor.

    ``language`` is the switch for the page's own words, ``opened`` the event after which it stands
    as this visitor left it. ``key``: whose address has it may see and change everything; with None
    everybody may. ``signing_key``: signs the tickets that let a browser into its interview; a new
    one makes all earlier tickets void.
    """

    latex = LATEX_DELIMITERS

    def __init__(
        self,
        services: Services,
        language: gr.Radio,
        opened: Dependency,
        key: str | None = None,
        signing_key: str | None = None,
    ) -> None:
        self.services = services
        self.language = language
        self.opened = opened
        self.key = key
        self._signing_key = (signing_key or secrets.token_hex(32)).encode()
        self.rooms = Rooms(services)
        self._answerer: tuple[OpenIndex, Answerer] | None = None
        self._downloads = tempfile.TemporaryDirectory(prefix="interview-reports-")

    def owned_by(self, request: gr.Request) -> bool:
        """Whether a visitor opened the page with the owner's key."""
        given = str(request.query_params.get("key", ""))
        return self.key is None or secrets.compare_digest(given.encode(), self.key.encode())

    def ticket(self, session_id: str) -> str:
        """What lets a browser into an interview; whoever learns the id alone cannot make one."""
        signature = hmac.digest(self._signing_key, session_id.encode(), "sha256").hex()
        return f"{session_id}.{signature}"

    def session_of(self, ticket: str | None) -> str:
        """The interview that a ticket is for; empty where it is for none."""
        session_id = (ticket or "").rpartition(".")[0]
        genuine = secrets.compare_digest(self.ticket(session_id).encode(), (ticket or "").encode())
        return session_id if session_id and genuine else ""

    def by_ticket(self, handler: Handler, place: int = 0) -> Handler:
        """``handler`` with the session's id where the browser hands over its ticket."""

        def opened(inputs: tuple[Any, ...]) -> tuple[Any, ...]:
            return *inputs[:place], self.session_of(inputs[place]), *inputs[place + 1 :]

        def steps(*inputs: Any) -> Any:
            yield from handler(*opened(inputs))

        def step(*inputs: Any) -> Any:
            return handler(*opened(inputs))

        return steps if inspect.isgeneratorfunction(handler) else step

    def owned_session(self, request: gr.Request, session_id: str | None) -> str:
        """``session_id``, for the owner only."""
        return str(self.for_owner(lambda: session_id or "")(request))

    def for_owner(self, handler: Handler) -> Handler:
        """``handler``, refused to everybody else: a hidden tab alone would keep nobody out."""

        def guarded(request: gr.Request, *inputs: Any) -> Any:
            if not self.owned_by(request):
                raise gr.Error("Only whoever runs this program may do that.", print_exception=False)
            return handler(*inputs)

        return guarded

    def if_owner(self, handler: Handler, outputs: int) -> Handler:
        """``handler``; for everybody else its ``outputs`` stay as they are and nothing is said.

        For what happens by itself, as when the page's language changes.
        """

        def guarded(request: gr.Request, *inputs: Any) -> Any:
            if self.owned_by(request):
                return handler(*inputs)
            return gr.skip() if outputs == 1 else (gr.skip(),) * outputs

        return guarded

    @property
    def downloads(self) -> Path:
        """A folder for what is downloaded; it goes when the program ends."""
        return Path(self._downloads.name)

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
