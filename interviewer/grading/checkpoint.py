"""The shipped weights: int8 matrices with one scale per row, and a description with their hash.

``weights/reader.safetensors`` holds the network without word vectors (those come from the
bundled e5 file); ``weights/reader.json`` names the version, the SHA-256 and the calibration.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from interviewer.errors import GraderError
from interviewer.grading.score import Scale
from interviewer.model.base import Value

if TYPE_CHECKING:
    from torch import Tensor

FOLDER = Path(__file__).parent / "weights"
WEIGHTS = "reader.safetensors"
DESCRIPTION = "reader.json"
SCALE = ".scale"


class Calibration(Value):
    """What turns the network's numbers into chances and scores.

    ``temperature`` and ``bias`` are applied to the state logits (stated, partly, missing,
    contradicted); the rest is the ``Scale`` of the reader alone.
    """

    version: str
    temperature: float = 1.0
    bias: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    knots: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 100.0))

    @property
    def scale(self) -> Scale:
        """The scale of the reader alone."""
        return Scale(version=self.version, knots=self.knots)


class Description(Value):
    """Which weights these are."""

    name: str
    sha256: str
    layers: int
    calibration: Calibration


def quantised(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Matrices as int8 with a float16 scale per row; vectors as float16."""
    import torch

    packed = {}
    for name, value in state.items():
        if value.dim() < 2:
            packed[name] = value.half().contiguous()
            continue
        scale = value.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        packed[name] = (value / scale).round().clamp(-127, 127).to(torch.int8).contiguous()
        packed[name + SCALE] = scale.half().contiguous()
    return packed


def restored(packed: dict[str, Tensor]) -> dict[str, Tensor]:
    """The float32 state of ``quantised``."""
    return {
        name: value.float() * packed[name + SCALE].float()
        if name + SCALE in packed
        else value.float()
        for name, value in packed.items()
        if not name.endswith(SCALE)
    }


def read_checkpoint(folder: Path = FOLDER) -> tuple[dict[str, Tensor], Description]:
    """The network's state and its description.

    Raises:
        GraderError: a file is missing or altered.
    """
    from safetensors.torch import load

    mend = "Install the package again: pip install --force-reinstall mock-interviewer"
    try:
        description = Description.model_validate_json(
            (folder / DESCRIPTION).read_text(encoding="utf-8")
        )
        data = (folder / WEIGHTS).read_bytes()
    except OSError as error:
        raise GraderError(
            f"Cannot read the grader's weights in {folder}: {error}. {mend}"
        ) from error
    except ValidationError as error:
        raise GraderError(
            f"{folder / DESCRIPTION} is not a description of weights. {mend}"
        ) from error
    if hashlib.sha256(data).hexdigest() != description.sha256:
        raise GraderError(f"{folder / WEIGHTS} was altered (its SHA-256 differs). {mend}")
    return restored(load(data)), description


def write_checkpoint(
    state: dict[str, Tensor], name: str, calibration: Calibration, folder: Path = FOLDER
) -> Description:
    """Write both files and return the description."""
    from safetensors.torch import save

    data = save(quantised(state))
    layers = 1 + max(int(key.split(".")[1]) for key in state if key.startswith("layers."))
    description = Description(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        layers=layers,
        calibration=calibration,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WEIGHTS).write_bytes(data)
    text = description.model_dump_json(indent=1) + "\n"
    (folder / DESCRIPTION).write_text(text, encoding="utf-8")
    return description
