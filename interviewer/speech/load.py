"""Settings to a transcriber."""

from __future__ import annotations

from pathlib import Path

from interviewer.model.protocols import Transcriber
from interviewer.settings import BUNDLED, Settings
from interviewer.speech.whisper import WhisperTranscriber
from interviewer.weights.files import locate


def load_transcriber(settings: Settings, language: str | None = None) -> Transcriber:
    """The bundled Whisper, or the CTranslate2 folder of ``INTERVIEWER_WHISPER``.

    Raises ``WeightsError`` where the files are missing; they are loaded on first use.
    """
    if settings.whisper == BUNDLED:
        folder = locate("whisper", settings.cache)
    else:
        folder = Path(settings.whisper)
    return WhisperTranscriber(
        folder, device=settings.device, threads=settings.threads or 0, language=language
    )
