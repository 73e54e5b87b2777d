"""``interviewer qa``."""

from __future__ import annotations

from pathlib import Path

import click

from interviewer.cli.lines import progress_on_stderr, read_lines, write_line
from interviewer.model.base import Value


class QueryLine(Value):
    """One line of input."""

    id: str
    query: str


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--index", type=click.Path(file_okay=False, path_type=Path), help="Index folder.")
@click.option(
    "--llm/--no-llm",
    default=False,
    show_default=True,
    help="Put a short direct answer by the language model first (seconds per query). Without it "
    "the answer is made of the documents' own passages, which suits long files.",
)
def command(file: Path, index: Path | None, llm: bool) -> None:
    """Answer free questions from the documents, with citations.

    FILE holds one JSON object a line: {"id", "query"}. Prints {"id", "answer", "abstained",
    "reason", "citations": [{"question_id", "sources", "quote"}], "seconds"}; "answer" is null
    where the documents hold none, and "reason" says why.
    """
    from interviewer.qa.answer import Answerer
    from interviewer.settings import Settings
    from interviewer.wiring.services import Services

    lines = list(read_lines(file, QueryLine))
    settings = Settings()
    services = Services(settings.model_copy(update={"index": index}) if index else settings)
    answerer = Answerer(
        services.bank, services.search, services.encoder, services.llm if llm else None
    )
    with progress_on_stderr() as progress:
        for number, line in enumerate(lines, start=1):
            found = answerer.answer(line.query)
            seconds = round(found.seconds, 3)
            write_line({"id": line.id, **found.model_dump(mode="json"), "seconds": seconds})
            progress("answering", number, len(lines))
