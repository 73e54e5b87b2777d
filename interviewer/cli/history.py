"""``interviewer history``: what is stored of past interviews, and how to take it along or away."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from interviewer.cli.lines import write_line

if TYPE_CHECKING:
    from interviewer.interview.regrade import Regraded
    from interviewer.model.bank import Language
    from interviewer.store.database import Store


@click.group()
def command() -> None:
    """Show, export and delete past interviews."""


@command.command("list")
def list_sessions() -> int:
    """All interviews, the latest first, as JSON Lines."""
    from interviewer.interview.session import replay
    from interviewer.report.build import build_report

    store = _store()
    for row in store.sessions():
        report = build_report(replay(store.events(row.id)))
        write_line(
            {
                "id": row.id,
                "started": datetime.fromtimestamp(row.created_at).isoformat(timespec="seconds"),
                "finished": row.finished,
                "questions": len(report.questions),
                "mean": report.mean,
                "graded": report.graded,
                "not_graded": report.not_graded,
                "skipped": report.skipped,
            }
        )
    return 0


@command.command()
@click.argument("session")
@click.option(
    "--format", "kind", type=click.Choice(["markdown", "html", "json"]), default="markdown"
)
@click.option("--language", type=click.Choice(["zh", "en"]))
def report(session: str, kind: str, language: str | None) -> int:
    """Print the report of one interview."""
    from interviewer.interview.session import replay
    from interviewer.report.build import build_report
    from interviewer.report.render import render_html, render_markdown

    found = build_report(replay(_store().events(session)))
    if kind == "json":
        write_line(found)
        return 0
    chosen: Language | None = "zh" if language == "zh" else "en" if language == "en" else None
    render = render_html if kind == "html" else render_markdown
    click.echo(render(found, chosen))
    return 0


@command.command()
def export() -> int:
    """Print every event of every interview as JSON Lines, to keep or to import elsewhere."""
    store = _store()
    for row in reversed(store.sessions()):
        for seq, event in enumerate(store.events(row.id)):
            write_line({"session_id": row.id, "seq": seq, "event": event.model_dump(mode="json")})
    return 0


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_events(file: Path) -> int:
    """Read back what `history export` wrote; interviews that are already here are left alone."""
    from interviewer.cli.lines import read_lines
    from interviewer.store.exchange import StoredEvent, import_sessions

    added = import_sessions(_store(), read_lines(file, StoredEvent))
    click.echo(f"{added} interviews added.", err=True)
    return 0


@command.command()
@click.argument("session")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--undo", is_flag=True, help="Go back to the reference as it was when asked.")
@click.option("--index", type=click.Path(path_type=Path), help="Index folder [default: index].")
def regrade(session: str, number: int, undo: bool, index: Path | None) -> int:
    """Grade question NUMBER of a SESSION again, by its reference as the bank has it now.

    The report shows the grades before and after side by side.
    """
    from interviewer.bank.files import load_bank
    from interviewer.errors import InputError
    from interviewer.interview.session import replay
    from interviewer.settings import Settings
    from interviewer.wiring.generations import require_generation
    from interviewer.wiring.regrading import regrade_one
    from interviewer.wiring.services import Services

    services = Services(Settings() if index is None else Settings(index=index))
    asked = replay(services.store.events(session)).questions
    if number > len(asked):
        raise InputError(f"Interview {session} has {len(asked)} questions.")
    bank = None if undo else load_bank(require_generation(services.settings.index))
    found = regrade_one(services, session, asked[number - 1].index, bank)
    if found is None:
        click.echo("The reference is the one the grade was made with; nothing changed.", err=True)
    else:
        tell_regraded(found, number)
    return 0


def tell_regraded(item: Regraded, number: int | None = None) -> None:
    """Say on stderr which grade was computed again."""
    before, after = (
        "not graded" if grade.score is None else f"{grade.score:.0f}"
        for grade in (item.before, item.after)
    )
    where = f"question {number} of " if number else ""
    click.echo(f"Graded again: {where}interview {item.session_id}: {before} → {after}", err=True)


@command.command()
@click.argument("session", required=False)
@click.option("--all", "everything", is_flag=True, help="Delete all interviews and corrections.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(session: str | None, everything: bool, yes: bool) -> int:
    """Delete one interview, or all of them."""
    if (session is None) == (not everything):
        raise click.UsageError("Name one interview, or give --all.")
    what = "all interviews and corrections" if everything else f"interview {session}"
    if not yes:
        click.confirm(f"Delete {what} for good?", abort=True, err=True)
    store = _store()
    if session is None:
        store.delete_everything()
    else:
        store.delete(session)
    return 0


def _store() -> Store:
    from interviewer.settings import Settings
    from interviewer.store.database import Store

    return Store.open(Settings().database)
