"""Weights that ship with the package: a safetensors file, and a description with its hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from interviewer.errors import GraderError
from interviewer.model.base import Value

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = Path(__file__).parent / "weights"
MEND = "Install the package again: pip install --force-reinstall mock-interviewer"


class Shipped(Value):
    """Which weights these are."""

    name: str
    sha256: str

    @property
    def identity(self) -> str:
        """Name and the start of the hash, for a grade's provenance."""
        return f"{self.name}/{self.sha256[:12]}"


Kind = TypeVar("Kind", bound=Shipped)


def name_of(description: str) -> str:
    """The name of the shipped weights with this description."""
    return str(json.loads((FOLDER / description).read_text(encoding="utf-8"))["name"])


def read_shipped(
    weights: Path, description: Path, kind: type[Kind]
) -> tuple[dict[str, Tensor], Kind]:
    """The tensors as they are stored, and their description.

    Raises:
        GraderError: a file is missing or altered.
    """
    from safetensors.torch import load

    try:
        described = kind.model_validate_json(description.read_text(encoding="utf-8"))
        data = weights.read_bytes()
    except (OSError, ValidationError) as error:
        raise GraderError(
            f"Cannot read the weights in {weights.parent}: {error}. {MEND}"
        ) from error
    if hashlib.sha256(data).hexdigest() != described.sha256:
        raise GraderError(f"{weights} was altered (its SHA-256 differs). {MEND}")
    return load(data), described


def write_shipped(
    weights: Path, description: Path, state: dict[str, Tensor], described: Kind
) -> Kind:
    """Write both files and return the description, with the hash of the tensors."""
    from safetensors.torch import save

    data = save(state)
    described = described.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
    weights.parent.mkdir(parents=True, exist_ok=True)
    weights.write_bytes(data)
    describe(description, described)
    return described


def describe(path: Path, described: Shipped) -> None:
    """Write a description."""
    path.write_text(described.model_dump_json(indent=1) + "\n", encoding="utf-8")
