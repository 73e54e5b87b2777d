"""The five real documents: all 247 questions, word for word, at their place."""

from __future__ import annotations

import json
from pathlib import Path

from interviewer.bank.layouts.extract import extract
from tests.bank.comparing import bare


def test_all_questions_of_the_seeds_are_found_exactly(shared: Path) -> None:
    gold_file = shared / "evals" / "bank_gold.jsonl"
    gold = [json.loads(line) for line in gold_file.read_text("utf-8").splitlines()]
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        expected = [row for row in gold if row["qid"].startswith(path.name[:3])]
        found = extract(text).questions
        assert len(found) == len(expected)
        for question, row in zip(found, expected, strict=True):
            assert question.heading == row["title"]
            assert bare(question.question) == bare(row["question"]), row["qid"]
            assert bare(question.reference) == bare(row["reference"]), row["qid"]
            assert bare(question.explanation) == bare(row["explanation"]), row["qid"]
            if row["chapter"]:
                assert question.chapter[-1] == row["chapter"]
            part = bare("\n".join(lines[question.line_start - 1 : question.line_end]))
            assert part.startswith(bare(row["title"]))
            assert part.endswith(bare(row["explanation"] or row["reference"]))
