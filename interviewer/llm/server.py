"""Any OpenAI-compatible server (vLLM, llama-server, Ollama …) as a language model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from interviewer.errors import LanguageModelError
from interviewer.llm.controls import plain_messages
from interviewer.model.protocols import Completion, Message

CONNECT_SECONDS = 10.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ServerModel:
    """Streams chat completions from ``url`` (with or without ``/v1``).

    Safe to use from several threads; the server decides how many requests run at a time.
    """

    def __init__(
        self, url: str, name: str, *, key: str | None = None, silence: float = 120.0
    ) -> None:
        import httpx

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LanguageModelError(
                f"{url!r} is no http(s) address. Set INTERVIEWER_LLM_URL to one like "
                "http://127.0.0.1:8000/v1."
            )
        self.url = url.rstrip("/") + ("" if parts.path.strip("/") else "/v1")
        self.id = f"server/{name}"
        self._name = name
        self._client = httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(silence, connect=CONNECT_SECONDS),
            # A proxy set for the outside world cannot reach a server on this machine.
            trust_env=parts.hostname not in LOOPBACK,
        )

    def stream(self, request: Completion) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator closes the connection."""
        import httpx

        body = self._body(request)
        try:
            with self._client.stream("POST", f"{self.url}/chat/completions", json=body) as reply:
                if reply.status_code != httpx.codes.OK:
                    reply.read()
                    raise self._failed(f"HTTP {reply.status_code}: {_reason(reply.text)}")
                yield from _pieces(reply.iter_lines())
        except httpx.TimeoutException as error:
            raise self._failed("it did not answer in time") from error
        except httpx.HTTPError as error:
            raise self._failed(str(error) or type(error).__name__) from error
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise self._failed("its reply is not an OpenAI-style stream") from error

    def warm(self, messages: Sequence[Message]) -> None:
        """Nothing is sent: a server that is shared by many caches prefixes as it sees fit."""

    def check(self) -> None:
        """Ask the server for its models; raises ``LanguageModelError`` where it cannot be used."""
        import httpx

        try:
            reply = self._client.get(f"{self.url}/models", timeout=CONNECT_SECONDS)
        except httpx.HTTPError as error:
            raise self._failed(str(error) or type(error).__name__) from error
        if reply.status_code != httpx.codes.OK:
            raise self._failed(f"HTTP {reply.status_code}: {_reason(reply.text)}")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _body(self, request: Completion) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._name,
            "messages": plain_messages(request.messages),
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "seed": request.seed,
            "stream": True,
        }
        if request.stop:
            body["stop"] = list(request.stop)
        if request.json_schema is not None:
            schema = {"name": "reply", "schema": request.json_schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return body

    def _failed(self, reason: str) -> LanguageModelError:
        return LanguageModelError(
            f"The language model server at {self.url} failed ({reason}). Check that it runs and "
            "serves the model of INTERVIEWER_LLM_NAME, or unset INTERVIEWER_LLM_URL."
        )


def _pieces(lines: Iterator[str]) -> Iterator[str]:
    """Texts of a server-sent event stream; one that ends early is an error."""
    for line in lines:
        if not line.startswith("data:"):
            continue
        data = line.removeprefix("data:").strip()
        if data == "[DONE]":
            return
        chunk = json.loads(data)
        if "error" in chunk:
            raise ValueError(chunk["error"])
        for choice in chunk["choices"]:
            text = choice["delta"].get("content")
            if text:
                yield text
    raise ValueError("the stream ended without [DONE]")


def _reason(text: str) -> str:
    """The first words of an error page or message."""
    with suppress(ValueError, KeyError, TypeError):
        text = json.loads(text)["error"]["message"]
    return " ".join(str(text).split())[:200] or "no message"
