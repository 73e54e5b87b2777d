"""Text that is shown to a language model must not be able to speak with the template's voice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.model.protocols import Message

_CONTROL = re.compile(
    r"<(?=[|｜])"  # ChatML, Llama 3, Phi, DeepSeek
    r"|<(?=/?(?:s|unk|pad|bos|eos|think|tool_call|tool_response|(?:start|end)_of_turn)>)"
    r"|\[(?=/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])"
    r"|<(?=</?SYS>>)",
    re.IGNORECASE,
)


def neutralise(text: str) -> str:
    """Break every control token of the common chat templates by a space behind its bracket.

    Back ends tokenise whole prompts with control tokens recognised; ``<|im_end|>`` in an answer
    would end the candidate's turn. Surrogates, which cannot be encoded, become question marks.
    """
    return _CONTROL.sub(lambda match: match.group() + " ", text.encode("utf-8", "replace").decode())


def neutralise_tokens(text: str, tokens: Sequence[str]) -> str:
    """Also break the given special tokens, for models with templates of their own."""
    text = neutralise(text)
    for token in sorted(tokens, key=len, reverse=True):
        if len(token) > 1 and token in text:
            text = text.replace(token, f"{token[0]} {token[1:]}")
    return text


def plain_messages(messages: Sequence[Message], tokens: Sequence[str] = ()) -> list[dict[str, str]]:
    """Messages as dictionaries whose contents hold no control token."""
    return [
        {"role": message.role, "content": neutralise_tokens(message.content, tokens)}
        for message in messages
    ]
