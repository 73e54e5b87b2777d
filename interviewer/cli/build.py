"""``interviewer build``: documents to index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.lines import progress_on_stderr, write_line

if TYPE_CHECKING:
    from interviewer.bank.records import FileReport


@click.command("build")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--index", type=click.Path(path_type=Path), help="Index folder [default: index].")
def command(paths: tuple[Path, ...], index: Path | None) -> int:
    """Read the documents below PATH… (default: corpus) into a question bank and an index.

    Prints JSON Lines: for every file {"file", "status", "questions", "noise", "message"}, then the
    totals. Exit code 0: built; 1: no question found, or the index cannot be written; 2: wrong call.
    """
    from interviewer.settings import Settings
    from interviewer.wiring.index import build_index
    from interviewer.wiring.lazy import lazy_encoder

    settings = Settings() if index is None else Settings(index=index)
    shown: list[str] = []

    def show(report: FileReport) -> None:
        shown.append(report.file)
        write_line(report)

    with progress_on_stderr() as progress:
        summary = build_index(
            list(paths) or [settings.corpus],
            settings.index,
            lazy_encoder(settings),
            progress,
            on_file=show,
        )
    for report in () if shown else summary.reports:
        write_line(report)
    write_line(summary.totals())
    return 0
