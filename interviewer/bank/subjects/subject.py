"""A question taken apart into subject, side, place and context."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    """The side of a subject that a question is about."""

    CORE = "core"
    ADVANTAGE = "advantage"
    CHALLENGE = "challenge"
    COMPARE = "compare"
    HOW = "how"
    APPLICATION = "application"
    LIST = "list"
    WHY = "why"
    VARIANTS = "variants"
    DESIGN = "design"


@dataclass(frozen=True)
class Subject:
    """What a question asks.

    ``phrase``: the thing asked about, without glosses; ``place``: where it is applied ("finance");
    ``context``: the field it is part of ("multi-task learning"); ``named``: Latin names given as
    examples; ``purpose``: what the thing is to be used for, in "how to use X for P".
    """

    phrase: str
    side: Side
    place: str = ""
    context: str = ""
    named: frozenset[str] = frozenset()
    purpose: str = ""
