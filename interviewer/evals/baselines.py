"""Graders that anybody could write, for the same table: what the real one has to beat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import fmean

from interviewer.model.grading import GradeRequest
from interviewer.model.protocols import Completion, Encoder, LanguageModel, Message

_TOKEN = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\d{1,3}")
FULL_LENGTH = 200.0


def by_length(requests: Sequence[GradeRequest]) -> list[float]:
    """Longer is better, up to 200 characters."""
    return [min(100.0, 100.0 * len(item.answer) / FULL_LENGTH) for item in requests]


def by_overlap(requests: Sequence[GradeRequest]) -> list[float]:
    """Recall of the reference's tokens that are not in the question."""
    scores = []
    for item in requests:
        wanted = _tokens(item.reference or "") - _tokens(item.question)
        got = wanted & _tokens(item.answer)
        scores.append(100.0 * len(got) / len(wanted) if wanted else 0.0)
    return scores


def by_cosine(requests: Sequence[GradeRequest], encoder: Encoder) -> list[float]:
    """Cosine between answer and reference."""
    answers = encoder.encode_passages([item.answer for item in requests])
    references = encoder.encode_passages([item.reference or "" for item in requests])
    return [100.0 * float(a @ r) for a, r in zip(answers, references, strict=True)]


def by_model_number(requests: Sequence[GradeRequest], model: LanguageModel) -> list[float | None]:
    """Ask a language model for one number, as most products do; None where it says none."""
    scores: list[float | None] = []
    for item in requests:
        prompt = (
            f"题目：{item.question}\n参考答案：{(item.reference or '')[:600]}\n"
            f"候选人的回答：{item.answer[:600]}\n请给回答打分（0到100的整数），只输出数字。"
        )
        reply = "".join(
            model.stream(Completion(messages=(Message(role="user", content=prompt),), max_tokens=6))
        )
        number = _NUMBER.search(reply)
        scores.append(min(100.0, float(number.group())) if number else None)
    return scores


def constant(requests: Sequence[GradeRequest], truth: Sequence[float]) -> list[float]:
    """The mean of the truth for everybody: the error that knowing nothing costs."""
    return [fmean(truth)] * len(requests)


def _tokens(text: str) -> set[str]:
    return set(_TOKEN.findall(text.lower()))
