"""A bank as lines of JSON, and its version: a hash of what it says.

A line is the form in which a question is stored, carried over from build to build and compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from interviewer.model.bank import Bank, Doubt, Language, Question

KEY = 32
"""Characters of a hash."""

Head = tuple[str, str, Language, bool, bool, Doubt | None, str, str]
"""What is stored of a row beside its line: the fields of ``Row`` in their order."""
_HEADS = TypeAdapter(tuple[Head, ...])


@dataclass(slots=True)
class Row:
    """A question as its line, with what a build looks at in every one.

    ``text_key`` is a hash of question, reference and explanation, ``digest`` one of the line. The
    rest is parsed when it is asked for, which takes many times as long as reading these.
    """

    id: str
    cluster_id: str
    language: Language
    generated: bool
    hidden: bool
    doubt: Doubt | None
    text_key: str
    digest: str
    line: bytes
    _whole: Question | None = field(default=None, repr=False, compare=False)

    @property
    def whole(self) -> Question:
        """The question itself; raises ``ValidationError`` where the line holds none."""
        if self._whole is None:
            self._whole = Question.model_validate_json(self.line)
        return self._whole

    @property
    def question(self) -> str:
        """The question's text."""
        return self.whole.question

    @property
    def reference(self) -> str:
        """The author's answer."""
        return self.whole.reference

    @property
    def explanation(self) -> str | None:
        """What the author adds to the answer."""
        return self.whole.explanation


AnyQuestion = Row | Question


@dataclass(frozen=True)
class Rows:
    """A bank as rows; ``version`` is the hash of their lines."""

    version: str
    questions: tuple[Row, ...]

    @classmethod
    def of(cls, questions: Iterable[AnyQuestion]) -> Rows:
        """The rows of questions."""
        rows = tuple(map(row_of, questions))
        return cls(version_of(row.line for row in rows), rows)

    def whole(self) -> Bank:
        """The bank itself; parsing the rows of a large one takes a while."""
        return Bank(version=self.version, questions=tuple(map(whole, self.questions)))


def dump_heads(rows: Iterable[Row]) -> bytes:
    """What rows hold beside their lines, as JSON."""
    return _HEADS.dump_json(
        tuple(
            (
                row.id,
                row.cluster_id,
                row.language,
                row.generated,
                row.hidden,
                row.doubt,
                row.text_key,
                row.digest,
            )
            for row in rows
        )
    )


def read_rows(heads: bytes, lines: Sequence[bytes]) -> tuple[Row, ...]:
    """Rows from what ``dump_heads`` gave and their lines, which are not looked at.

    Raises ``ValueError`` where the two do not fit together.
    """
    found = _HEADS.validate_json(heads)
    return tuple(Row(*head, line) for head, line in zip(found, lines, strict=True))


def row_of(question: AnyQuestion) -> Row:
    """A question as a row."""
    if isinstance(question, Row):
        return question
    line = line_of(question)
    return Row(
        id=question.id,
        cluster_id=question.cluster_id,
        language=question.language,
        generated=question.generated,
        hidden=question.hidden,
        doubt=question.doubt,
        text_key=text_key(question),
        digest=_digest(line),
        line=line,
    )


def whole(question: AnyQuestion) -> Question:
    """The whole question; raises ``ValidationError`` where the line holds none."""
    return question if isinstance(question, Question) else question.whole


def line_of(question: AnyQuestion) -> bytes:
    """A question as one line of JSON, in UTF-8."""
    if isinstance(question, Row):
        return question.line
    return question.model_dump_json().encode()


def digest_of(question: AnyQuestion) -> str:
    """The hash of a question's line."""
    return question.digest if isinstance(question, Row) else _digest(line_of(question))


def text_key(question: AnyQuestion) -> str:
    """The hash of all that a question's document says."""
    if isinstance(question, Row):
        return question.text_key
    return key_of(question.question, question.reference, question.explanation or "")


def key_of(*parts: str) -> str:
    """Hash of texts, by which a result is remembered."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    framed = b"".join([len(data).to_bytes(8, "little") + data for data in encoded])
    return _digest(framed)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:KEY]


def version_of(lines: Iterable[bytes]) -> str:
    """The hash of the lines of a bank's questions."""
    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(line + b"\n")
    return hashed.hexdigest()[:16]


def make_bank(questions: Iterable[AnyQuestion]) -> Bank:
    """A bank whose version is the hash of its questions."""
    found = tuple(questions)
    return Bank(version=version_of(map(line_of, found)), questions=tuple(map(whole, found)))
