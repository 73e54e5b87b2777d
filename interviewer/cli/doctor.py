"""``interviewer doctor``."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.lines import write_line
from interviewer.errors import InterviewerError
from interviewer.model.base import Value

if TYPE_CHECKING:
    from interviewer.settings import Settings

SMALL_MEMORY = 3e9
"""Bytes below which the 1.5B model beside torch will not fit."""

SMALL_DISK = 2e9

PACKAGES = ("torch", "transformers", "sentence_transformers", "faiss", "gradio")
"""What an interview in the browser needs beside this package."""


class Fact(Value):
    """One line of the report. ``ok`` is False where something needed is missing or broken."""

    name: str
    value: str
    ok: bool = True
    advice: str | None = None


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option(
    "--index", type=click.Path(path_type=Path), help="Index folder to look at (default: index)."
)
def command(as_json: bool, index: Path | None) -> int:
    """Say what runs where on this machine, and why.

    Prints one fact a line: {"name", "value", "ok", "advice"}. The exit code is 1 where something
    that an interview needs is missing or broken; the advice says what to do.
    """
    from interviewer.settings import Settings

    settings = Settings()
    if index is not None:
        settings = settings.model_copy(update={"index": index})
    failed = False
    for fact in facts(settings):
        failed = failed or not fact.ok
        if as_json:
            write_line(fact)
        else:
            click.echo(f"{'ok ' if fact.ok else 'NO '} {fact.name:18} {fact.value}")
            if fact.advice:
                click.echo(f"{'':22} {fact.advice}")
    return 1 if failed else 0


def facts(settings: Settings) -> Iterator[Fact]:
    """All facts, the machine first."""
    from interviewer.weights.catalogue import BUNDLES

    yield Fact(name="python", value=f"{platform.python_version()} ({sys.executable})")
    yield Fact(name="platform", value=f"{platform.system()} {platform.machine()}")
    yield _packages()
    yield _cores(settings)
    yield _memory()
    yield from (_disk(name, path) for name, path in _folders(settings).items())
    checks: tuple[tuple[str, Callable[[Settings], Fact]], ...] = (
        ("torch", _torch),
        ("encoder", _encoder),
        ("grader", _grader),
        ("language model", _language_model),
        ("speech to text", _speech),
        ("index", _index),
    )
    for name, check in checks:
        try:
            yield check(settings)
        except (InterviewerError, ImportError, OSError) as error:
            yield Fact(name=name, value="cannot be used", ok=False, advice=str(error))
    yield from (_bundle(name, settings.cache) for name in BUNDLES)


def _packages() -> Fact:
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    return Fact(
        name="packages",
        value=f"missing: {', '.join(missing)}" if missing else "all installed",
        ok=not missing,
        advice="Install them: pip install --upgrade mock-interviewer" if missing else None,
    )


def _cores(settings: Settings) -> Fact:
    from interviewer.llm.llama import available_cores

    used = settings.threads or available_cores()
    return Fact(
        name="cores",
        value=f"{available_cores()} of {os.cpu_count()} may be used; models use {used}",
    )


def _memory() -> Fact:
    available = _memory_available()
    if available is None:
        return Fact(name="memory", value="unknown on this platform")
    small = available < SMALL_MEMORY
    return Fact(
        name="memory",
        value=f"{available / 1e9:.1f} GB available",
        advice="Set INTERVIEWER_LLM=bundled-small, or none." if small else None,
    )


def _memory_available() -> float | None:
    with suppress(OSError, ValueError, IndexError):
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        found = dict(line.split(":", 1) for line in lines)
        return float(found["MemAvailable"].split()[0]) * 1024
    with suppress(OSError, ValueError, AttributeError):
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    return None


def _folders(settings: Settings) -> dict[str, Path]:
    return {"cache folder": settings.cache, "data folder": settings.data}


def _disk(name: str, path: Path) -> Fact:
    there = path.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    free = shutil.disk_usage(there).free
    small = free < SMALL_DISK
    return Fact(
        name=name,
        value=f"{path} ({free / 1e9:.1f} GB free)",
        advice="Free disk space, or set INTERVIEWER_CACHE and INTERVIEWER_DATA." if small else None,
    )


def _torch(settings: Settings) -> Fact:
    import torch

    from interviewer.search.encoder import choose_device, has_bf16

    device = choose_device(settings)
    name = torch.cuda.get_device_name() if device == "cuda" else f"{platform.machine()} CPU"
    bf16 = "with" if has_bf16(device) else "without"
    return Fact(name="torch", value=f"{torch.__version__} on {name}, {bf16} hardware bfloat16")


def _encoder(settings: Settings) -> Fact:
    from interviewer.search.encoder import choose_device, has_bf16
    from interviewer.settings import BUNDLED
    from interviewer.weights.files import locate

    device = choose_device(settings)
    if settings.embedding != BUNDLED:
        return Fact(
            name="encoder",
            value=f"{settings.embedding} on {device} (INTERVIEWER_EMBEDDING is set)",
        )
    locate("e5", settings.cache)
    kind = "bfloat16" if has_bf16(device) else "float32"
    why = "the CPU computes it in hardware" if kind == "bfloat16" else "no hardware bfloat16"
    return Fact(name="encoder", value=f"bundled multilingual-e5-small on {device}, {kind} ({why})")


def _grader(settings: Settings) -> Fact:
    from interviewer.grading.checkpoint import DESCRIPTION as READER
    from interviewer.grading.load import BUNDLE
    from interviewer.grading.proofreader import DESCRIPTION as PROOFREADER
    from interviewer.grading.shipped import name_of
    from interviewer.weights.files import locate, state_of

    locate("e5", settings.cache)
    reader, second = name_of(READER), name_of(PROOFREADER)
    if not settings.proofreader:
        value = f"{reader} alone (INTERVIEWER_PROOFREADER is off)"
        return Fact(name="grader", value=value)
    if not state_of(BUNDLE, settings.cache).present:
        return Fact(
            name="grader",
            value=f"{reader} alone: the layers of {second} are missing",
            advice=f"To see more reversed statements: interviewer models fetch {BUNDLE}",
        )
    return Fact(name="grader", value=f"{reader} and {second}")


def _language_model(settings: Settings) -> Fact:
    from interviewer.llm.load import choose, load_language_model, look
    from interviewer.llm.server import ServerModel

    choice = choose(settings, look(settings))
    model = load_language_model(settings)
    try:
        if isinstance(model, ServerModel):
            model.check()
    finally:
        model.close()
    return Fact(
        name="language model",
        value=f"{model.id} on {choice.device} ({choice.kind}: {choice.reason})",
    )


def _speech(settings: Settings) -> Fact:
    from interviewer.settings import BUNDLED
    from interviewer.weights.files import state_of

    if importlib.util.find_spec("faster_whisper") is None:
        return Fact(
            name="speech to text",
            value="off: faster-whisper is not installed",
            advice="For spoken answers: pip install faster-whisper",
        )
    version = importlib.metadata.version("faster-whisper")
    if settings.whisper != BUNDLED:
        value = f"{settings.whisper} in faster-whisper {version} (INTERVIEWER_WHISPER is set)"
        return Fact(name="speech to text", value=value)
    if not state_of("whisper", settings.cache).present:
        return Fact(
            name="speech to text",
            value="off: the model files are missing",
            advice="For spoken answers: interviewer models fetch whisper",
        )
    return Fact(name="speech to text", value=f"bundled Whisper base in faster-whisper {version}")


def _index(settings: Settings) -> Fact:
    from interviewer.search.encoder import BUNDLED_ID
    from interviewer.search.manifest import read_manifest
    from interviewer.settings import BUNDLED
    from interviewer.wiring.generations import current_generation
    from interviewer.wiring.index import SEARCH

    folder = current_generation(settings.index)
    if folder is None:
        return Fact(
            name="index",
            value=f"none in {settings.index} yet",
            advice=f"Make one: interviewer build {settings.corpus} --index {settings.index}",
        )
    manifest = read_manifest(folder / SEARCH)
    wanted = BUNDLED_ID if settings.embedding == BUNDLED else settings.embedding
    fits = manifest.encoder == wanted
    build = f"interviewer build {settings.corpus} --index {settings.index}"
    return Fact(
        name="index",
        value=f"{manifest.questions} questions, {manifest.vectors} vectors of {manifest.encoder}",
        ok=fits,
        advice=None if fits else f"{wanted} is set. Build again: {build}",
    )


def _bundle(name: str, cache: Path) -> Fact:
    """State of a bundle; whether it is needed is the back ends' matter."""
    from interviewer.weights.files import anything_of, state_of

    state = state_of(name, cache)
    if state.present:
        value = "whole and verified" if state.verified else "there, not verified yet"
        return Fact(name=f"model {name}", value=f"{value}, {state.bytes / 1e6:,.0f} MB")
    broken = anything_of(name, cache)
    return Fact(
        name=f"model {name}",
        value="damaged" if broken else f"not fetched ({state.bytes / 1e6:,.0f} MB)",
        ok=not broken,
        advice=f"interviewer models fetch {name}" if broken else None,
    )
