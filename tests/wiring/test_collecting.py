from __future__ import annotations

import gc

from interviewer.wiring.collecting import rare_collections


def test_a_block_within_a_block_does_not_end_it() -> None:
    usual = gc.get_threshold()
    with rare_collections():
        rare = gc.get_threshold()
        with rare_collections():
            pass
        assert gc.get_threshold() == rare
    assert rare[0] > usual[0]
    assert gc.get_threshold() == usual
