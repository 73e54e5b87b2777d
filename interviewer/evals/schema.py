"""The wire schema: every value that leaves or enters the product, as JSON Schema (2020-12).

``python -m interviewer.evals.schema docs/schema`` writes the files anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from interviewer.evals.data import BankRow, Clip, LabelledQuery, PairedAnswer, RatedAnswer
from interviewer.model.bank import Question
from interviewer.model.base import SCHEMA_VERSION
from interviewer.model.grading import Grade, GradeRequest
from interviewer.model.interview import EVENT_ADAPTER
from interviewer.model.report import Report
from interviewer.model.retrieval import QaAnswer, SearchHit

MODELS: dict[str, type[BaseModel]] = {
    "question": Question,
    "grade_request": GradeRequest,
    "grade": Grade,
    "search_hit": SearchHit,
    "qa_answer": QaAnswer,
    "report": Report,
    "eval_bank_row": BankRow,
    "eval_rated_answer": RatedAnswer,
    "eval_paired_answer": PairedAnswer,
    "eval_query": LabelledQuery,
    "eval_clip": Clip,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Schema by name, each stamped with the version of the whole."""
    found = {name: model.model_json_schema() for name, model in MODELS.items()}
    found["event"] = EVENT_ADAPTER.json_schema()
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$comment": f"interviewer wire schema, version {SCHEMA_VERSION}",
            **schema,
        }
        for name, schema in found.items()
    }


def write(folder: Path) -> None:
    """Write one file per schema."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
        (folder / f"{name}.schema.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
