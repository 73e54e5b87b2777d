"""Settings from the environment (``INTERVIEWER_*``) with defaults that need no configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

BUNDLED = "bundled"


class Settings(BaseSettings):
    """Where things lie and which models run.

    ``embedding``: ``bundled`` (multilingual-e5-small) or any sentence-transformers id or path.
    ``llm``: ``bundled`` (Qwen2.5-Coder-1.5B-Instruct), ``bundled-small`` (0.5B), a path of a GGUF
    file, any transformers id or path, or ``none`` (plain wording from code).
    ``llm_url``: address of an OpenAI-compatible server, which is then used instead
    (``llm_name``: the model it serves; ``llm_key``: its key, if it wants one).
    ``proofreader``: whether answers are read a second time, for reversed statements (by half of the
    0.5B model's layers, in about half a second).
    """

    model_config = SettingsConfigDict(env_prefix="INTERVIEWER_", frozen=True)

    corpus: Path = Path("corpus")
    index: Path = Path("index")
    cache: Path = Field(default_factory=lambda: platformdirs.user_cache_path("interviewer"))
    data: Path = Field(default_factory=lambda: platformdirs.user_data_path("interviewer"))
    embedding: str = BUNDLED
    llm: str = BUNDLED
    llm_url: str | None = None
    llm_name: str = "default"
    llm_key: SecretStr | None = None
    whisper: str = BUNDLED
    proofreader: bool = True
    device: Literal["auto", "cpu", "cuda"] = "auto"
    threads: int | None = Field(default=None, ge=1)

    @property
    def database(self) -> Path:
        """The SQLite file that holds sessions, drafts and history."""
        return self.data / "interviews.sqlite3"
