"""Character error rate of speech to text, with and without the question's terms."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from interviewer.evals.data import Clip, Figures
from interviewer.evals.metrics import edit_distance, spoken_form
from interviewer.model.protocols import Progress, Transcriber


def evaluate_speech(
    transcriber: Transcriber,
    clips: Sequence[Clip],
    folder: Path,
    terms_for: Callable[[Clip], Sequence[str]],
    progress: Progress | None = None,
) -> Figures:
    """Error rates in characters; ``inserted_terms`` counts terms heard that were never said.

    The real-time factor is None where a clip does not say how long it is.
    """
    errors = {"plain": 0, "with_terms": 0}
    inserted, characters, seconds, audio = 0, 0, 0.0, 0.0
    for number, clip in enumerate(clips, start=1):
        terms = terms_for(clip)
        truth = spoken_form(clip.text)
        characters += len(truth)
        audio += clip.seconds if clip.seconds is not None else float("nan")
        for name, given in (("plain", ()), ("with_terms", terms)):
            begin = time.perf_counter()
            heard = spoken_form(transcriber.transcribe(folder / clip.file, given))
            errors[name] += edit_distance(heard, truth)
            if name == "with_terms":
                seconds += time.perf_counter() - begin
                inserted += sum(
                    term in heard and term not in truth for term in map(spoken_form, terms)
                )
        if progress:
            progress("transcribing", number, len(clips))
    return {
        "clips": len(clips),
        "characters": characters,
        "error_rate_plain": errors["plain"] / characters if characters else None,
        "error_rate_with_terms": errors["with_terms"] / characters if characters else None,
        "inserted_terms": inserted,
        "real_time_factor": seconds / audio if audio > 0 else None,
    }
