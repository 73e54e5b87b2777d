"""Language models through transformers: the GPU path, and any hub id or local folder."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from interviewer.errors import LanguageModelError
from interviewer.llm.controls import plain_messages
from interviewer.llm.replies import parse_object, until_stop
from interviewer.model.protocols import Completion, Message


class TransformersModel:
    """A causal model with a chat template; a path that ends in ``.gguf`` is dequantised.

    Loaded on first use. One request runs at a time; the others wait for the lock. A reply to a
    JSON schema is checked and passed on whole, since nothing forces the model to keep to it.
    """

    def __init__(self, name: str, identity: str, *, device: str, context: int = 4096) -> None:
        self.id = identity
        self._name = name
        self._device = device
        self._context = context
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Any] | None = None

    def stream(self, request: Completion) -> Iterator[str]:
        """Yield the reply piece by piece; closing the iterator stops the model."""
        with self._lock, closing(self._generate(request)) as generated:
            pieces = until_stop(generated, request.stop)
            if request.json_schema is None:
                yield from pieces
            else:
                text = "".join(pieces)
                parse_object(text)
                yield text

    def warm(self, messages: Sequence[Message]) -> None:
        """Load the model; a GPU reads prompts too fast for reading ahead to matter."""
        with self._lock:
            self._load()

    def close(self) -> None:
        """Let the model go."""
        with self._lock:
            self._loaded = None

    def _load(self) -> tuple[Any, Any]:
        if self._loaded is None:
            try:
                self._loaded = _load(self._name, self._device)
            except Exception as error:
                # transformers raises OSError, ValueError, ImportError and what its parts raise.
                reason = str(error).splitlines()[0] if str(error) else type(error).__name__
                raise LanguageModelError(
                    f"The language model {self._name!r} cannot be loaded ({reason}). Give a "
                    "transformers id or a local path in INTERVIEWER_LLM; GGUF files need the "
                    "extra: pip install 'mock-interviewer[gpu]'."
                ) from error
        return self._loaded

    def _prompt(self, request: Completion, tokenizer: Any) -> Any:
        """Token ids, shape ``(1, n)``; too long a prompt is an error, never cut."""
        added = tokenizer.added_tokens_decoder.values()
        special = [token.content for token in added if token.special]
        messages = plain_messages(request.messages, special)
        if request.json_schema is not None:
            schema = json.dumps(request.json_schema, ensure_ascii=False)
            messages[-1]["content"] += f"\n\nReply with one JSON object of this schema:\n{schema}"
        inputs = tokenizer.apply_chat_template(
            messages, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        if inputs["input_ids"].shape[1] + request.max_tokens > self._context:
            raise LanguageModelError(
                f"The prompt has {inputs['input_ids'].shape[1]} tokens; with the reply that is "
                f"more than {self._context}. Shorten the text."
            )
        return inputs

    def _generate(self, request: Completion) -> Generator[str]:
        """Run generation in a thread of its own and yield its pieces."""
        import torch
        from transformers import StoppingCriteria, StoppingCriteriaList, TextIteratorStreamer

        model, tokenizer = self._load()
        inputs = self._prompt(request, tokenizer).to(self._device)
        cancelled = threading.Event()

        class Cancelled(StoppingCriteria):  # type: ignore[misc]
            """Ends generation when the reader has gone."""

            def __call__(self, input_ids: Any, scores: Any, **_: Any) -> Any:
                done = cancelled.is_set()
                return torch.full((input_ids.shape[0],), done, device=input_ids.device)

        streamer = TextIteratorStreamer(tokenizer, skip_prompt=True, skip_special_tokens=True)
        sampling: dict[str, Any] = {"do_sample": False, "temperature": None}
        if request.temperature > 0:
            sampling = {"do_sample": True, "temperature": request.temperature}
        failure: list[BaseException] = []

        def run() -> None:
            try:
                torch.manual_seed(request.seed)
                model.generate(
                    **inputs,
                    **sampling,
                    top_p=None,
                    top_k=None,
                    repetition_penalty=1.0,
                    max_new_tokens=request.max_tokens,
                    streamer=streamer,
                    stopping_criteria=StoppingCriteriaList([Cancelled()]),
                    pad_token_id=tokenizer.pad_token_id or tokenizer.eos_token_id,
                )
            except BaseException as error:
                failure.append(error)
                streamer.end()

        thread = threading.Thread(target=run, name="transformers", daemon=True)
        thread.start()
        try:
            yield from (piece for piece in streamer if piece)
        finally:
            cancelled.set()
            thread.join()
        if failure:
            raise LanguageModelError(
                f"The language model broke off ({failure[0]}). Try again, or free GPU memory."
            ) from failure[0]


def _load(name: str, device: str) -> tuple[Any, Any]:
    """Model and tokenizer, in bfloat16 on a GPU and float32 on a CPU."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, __version__

    path = Path(name)
    source: dict[str, str] = {}
    if path.suffix == ".gguf":
        name, source = str(path.parent), {"gguf_file": path.name}
    tokenizer = AutoTokenizer.from_pretrained(name, **source)
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    # Release 5 renamed the parameter; the older name draws a warning there.
    key = "torch_dtype" if __version__.startswith("4.") else "dtype"
    model = AutoModelForCausalLM.from_pretrained(name, **{key: dtype}, **source)
    return model.to(device).eval(), tokenizer
