"""The base of every value in the product: frozen, strict about unknown fields, JSON round trips."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1"
"""Version of the wire schema (``docs/schema``); raised when a field changes or goes."""

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
"""A calibrated probability."""

Score = Annotated[float, Field(ge=0.0, le=100.0)]
"""Points from 0 (nothing right) to 100 (everything asked for)."""

Weight = Annotated[int, Field(ge=1, le=3)]
"""Weight of a key point: 3 core, 2 important, 1 detail."""


class Value(BaseModel):
    """An immutable value. Equality is by content; unknown fields are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
