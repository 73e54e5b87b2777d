"""Whether two questions are one.

They are when they have the same subject (by name, abbreviation or gloss), ask for the same side of
it, and their vectors agree. The answer depends on the two profiles and their cosine only.
"""

from __future__ import annotations

import re

from interviewer.bank.profiles import Profile, Reading, letters
from interviewer.bank.subjects import Side

NAMED_COSINE = 0.84
"""Least cosine for questions whose subject has the same name; guards against wrong glosses."""
PHRASED_COSINE = 0.92
"""Least cosine for questions whose subjects are worded alike but have no common name."""
SPELT_OUT_COSINE = 0.95
"""Least cosine where one phrase has all the words of the other and a few more."""
ALIKE = 0.75
"""Least share of common characters for two phrases to be worded alike."""
WORDED = 6
"""Phrases with fewer characters are names: alike is not enough ("注意力", "自注意力")."""
OPENING = 160
"""How much of the first sentence of an answer is read for what a thing is for."""


def one_meaning(left: Profile, right: Profile, cosine: float) -> bool:
    """Whether two questions have one subject, one side and agreeing vectors."""
    one, other = left.reading, right.reading
    if not _of_one_kind(one, other) or not _one_subject(left, right, cosine):
        return False
    if not (_same_side(left, right) and (_same_whole(left, right) or _same_context(left, right))):
        return False
    return one.subject.side is Side.CORE or left.place == right.place


def may_be_one(left: Profile, right: Profile) -> bool:
    """Whether nothing forbids that two questions are one, known names included."""
    apart = left.known and right.known and left.name != right.name
    return not apart and _of_one_kind(left.reading, right.reading)


def _of_one_kind(one: Reading, other: Reading) -> bool:
    """Whether examples, numbers and programming languages agree; a language may go unnamed."""
    if one.languages and other.languages and one.languages != other.languages:
        return False
    return one.subject.named == other.subject.named and one.numbers == other.numbers


def _one_subject(left: Profile, right: Profile, cosine: float) -> bool:
    if left.name == right.name or _same_whole(left, right):
        return cosine >= NAMED_COSINE
    return cosine >= PHRASED_COSINE and _worded_alike(left, right, cosine)


def _same_whole(left: Profile, right: Profile) -> bool:
    return bool(left.whole) and left.whole == right.whole


def _worded_alike(left: Profile, right: Profile, cosine: float) -> bool:
    """Whether subjects without a common name say the same in other words."""
    first, second = left.reading.letters, right.reading.letters
    if len(left.reading.subject.named) > 1 and first & second:
        return True
    if (left.known and right.known) or len(first | second) < WORDED:
        return False
    if {word for word in first ^ second if word.isascii()}:
        return False
    return _alike(first, second) or (cosine >= SPELT_OUT_COSINE and _spelt_out(first, second))


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= ALIKE * max(1, len(left | right))


def _spelt_out(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether one phrase says what the other says with a few words more."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= WORDED - 1 and shorter <= longer and len(longer) - len(shorter) <= 4


def _same_side(left: Profile, right: Profile) -> bool:
    """One side; "how to use X for P" is the core of X where P is what X is for."""
    one, other = left.reading.subject, right.reading.subject
    if one.purpose and other.purpose:
        return _alike(letters(one.purpose), letters(other.purpose))
    if one.purpose or other.purpose:
        user, plain = (left, right) if one.purpose else (right, left)
        core = plain.reading.subject.side is Side.CORE
        return core and _inherent(user.reading.subject.purpose, _opening(plain))
    return one.side is other.side


def _opening(profile: Profile) -> str:
    """A question and how its answer begins."""
    first = re.split(r"。|\.\s", profile.question.reference.strip(), maxsplit=1)[0][:OPENING]
    return profile.question.question + " " + first


_VAGUE = re.compile(
    r"深度学习|机器学习|模型|任务|提高|提升|优化|改善|解决|问题|进行|来|the"
    r"|model|performance|improve|性能|的"
)


def _inherent(purpose: str, opening: str) -> bool:
    """Whether a question with the opening of its answer already speaks of a purpose."""
    wanted = _pairs(_VAGUE.sub(" ", purpose))
    return not wanted or len(wanted & _pairs(opening)) >= 0.6 * len(wanted)


def _pairs(text: str) -> frozenset[str]:
    """Bigrams of Chinese runs and Latin words."""
    found: set[str] = set()
    for run in re.findall(r"[\u4e00-\u9fff]+|[a-z0-9]+", text.lower()):
        found.update([run] if run.isascii() else [run[at : at + 2] for at in range(len(run) - 1)])
    return frozenset(found)


def _same_context(left: Profile, right: Profile) -> bool:
    """One context, or one that the other question's answer takes for granted."""
    if left.context == right.context:
        return True
    if left.context and right.context:
        return False
    holder, other = (left, right) if left.context else (right, left)
    question = other.question
    parts = (question.question, question.reference, question.explanation or "")
    text = " ".join(parts).lower()
    return holder.reading.subject.context in text or holder.context in text
