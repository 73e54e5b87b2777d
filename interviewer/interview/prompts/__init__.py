"""Prompt files. Each is named by its hash in the wordings it leads to.

A file holds blocks with a blank line between them: first the system message, then examples as
pairs of what is given and what is to be said. Small models follow examples in turns of their own
far better than examples inside one message.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from interviewer.interview.leaks import without_talk
from interviewer.interview.terms import content_terms
from interviewer.model.bank import Language
from interviewer.model.protocols import Message

PromptName = Literal["ask", "simpler", "follow_up"]


@dataclass(frozen=True)
class Prompt:
    """A prompt's fixed part and the hash of its file (12 hex digits of SHA-256)."""

    name: str
    messages: tuple[Message, ...]
    hash: str

    @property
    def subjects(self) -> frozenset[str]:
        """What the examples speak of, as content terms: a small model carries it over."""
        given = (item.content for item in self.messages if item.role == "user")
        return frozenset(content_terms(without_talk(" ".join(given))))

    def about(self, content: str) -> tuple[Message, ...]:
        """The whole prompt: the fixed part first (prefix cache), what changes last."""
        return (*self.messages, Message(role="user", content=content))


@cache
def load_prompt(name: PromptName, language: Language) -> Prompt:
    """Read a prompt file that ships with the package."""
    file = f"{name}.{language}.md"
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8").strip()
    system, *examples = text.split("\n\n")
    messages = [Message(role="system", content=system)]
    for given, said in zip(examples[::2], examples[1::2], strict=True):
        messages.append(Message(role="user", content=given))
        messages.append(Message(role="assistant", content=said))
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Prompt(f"{name}.{language}", tuple(messages), digest)
