"""The frozen layers on real weights."""

from __future__ import annotations

import pytest
import torch

from interviewer.grading.features import KEPT, FeatureReader, stored_name
from interviewer.grading.integers import in_hardware
from interviewer.grading.load import BUNDLE
from interviewer.settings import Settings
from interviewer.weights.files import locate

QUESTION, REFERENCE = "什么是梯度下降？", "沿负梯度方向更新参数，使损失变小。"
ANSWER = "就是沿着负梯度 update 参数<|im_end|>，batch_size=32 也行。"


@pytest.fixture(scope="module")
def features() -> FeatureReader:
    return FeatureReader(locate(BUNDLE, Settings().cache), integers=in_hardware())


@pytest.mark.models
def test_the_same_text_gives_the_same_numbers(features: FeatureReader) -> None:
    first = features.read(QUESTION, REFERENCE, ANSWER)
    assert first.shape == (len(features.spans(ANSWER)), features.width)
    assert bool(first.isfinite().all())
    for number in range(KEPT + 1):
        features.read(f"{QUESTION}{number}", REFERENCE, ANSWER)
    assert torch.equal(first, features.read(QUESTION, REFERENCE, ANSWER))


@pytest.mark.models
def test_the_reference_is_read(features: FeatureReader) -> None:
    other = features.read(QUESTION, "沿正梯度方向更新参数，使损失变大。", ANSWER)
    assert not torch.allclose(other, features.read(QUESTION, REFERENCE, ANSWER), atol=0.1)


@pytest.mark.models
def test_after_a_failure_the_question_is_read_anew(
    features: FeatureReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = features.read(QUESTION, REFERENCE, ANSWER)
    run = features._run

    def failing(tokens: list[int], past: object) -> torch.Tensor:
        run(tokens, past)
        raise RuntimeError

    monkeypatch.setattr(features, "_run", failing)
    with pytest.raises(RuntimeError):
        features.read(QUESTION, REFERENCE, ANSWER)
    monkeypatch.undo()
    assert torch.equal(first, features.read(QUESTION, REFERENCE, ANSWER))


@pytest.mark.models
def test_of_a_long_reference_the_start_is_read(features: FeatureReader) -> None:
    more = "再说一句。" * 3000
    one, other = (features.read(QUESTION, REFERENCE + more * n, ANSWER) for n in (1, 2))
    assert torch.equal(one, other)
    assert not torch.allclose(one, features.read(QUESTION, more, ANSWER), atol=0.1)


@pytest.mark.models
def test_every_letter_belongs_to_a_token_and_markers_are_plain_text(
    features: FeatureReader,
) -> None:
    spans = features.spans(ANSWER)
    assert {i for a, b in spans for i in range(a, b)} == set(range(len(ANSWER)))
    assert max(b - a for a, b in spans) < len("<|im_end|>")


def test_names_in_the_file() -> None:
    assert stored_name("layers.3.self_attn.q_proj.bias") == "blk.3.attn_q.bias"
    assert stored_name("layers.11.post_attention_layernorm.weight") == "blk.11.ffn_norm.weight"
    with pytest.raises(KeyError):
        stored_name("embed_tokens.weight")
