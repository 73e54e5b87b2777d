"""The shipped weights: int8 matrices with one scale per row, and a description with their hash.

``weights/reader.safetensors`` holds the network without word vectors (those come from the
bundled e5 file); ``weights/reader.json`` names the version, the SHA-256 and the calibration.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.grading.score import Scale
from interviewer.grading.shipped import FOLDER, Shipped, read_shipped, write_shipped
from interviewer.model.base import Value

if TYPE_CHECKING:
    from torch import Tensor

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


class Description(Shipped):
    """What the network is made of, and its calibration."""

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
    packed, description = read_shipped(folder / WEIGHTS, folder / DESCRIPTION, Description)
    return restored(packed), description


def write_checkpoint(
    state: dict[str, Tensor], name: str, calibration: Calibration, folder: Path = FOLDER
) -> Description:
    """Write both files and return the description."""
    layers = 1 + max(int(key.split(".")[1]) for key in state if key.startswith("layers."))
    description = Description(name=name, sha256="", layers=layers, calibration=calibration)
    return write_shipped(folder / WEIGHTS, folder / DESCRIPTION, quantised(state), description)
