"""``interviewer transcribe``."""

from __future__ import annotations

import time
from pathlib import Path

import click

from interviewer.cli.lines import progress_on_stderr, read_lines, write_line
from interviewer.errors import SpeechError
from interviewer.model.base import Value


class AudioLine(Value):
    """One line of input; a relative ``audio`` path counts from the file's own folder."""

    id: str
    audio: Path
    terms: tuple[str, ...] = ()


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["zh", "en"]), help="Do not guess the language.")
def command(file: Path, language: str | None) -> int:
    """Turn audio files into text.

    FILE holds one JSON object a line: {"id", "audio", "terms"?}. Prints {"id", "text", "seconds"};
    where a file cannot be read, "text" is null and "error" says why (exit code 1).
    """
    from interviewer.settings import Settings
    from interviewer.speech.load import load_transcriber

    lines = list(read_lines(file, AudioLine))
    transcriber = load_transcriber(Settings(), language)
    failed = False
    with progress_on_stderr() as progress:
        for number, line in enumerate(lines, start=1):
            begin = time.perf_counter()
            output: dict[str, object] = {"id": line.id, "text": None}
            try:
                output["text"] = transcriber.transcribe(file.parent / line.audio, line.terms)
            except SpeechError as error:
                output["error"] = str(error)
                failed = True
            output["seconds"] = round(time.perf_counter() - begin, 3)
            write_line(output)
            progress("transcribing", number, len(lines))
    return 1 if failed else 0
