"""Figures of docs/measurements/interview.md.

python benchmarks/interview.py levels
python benchmarks/interview.py simulate --index index --sessions 8 --questions 3
python benchmarks/interview.py turns --index index --turns 10 [--no-prepare]
python benchmarks/interview.py leaks    (evals/leaks.jsonl: no threshold may be set on it)
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

from interviewer.evals.candidates import Style
from interviewer.evals.levels import measure_levels
from interviewer.evals.simulate import simulate
from interviewer.evals.turns import measure_turns
from interviewer.interview.driver import Parts
from interviewer.interview.leaks import LeakDetector
from interviewer.interview.log import MemoryLog
from interviewer.model.bank import KeyPoint
from interviewer.model.interview import SessionOptions
from interviewer.settings import Settings
from interviewer.wiring.services import Services

LEAKS = Path(__file__).parents[1] / "evals" / "leaks.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["levels", "simulate", "turns", "leaks"])
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--sessions", type=int, default=8)
    parser.add_argument("--questions", type=int, default=3)
    parser.add_argument("--language", default="zh", choices=["zh", "en"])
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--no-prepare", action="store_true")
    chosen = parser.parse_args()
    if chosen.what == "levels":
        print(measure_levels().model_dump_json())
        return
    services = Services(Settings().model_copy(update={"index": chosen.index}))
    if chosen.what == "leaks":
        print(json.dumps(measure_leaks(LeakDetector(services.encoder)), ensure_ascii=False))
        return
    parts = Parts(
        llm=services.llm,
        grader=services.grader,
        encoder=services.encoder,
        log=MemoryLog(),
        clock=time.time,
        prepare=not chosen.no_prepare,
    )
    if chosen.what == "turns":
        times = measure_turns(services.bank, parts, chosen.turns)
        print(times.model_dump_json())
        print(json.dumps(times.medians()))
        return
    services.warm(chosen.language)  # as the page does when it starts
    options = SessionOptions(question_count=chosen.questions, language=chosen.language)
    found = simulate(
        services.bank, lambda _: replace(parts, log=MemoryLog()), chosen.sessions, options
    )
    for session in found.sessions:
        print(session.model_dump_json())
    summary = {
        "problems": found.problems,
        "own_words_share": found.own_words_share,
        "bank_words_share": found.bank_words_share,
        "aim_share": found.aim_share,
        "quartiles": {style: found.quartiles(style) for style in Style},
    }
    print(json.dumps(summary, ensure_ascii=False))


def measure_leaks(detector: LeakDetector) -> dict[str, object]:
    """Share of written leaks caught and of harmless wordings flagged, with what went wrong."""
    missed, flagged, rows = [], [], [json.loads(line) for line in LEAKS.open(encoding="utf-8")]
    for row in rows:
        points = [KeyPoint(id=str(place), text=text) for place, text in enumerate(row["points"])]
        found = detector.find(row["text"], row["question"], points, cue=row["cue"])
        if (found is not None) != row["leak"]:
            (missed if row["leak"] else flagged).append(row["text"])
    leaks = sum(row["leak"] for row in rows)
    return {
        "leaks": leaks,
        "caught": leaks - len(missed),
        "harmless": len(rows) - leaks,
        "flagged": len(flagged),
        "missed_texts": missed,
        "flagged_texts": flagged,
    }


if __name__ == "__main__":
    main()
