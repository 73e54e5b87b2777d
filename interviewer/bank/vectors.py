"""Question vectors that survive builds, so that adding a document costs only its own questions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.model.protocols import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAME = "questions.npz"


class RememberingEncoder:
    """An encoder that encodes each query text once and keeps the vectors in a folder."""

    def __init__(self, encoder: Encoder, folder: Path | None = None) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}
        self._used: set[str] = set()
        if folder is not None:
            self._load(folder / NAME)

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

        keys = [
            hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32] for text in texts
        ]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._known
        }
        if missing:
            fresh = self._encoder.encode_queries(list(missing.values()))
            self._known.update(zip(missing, np.asarray(fresh, dtype=np.float32), strict=True))
        self._used.update(keys)
        if not keys:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def save(self, folder: Path) -> None:
        """Write the vectors that were asked for; the file is the same for the same content."""
        import numpy as np

        keys = sorted(self._used)
        empty = np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.stack([self._known[key] for key in keys]) if keys else empty
        with (folder / NAME).open("wb") as file:
            np.savez(
                file, encoder=np.array(self.id), keys=np.array(keys, dtype="U32"), vectors=vectors
            )

    def _load(self, path: Path) -> None:
        """Read vectors of the same encoder; a missing or damaged file only costs time."""
        import zipfile

        import numpy as np

        try:
            with np.load(path, allow_pickle=False) as stored:
                vectors = stored["vectors"]
                fits = str(stored["encoder"]) == self.id and vectors.shape[1:] == (self.dimension,)
                if fits:
                    self._known = dict(zip(stored["keys"].tolist(), vectors, strict=True))
        except (OSError, ValueError, TypeError, KeyError, EOFError, zipfile.BadZipFile):
            self._known = {}
