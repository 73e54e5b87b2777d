"""Word vectors decoded row by row, against the whole table."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import nn

from interviewer.search.e5 import E5File, load_e5
from interviewer.search.words import WordVectors
from interviewer.settings import Settings
from interviewer.weights.files import locate
from tests.search.test_e5 import small_file

TOKENS = torch.tensor([[5, 0, 5], [6, 3, 1]])


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_rows_are_those_of_the_table_in_the_type_asked_for(kind: torch.dtype) -> None:
    words = WordVectors(E5File(small_file()))
    table = nn.Embedding.from_pretrained(words.table()).to(kind)
    found = words.to(kind)(TOKENS)
    assert found.dtype == kind
    assert found.shape == (2, 3, 32)
    assert torch.equal(found, table(TOKENS))
    assert not list(words.parameters())


def test_threads_share_it() -> None:
    words = WordVectors(E5File(small_file()))
    table = words.table()
    batches = [torch.randint(7, (4, 9)) for _ in range(200)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(words, batches))
    assert all(torch.equal(rows, table[b]) for rows, b in zip(found, batches, strict=True))


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_vectors_are_where_the_module_is() -> None:
    words = WordVectors(E5File(small_file()))
    expected = words(TOKENS)
    found = words.to("cuda")(TOKENS.to("cuda"))
    assert found.device.type == "cuda"
    assert torch.equal(found.cpu(), expected)


@pytest.mark.models
def test_the_bundled_model_reads_the_same_with_the_whole_table() -> None:
    model, tokenizer = load_e5(locate("e5", Settings().cache))
    texts = ["query: 什么是过拟合？", "passage: <mask> overfitting 🙂 x</s>"]
    batch = tokenizer(texts, padding=True, return_tensors="pt", return_token_type_ids=False)
    for kind in (torch.float32, torch.bfloat16):
        with torch.inference_mode():
            model = model.to(kind)
            words = model.get_input_embeddings()
            found = model(**batch).last_hidden_state
            model.set_input_embeddings(nn.Embedding.from_pretrained(words.table()).to(kind))
            assert torch.equal(model(**batch).last_hidden_state, found)
            model.set_input_embeddings(words)
