"""``interviewer search``."""

from __future__ import annotations

from pathlib import Path

import click

from interviewer.cli.lines import progress_on_stderr, read_lines, write_line
from interviewer.model.base import Value

BATCH = 32


class QueryLine(Value):
    """One line of input."""

    id: str
    query: str


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--index", type=click.Path(file_okay=False, path_type=Path), help="Index folder.")
@click.option(
    "-k", "count", type=click.IntRange(min=1), default=10, show_default=True, help="Hits a query."
)
def command(file: Path, index: Path | None, count: int) -> None:
    """Find questions for the queries of a file.

    FILE holds one JSON object a line: {"id", "query"}. Prints {"id", "hits": [{"question_id",
    "score", "sources"}]}, best hits first; scores are comparable within one query only.
    """
    from interviewer.settings import Settings
    from interviewer.wiring.services import Services

    lines = list(read_lines(file, QueryLine))
    settings = Settings()
    services = Services(settings.model_copy(update={"index": index}) if index else settings)
    with progress_on_stderr() as progress:
        for start in range(0, len(lines), BATCH):
            batch = lines[start : start + BATCH]
            found = services.search.search_many([line.query for line in batch], count)
            for line, hits in zip(batch, found, strict=True):
                write_line({"id": line.id, "hits": [hit.model_dump(mode="json") for hit in hits]})
            progress("searching", start + len(batch), len(lines))
