"""Text encoders behind one class: the bundled e5 or any sentence-transformers model."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from interviewer.errors import WeightsError
from interviewer.settings import BUNDLED, Settings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

E5_PREFIXES = ("query: ", "passage: ")
"""What the e5 family was trained with (Wang et al. 2024, arXiv:2402.05672)."""

BUNDLED_ID = "bundled/multilingual-e5-small-q4"
QUERY_CACHE = 512
BATCH = 16


class SentenceEncoder:
    """An ``Encoder`` over a sentence-transformers model.

    Vectors are unit length, float32, shape ``(n, dimension)``. Queries are cached; passages are
    kept by the index instead. Safe to use from several threads.
    """

    def __init__(self, identity: str, model: SentenceTransformer, prefixes: tuple[str, str]):
        self.id = identity
        self.model = model
        self.dimension = int(model.encode(["dimension"], show_progress_bar=False).shape[1])
        self._query_prefix, self._passage_prefix = prefixes
        self._cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = threading.Lock()

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode short questions; repeated texts come from the cache."""
        with self._lock:
            missing = list(dict.fromkeys(text for text in texts if text not in self._cache))
            if missing:
                fresh = self._encode([self._query_prefix + text for text in missing])
                found = dict(zip(missing, fresh, strict=True))
            else:
                found = {}
            rows = [found[text] if text in found else self._cache[text] for text in texts]
            for text, row in zip(texts, rows, strict=True):
                self._cache[text] = row
                self._cache.move_to_end(text)
            while len(self._cache) > QUERY_CACHE:
                self._cache.popitem(last=False)
        return np.stack(rows) if rows else np.empty((0, self.dimension), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts that are searched in."""
        with self._lock:
            return self._encode([self._passage_prefix + text for text in texts])

    def _encode(self, texts: list[str]) -> NDArray[np.float32]:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        vectors = self.model.encode(
            texts,
            batch_size=BATCH,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.ascontiguousarray(vectors, dtype=np.float32)


def load_encoder(settings: Settings) -> SentenceEncoder:
    """Load the encoder the settings name, on the GPU where there is one.

    Raises:
        WeightsError: the model files are missing or cannot be loaded.
    """
    device = choose_device(settings)
    if settings.threads is not None:
        import torch

        torch.set_num_threads(settings.threads)
    if settings.embedding == BUNDLED:
        return _load_bundled(settings.cache, device)
    return _load_named(settings.embedding, device)


def choose_device(settings: Settings) -> str:
    """``cuda`` where it is wanted (or ``auto``) and there, else ``cpu``."""
    import torch

    if settings.device == "cpu" or not torch.cuda.is_available():
        if settings.device == "cuda":
            raise WeightsError(
                "INTERVIEWER_DEVICE=cuda is set, but torch finds no CUDA GPU. "
                "Unset it, or install a CUDA build of torch."
            )
        return "cpu"
    return "cuda"


def has_bf16(device: str) -> bool:
    """Whether the device multiplies bfloat16 in hardware.

    Measured for the bundled encoder: with AMX or AVX512-BF16 bf16 is faster than float32 on a
    CPU; without them torch emulates it, which is slower (docs/measurements/search.md).
    """
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    capabilities = getattr(torch.cpu, "get_capabilities", None)
    if capabilities is not None:
        found = capabilities()
        return bool(found.get("amx_bf16") or found.get("avx512_bf16"))
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags


def _load_bundled(cache: Path, device: str) -> SentenceEncoder:
    """The bundled multilingual-e5-small: BertModel, mean pooling, unit length."""
    from interviewer.weights.files import locate

    path = locate("e5", cache)

    from sentence_transformers import SentenceTransformer

    from interviewer.search.e5 import load_e5
    from interviewer.search.pooled import MeanPooled

    body, tokenizer = load_e5(path)
    module = MeanPooled(body, tokenizer, bf16=has_bf16(device))
    model = SentenceTransformer(modules=[module], device=device)
    return SentenceEncoder(BUNDLED_ID, model, E5_PREFIXES)


def _load_named(name: str, device: str) -> SentenceEncoder:
    """Any sentence-transformers id or path, float32, with the prompts it declares."""
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, device=device)
    except Exception as error:
        # The loaders below raise whatever their hub client or file format raises.
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WeightsError(
            f"The embedding model {name!r} cannot be loaded ({reason}). Give a "
            "sentence-transformers id or a local path, or unset INTERVIEWER_EMBEDDING."
        ) from error
    return SentenceEncoder(name, model, prefixes_of(name, getattr(model, "prompts", None)))


def prefixes_of(name: str, prompts: dict[str, Any] | None) -> tuple[str, str]:
    """Prefixes for queries and passages: the model's own prompts, or those of the e5 family."""
    declared = {key: value for key, value in (prompts or {}).items() if value}
    if declared:
        passage = next((declared[key] for key in ("passage", "document") if key in declared), "")
        return declared.get("query", ""), passage
    return E5_PREFIXES if "e5" in Path(name).name.lower().split("-") else ("", "")
