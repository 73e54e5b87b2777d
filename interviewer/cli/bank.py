"""``interviewer bank``: look at the questions of an index, change them, take them out and in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interviewer.cli.generate import generate
from interviewer.errors import InputError, UsageError

if TYPE_CHECKING:
    from interviewer.bank.edits import Edit
    from interviewer.model.bank import Bank, Question

FORMATS = ("jsonl", "csv", "markdown", "anki")


class Opened:
    """The bank of an index with its log of edits; opened when first used."""

    def __init__(self, index: Path | None) -> None:
        from interviewer.bank.files import EDITS
        from interviewer.settings import Settings
        from interviewer.wiring.generations import require_generation

        self.index = index or Settings().index
        self.generation = require_generation(self.index)
        self.log = self.index / EDITS

    def bank(self) -> Bank:
        """The bank with all edits."""
        from interviewer.bank.files import load_bank

        return load_bank(self.generation)

    def find(self, key: str) -> Question:
        """A question by its id; raises ``InputError`` where there is none."""
        question = self.bank().by_id().get(key)
        if question is None:
            raise InputError(f"There is no question {key}. See `interviewer bank list`.")
        return question

    def append(self, *edits: Edit) -> None:
        """Write edits to the log."""
        from interviewer.bank.edits import append_edits

        append_edits(self.log, edits)


@click.group("bank")
@click.option("--index", type=click.Path(path_type=Path), help="Index folder [default: index].")
@click.pass_context
def command(ctx: click.Context, index: Path | None) -> None:
    """List, show, edit, export and import the questions of an index.

    Edits are kept in INDEX/edits.jsonl and survive rebuilds. Search finds edited texts after the
    next `interviewer build`; everything else uses them at once.
    """
    ctx.obj = index


def _open(ctx: click.Context) -> Opened:
    return Opened(ctx.obj)


@command.command("list")
@click.option("--topic", help="Only questions whose topic contains this text.")
@click.option("--doubtful", is_flag=True, help="Only questions whose reference looks doubtful.")
@click.option("--duplicates", is_flag=True, help="Only questions that share a cluster.")
@click.option("--hidden", is_flag=True, help="Only hidden questions.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines instead of a table.")
@click.pass_context
def list_questions(  # noqa: PLR0917  # click passes options by name
    ctx: click.Context,
    topic: str | None,
    doubtful: bool,
    duplicates: bool,
    hidden: bool,
    as_json: bool,
) -> None:
    """List questions: id, cluster, topic, question."""
    from interviewer.bank.exports import row_of

    bank = _open(ctx).bank()
    clusters = bank.clusters()
    for question in bank.questions:
        shared = len(clusters.get(question.cluster_id, ())) > 1
        if (
            question.hidden != hidden
            or (doubtful and question.doubt is None)
            or (duplicates and not shared)
            or (topic and topic.casefold() not in question.topic.casefold())
        ):
            continue
        if as_json:
            click.echo(json.dumps(row_of(question), ensure_ascii=False))
        else:
            mark = "?" if question.doubt else " "
            text = " ".join(question.question.split())
            click.echo(f"{question.id}{mark} {question.cluster_id}  [{question.topic}] {text}")


@command.command("show")
@click.argument("key")
@click.pass_context
def show(ctx: click.Context, key: str) -> None:
    """Show one question with reference, key points, sources, doubt and notes, as JSON."""
    from interviewer.bank.edits import load_edits, notes
    from interviewer.bank.exports import row_of

    opened = _open(ctx)
    row = row_of(opened.find(key))
    found = notes(load_edits(opened.log), key)
    click.echo(json.dumps({**row, "notes": found}, ensure_ascii=False, indent=2))


@command.command("edit")
@click.argument("key")
@click.option("--question", help="New question text.")
@click.option("--reference", help="New reference answer; key points are found again.")
@click.option("--explanation", help="New explanation.")
@click.option("--topic", help="New topic.")
@click.option("--difficulty", type=click.IntRange(1, 5), help="New difficulty.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="New language.")
@click.option("--kind", type=click.Choice(["concept", "compare", "design", "practice"]))
@click.option("--fields", help='All of these and "key_points" as one JSON object.')
@click.pass_context
def edit(ctx: click.Context, /, key: str, fields: str | None, **values: Any) -> None:
    """Change a question; the change survives rebuilds.

    Where the reference, explanation or key points change, earlier answers graded by them are graded
    again; `interviewer history report` shows both grades, `interviewer history regrade` undoes it.
    """
    from interviewer.bank.edits import Edit, check_fields

    given = {name: value for name, value in values.items() if value is not None}
    if fields:
        given.update(_json_object(fields))
    if not given:
        raise UsageError("Nothing to change. Give --reference, --topic … or --fields JSON.")
    check_fields(given)
    opened = _open(ctx)
    opened.find(key)
    change = Edit(op="edit", ids=(key,), fields=given)
    opened.append(change)
    _regrade(opened, change)


def _regrade(opened: Opened, *changes: Edit) -> None:
    """Compute earlier grades again and say on stderr what became of them."""
    from interviewer.cli.history import tell_regraded
    from interviewer.settings import Settings
    from interviewer.wiring.regrading import regrade_after
    from interviewer.wiring.services import Services

    services = Services(Settings(index=opened.index))

    def warn(message: str) -> None:
        click.echo(message, err=True)

    for item in regrade_after(services, opened.bank(), changes, warn):
        tell_regraded(item)


def _json_object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise UsageError(f"--fields is no JSON ({error}).") from error
    if not isinstance(value, dict):
        raise UsageError("--fields must be a JSON object.")
    return value


def _change(ctx: click.Context, operation: Any, keys: tuple[str, ...]) -> None:
    from interviewer.bank.edits import Edit

    opened = _open(ctx)
    _known(opened, keys)
    opened.append(Edit(op=operation, ids=keys))


def _known(opened: Opened, keys: tuple[str, ...]) -> list[Question]:
    """The questions of these ids; raises ``InputError`` where there is none."""
    rows = opened.bank().by_id()
    missing = [key for key in keys if key not in rows]
    if missing:
        raise InputError(f"There is no question {', '.join(missing)}. See `interviewer bank list`.")
    return [rows[key] for key in keys]


@command.command("hide")
@click.argument("keys", nargs=-1, required=True)
@click.pass_context
def hide(ctx: click.Context, keys: tuple[str, ...]) -> None:
    """Never ask these questions; they stay in the bank."""
    _change(ctx, "hide", keys)


@command.command("unhide")
@click.argument("keys", nargs=-1, required=True)
@click.pass_context
def unhide(ctx: click.Context, keys: tuple[str, ...]) -> None:
    """Ask hidden questions again."""
    _change(ctx, "unhide", keys)


@command.command("accept")
@click.argument("keys", nargs=-1, required=True)
@click.pass_context
def accept(ctx: click.Context, keys: tuple[str, ...]) -> None:
    """Trust the references of these questions although they were flagged as doubtful.

    A doubt comes back where the reference changes, or there is another reason for it.
    """
    from interviewer.bank.edits import accept as trust

    opened = _open(ctx)
    opened.append(trust(_known(opened, keys)))


@command.command("merge")
@click.argument("keys", nargs=-1, required=True)
@click.pass_context
def merge(ctx: click.Context, keys: tuple[str, ...]) -> None:
    """Treat questions, with their clusters, as one question that is asked once."""
    if len(set(keys)) < 2:
        raise UsageError("Give at least two question ids to merge.")
    _change(ctx, "merge", keys)


@command.command("split")
@click.argument("keys", nargs=-1, required=True)
@click.pass_context
def split(ctx: click.Context, keys: tuple[str, ...]) -> None:
    """Take questions out of their cluster; each is asked on its own."""
    _change(ctx, "split", keys)


@command.command("note")
@click.argument("key")
@click.argument("text")
@click.pass_context
def note(ctx: click.Context, key: str, text: str) -> None:
    """Keep a note on a question."""
    from interviewer.bank.edits import Edit

    opened = _open(ctx)
    opened.find(key)
    opened.append(Edit(op="note", ids=(key,), note=text))


@command.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File, not stdout.")
@click.pass_context
def export(ctx: click.Context, form: Any, output: Path | None) -> None:
    """Print the bank, or write it to --output; an .apkg output is an Anki deck package."""
    from interviewer.bank import exports

    questions = _open(ctx).bank().questions
    if output is not None and output.suffix == ".apkg":
        exports.write_apkg(questions, output)
        return
    text = exports.export(questions, form)
    if output is None:
        click.echo(text, nl=False)
        return
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    output.write_text(text, encoding=encoding, newline="")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Bring an exported (and changed) bank back; differences become edits.

    Earlier answers graded by a reference that changes are graded again, as with `bank edit`.
    """
    from interviewer.bank.documents import load_bytes
    from interviewer.bank.imports import import_file

    opened = _open(ctx)
    result = import_file(opened.bank(), file, load_bytes(file))
    opened.append(*result.edits)
    click.echo(json.dumps({"rows": result.rows, "changes": len(result.edits)}))
    _regrade(opened, *result.edits)


command.add_command(generate)


def _choose_index(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.obj = value


# `interviewer bank export --index DIR` reads as naturally as `interviewer bank --index DIR export`.
for _command in command.commands.values():
    if any(parameter.name == "index" for parameter in _command.params):
        continue
    _command.params.append(
        click.Option(
            ["--index"],
            type=click.Path(path_type=Path),
            callback=_choose_index,
            expose_value=False,
            help="Index folder [default: index].",
        )
    )
