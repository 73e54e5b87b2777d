"""``interviewer bench``: how fast and how large on this machine."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from interviewer.cli.lines import progress_on_stderr, write_line


@click.group()
def command() -> None:
    """Measure speed and memory on this machine.

    Prints one JSON object with command, commit and machine on stdout, a table on stderr. Set
    INTERVIEWER_THREADS to measure with fewer threads.
    """


@command.command()
@click.option("--runs", default=15, show_default=True, type=click.IntRange(1, 1000))
def grade(runs: int) -> int:
    """Grade a 200-character answer against six key points."""
    from interviewer.evals.speed import grading_speed, peak_memory

    figures = grading_speed(_services().grader, runs)
    return _finish("grade", {**figures, "peak_mib": peak_memory()})


@command.command()
@click.option("--index", type=click.Path(path_type=Path), help="Index folder [default: index].")
@click.option("--runs", default=50, show_default=True, type=click.IntRange(1, 1000))
def search(index: Path | None, runs: int) -> int:
    """Search an index with queries that were not asked before."""
    from interviewer.evals.speed import peak_memory, search_speed

    services = _services(index)
    texts = [question.question for question in services.bank.questions]
    queries = [f"{texts[n % len(texts)]} {n}" for n in range(runs + 2)]
    figures = search_speed(services.search, queries)
    return _finish("search", {**figures, "questions": len(texts), "peak_mib": peak_memory()})


@command.command()
@click.option("--questions", default=1000, show_default=True, type=click.IntRange(10, 200_000))
def build(questions: int) -> int:
    """Build an index of synthetic documents, then add one document to it."""
    from interviewer.evals.speed import peak_memory, write_documents
    from interviewer.wiring.index import build_index

    services = _services()
    with tempfile.TemporaryDirectory() as folder, progress_on_stderr() as progress:
        documents, index = Path(folder) / "documents", Path(folder) / "index"
        write_documents(documents, questions)
        services.encoder.encode_queries(["warm"])
        seconds: dict[str, float] = {}
        for step in ("first", "unchanged", "one_document_more"):
            if step == "one_document_more":
                write_documents(documents / "more", 20)
            begin = time.perf_counter()
            build_index([documents], index, services.encoder, progress)
            seconds[f"{step}_seconds"] = time.perf_counter() - begin
    return _finish("build", {"questions": questions, **seconds, "peak_mib": peak_memory()})


@command.command()
@click.option("--index", type=click.Path(path_type=Path), help="Index folder [default: index].")
@click.option("--turns", default=20, show_default=True, type=click.IntRange(1, 500))
@click.option("--prepare/--no-prepare", default=True, help="Work ahead while the candidate thinks.")
def turn(index: Path | None, turns: int, prepare: bool) -> int:
    """From a submitted answer to the first words on screen, and what that is made of."""
    from interviewer.evals.turns import measure_turns

    services = _services(index)
    services.open_all()
    parts = replace(services.parts, prepare=prepare)
    times = measure_turns(services.bank, parts, turns)
    services.close()
    return _finish("turn", {"prepared": prepare, "turns": turns, **times.medians()})


def _services(index: Path | None = None) -> Any:
    from interviewer.settings import Settings
    from interviewer.wiring.services import Services

    settings = Settings() if index is None else Settings(index=index)
    if settings.threads is not None:
        import torch

        torch.set_num_threads(settings.threads)
    return Services(settings)


def _finish(task: str, figures: Mapping[str, Any]) -> int:
    from interviewer.evals.record import record, table

    click.echo(table(figures), err=True)
    write_line(record(f"bench {task}", figures, " ".join(["interviewer", *sys.argv[1:]])))
    return 0
