from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.evals.schema import schemas

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "schema"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_shipped_schema_is_what_the_code_says(name: str) -> None:
    shipped = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert shipped == schemas()[name], "run: python -m interviewer.evals.schema docs/schema"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{n}.schema.json" for n in schemas()}
