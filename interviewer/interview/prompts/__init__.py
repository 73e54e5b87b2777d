"""Prompt files. Each is named by its hash in the wordings it leads to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from interviewer.model.bank import Language

PromptName = Literal["ask", "simpler", "follow_up"]


@dataclass(frozen=True)
class Prompt:
    """A prompt's fixed part and the hash of its file (12 hex digits of SHA-256)."""

    name: str
    text: str
    hash: str


@cache
def load_prompt(name: PromptName, language: Language) -> Prompt:
    """Read a prompt file that ships with the package."""
    file = f"{name}.{language}.md"
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8").strip()
    return Prompt(f"{name}.{language}", text, hashlib.sha256(text.encode()).hexdigest()[:12])
