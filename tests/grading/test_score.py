"""The formula against sums done by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.score import Chances, interpolate, tally

STATED = Chances(1, 0, 0, 0)
PARTLY = Chances(0, 1, 0, 0)
MISSING = Chances(0, 0, 1, 0)
FALSE = Chances(0, 0, 0, 1)


def test_weights_count() -> None:
    sums = tally([STATED, MISSING], [3, 1])
    assert sums.coverage == pytest.approx(0.75)
    assert sums.raw == pytest.approx(0.75)
    assert sums.deviation == 0


def test_half_a_point_earns_054() -> None:
    assert tally([PARTLY, PARTLY], [2, 2]).raw == pytest.approx(0.54)


def test_a_false_statement_costs_more_than_the_missing_point() -> None:
    missing, false = tally([STATED, MISSING], [1, 1]), tally([STATED, FALSE], [1, 1])
    assert missing.raw == pytest.approx(0.5)
    assert false.raw == pytest.approx(0.5 * 0.5)


def test_only_false_statements_earn_nothing() -> None:
    assert tally([FALSE, FALSE], [1, 3]).raw == 0


def test_uncertainty_widens_the_band() -> None:
    sure, unsure = tally([STATED], [1]), tally([Chances(0.5, 0, 0.5, 0)], [1])
    assert sure.deviation == 0
    assert unsure.deviation == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("value", "expected"), [(-1, 0), (0, 0), (0.25, 10), (0.5, 20), (0.75, 60), (1, 100), (2, 100)]
)
def test_interpolation(value: float, expected: float) -> None:
    assert interpolate(value, ((0, 0), (0.5, 20), (1, 100))) == pytest.approx(expected)


@given(st.lists(st.sampled_from([STATED, PARTLY, MISSING, FALSE]), min_size=1, max_size=8))
def test_raw_is_a_share_and_stating_a_point_never_lowers_it(chances: list[Chances]) -> None:
    weights = [1.0] * len(chances)
    raw = tally(chances, weights).raw
    assert 0 <= raw <= 1
    better = tally([STATED, *chances[1:]], weights).raw
    assert better >= raw
