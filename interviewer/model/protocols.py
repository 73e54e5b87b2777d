"""The seams: every model and every slow thing stands behind one of these small protocols."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from interviewer.model.base import Value
from interviewer.model.grading import Grade, GradeRequest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Progress = Callable[[str, int, int | None], None]
"""``progress(what, done, total)``: called on long work; ``total`` is None where unknown."""


class Encoder(Protocol):
    """Turns texts into unit vectors, shape ``(n, dimension)``, float32."""

    @property
    def id(self) -> str:
        """Names the weights and settings; indexes made with another id are refused."""

    @property
    def dimension(self) -> int: ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Message(Value):
    """A chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


class Completion(Value):
    """How a language model is asked: temperature 0 with a seed is reproducible."""

    messages: tuple[Message, ...]
    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 0
    stop: tuple[str, ...] = ()
    json_schema: dict[str, Any] | None = None


@runtime_checkable
class LanguageModel(Protocol):
    """A chat model that streams text. Failures raise ``LanguageModelError``."""

    @property
    def id(self) -> str:
        """Fingerprint of weights and back end, stored with every text it worded."""

    def stream(self, request: Completion) -> Iterator[str]:
        """Yield pieces of the reply as they are made; closing the iterator stops the model."""

    def warm(self, messages: Sequence[Message]) -> None:
        """Read a prompt's beginning ahead of time so that the next call starts sooner."""

    def close(self) -> None: ...


class Grader(Protocol):
    """Grades answers point by point; the same input gives the same grade."""

    def grade(self, request: GradeRequest) -> Grade: ...

    def grade_many(
        self, requests: Iterable[GradeRequest], progress: Progress | None = None
    ) -> Iterator[Grade]: ...


class Transcriber(Protocol):
    """Speech to text. Failures raise ``SpeechError``."""

    def transcribe(self, audio: Path, terms: Sequence[str] = ()) -> str:
        """Return the text spoken in ``audio``; ``terms`` bias the recognition of rare words."""
