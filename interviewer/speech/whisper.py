"""Whisper through CTranslate2.

Radford et al. 2022, "Robust Speech Recognition via Large-Scale Weak Supervision"; the bundled
weights are OpenAI's multilingual ``base``.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from interviewer.errors import SpeechError

PROMPT = {"zh": "以下是普通话的技术面试回答。", "en": "A spoken answer in a technical interview."}
"""Sets script and punctuation; terms follow it so that rare words are spelt as the bank does."""

MAX_TERMS = 30
"""Whisper reads at most 224 prompt tokens; more terms would push out the first ones."""


class WhisperTranscriber:
    """A Whisper model in a CTranslate2 folder, loaded when first used."""

    def __init__(
        self, folder: Path, *, device: str = "auto", threads: int = 0, language: str | None = None
    ) -> None:
        self._folder = folder
        self._device = device
        self._threads = threads
        self._language = language
        self._model: Any = None
        self._lock = threading.Lock()

    def transcribe(self, audio: Path, terms: Sequence[str] = ()) -> str:
        """Text spoken in an audio file of any format that FFmpeg decodes.

        ``terms`` bias the decoder through its prompt. Whisper tends to repeat a prompt over
        silence, so a file without speech is recognised first and gives an empty text.
        """
        samples = _decode(audio)
        with self._lock:
            model = self._load()
            try:
                return self._run(model, samples, terms)
            except RuntimeError as error:
                raise SpeechError(f"{audio}: speech recognition broke off ({error}).") from error

    def _run(self, model: Any, samples: Any, terms: Sequence[str]) -> str:
        language = self._language or _language_of(model, samples)
        segments, _ = model.transcribe(
            samples,
            language=language,
            beam_size=5,
            vad_filter=True,
            condition_on_previous_text=False,
            initial_prompt=build_prompt(language, terms),
        )
        separator = "" if language == "zh" else " "
        return separator.join(segment.text.strip() for segment in segments).strip()

    def _load(self) -> Any:
        if self._model is None:
            from faster_whisper import WhisperModel

            try:
                self._model = WhisperModel(
                    str(self._folder),
                    device=self._device,
                    compute_type="default" if self._device == "cuda" else "int8",
                    cpu_threads=self._threads,
                    local_files_only=True,
                )
            except (RuntimeError, ValueError, OSError) as error:
                raise SpeechError(
                    f"{self._folder}: the speech model cannot be loaded ({error}). "
                    "Fetch it again with `interviewer models fetch whisper`."
                ) from error
        return self._model


def build_prompt(language: str, terms: Sequence[str]) -> str:
    """The decoder's prompt: a sentence in the language's script, then the distinct terms."""
    opening = PROMPT.get(language, PROMPT["en"])
    chosen = list(dict.fromkeys(" ".join(term.split()) for term in terms if term.strip()))
    if not chosen:
        return opening
    joined = ("、" if language == "zh" else ", ").join(chosen[:MAX_TERMS])
    return f"{joined}。{opening}" if language == "zh" else f"{joined}. {opening}"


def _language_of(model: Any, samples: Any) -> str:
    """Chinese or English, whichever the model finds likelier: the product speaks these two."""
    _, _, chances = model.detect_language(samples)
    by_code = dict(chances)
    return "zh" if by_code.get("zh", 0.0) >= by_code.get("en", 0.0) else "en"


def _decode(audio: Path) -> Any:
    from faster_whisper.audio import decode_audio

    if not audio.is_file():
        raise SpeechError(f"{audio}: there is no such audio file.")
    try:
        return decode_audio(str(audio), sampling_rate=16000)
    except Exception as error:  # PyAV raises many kinds; to the user they are one
        raise SpeechError(
            f"{audio}: not readable as audio ({error.__class__.__name__}). "
            "Use WAV, FLAC, MP3, OGG, M4A or WebM."
        ) from error
