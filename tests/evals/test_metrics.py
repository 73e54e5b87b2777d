from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from interviewer.evals import metrics

numbers = st.lists(st.integers(0, 100).map(float), min_size=3, max_size=30)


@given(st.data())
def test_correlations_agree_with_scipy(data: st.DataObject) -> None:
    a = data.draw(numbers)
    b = data.draw(st.lists(st.integers(0, 100).map(float), min_size=len(a), max_size=len(a)))
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert metrics.pearson(a, b) is None
        return
    assert metrics.pearson(a, b) == pytest.approx(stats.pearsonr(a, b).statistic, abs=1e-9)
    assert metrics.spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-9)


def test_scores_that_mean_nothing_rank_alike() -> None:
    assert metrics.floored([3.0, 9.9, 10.0, 80.0]) == [0.0, 0.0, 10.0, 80.0]


def test_pairs_are_counted_within_a_question_and_ties_half() -> None:
    truth = [90.0, 50.0, 40.0, 10.0]
    groups = ["a", "a", "a", "b"]
    assert metrics.pairwise_accuracy([3, 2, 1, 9], truth, groups, 15) == 1.0
    assert metrics.pairwise_accuracy([1, 1, 0, 9], truth, groups, 15) == 0.75
    assert metrics.pairwise_accuracy([1, 2], [50.0, 50.0], ["a", "a"], 15) is None


def test_calibration_error_by_hand() -> None:
    assert metrics.calibration_error([0.95, 0.95], [True, False]) == pytest.approx(0.45)
    assert metrics.calibration_error([1.0, 1.0], [True, True]) == 0.0


def test_f1_by_hand() -> None:
    found = metrics.f1_by_label(["c", "c", "m"], ["c", "m", "m"])
    assert found == {"c": pytest.approx(2 / 3), "m": pytest.approx(2 / 3)}


def test_ranking_measures_by_hand() -> None:
    ranked, gold = ["x", "a", "b"], ["a", "b"]
    assert metrics.recall_at(ranked, gold, 1) == 0.0
    assert metrics.recall_at(ranked, gold, 2) == 1.0
    assert metrics.reciprocal_rank(ranked, gold) == 0.5
    assert metrics.ndcg_at(["a", "b", "x"], gold, 3) == pytest.approx(1.0)
    assert metrics.ndcg_at([], gold, 3) == 0.0


def test_edit_distance_and_spoken_form() -> None:
    assert metrics.edit_distance("kitten", "sitting") == 3
    assert metrics.spoken_form("ReLU， 好。") == "relu好"


def test_bootstrap_resamples_whole_questions() -> None:
    groups = ["a"] * 5 + ["b"] * 5
    values = [0.0] * 5 + [1.0] * 5
    interval = metrics.bootstrap(groups, lambda rows: sum(values[r] for r in rows) / len(rows))
    assert interval == (0.0, 1.0)
