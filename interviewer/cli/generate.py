"""``interviewer bank generate``: let the language model ask about prose without questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interviewer.cli.lines import progress_on_stderr, write_line
from interviewer.errors import UsageError

if TYPE_CHECKING:
    from interviewer.bank.generate.write import Outcome


@click.command("generate")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--index", type=click.Path(path_type=Path), help="Index folder [default: index].")
@click.option("--limit", type=click.IntRange(1), help="Work on at most N passages this time.")
@click.pass_context
def generate(
    ctx: click.Context, paths: tuple[Path, ...], index: Path | None, limit: int | None
) -> int:
    """Write questions for the prose below PATH… (default: corpus) that has none.

    The model words each question; its reference answer is the document's own sentences. Accepted
    questions join the bank at once, marked as generated: review them with `interviewer bank`.
    Passages that are done are skipped next time, so stopping loses nothing.

    Prints JSON Lines: {"status": "accepted", …} for every question, {"status": "skipped",
    "reason", …} for every passage without one, {"status": "error", …} for every file that cannot
    be read, then the totals. Exit code 0, also where nothing is left to do; 1: the model cannot be
    used; 2: wrong call.
    """
    from interviewer.bank.generate.run import Run, read_passages
    from interviewer.bank.generate.run import generate as run_over
    from interviewer.settings import Settings
    from interviewer.wiring.generations import current_generation
    from interviewer.wiring.services import Services

    chosen = index or (ctx.obj if isinstance(ctx.obj, Path) else None)
    settings = Settings() if chosen is None else Settings(index=chosen)
    if settings.llm == "none" and not settings.llm_url:
        raise UsageError("INTERVIEWER_LLM=none words nothing. Set a language model, or unset it.")
    documents = read_passages(list(paths) or [settings.corpus], write_line)
    services = Services(settings)
    totals = {"passages": 0, "accepted": 0, "refused": 0, "skipped": 0}
    try:
        run = Run(
            settings.index, current_generation(settings.index), services.encoder, services.llm
        )
        with progress_on_stderr() as progress:
            for outcome in run_over(run, documents, limit, progress):
                for line in _lines(outcome):
                    write_line(line)
                totals["passages"] += 1
                totals["accepted"] += len(outcome.questions)
                totals["refused"] += len(outcome.refused)
                totals["skipped"] += not outcome.questions
    finally:
        services.close()
    already = sum(map(len, documents)) - totals["passages"]
    write_line({"status": "done", **totals, "left_or_done_before": already})
    return 0


def _lines(outcome: Outcome) -> list[dict[str, Any]]:
    """One object a question, or one for a passage without any."""
    passage = outcome.passage
    where = {
        "file": passage.file,
        "heading": passage.headings[-1] if passage.headings else None,
        "lines": [passage.line_start, passage.line_end],
    }
    if not outcome.questions:
        refused = [{"question": one.question, "reason": one.reason} for one in outcome.refused]
        return [{"status": "skipped", "reason": outcome.reason, **where, "refused": refused}]
    return [
        {
            "status": "accepted",
            "id": question.id,
            "question": question.question,
            "reference": question.reference,
            "topic": question.topic,
            "key_points": [point.text for point in question.key_points],
            **where,
        }
        for question in outcome.questions
    ]
