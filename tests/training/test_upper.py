"""What is trained is what is read: stored states through the upper layers, and whole answers."""

from __future__ import annotations

import pytest
import torch

from interviewer.grading.features import FeatureReader
from interviewer.grading.load import BUNDLE
from interviewer.grading.proofreader import word_odds
from interviewer.settings import Settings
from interviewer.weights.files import locate
from training.upper import Sample, Upper, batch_of, read_group

QUESTION, REFERENCE = "什么是梯度下降？", "沿负梯度方向更新参数，使损失变小。"
ANSWERS = ("就是沿着负梯度更新参数，学习率决定步长，一直到收敛为止。", "Step against the gradient.")


@pytest.mark.models
def test_the_upper_layers_say_of_stored_states_what_the_reader_says_of_the_answer() -> None:
    features = FeatureReader(locate(BUNDLE, Settings().cache), torch.float32)
    past, states = read_group(features, QUESTION, REFERENCE, ANSWERS, 500)
    model = Upper(features, 2, 0)
    for name, value in model.layers.named_parameters():
        if name.endswith(".up"):
            value.data.normal_(0, 0.02, generator=torch.Generator().manual_seed(1))
    model.eval()
    samples = [Sample("q", past, one, [], torch.zeros(len(one)), ()) for one in states]
    with torch.inference_mode():
        together = model(batch_of(samples))
    other = FeatureReader(locate(BUNDLE, Settings().cache), torch.float32)
    plain = other.read(QUESTION, REFERENCE, ANSWERS[0])
    other.adapt(model.adapters())
    for row, answer in zip(together, ANSWERS, strict=True):
        alone = torch.tensor(word_odds(model.head, other.read(QUESTION, REFERENCE, answer)))
        assert torch.allclose(row[: len(alone)], alone, atol=1e-3)
    assert not torch.allclose(plain, other.read(QUESTION, REFERENCE, ANSWERS[0]), atol=0.1)
