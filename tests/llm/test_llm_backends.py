"""What only one back end does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import LanguageModelError
from interviewer.llm.llama import LlamaModel
from interviewer.llm.replies import complete, complete_json
from interviewer.llm.scripted import ScriptedModel
from interviewer.llm.server import ServerModel
from interviewer.llm.silent import SilentModel
from interviewer.llm.transformers_model import TransformersModel
from interviewer.model.protocols import Completion, LanguageModel, Message
from interviewer.settings import Settings
from interviewer.weights.files import locate

ASK = Completion(messages=(Message(role="user", content="Name a fruit and a number."),))
SCHEMA = {
    "type": "object",
    "properties": {"fruit": {"type": "string", "maxLength": 12}, "number": {"type": "integer"}},
    "required": ["fruit", "number"],
    "additionalProperties": False,
}


def test_silent_model_says_nothing() -> None:
    model: LanguageModel = SilentModel()
    model.warm(ASK.messages)
    assert complete(model, ASK) == ""
    model.close()


def test_scripted_model_takes_replies_in_order_and_keeps_requests() -> None:
    model = ScriptedModel(["one", "two"])
    assert [complete(model, ASK), complete(model, ASK)] == ["one", "two"]
    assert model.requests == [ASK, ASK]
    with pytest.raises(LanguageModelError, match="no reply left"):
        complete(model, ASK)


def test_scripted_model_breaks_off_and_waits() -> None:
    waits: list[float] = []
    model = ScriptedModel(["a b c"], fail_after=2, delay=0.5, sleep=waits.append)
    pieces = model.stream(ASK)
    assert [next(pieces), next(pieces)] == ["a", " "]
    with pytest.raises(LanguageModelError):
        next(pieces)
    assert waits == [0.5, 0.5]


def test_server_gets_the_whole_request(serving: Any) -> None:
    request = ASK.model_copy(
        update={"json_schema": SCHEMA, "stop": ("\n",), "seed": 5, "temperature": 0.5}
    )
    with serving(ScriptedModel(['{"fruit": "fig", "number": 3}'])) as (url, seen):
        model = ServerModel(f"{url}/v1/", "qwen", key="secret")
        assert complete_json(model, request) == {"fruit": "fig", "number": 3}
    body = seen[0]
    assert (body["path"], body["key"]) == ("/v1/chat/completions", "Bearer secret")
    assert (body["model"], body["seed"], body["temperature"]) == ("qwen", 5, 0.5)
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA


def test_server_error_names_the_reason_and_the_setting(serving: Any) -> None:
    with (
        serving(ScriptedModel([LanguageModelError("overloaded")])) as (url, _),
        pytest.raises(LanguageModelError, match=r"503: overloaded.*INTERVIEWER_LLM_URL"),
    ):
        complete(ServerModel(url, "x"), ASK)


def test_server_is_asked_whether_it_can_be_used(raw_server: Any) -> None:
    with raw_server(b"") as url, pytest.raises(LanguageModelError, match="HTTP 501"):
        ServerModel(url, "x").check()


OK = b"HTTP/1.0 200 OK\r\n\r\n"


@pytest.mark.parametrize(
    "reply",
    [
        b"garbage\r\n\r\n",
        OK + b"data: {nonsense\n\ndata: [DONE]\n\n",
        OK + b"data: []\n\ndata: [DONE]\n\n",
        OK + b'data: {"choices": [{}]}\n\ndata: [DONE]\n\n',
        OK + b'data: {"error": {"message": "out of memory"}}\n\n',
        OK + b'data: {"choices": [{"delta": {"content": "cut"}}]}\n\n',
        OK + b"<html>hello</html>",
        OK,
    ],
)
def test_garbage_from_a_server_is_an_error(raw_server: Any, reply: bytes) -> None:
    with raw_server(reply) as url, pytest.raises(LanguageModelError, match="INTERVIEWER_LLM_URL"):
        complete(ServerModel(url, "x"), ASK)


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://x/y", "http://", "file:///etc"])
def test_bad_address_is_refused(url: str) -> None:
    with pytest.raises(LanguageModelError, match="INTERVIEWER_LLM_URL"):
        ServerModel(url, "x")


@pytest.mark.parametrize("reply", ["no json", "[1]", '{"fruit": "fi', ""])
def test_reply_that_is_no_object_is_an_error(reply: str) -> None:
    with pytest.raises(LanguageModelError, match="JSON"):
        complete_json(ScriptedModel([reply]), ASK)


def test_fenced_json_is_forgiven() -> None:
    assert complete_json(ScriptedModel(['```json\n{"a": 1}\n```']), ASK) == {"a": 1}


def test_transformers_reply_to_a_schema_is_checked(tiny: Path) -> None:
    model = TransformersModel(str(tiny), "tiny", device="cpu")
    short = ASK.model_copy(update={"json_schema": {"type": "object"}, "max_tokens": 8})
    with pytest.raises(LanguageModelError, match="JSON"):
        complete(model, short)
    with pytest.raises(LanguageModelError, match="tokens"):
        complete(model, ASK.model_copy(update={"max_tokens": 5000}))


@pytest.fixture(scope="module")
def llama() -> Iterator[LlamaModel]:
    path = locate("llm-small", Settings().cache)
    model = LlamaModel(path, "llama.cpp/llm-small", threads=1, context=512)
    yield model
    model.close()


@pytest.mark.models
def test_llama_keeps_to_a_schema(llama: LlamaModel) -> None:
    reply = complete_json(llama, ASK.model_copy(update={"json_schema": SCHEMA, "max_tokens": 60}))
    assert sorted(reply) == ["fruit", "number"]
    assert isinstance(reply["number"], int)


@pytest.mark.models
@pytest.mark.parametrize(
    "changes",
    [
        {"messages": (Message(role="user", content="word " * 2000),)},
        {"json_schema": {"type": "nonsense"}},
    ],
)
def test_llama_refuses_what_it_cannot_do_and_goes_on(
    llama: LlamaModel, changes: dict[str, object]
) -> None:
    with pytest.raises(LanguageModelError, match="INTERVIEWER_LLM"):
        complete(llama, ASK.model_copy(update=changes))
    assert complete(llama, ASK.model_copy(update={"max_tokens": 3}))


@pytest.mark.models
def test_llama_closed_in_the_middle_says_so(llama: LlamaModel) -> None:
    path = locate("llm-small", Settings().cache)
    model = LlamaModel(path, "x", threads=1, context=512)
    pieces = model.stream(ASK.model_copy(update={"max_tokens": 200, "temperature": 1.0}))
    next(pieces)
    model.close()
    with pytest.raises(LanguageModelError, match="closed"):
        list(pieces)
    with pytest.raises(LanguageModelError, match="closed"):
        complete(model, ASK)


@pytest.mark.models
def test_a_program_that_forgets_to_close_ends_cleanly() -> None:
    program = """
from interviewer.llm.llama import LlamaModel
from interviewer.model.protocols import Completion, Message
from interviewer.settings import Settings
from interviewer.weights.files import locate
model = LlamaModel(locate("llm-small", Settings().cache), "x", threads=1, context=512)
pieces = model.stream(Completion(messages=(Message(role="user", content="Count to 100."),)))
print(next(pieces))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_scripted_json_survives_streaming() -> None:
    text = json.dumps({"问题": "为什么？", "n": [1, 2]}, ensure_ascii=False)
    assert complete_json(ScriptedModel([text]), ASK) == {"问题": "为什么？", "n": [1, 2]}
