"""An index made with the help of the one before is the one made from nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from interviewer.model.bank import Bank, Question, Source
from interviewer.search.fake import HashEncoder
from interviewer.search.index import SearchIndex


def question(key: str, reference: str, line: int = 1) -> Question:
    source = Source(file="a.md", line_start=line, line_end=line)
    return Question(
        id=key, cluster_id=key, question=f"什么是{key}？", reference=reference, sources=(source,)
    )


def test_unchanged_questions_are_taken_over_and_changed_ones_are_not(tmp_path: Path) -> None:
    encoder = HashEncoder(64)
    old = Bank(version="1", questions=(question("a", "甲。"), question("b", "乙。")))
    SearchIndex.build(old, encoder).save(tmp_path)
    before = SearchIndex.open(tmp_path, encoder)
    rows = (question("c", "丙。"), question("b", "乙变了。"), question("a", "甲。", line=9))
    for bank in (Bank(version="2", questions=rows), Bank(version="3", questions=rows[1:])):
        found = SearchIndex.build(bank, encoder, before)
        anew = SearchIndex.build(bank, encoder)
        assert found.questions == anew.questions
        assert np.array_equal(found.question_vectors()[1], anew.question_vectors()[1])
        assert found.search("什么是b？") == anew.search("什么是b？")
    same = SearchIndex.build(old, encoder, before)
    assert all(one is other for one, other in zip(same.questions, before.questions, strict=True))
