"""``interviewer models``."""

from __future__ import annotations

import click

from interviewer.cli.lines import progress_on_stderr, write_line
from interviewer.errors import UsageError, WeightsError
from interviewer.weights.catalogue import BUNDLES, DEFAULT

NAMES = click.Choice(list(BUNDLES))


@click.group(invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Fetch, verify, show and remove model files.

    Prints one JSON object a bundle: {"name", "title", "present", "verified", "bytes", "licence",
    "origin", "path"}. Without a sub-command it lists.
    """
    if context.invoked_subcommand is None:
        context.invoke(show)


@command.command("list")
def show() -> None:
    """Show every bundle: whether it is there, its size, licence and origin."""
    for name in BUNDLES:
        _print(name)


@command.command()
@click.argument("names", nargs=-1, type=NAMES, metavar="[NAME]...")
@click.option("--all", "everything", is_flag=True, help="Fetch every bundle.")
@click.option("--without", multiple=True, type=NAMES, help="Leave a bundle out (repeatable).")
def fetch(names: tuple[str, ...], everything: bool, without: tuple[str, ...]) -> None:
    """Fetch and verify bundles; without a name: e5, llm and whisper.

    What was broken off goes on where it stopped; what is there and whole is not fetched again.
    """
    from interviewer.settings import Settings
    from interviewer.weights import files

    if names and everything:
        raise UsageError("Give names or --all, not both.")
    wanted = tuple(BUNDLES) if everything else names or DEFAULT
    cache = Settings().cache
    with progress_on_stderr() as progress:
        for name in wanted:
            if name not in without:
                files.fetch(name, cache, progress)
                _print(name)


@command.command()
@click.argument("names", nargs=-1, type=NAMES, metavar="[NAME]...")
def verify(names: tuple[str, ...]) -> int:
    """Compute the SHA-256 of bundles; without a name: of all that are there.

    The exit code is 1 where a file is missing or altered.
    """
    from interviewer.settings import Settings
    from interviewer.weights import files

    cache, failed = Settings().cache, False
    present = tuple(name for name in BUNDLES if files.anything_of(name, cache))
    with progress_on_stderr() as progress:
        for name in names or present:
            try:
                files.verify(name, cache, progress=progress)
            except WeightsError as error:
                click.echo(f"Error: {error}", err=True)
                failed = True
            _print(name)
    return 1 if failed else 0


@command.command()
@click.argument("names", nargs=-1, required=True, type=NAMES, metavar="NAME...")
def remove(names: tuple[str, ...]) -> None:
    """Delete the files of bundles from the cache folder."""
    from interviewer.settings import Settings
    from interviewer.weights import files

    for name in names:
        files.remove(name, Settings().cache)
        _print(name)


def _print(name: str) -> None:
    from interviewer.settings import Settings
    from interviewer.weights import files

    write_line(files.state_of(name, Settings().cache))
