"""The network at work: answers in, chances and evidence per key point out."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import torch

from interviewer.grading.checkpoint import Calibration, read_checkpoint
from interviewer.grading.integers import in_hardware, to_integers
from interviewer.grading.judgement import Judgement, Task
from interviewer.grading.network import PointReader
from interviewer.grading.rows import MAX_ANSWER, Row, collate, row_of
from interviewer.grading.score import Chances
from interviewer.grading.text import Span, neutral
from interviewer.grading.windows import windows

if TYPE_CHECKING:
    from pathlib import Path

    from interviewer.search.words import WordVectors

WINDOWS = 12
"""Windows read of a long answer; what lies behind is not graded, and the grade says so."""

POINTS_AT_ONCE = 24


class AnswerReader:
    """Loads the network once; safe to use from several threads."""

    def __init__(
        self,
        reader: PointReader,
        words: WordVectors,
        tokenizer: Any,
        calibration: Calibration,
        identity: str,
    ) -> None:
        self.identity = identity
        self.calibration = calibration
        self._reader = reader.float().eval()
        if in_hardware():
            to_integers(self._reader.layers)
        self._words = words
        self._tokenizer = tokenizer
        self._lock = threading.Lock()

    @classmethod
    def load(cls, e5: Path, weights: Path | None = None) -> AnswerReader:
        """Read the bundled e5 file (word vectors, tokenizer) and the shipped weights."""
        from interviewer.search.e5 import E5File, build_tokenizer
        from interviewer.search.words import WordVectors

        file = E5File(e5.read_bytes())
        state, description = read_checkpoint(weights) if weights else read_checkpoint()
        header = file.header
        with torch.device("meta"):
            reader = PointReader(
                hidden=header.hidden,
                layers=description.layers,
                heads=header.heads,
                feed_forward=header.feed_forward,
                positions=header.positions,
                epsilon=header.epsilon,
            )
        reader.load_state_dict(state, assign=True)
        tokenizer = build_tokenizer(file.vocabulary, header.positions)
        words = WordVectors(file)
        return cls(reader, words, tokenizer, description.calibration, description.identity)

    def read(self, tasks: Sequence[Task]) -> list[list[Judgement]]:
        """Judge every point of every task; the order is kept."""
        with self._lock, torch.inference_mode():
            return [
                merged(
                    task.points,
                    [
                        [moved(one, offset) for one in self._judge(row)]
                        for row, offset in self._rows(task)
                    ],
                )
                for task in tasks
            ]

    def read_to_the_end(self, answer: str) -> int:
        """Number of characters of the answer that are read."""
        return self._windows(neutral(answer))[-1][1] if answer else 0

    def _windows(self, answer: str) -> list[Span]:
        encoded = self._tokenizer(
            answer, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        return windows(answer, encoded["offset_mapping"], MAX_ANSWER)[:WINDOWS]

    def _rows(self, task: Task) -> Iterator[tuple[Row, int]]:
        """The rows of a task, and where in the answer the window of each begins."""
        answer, question = neutral(task.answer), neutral(task.question)
        points = [neutral(point) for point in task.points]
        for start, end in self._windows(answer):
            for first in range(0, len(points), POINTS_AT_ONCE):
                some = points[first : first + POINTS_AT_ONCE]
                yield row_of(self._tokenizer, question, answer[start:end], some), start

    def _judge(self, row: Row) -> list[Judgement]:
        """Judge the points of a row. Rows read together would take longer on a CPU, not less."""
        batch = collate([row], self._tokenizer.pad_token_id)
        embedded = self._reader.embed(self._words(batch.tokens), batch.places, batch.roles)
        reading = self._reader(embedded, batch.part, batch.text, batch.points)
        bias = torch.tensor(self.calibration.bias)
        logits = reading.states[0] / self.calibration.temperature + bias
        chances, evidence = logits.softmax(-1).tolist(), reading.evidence[0].sigmoid()
        marks = evidence[:, row.start : row.start + len(row.spans)].tolist()
        return [
            Judgement(Chances(*chances[k]), tuple(row.spans), tuple(marks[k]))
            for k in range(len(row.points))
        ]


def moved(judgement: Judgement, offset: int) -> Judgement:
    """The same judgement with spans counted from the start of the answer."""
    if not offset:
        return judgement
    spans = tuple((start + offset, end + offset) for start, end in judgement.spans)
    return Judgement(judgement.chances, spans, judgement.evidence)


def merged(points: Sequence[str], parts: Sequence[Sequence[Judgement]]) -> list[Judgement]:
    """One judgement per point: from the window that says most about it.

    ``parts`` holds, window by window, the points in blocks of ``POINTS_AT_ONCE``.
    """
    blocks = -(-len(points) // POINTS_AT_ONCE) or 1
    whole = [
        [one for block in parts[first : first + blocks] for one in block]
        for first in range(0, len(parts), blocks)
    ]
    return [
        min((window[index] for window in whole), key=lambda one: one.chances.missing)
        for index in range(len(points))
    ]
