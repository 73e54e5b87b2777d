"""Choose and load the language model that the settings and the machine call for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from interviewer.errors import LanguageModelError
from interviewer.model.protocols import LanguageModel
from interviewer.settings import BUNDLED, Settings
from interviewer.weights.catalogue import BUNDLES

BUNDLED_SMALL = "bundled-small"
NONE = "none"
BUNDLE_NAMES = {BUNDLED: "llm", BUNDLED_SMALL: "llm-small"}

Kind = Literal["server", "silent", "llama", "transformers", "unavailable"]


@dataclass(frozen=True)
class Machine:
    """What of this machine decides about the back end."""

    cuda: bool
    llama: bool
    gguf_in_transformers: bool


@dataclass(frozen=True)
class Choice:
    """A back end, the device it runs on, and why it was chosen."""

    kind: Kind
    device: Literal["cpu", "cuda", "elsewhere"]
    reason: str


def look(settings: Settings) -> Machine:
    """Look at this machine; torch is loaded only where a GPU may be used."""
    cuda = False
    if settings.device != "cpu" and find_spec("torch"):
        import torch

        cuda = torch.cuda.is_available()
    gguf = all(find_spec(name) is not None for name in ("gguf", "accelerate"))
    return Machine(cuda, find_spec("xllamacpp") is not None, gguf)


def choose(settings: Settings, machine: Machine) -> Choice:
    """Decide on the back end; a pure function of its arguments."""
    if settings.llm_url:
        return Choice("server", "elsewhere", f"INTERVIEWER_LLM_URL is set: {settings.llm_url}")
    if settings.llm == NONE:
        return Choice("silent", "cpu", "INTERVIEWER_LLM=none: texts are worded by code")
    if settings.device == "cuda" and not machine.cuda:
        return Choice(
            "unavailable",
            "cuda",
            "INTERVIEWER_DEVICE=cuda is set, but torch finds no CUDA GPU. Unset it, or install a "
            "CUDA build of torch.",
        )
    if settings.device == "cpu":
        machine = replace(machine, cuda=False)
    if settings.llm in BUNDLE_NAMES or settings.llm.endswith(".gguf"):
        return _choose_for_gguf(settings, machine)
    if machine.cuda:
        return Choice("transformers", "cuda", f"{settings.llm} on the GPU that torch finds")
    return Choice("transformers", "cpu", f"{settings.llm} on the CPU: {_no_gpu(settings)}")


def _choose_for_gguf(settings: Settings, machine: Machine) -> Choice:
    if machine.cuda and machine.gguf_in_transformers:
        return Choice("transformers", "cuda", "torch finds a CUDA GPU")
    if machine.llama:
        why = "there is a GPU, but the extra [gpu] (accelerate) is not installed"
        if not machine.cuda:
            why = f"{_no_gpu(settings)}; llama.cpp is the fastest on a CPU"
        return Choice("llama", "cpu", why)
    if machine.gguf_in_transformers:
        return Choice("transformers", "cpu", "xllamacpp is not installed; this loads slowly")
    return Choice(
        "unavailable",
        "cpu",
        "neither xllamacpp nor the extra [gpu] is installed. Run: pip install xllamacpp, "
        "or pip install 'mock-interviewer[gpu]'.",
    )


def _no_gpu(settings: Settings) -> str:
    if settings.device == "cpu":
        return "INTERVIEWER_DEVICE=cpu is set"
    return "torch finds no CUDA GPU"


def load_language_model(settings: Settings) -> LanguageModel:
    """Make the chosen back end. Weights are checked now and read on first use.

    Raises:
        WeightsError: the bundled model file is missing or altered.
        LanguageModelError: nothing that is installed can run the model.
    """
    choice = choose(settings, look(settings))
    if choice.kind == "server":
        from interviewer.llm.server import ServerModel

        key = settings.llm_key.get_secret_value() if settings.llm_key else None
        return ServerModel(str(settings.llm_url), settings.llm_name, key=key)
    if choice.kind == "silent":
        from interviewer.llm.silent import SilentModel

        return SilentModel()
    if choice.kind == "unavailable":
        raise LanguageModelError(f"The language model {settings.llm!r} cannot run: {choice.reason}")
    name, fingerprint = _weights(settings)
    if choice.kind == "llama":
        from interviewer.llm.llama import LlamaModel

        return LlamaModel(Path(name), f"llama.cpp/{fingerprint}", threads=settings.threads)
    from interviewer.llm.transformers_model import TransformersModel

    identity = f"transformers/{fingerprint}"
    return TransformersModel(name, identity, device=choice.device)


def _weights(settings: Settings) -> tuple[str, str]:
    """Path or id of the weights, and what names them in stored texts."""
    bundle_name = BUNDLE_NAMES.get(settings.llm)
    if bundle_name is not None:
        from interviewer.weights.files import locate

        digest = BUNDLES[bundle_name].files[0].sha256
        return str(locate(bundle_name, settings.cache)), f"{bundle_name}@{digest[:12]}"
    if not settings.llm.endswith(".gguf"):
        return settings.llm, settings.llm
    path = Path(settings.llm)
    try:
        return str(path), f"{path.name}@{fingerprint_of(path)}"
    except OSError as error:
        raise LanguageModelError(
            f"The model file {path} cannot be read ({error.strerror}). Correct INTERVIEWER_LLM."
        ) from error


def fingerprint_of(path: Path, span: int = 1 << 20) -> str:
    """A short hash of a large file: its size, its first and its last megabyte."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as stream:
        digest.update(stream.read(span))
        stream.seek(max(0, size - span))
        digest.update(stream.read(span))
    return digest.hexdigest()[:12]
