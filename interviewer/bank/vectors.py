"""Vectors of questions, which survive builds: adding a document costs only its own questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from interviewer.bank.memory import Memory
from interviewer.model.protocols import Encoder
from interviewer.model.rows import AnyQuestion, text_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def question_vectors(
    questions: Sequence[AnyQuestion], encoder: Encoder, memory: Memory
) -> NDArray[np.float32]:
    """The vectors of the questions' own texts, shape ``(n, dimension)``."""
    return remembered("Asked", lambda question: question.question, questions, encoder, memory)


def remembered(
    name: str,
    text_of: Callable[[AnyQuestion], str],
    questions: Sequence[AnyQuestion],
    encoder: Encoder,
    memory: Memory,
) -> NDArray[np.float32]:
    """Vectors of one text of each question, encoded as queries where ``memory`` has none.

    ``name``: what texts of this kind are remembered by. Another rule that gives them needs another
    name, for vectors outlive an upgrade.
    """

    def encode(rows: Sequence[int]) -> NDArray[np.float32]:
        return encoder.encode_queries([text_of(questions[row]) for row in rows])

    keys = [text_key(question) for question in questions]
    return memory.numbers(name, keys, encode, made_by=encoder.id)


class RememberingEncoder:
    """An encoder that encodes each query text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    @property
    def id(self) -> str:
        """The id of the encoder behind."""
        return self._encoder.id

    @property
    def dimension(self) -> int:
        """The dimension of the encoder behind."""
        return self._encoder.dimension

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode passages without remembering them."""
        return self._encoder.encode_passages(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode queries, each text once; shape ``(n, dimension)``, float32."""
        import numpy as np

        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        if missing:
            fresh = self._encoder.encode_queries(missing)
            self._known.update(zip(missing, np.asarray(fresh, dtype=np.float32), strict=True))
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[text] for text in texts])
