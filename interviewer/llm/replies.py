"""Whole replies out of streamed pieces."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from interviewer.errors import LanguageModelError
from interviewer.model.protocols import Completion, LanguageModel


def complete(model: LanguageModel, request: Completion) -> str:
    """The whole reply as one text."""
    return "".join(model.stream(request))


def complete_json(model: LanguageModel, request: Completion) -> dict[str, Any]:
    """The reply as a JSON object; anything else raises ``LanguageModelError``."""
    return parse_object(complete(model, request))


def parse_object(text: str) -> dict[str, Any]:
    """Parse a reply that must be one JSON object (a Markdown fence around it is forgiven)."""
    body = text.strip()
    if body.startswith("```"):
        body = body.strip("`").removeprefix("json")
    try:
        value = json.loads(body)
    except ValueError as error:
        raise LanguageModelError(
            "The language model did not reply with valid JSON. Try again, or set another model "
            "with INTERVIEWER_LLM."
        ) from error
    if not isinstance(value, dict):
        raise LanguageModelError(
            "The language model replied with JSON that is no object. Try again, or set another "
            "model with INTERVIEWER_LLM."
        )
    return value


def until_stop(pieces: Iterable[str], stops: Sequence[str]) -> Iterator[str]:
    """Pass pieces on until one of ``stops`` occurs, also across pieces; it is not passed on."""
    held = ""
    for piece in pieces:
        held += piece
        ends = [at for stop in stops if stop and (at := held.find(stop)) >= 0]
        if ends:
            if min(ends):
                yield held[: min(ends)]
            return
        keep = _tail(held, stops)
        if len(held) > keep:
            yield held[: len(held) - keep]
            held = held[len(held) - keep :]
    if held:
        yield held


def _tail(text: str, stops: Sequence[str]) -> int:
    """Length of the longest end of ``text`` that is the beginning of a stop."""
    return max(
        (
            size
            for stop in stops
            for size in range(1, min(len(stop), len(text) + 1))
            if text.endswith(stop[:size])
        ),
        default=0,
    )
