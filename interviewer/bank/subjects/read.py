"""From the text of a question to its subject."""

from __future__ import annotations

import re
from dataclasses import replace

from interviewer.bank.subjects import chinese, english
from interviewer.bank.subjects.frames import plain_frame
from interviewer.bank.subjects.names import named_in, without_language
from interviewer.bank.subjects.subject import Subject

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_GLOSS = re.compile(r"\s*[（(]\s*(?!如|例如|包括|比如|such as|e\.g)([^（）()]*)[）)]")
_EXAMPLES = re.compile(
    r"[（(]\s*(?:如|例如|比如|包括|such as|e\.g\.)([^（）()]*)[）)]"
    r"|[，,]\s*(?:如(?!何|果)|例如|比如|包括|including|such as)([^，。；;?？]*)",
    re.I,
)


def read_subject(question: str) -> Subject:
    """Take a question apart, in Chinese or English."""
    text = re.sub(r"\s+", " ", question.strip())
    named: frozenset[str] = frozenset()
    for found in _EXAMPLES.findall(text):
        named |= named_in("".join(found))
    text = plain_frame(_GLOSS.sub("", _EXAMPLES.sub("", text)).strip())
    found = chinese.read(text, named) if _CHINESE.search(text) else english.read(text, named)
    return replace(found, phrase=without_language(found.phrase))
