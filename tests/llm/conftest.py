"""Servers and a tiny model for the tests of the language model back ends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import LanguageModelError
from interviewer.model.protocols import Completion, LanguageModel, Message


class Handler(BaseHTTPRequestHandler):
    """Answers ``/v1/chat/completions`` with a server-sent event stream."""

    model: LanguageModel
    seen: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append(body | {"path": self.path, "key": self.headers.get("Authorization")})
        request = Completion(
            messages=tuple(Message(**message) for message in body["messages"]),
            max_tokens=body["max_tokens"],
            stop=tuple(body.get("stop", ())),
        )
        try:
            pieces = list(self.model.stream(request))
        except LanguageModelError as error:
            self._send(503, json.dumps({"error": {"message": str(error)}}))
            return
        chunks = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
        events = [f"data: {json.dumps(chunk)}\n\n" for chunk in [{"choices": []}, *chunks]]
        self._send(200, "".join(events) + ": ping\n\ndata: [DONE]\n\n")

    def _send(self, status: int, text: str) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@contextmanager
def serve_model(model: LanguageModel) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Serve ``model``; gives the address and the list of request bodies seen."""
    seen: list[dict[str, Any]] = []
    handler = type("BoundHandler", (Handler,), {"model": model, "seen": seen})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serve_bytes(reply: bytes) -> Iterator[str]:
    """Serve the same bytes (status line included) to every request."""

    class Raw(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.wfile.write(reply)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Raw)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }} {{ m['content'] }}<|im_end|>{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant {% endif %}"
)


def save_tiny_model(folder: Path) -> Path:
    """Write a random Llama and a character tokenizer with a ChatML template."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = [chr(code) for code in (*range(32, 127), *range(0x4E00, 0x4F00))]
    special = ["<unk>", "<|im_start|>", "<|im_end|>"]
    vocabulary = {token: number for number, token in enumerate(special + letters)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(special)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="<unk>",
        eos_token="<|im_end|>",
        pad_token="<|im_end|>",
        additional_special_tokens=["<|im_start|>"],
    )
    fast.chat_template = TEMPLATE
    torch.manual_seed(7)
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=512,
        eos_token_id=2,
        bos_token_id=None,
        initializer_range=0.3,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def serving() -> Callable[[LanguageModel], AbstractContextManager[tuple[str, list[Any]]]]:
    return serve_model


@pytest.fixture(scope="session")
def raw_server() -> Callable[[bytes], AbstractContextManager[str]]:
    return serve_bytes


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))
