"""``interviewer grade``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

import click

from interviewer.cli.lines import progress_on_stderr, read_lines, write_line
from interviewer.errors import InputError
from interviewer.model.grading import Grade, GradeRequest


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--index", type=click.Path(path_type=Path), help="Index to look references up in.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append grades to this file and skip the ids it already holds, so that a long run that "
    "was stopped goes on where it was.",
)
def command(file: Path, index: Path | None, output: Path | None) -> int:
    """Grade answers.

    FILE holds one JSON object a line: {"id", "question", "answer", "reference"?, "explanation"?,
    "key_points"?}. Without a reference, the nearest question of --index gives its own. Prints one
    grade a line; a score of null means "not graded", and "reason" says why.
    """
    from interviewer.settings import Settings
    from interviewer.wiring.grading import complete_requests
    from interviewer.wiring.services import Services

    requests = list(read_lines(file, GradeRequest))
    _refuse_repeated_ids(requests, file)
    done = _ids_of(output) if output else set()
    pending = [request for request in requests if request.id not in done]
    settings = Settings() if index is None else Settings(index=index)
    services = Services(settings)
    with progress_on_stderr() as progress, _appending(output) as sink:
        ready = complete_requests(pending, services)
        for grade in services.grader.grade_many(ready, progress):
            _emit(grade, sink)
    return 0


def _emit(grade: Grade, sink: TextIO | None) -> None:
    if sink is None:
        write_line(grade)
        return
    sink.write(grade.model_dump_json() + "\n")
    sink.flush()


def _appending(output: Path | None) -> nullcontext[None] | TextIO:
    return output.open("a", encoding="utf-8") if output else nullcontext()


def _ids_of(output: Path) -> set[str]:
    """Ids already graded; a last line that was cut off is dropped from the file."""
    if not output.exists():
        return set()
    data = output.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if data and not whole and not data.startswith(b'{"id":'):
        raise InputError(f"{output}: this file holds no grades. Choose another --output file.")
    found = set(_graded_ids(whole, output))
    if whole != data:  # only now: a file that holds something else is left as it is
        output.write_bytes(whole)
    return found


def _graded_ids(lines: bytes, output: Path) -> Iterator[str]:
    for number, line in enumerate(lines.split(b"\n")[:-1], start=1):
        try:
            yield Grade.model_validate_json(line).id
        except ValueError as error:
            raise InputError(
                f"{output}:{number}: not a grade. Choose another --output file."
            ) from error


def _refuse_repeated_ids(requests: list[GradeRequest], file: Path) -> None:
    seen: set[str] = set()
    for request in requests:
        if request.id in seen:
            raise InputError(f"{file}: the id {request.id!r} occurs twice; ids must differ.")
        seen.add(request.id)
