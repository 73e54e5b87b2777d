"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")  # how long an example takes depends on what else the machine does

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data and real documents that a developer's checkout has beside it."""
    folder = ROOT.parent / "shared"
    if folder.is_dir():
        return folder
    if os.environ.get("INTERVIEWER_REQUIRE_SHARED"):
        pytest.fail(f"{folder} is missing, and INTERVIEWER_REQUIRE_SHARED asks for it")
    pytest.skip("SKIPPED FOR LACK OF ../shared: the labelled data is not part of the repository")
