"""A transcriber without a model, for tests of what comes after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from interviewer.errors import SpeechError


class ScriptedTranscriber:
    """Says for each file name what it was told to say."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def transcribe(self, audio: Path, terms: Sequence[str] = ()) -> str:
        """The scripted text of ``audio.name``; the terms change nothing."""
        if not audio.is_file() or audio.name not in self._texts:
            raise SpeechError(f"{audio}: there is no such audio file.")
        return self._texts[audio.name]
