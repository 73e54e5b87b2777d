"""One contract for every transcriber, and what is particular to Whisper."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import SpeechError, WeightsError
from interviewer.evals.metrics import edit_distance, spoken_form
from interviewer.model.bank import Question
from interviewer.model.protocols import Transcriber
from interviewer.settings import Settings
from interviewer.speech.fake import ScriptedTranscriber
from interviewer.speech.load import load_transcriber
from interviewer.speech.terms import terms_of
from interviewer.speech.whisper import MAX_TERMS, build_prompt

SPOKEN = "就是别人训练好的东西拿来用，省时间，不用自己从头开始"


@pytest.fixture(params=["fake", pytest.param("whisper", marks=pytest.mark.models)])
def transcriber(request: pytest.FixtureRequest) -> Transcriber:
    if request.param == "fake":
        return ScriptedTranscriber({"18.flac": SPOKEN})
    return load_transcriber(Settings(threads=1))


def test_a_missing_file_is_a_clear_error(transcriber: Transcriber, tmp_path: Path) -> None:
    with pytest.raises(SpeechError, match="no such audio file"):
        transcriber.transcribe(tmp_path / "nothing.flac")


def test_speech_becomes_its_words(transcriber: Transcriber, shared: Path) -> None:
    heard = spoken_form(transcriber.transcribe(shared / "evals/speech/18.flac"))
    truth = spoken_form(SPOKEN)
    assert edit_distance(heard[: len(truth)], truth) <= 0.2 * len(truth)


@pytest.mark.models
def test_bytes_that_are_no_audio_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "voice.wav"
    path.write_bytes(b"not a sound" * 50)
    with pytest.raises(SpeechError, match="not readable as audio"):
        load_transcriber(Settings()).transcribe(path)


@pytest.mark.models
def test_silence_is_not_filled_with_the_terms(tmp_path: Path) -> None:
    import wave

    path = tmp_path / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes(b"\0\0" * 32000)
    heard = load_transcriber(Settings(threads=1)).transcribe(path, ["反向传播", "卷积神经网络"])
    assert heard == ""


def test_missing_model_names_the_mending_command(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="interviewer models fetch whisper"):
        load_transcriber(Settings(cache=tmp_path))


def test_prompt_holds_distinct_terms_and_no_more_than_fit() -> None:
    prompt = build_prompt("zh", ["池化", "池化", " ", *(f"term{n}" for n in range(100))])
    assert prompt.count("池化") == 1
    assert prompt.count("term") == MAX_TERMS - 1


def test_terms_are_names_glossed_and_bold_words() -> None:
    question = Question(
        id="q",
        cluster_id="q",
        question="什么是卷积神经网络（CNN）？",
        reference="**权重共享：** 同一卷积核扫过整张图，例如 ResNet。",
    )
    terms = terms_of([question])
    assert {"CNN", "ResNet", "权重共享"} <= set(terms)
    assert any("卷积神经网络" in term for term in terms)
