"""JSON Lines in and out, and progress on stderr: what all batch commands share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import BaseModel, ValidationError

from interviewer.errors import InputError
from interviewer.model.protocols import Progress

Item = TypeVar("Item", bound=BaseModel)


def read_lines(path: Path, kind: type[Item]) -> Iterator[Item]:
    """Yield one validated item a line; a bad line raises ``InputError`` naming file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as UTF-8 JSON Lines ({error}).") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield kind.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "line"
            raise InputError(f"{path}:{number}: {where}: {first['msg']}.") from error


def write_line(item: BaseModel | dict[str, Any]) -> None:
    """Print one JSON object on stdout and flush, so that a reader downstream sees it at once."""
    data = item.model_dump(mode="json") if isinstance(item, BaseModel) else item
    click.echo(json.dumps(data, ensure_ascii=False))


@contextmanager
def progress_on_stderr() -> Iterator[Progress]:
    """A progress callback that draws bars on stderr (plain lines where it is no terminal)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        tasks: dict[str, Any] = {}

        def report(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield report
