"""The terminal's side of an interview: prints what the driver yields, reads what is typed."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from interviewer.errors import SessionError
from interviewer.interview.driver import Driver, Outputs
from interviewer.interview.intents import Intent
from interviewer.interview.outputs import (
    Acknowledged,
    Finished,
    Graded,
    NeedAnswer,
    Output,
    Refused,
    Shown,
)
from interviewer.interview.replay_text import transcript
from interviewer.model.interview import SessionOptions
from interviewer.report.build import build_report
from interviewer.report.render import render_markdown
from interviewer.settings import Settings
from interviewer.wiring.services import Services

REQUESTS = {
    "/skip": Intent.SKIP,
    "/hint": Intent.HINT,
    "/repeat": Intent.REPEAT,
    "/simpler": Intent.SIMPLER,
    "/answer": Intent.REVEAL,
}
HELP = (
    "/skip  next question        /hint    a hint (costs points, practice)\n"
    "/repeat say it again        /simpler say it in simpler words\n"
    "/answer show the reference  /undo    take the last answer back (practice)\n"
    "/pause  stop and go on later with --resume   /quit  end the interview now"
)


def open_services(index: Path | None, llm: str | None) -> Services:
    """Services from the environment's settings and the command's options."""
    chosen: dict[str, object] = {}
    if index is not None:
        chosen["index"] = index
    if llm is not None:
        chosen["llm"] = llm
    return Services(Settings().model_copy(update=chosen))


class Room:
    """One interview in one terminal."""

    def __init__(self, services: Services, interactive: bool) -> None:
        self._services = services
        self._interactive = interactive
        self._over = False

    def new_seed(self) -> int:
        """A seed for a session that need not be repeatable."""
        return random.SystemRandom().randrange(1 << 16)

    def start(self, options: SessionOptions) -> Driver:
        """Plan and begin a session."""
        services = self._services
        plan = services.plan(options)
        driver = Driver.start(options, plan, services.bank.version, services.parts)
        click.echo(f"[{driver.session_id}]", err=True)
        return driver

    def resume(self, session_id: str) -> Driver:
        """Go on with a stored session: its conversation is shown again."""
        driver = Driver.load(session_id, self._services.parts)
        if driver.state.finished is not None:
            raise SessionError(f"Interview {session_id} has ended. Start a new one.")
        for line in transcript(driver.state):
            click.echo(line)
        return driver

    def hold(self, driver: Driver) -> None:
        """Talk until the session ends, is paused, or the input runs out."""
        self._show(driver.resume() if driver.state.paused else driver.run())
        while not self._over:
            text = self._read()
            if text is None:
                click.echo(f"Go on later with --resume {driver.session_id}", err=True)
                return
            self._show(self._act(driver, text))

    def report(self, driver: Driver, path: Path | None) -> None:
        """Print the report as Markdown, and write it to ``path`` where one is given."""
        if driver.state.finished is None:
            return
        markdown = render_markdown(build_report(driver.state))
        click.echo("\n" + markdown)
        if path is not None:
            path.write_text(markdown, encoding="utf-8")

    def _act(self, driver: Driver, text: str) -> Outputs:
        word = text.strip().lower()
        if word in REQUESTS:
            return driver.request(REQUESTS[word])
        if word == "/undo":
            return driver.undo()
        if word == "/quit":
            return driver.finish()
        if word == "/pause":
            self._over = True
            click.echo(f"Go on later with --resume {driver.session_id}", err=True)
            return driver.pause()
        if word == "/help":
            click.echo(HELP)
            return driver.run()
        return driver.submit(text)

    def _show(self, outputs: Iterator[Output]) -> None:
        for item in outputs:
            match item:
                case Shown(text=text, done=False):
                    click.echo(text)
                case Acknowledged(text=text):
                    click.secho(text, dim=True)
                case Graded():
                    self._feedback(item)
                case Refused(reason=reason, text=text):
                    click.secho(f"({reason}) {text}", fg="yellow", err=True)
                case Finished():
                    self._over = True
                case NeedAnswer() if self._interactive:
                    click.secho("(an empty line ends your answer; /help)", dim=True, err=True)
                case _:
                    pass

    def _feedback(self, graded: Graded) -> None:
        feedback = graded.feedback
        if feedback.score is None:
            click.echo(f"— {feedback.reason}")
        else:
            click.echo(f"— {feedback.score:.0f}/100")
        for mark, notes in (
            ("✓", feedback.right),
            ("~", feedback.vague),
            ("✗", feedback.wrong),
            ("·", feedback.missing),
        ):
            for note in notes:
                quote = f"  「{note.quote}」" if note.quote else ""
                click.echo(f"  {mark} {note.text}{quote}")
        for source in feedback.sources[:1]:
            click.echo(f"  {source.file}:{source.line_start}-{source.line_end}")
        click.echo()

    def _read(self) -> str | None:
        """One message: lines up to an empty one, or one line where there is no terminal."""
        if not self._interactive:
            line = sys.stdin.readline()
            return line.rstrip("\n") if line else None
        lines: list[str] = []
        while True:
            try:
                line = input("> " if not lines else "  ")
            except EOFError:
                return None
            if not lines and line.strip().startswith("/"):
                return line
            if not line.strip():
                return "\n".join(lines)
            lines.append(line)
