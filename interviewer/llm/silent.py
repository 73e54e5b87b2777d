"""No language model: callers word their texts from code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.model.protocols import Completion, Message


class SilentModel:
    """Yields nothing, so that callers fall back to their own wording."""

    id = "none"

    def stream(self, request: Completion) -> Iterator[str]:
        """An empty reply."""
        return iter(())

    def warm(self, messages: Sequence[Message]) -> None:
        """Nothing to read ahead."""

    def close(self) -> None:
        """Nothing to let go."""
