"""Texts with single facts made false, and what the labels say about them."""

from __future__ import annotations

import random

import torch

from interviewer.grading.features import LAYERS
from training.data import Edit
from training.proofread import batches
from training.proofs import edited_texts
from training.upper import FIRST, Sample, batch_of

ANSWER = "生成器造样本，判别器分真假。"
EDITS = (Edit(0, 3, ("判别器",), ()), Edit(7, 10, ("生成器", "分类器"), ()))


def test_every_edit_is_made_in_one_of_two_texts_and_its_place_is_known() -> None:
    for seed in range(20):
        twins = list(edited_texts(("q", "问", "参考"), ANSWER, EDITS, random.Random(seed)))
        made = [text.answer[start:end] for text in twins for start, end in text.false]
        assert len(made) == 2
        assert made.count("判别器") == 1
        for text in twins:
            assert len(text.answer) == len(ANSWER)


def sample(tokens: int, context: int) -> Sample:
    keys = torch.ones(2, context, 4)
    past = [(keys, keys)] * (LAYERS - FIRST)
    spans = [(i, i + 1) for i in range(tokens)]
    return Sample("q", past, torch.ones(tokens, 8), spans, torch.ones(tokens), ())


def test_contexts_are_padded_before_and_answers_behind() -> None:
    batch = batch_of([sample(2, 3), sample(4, 1)])
    assert batch.states.shape == (2, 4, 8)
    assert batch.mask.tolist() == [[1, 1, 0, 0], [1, 1, 1, 1]]
    assert batch.past[0][0].shape == (2, 2, 3, 4)
    assert batch.past[0][0][1, 0, :, 0].tolist() == [0, 0, 1]
    assert batch.lengths.tolist() == [3, 1]
    assert FIRST + len(batch.past) == LAYERS


def test_batches_hold_every_sample_once() -> None:
    material = [sample(tokens, 3) for tokens in range(1, 200, 7)]
    found = [one for batch in batches(material, random.Random(0)) for one in batch]
    assert sorted(map(id, found)) == sorted(map(id, material))
