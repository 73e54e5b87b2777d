"""``interviewer eval``: every claim of quality, measured by the user on their own machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interviewer.cli.lines import Item, progress_on_stderr, read_lines, write_line
from interviewer.errors import InputError

if TYPE_CHECKING:
    from interviewer.evals.data import Bank, RatedAnswer
    from interviewer.wiring.services import Services

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
BANK = click.option(
    "--bank",
    "bank_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Questions with references, one JSON object a line, joined by `qid` (or `id`).",
)
OUTPUT = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Also write the record here."
)


@click.group()
def command() -> None:
    """Measure grading, search, answers and speech on labelled data.

    Prints the record as one JSON object on stdout and tables on stderr.
    """


@command.command()
@FILES
@BANK
@OUTPUT
@click.option("--baselines/--no-baselines", default=True, help="Measure simple graders as well.")
@click.option("--llm", is_flag=True, help="Also ask the language model for numbers (slow).")
def grading(
    files: tuple[Path, ...], bank_file: Path, output: Path | None, baselines: bool, llm: bool
) -> int:
    """Agreement with raters. Rows: {"qid", "kind", "answer", "score", "states"?}."""
    from interviewer.evals.data import RatedAnswer
    from interviewer.evals.grading import evaluate_grading

    services, bank = _services(), _bank(bank_file)
    rows = _rows(files, RatedAnswer)
    with progress_on_stderr() as progress:
        figures, _ = evaluate_grading(services.grader, rows, bank, progress)
    if baselines:
        figures["baselines"] = _baselines(rows, bank, services, llm)
    return _finish("grading", figures, output)


@command.command()
@FILES
@BANK
@OUTPUT
def pairs(files: tuple[Path, ...], bank_file: Path, output: Path | None) -> int:
    """Minimal pairs. Rows: {"qid", "variant", "answer", "intended"}."""
    from interviewer.evals.data import PairedAnswer
    from interviewer.evals.grading import evaluate_pairs

    services, bank = _services(), _bank(bank_file)
    rows = _rows(files, PairedAnswer)
    with progress_on_stderr() as progress:
        figures = evaluate_pairs(services.grader, rows, bank, progress)
    return _finish("pairs", figures, output)


@command.command()
@FILES
@BANK
@OUTPUT
def search(files: tuple[Path, ...], bank_file: Path, output: Path | None) -> int:
    """Search over the questions of --bank. Rows: {"id", "query", "gold"}."""
    from interviewer.evals.data import LabelledQuery
    from interviewer.evals.retrieval import evaluate_search
    from interviewer.search.index import SearchIndex
    from interviewer.wiring.labelled import bank_of

    services = _services()
    queries = _rows(files, LabelledQuery)
    with progress_on_stderr() as progress:
        index = SearchIndex.build(bank_of(_bank(bank_file)), services.encoder, progress=progress)
    return _finish("search", evaluate_search(index, queries, str), output)


@command.command()
@FILES
@BANK
@OUTPUT
def qa(files: tuple[Path, ...], bank_file: Path, output: Path | None) -> int:
    """Free answers over the questions of --bank. Rows: {"id", "query", "gold", "must"?}."""
    from interviewer.evals.data import LabelledQuery
    from interviewer.evals.retrieval import evaluate_qa
    from interviewer.qa.answer import Answerer
    from interviewer.search.index import SearchIndex
    from interviewer.wiring.labelled import bank_of

    services = _services()
    queries = _rows(files, LabelledQuery)
    rows = _bank(bank_file)
    bank = bank_of(rows)
    texts = {q: f"{row.reference}\n{row.explanation or ''}" for q, row in rows.items()}
    with progress_on_stderr() as progress:
        index = SearchIndex.build(bank, services.encoder, progress=progress)
        answerer = Answerer(bank, index, services.encoder)
        figures = evaluate_qa(answerer, queries, str, texts.__getitem__, progress)
    return _finish("qa", figures, output)


@command.command()
@FILES
@BANK
@OUTPUT
def speech(files: tuple[Path, ...], bank_file: Path, output: Path | None) -> int:
    """Speech to text. Rows: {"file", "text", "qid"?, "seconds"?}, paths relative to the file."""
    from interviewer.evals.data import Clip
    from interviewer.evals.speech import evaluate_speech
    from interviewer.speech.terms import terms_of
    from interviewer.wiring.labelled import bank_of

    services = _services()
    questions = bank_of(_bank(bank_file)).by_id()

    def terms_for(clip: Clip) -> tuple[str, ...]:
        question = questions.get(clip.qid or "")
        return terms_of([question]) if question else ()

    clips = [
        row.model_copy(update={"file": str(file.parent / row.file)})
        for file in files
        for row in _rows((file,), Clip)
    ]
    with progress_on_stderr() as progress:
        figures = evaluate_speech(services.transcriber, clips, Path(), terms_for, progress)
    return _finish("speech", figures, output)


def _services() -> Services:
    from interviewer.settings import Settings
    from interviewer.wiring.services import Services

    return Services(Settings())


def _rows(files: tuple[Path, ...], kind: type[Item]) -> list[Item]:
    """All rows of the files; raises ``InputError`` where there is none to measure on."""
    rows = [row for file in files for row in read_lines(file, kind)]
    if not rows:
        raise InputError(f"{', '.join(map(str, files))}: no row to measure on.")
    return rows


def _bank(file: Path) -> Bank:
    from interviewer.evals.data import BankRow, join_bank

    return join_bank(read_lines(file, BankRow))


def _baselines(
    rows: list[RatedAnswer], bank: Bank, services: Services, llm: bool
) -> dict[str, Any]:
    from interviewer.evals import baselines
    from interviewer.evals.data import request_for
    from interviewer.evals.grading import WORTHLESS, agreement, score_or_penalty

    requests = [request_for(bank, row.qid, row.answer, n) for n, row in enumerate(rows)]
    scores: dict[str, list[float]] = {
        "length": baselines.by_length(requests),
        "token overlap": baselines.by_overlap(requests),
        "cosine": baselines.by_cosine(requests, services.encoder),
        "constant mean": baselines.constant(requests, [row.score for row in rows]),
    }
    if llm:
        scores["model number"] = [
            score_or_penalty(score, row.kind in WORTHLESS)
            for score, row in zip(
                baselines.by_model_number(requests, services.llm), rows, strict=True
            )
        ]
    keep = ("spearman", "pearson", "order_accuracy", "mae", "false_pass", "false_fail")
    measured: dict[str, Mapping[str, Any]] = {
        name: agreement(values, rows) for name, values in scores.items()
    }
    return {name: {key: found[key] for key in keep} for name, found in measured.items()}


def _finish(task: str, figures: Mapping[str, Any], output: Path | None) -> int:
    from interviewer.evals.record import record, table

    # The arguments alone: where the program lies on this machine is nobody's business.
    done = record(task, figures, " ".join(["interviewer", *sys.argv[1:]]))
    click.echo(table(figures), err=True)
    write_line(done)
    if output is not None:
        text = json.dumps(done, ensure_ascii=False, indent=1)
        output.write_text(text + "\n", encoding="utf-8")
    return 0
