from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import LanguageModelError, WeightsError
from interviewer.llm.load import Machine, choose, fingerprint_of, load_language_model
from interviewer.settings import Settings

CPU = Machine(cuda=False, llama=True, gguf_in_transformers=False)
GPU = Machine(cuda=True, llama=True, gguf_in_transformers=True)
BARE = Machine(cuda=False, llama=False, gguf_in_transformers=False)


@pytest.mark.parametrize(
    ("settings", "machine", "kind", "device", "why"),
    [
        ({}, CPU, "llama", "cpu", "no CUDA GPU"),
        ({}, GPU, "transformers", "cuda", "CUDA GPU"),
        ({"device": "cpu"}, GPU, "llama", "cpu", "INTERVIEWER_DEVICE=cpu"),
        ({"llm": "bundled-small"}, CPU, "llama", "cpu", "no CUDA GPU"),
        ({"llm": "x.gguf"}, CPU, "llama", "cpu", "no CUDA GPU"),
        ({}, Machine(True, True, False), "llama", "cpu", "[gpu]"),
        ({}, Machine(False, False, True), "transformers", "cpu", "xllamacpp is not installed"),
        ({}, BARE, "unavailable", "cpu", "pip install"),
        ({"device": "cuda"}, CPU, "unavailable", "cuda", "no CUDA GPU"),
        ({"llm": "org/model"}, CPU, "transformers", "cpu", "org/model"),
        ({"llm": "org/model"}, GPU, "transformers", "cuda", "org/model"),
        ({"llm": "none"}, BARE, "silent", "cpu", "INTERVIEWER_LLM=none"),
        ({"llm_url": "http://h/v1"}, BARE, "server", "elsewhere", "http://h/v1"),
        ({"llm_url": "http://h/v1", "llm": "none"}, GPU, "server", "elsewhere", "http://h/v1"),
    ],
)
def test_choice(
    settings: dict[str, str], machine: Machine, kind: str, device: str, why: str
) -> None:
    made = Settings.model_validate({"device": "auto"} | settings)

    choice = choose(made, machine)
    assert (choice.kind, choice.device) == (kind, device)
    assert why in choice.reason


def test_loads_silence() -> None:
    assert load_language_model(Settings(llm="none")).id == "none"


def test_loads_a_server_without_asking_it() -> None:
    model = load_language_model(Settings(llm_url="http://127.0.0.1:1", llm_name="m"))
    assert model.id == "server/m"
    model.close()


def test_missing_weights_name_the_command(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="interviewer models fetch llm"):
        load_language_model(Settings(cache=tmp_path, device="cpu"))


def test_missing_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(LanguageModelError, match="INTERVIEWER_LLM"):
        load_language_model(Settings(llm=str(tmp_path / "no.gguf"), device="cpu"))


def test_key_stays_out_of_the_settings_text() -> None:
    settings = Settings.model_validate({"llm_key": "secret"})
    assert "secret" not in repr(settings)


def test_fingerprint_sees_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    seen = set()
    for data in (b"a" * 50, b"b" + b"a" * 49, b"a" * 49 + b"b", b"a" * 51):
        path.write_bytes(data)
        seen.add(fingerprint_of(path, span=10))
    assert len(seen) == 4
