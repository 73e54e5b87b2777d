"""Generated questions whose passage is no longer what it was.

The reference of a generated question is a piece of its document, word for word. Where the document
is there and does not hold that piece any more, the question is doubtful until somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interviewer.bank.documents import Found, load_bytes, sha256
from interviewer.bank.identity import normalised
from interviewer.bank.memory import Memory
from interviewer.bank.readers.registry import read_bytes
from interviewer.errors import DocumentError
from interviewer.model.bank import Doubt, Question
from interviewer.model.base import Value
from interviewer.model.rows import AnyQuestion, key_of, whole

_REASON = {
    "zh": "这道题由原文生成，而原文后来改了，找不到这段答案",
    "en": "it was generated from a passage that has changed since",
}


class Held(Value):
    """Whether a document holds a text."""

    held: bool


def find_stale(
    questions: Sequence[AnyQuestion], found: Sequence[Found], memory: Memory | None = None
) -> dict[str, Doubt]:
    """Map ids of generated questions to a doubt where their document says something else now.

    A document that is not among ``found``, or cannot be read, gives no doubt. ``memory`` only saves
    reading a document again.
    """
    table = (memory or Memory()).table(Held)
    names = {item.file: item for item in found}
    documents: dict[str, _Document | None] = {}
    stale = {}
    for question in questions:
        item = _document_of(whole(question), names) if question.generated else None
        if item is None:
            continue
        if item.file not in documents:
            documents[item.file] = _Document.open(item)
        document = documents[item.file]
        if document is None:
            continue
        wanted = normalised(question.reference)
        key = key_of(document.digest, wanted)
        if not table.recall(key, lambda d=document, w=wanted: Held(held=d.holds(w))).held:  # type: ignore[misc]
            stale[question.id] = Doubt(reason=_REASON[question.language])
    return stale


def joined(one: Doubt | None, other: Doubt | None) -> Doubt | None:
    """Both doubts as one."""
    if one is None or other is None:
        return one or other
    return Doubt(reason=f"{one.reason}；{other.reason}", quotes=(*one.quotes, *other.quotes))


class _Document:
    """A document's bytes by their hash; it is taken apart only when it is asked."""

    def __init__(self, name: str, data: bytes) -> None:
        self.digest = sha256(data)
        self._name, self._data = name, data
        self._text: str | None = None

    @classmethod
    def open(cls, item: Found) -> _Document | None:
        """The document, or None where it cannot be read."""
        try:
            return cls(item.path.name, load_bytes(item.path, item.root))
        except DocumentError:
            return None

    def holds(self, wanted: str) -> bool:
        """Whether the normalised text stands in it; so too where it cannot be taken apart."""
        if self._text is None:
            try:
                readings = read_bytes(self._data, self._name)
                self._text = "\n".join(normalised(reading.text or "") for reading in readings)
            except DocumentError:
                return True
        return wanted in self._text


def _document_of(question: Question, names: Mapping[str, Found]) -> Found | None:
    """The document that a question's source names, itself or as a file of an archive."""
    name = question.sources[0].file if question.sources else ""
    while name and name not in names:
        name = name.rpartition("/")[0]
    return names.get(name)
