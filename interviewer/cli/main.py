"""The command ``interviewer``: a lazy table of sub-commands, so that ``--help`` stays fast."""

from __future__ import annotations

import importlib
import sys

import click

from interviewer.errors import InterviewerError

COMMANDS: dict[str, tuple[str, str]] = {
    "build": ("build", "Read documents into a question bank and an index."),
    "bank": ("bank", "List, show, edit, export and import the questions of an index."),
    "grade": ("grade", "Grade answers from a JSON Lines file."),
    "search": ("search", "Find questions for the queries of a JSON Lines file."),
    "qa": ("qa", "Answer free questions from the documents, with citations."),
    "transcribe": ("transcribe", "Turn audio files into text."),
    "interview": ("interview", "Hold an interview in the terminal."),
    "history": ("history", "Show, export and delete past interviews."),
    "web": ("web", "Serve the browser app."),
    "eval": ("evaluate", "Measure grading, search, answers and speech on labelled data."),
    "bench": ("bench", "Measure speed and memory on this machine."),
    "models": ("models", "Fetch, verify, show and remove model files."),
    "doctor": ("doctor", "Say what runs where on this machine, and why."),
}
"""Sub-command name to (module below ``interviewer.cli``, one-line help)."""


class LazyGroup(click.Group):
    """Imports a sub-command's module only when that command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the flow."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the module of ``cmd_name``, or answer None where there is no such command."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = importlib.import_module(f"interviewer.cli.{entry[0]}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Print the version and stop."""
    if value:
        from interviewer import __version__

        click.echo(f"interviewer {__version__}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, callback=show_version, expose_value=False, is_eager=True)
def cli() -> None:
    """A mock interviewer that runs on your machine and asks from your own documents."""


def _bad_setting(error: ValueError) -> str:
    """Name the ``INTERVIEWER_*`` variable that holds no valid value; other errors go on."""
    from pydantic import ValidationError

    if not isinstance(error, ValidationError) or error.title != "Settings":
        raise error
    first = error.errors()[0]
    name = f"INTERVIEWER_{'_'.join(map(str, first['loc']))}".upper()
    return f"{name}={first['input']!s}: {first['msg']}. Correct the variable or unset it."


def main() -> None:
    """Entry point: maps the product's errors to a message and an exit code (1 or 2)."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped. Nothing is half-written.", err=True)
        sys.exit(130)
    except KeyboardInterrupt:
        click.echo("Stopped. Nothing is half-written.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except InterviewerError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = "Check the path, its permissions and the free disk space, then try again."
        click.echo(f"Error: {where}{error.strerror or error}. {hint}", err=True)
        sys.exit(1)
    except ValueError as error:
        click.echo(f"Error: {_bad_setting(error)}", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
