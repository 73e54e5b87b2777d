"""An encoder that knows its name at once and loads its weights when it is first asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from interviewer.model.protocols import Encoder
from interviewer.settings import BUNDLED, Settings
from interviewer.wiring.collecting import rare_collections

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LazyEncoder:
    """Stands for an encoder; a build in which nothing changed never loads it."""

    def __init__(self, identity: str, load: Callable[[], Encoder]) -> None:
        self.id = identity
        self._load = load
        self._lock = threading.Lock()

    @property
    def dimension(self) -> int:
        """The dimension of the vectors; loads the encoder."""
        return self._loaded.dimension

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode queries; shape ``(n, dimension)``."""
        return self._loaded.encode_queries(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode passages; shape ``(n, dimension)``."""
        return self._loaded.encode_passages(texts)

    @cached_property
    def _encoder(self) -> Encoder:
        return self._load()

    @property
    def _loaded(self) -> Encoder:
        with self._lock:
            return self._encoder


def lazy_encoder(settings: Settings) -> LazyEncoder:
    """The encoder of the settings, not loaded yet."""

    def load() -> Encoder:
        from interviewer.search.encoder import load_encoder

        with rare_collections():
            return load_encoder(settings)

    return LazyEncoder(encoder_id(settings), load)


def encoder_id(settings: Settings) -> str:
    """The id that the settings' encoder will have."""
    from interviewer.search.encoder import BUNDLED_ID

    return BUNDLED_ID if settings.embedding == BUNDLED else settings.embedding
