"""A model that stalls, fails or has to stop."""

from __future__ import annotations

import threading

import pytest

from interviewer.errors import LanguageModelError
from interviewer.interview.streams import MAX_STALLS, PatientModel, StoppableModel
from interviewer.llm.scripted import ScriptedModel
from interviewer.model.protocols import Completion, Message

REQUEST = Completion(messages=(Message(role="user", content="x"),))


def test_pieces_pass_through():
    model = PatientModel(ScriptedModel(["hello you"]))
    assert "".join(model.stream(REQUEST)) == "hello you"
    assert model.id == "scripted"


def test_any_failure_is_a_language_model_error():
    with pytest.raises(LanguageModelError, match="boom"):
        list(PatientModel(ScriptedModel([RuntimeError("boom")])).stream(REQUEST))


def test_a_stall_ends_and_a_stalled_model_is_left_alone():
    released = threading.Event()
    asked = []

    def hang(request):
        asked.append(request)
        released.wait(30)
        return ""

    model = PatientModel(ScriptedModel(hang), patience=0.01)
    for _ in range(MAX_STALLS + 2):
        with pytest.raises(LanguageModelError):
            list(model.stream(REQUEST))
    released.set()
    assert len(asked) <= MAX_STALLS


def test_a_stop_breaks_a_stream_off():
    stop = threading.Event()
    stream = StoppableModel(ScriptedModel(["one two three", "more"]), stop).stream(REQUEST)
    assert next(stream) == "one"
    stop.set()
    with pytest.raises(LanguageModelError):
        next(stream)
    with pytest.raises(LanguageModelError):
        next(StoppableModel(ScriptedModel(["more"]), stop).stream(REQUEST))


def test_a_reply_that_trickles_in_is_given_up_as_a_whole():
    model = PatientModel(ScriptedModel(["one two three four five"], delay=0.05), patience=0.12)
    with pytest.raises(LanguageModelError, match="not ready"):
        list(model.stream(REQUEST))


def test_stalls_count_only_in_a_row_also_where_replies_are_not_read_to_the_end():
    ready = threading.Event()

    def reply(request):
        ready.wait(30)
        return "one two three"

    model = PatientModel(ScriptedModel(reply), patience=0.3)
    for _ in range(MAX_STALLS + 1):
        ready.set()
        heard = model.stream(REQUEST)
        assert next(heard).strip() == "one"
        heard.close()
        ready.clear()
        with pytest.raises(LanguageModelError, match="not ready"):
            list(model.stream(REQUEST))
    ready.set()
