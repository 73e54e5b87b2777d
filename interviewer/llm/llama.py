"""Language models in GGUF files through llama.cpp (``xllamacpp``), on the CPU."""

from __future__ import annotations

import atexit
import os
import queue
import secrets
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interviewer.errors import LanguageModelError
from interviewer.llm.controls import plain_messages
from interviewer.model.protocols import Completion, Message

CONTEXT = 4096
"""Tokens of prompt and reply together."""

PROMPT_CACHE_MIB = 512
"""Memory for prompts read earlier (about 28 KiB a token for the 1.5B model)."""

SILENCE = 300.0
"""Seconds without a new piece after which a reply is given up."""


@dataclass
class _Job:
    """One request on its way through the worker; ``None`` on ``pieces`` ends the reply."""

    body: dict[str, Any]
    warm: bool = False
    pieces: queue.Queue[str | Exception | None] = field(default_factory=queue.Queue)
    cancelled: threading.Event = field(default_factory=threading.Event)


class LlamaModel:
    """A GGUF model with its own chat template.

    One worker thread owns the model: it loads it on first use and serves one request at a time
    in order, so that any thread may call. Prompts that begin like an earlier one are read from
    where they differ. Closing the iterator of ``stream`` stops the model at the next token.
    """

    def __init__(
        self,
        path: Path,
        identity: str,
        *,
        threads: int | None = None,
        context: int = CONTEXT,
        silence: float = SILENCE,
    ) -> None:
        self.id = identity
        self._path = path
        self._threads = threads or available_cores()
        self._context = context
        self._silence = silence
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._current: _Job | None = None
        self._worker: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False

    def stream(self, request: Completion) -> Iterator[str]:
        """Yield the reply piece by piece."""
        job = _Job(_body(request))
        self._submit(job)
        try:
            while True:
                try:
                    piece = job.pieces.get(timeout=self._silence)
                except queue.Empty:
                    raise LanguageModelError(
                        f"The language model said nothing for {self._silence:.0f} s. Try again, "
                        "or set a smaller one: INTERVIEWER_LLM=bundled-small."
                    ) from None
                if piece is None:
                    return
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            job.cancelled.set()

    def warm(self, messages: Sequence[Message]) -> None:
        """Start reading a prompt's beginning and return at once.

        It is dropped when another request is already waiting.
        """
        body = _body(Completion(messages=tuple(messages), max_tokens=1))
        self._submit(_Job(body, warm=True))

    def close(self) -> None:
        """Break off the current request, refuse the waiting ones and let the model go."""
        with self._lock:
            self._closed = True
            worker, self._worker = self._worker, None
            current = self._current
        if worker is not None:
            atexit.unregister(self.close)
            if current is not None:
                current.cancelled.set()
            self._jobs.put(None)
            worker.join()

    def _submit(self, job: _Job) -> None:
        with self._lock:
            if self._closed:
                raise _closed()
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="llama", daemon=True)
                self._worker.start()
                # Python would end under a worker that is still inside llama.cpp.
                atexit.register(self.close)
            self._jobs.put(job)

    def _work(self) -> None:
        """The worker: loads on the first job, then serves until it is told to stop."""
        server: Any = None
        while (job := self._jobs.get()) is not None:
            if self._closed:
                job.pieces.put(_closed())
            if self._closed or job.cancelled.is_set() or (job.warm and not self._jobs.empty()):
                continue
            self._current = job
            try:
                if server is None:
                    server = load_server(self._path, self._threads, self._context)
                _serve(server, job)
                job.pieces.put(_closed() if self._closed else None)
            except LanguageModelError as error:
                job.pieces.put(error)
            except Exception as error:
                # The binding maps C++ exceptions to whatever fits; none may end the worker.
                job.pieces.put(_broken(str(error) or type(error).__name__))


def available_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def load_server(path: Path, threads: int, context: int) -> Any:
    """Load the model; the binding's HTTP listener stays on loopback behind a random key."""
    try:
        import xllamacpp
    except ImportError as error:
        raise LanguageModelError(
            "xllamacpp is not installed, and GGUF models need it on the CPU. Install it: "
            "pip install xllamacpp, or set INTERVIEWER_LLM to a transformers model."
        ) from error
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context
    params.n_parallel = 1
    params.ctx_shift = False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.cache_ram_mib = PROMPT_CACHE_MIB
    params.warmup = False
    params.verbosity = 0
    params.api_keys = [secrets.token_hex(16)]
    params.endpoint_slots = params.ui = False
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        # Raised as RuntimeError or ValueError, whatever is wrong with the file.
        raise LanguageModelError(
            f"{path} cannot be loaded as a GGUF model. Check the file (for bundled models: "
            "interviewer models verify), or free memory."
        ) from error


def _body(request: Completion) -> dict[str, Any]:
    """The request in the form of llama.cpp's chat completions."""
    body: dict[str, Any] = {
        "messages": plain_messages(request.messages),
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        "seed": request.seed,
        "stop": list(request.stop),
        "stream": True,
        "cache_prompt": True,
    }
    if request.json_schema is not None:
        schema = {"name": "reply", "schema": request.json_schema}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    return body


def _serve(server: Any, job: _Job) -> None:
    """Run one request; the callback answers True to stop the model."""
    failure: list[str] = []

    def receive(chunk: dict[str, Any]) -> bool:
        try:
            if "error" in chunk:
                failure.append(str(chunk["error"]["message"]))
                return True
            for choice in chunk["choices"]:
                text = choice["delta"].get("content")
                if text and not job.warm:
                    job.pieces.put(text)
        except (AttributeError, KeyError, TypeError) as error:
            failure.append(f"unreadable reply: {error!r}")
            return True
        return job.cancelled.is_set()

    server.handle_chat_completions(job.body, receive)
    if failure:
        raise _broken(failure[0])


def _closed() -> LanguageModelError:
    return LanguageModelError("The language model was closed. Open it again.")


def _broken(reason: str) -> LanguageModelError:
    return LanguageModelError(
        f"The language model broke off ({reason}). Try again with a shorter text, or set another "
        "model with INTERVIEWER_LLM."
    )
