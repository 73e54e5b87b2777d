"""The leak detector on written leaks of four kinds and on harmless texts."""

from __future__ import annotations

import pytest

from interviewer.interview.leaks import LeakDetector
from interviewer.model.bank import KeyPoint
from interviewer.search.fake import HashEncoder
from interviewer.settings import Settings
from tests.interview.support import read_jsonl

QUESTIONS = {row["id"]: row for row in read_jsonl("leak_questions.jsonl")}
LEAKS = read_jsonl("leaks.jsonl")
HARMLESS = read_jsonl("harmless.jsonl")


def find(detector: LeakDetector, case: dict):
    row = QUESTIONS[case["question"]]
    points = [KeyPoint(id=str(place), text=text) for place, text in enumerate(row["points"])]
    said = [case["said"]] if case.get("said") else []
    return detector.find(case["text"], row["question"], points, said, case.get("cue"))


def share(detector: LeakDetector, cases: list[dict]) -> float:
    return sum(find(detector, case) is not None for case in cases) / len(cases)


def test_the_written_cases_are_many_enough():
    assert len(LEAKS) >= 100
    assert len(HARMLESS) >= 60
    assert {case["kind"] for case in LEAKS} == {"verbatim", "paraphrase", "translated", "partial"}


def test_words_alone_catch_every_verbatim_leak_and_spare_harmless_texts():
    detector = LeakDetector(HashEncoder())
    verbatim = [case for case in LEAKS if case["kind"] == "verbatim"]
    assert share(detector, verbatim) == 1.0
    assert share(detector, HARMLESS) <= 0.1


def test_what_the_candidate_said_may_be_said_back():
    detector = LeakDetector(HashEncoder())
    case = {**next(case for case in LEAKS if case["kind"] == "verbatim")}
    assert find(detector, case) is not None
    case["said"] = case["text"]
    assert find(detector, case) is None


def test_a_quote_counts_as_the_candidates_only_where_it_is():
    detector = LeakDetector(HashEncoder())
    text = "你说「推理时不丢弃神经元，用缩放保持输出的期望一致」，你确定吗？"
    said = "推理时不丢弃神经元，用缩放保持输出的期望一致。"
    assert find(detector, {"question": "dropout", "text": text}) is not None
    assert find(detector, {"question": "dropout", "text": text, "said": said}) is None


def test_no_points_no_leak():
    assert LeakDetector(HashEncoder()).find("任何话都可以说。", "问题？", ()) is None


@pytest.mark.models
def test_the_real_encoder_catches_paraphrases_and_translations():
    from interviewer.search.encoder import load_encoder

    detector = LeakDetector(load_encoder(Settings()))
    assert share(detector, LEAKS) >= 0.95
    for kind in ("paraphrase", "translated", "partial"):
        assert share(detector, [case for case in LEAKS if case["kind"] == kind]) >= 0.9
    assert share(detector, HARMLESS) <= 0.1
