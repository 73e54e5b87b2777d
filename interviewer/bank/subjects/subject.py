"""A question taken apart into subject, side, place and context."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated

from pydantic import PlainSerializer

Words = Annotated[frozenset[str], PlainSerializer(sorted)]
"""A set of words, stored in one order."""


class Side(Enum):
    """The side of a subject that a question is about."""

    CORE = "core"
    ADVANTAGE = "advantage"
    DRAWBACK = "drawback"
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
    named: Words = frozenset()
    purpose: str = ""
