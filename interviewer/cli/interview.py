"""``interviewer interview``: a whole interview in the terminal, or through a pipe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

COUNTS = click.Choice(["5", "8", "10"])
MODES = click.Choice(["practice", "live", "drill", "exam"])
HELP = "Commands: /skip /hint /repeat /simpler /answer /undo /pause /resume /quit /help"


@click.command("interview")
@click.option("--index", type=click.Path(path_type=Path), help="Folder of the index.")
@click.option("--topic", "topics", multiple=True, help="Only this topic; may be repeated.")
@click.option("--questions", default="5", type=COUNTS, show_default=True, help="How many.")
@click.option("--language", default="zh", type=click.Choice(["zh", "en"]), show_default=True)
@click.option("--mode", default="practice", type=MODES, show_default=True)
@click.option("--follow-ups", default=2, type=click.IntRange(0, 2), show_default=True)
@click.option(
    "--persona",
    default="neutral",
    type=click.Choice(["friendly", "neutral", "strict"]),
    show_default=True,
)
@click.option("--seed", type=int, help="Makes plan and wording repeatable.")
@click.option("--resume", metavar="SESSION", help="Go on with a stored interview.")
@click.option("--llm", help="Language model: bundled, bundled-small, none, or a path or id.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the report here as well.")
def command(**chosen: Any) -> None:
    """Hold an interview in the terminal.

    Type an answer and end it with an empty line. Without a terminal every line of the input is
    one answer, so that scripts can drive it. /help lists the commands.
    """
    from interviewer.cli.interview_room import Room, open_services
    from interviewer.model.interview import SessionOptions

    services = open_services(chosen["index"], chosen["llm"])
    try:
        room = Room(services, interactive=sys.stdin.isatty())
        if chosen["resume"]:
            driver = room.resume(chosen["resume"])
        else:
            options = SessionOptions(
                topics=chosen["topics"],
                question_count=int(chosen["questions"]),
                language=chosen["language"],
                mode=chosen["mode"],
                max_follow_ups=chosen["follow_ups"],
                persona=chosen["persona"],
                seed=chosen["seed"] if chosen["seed"] is not None else room.new_seed(),
            )
            driver = room.start(options)
        try:
            room.hold(driver)
        finally:
            driver.close()
        room.report(driver, chosen["report"])
    finally:
        services.close()
