"""How well grades agree with careful raters, and whether the grader reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean, median

from interviewer.evals import metrics
from interviewer.evals.data import Bank, Figures, PairedAnswer, RatedAnswer, request_for
from interviewer.model.grading import Grade, GradeRequest, Verdict
from interviewer.model.protocols import Grader, Progress

WORTHLESS = frozenset(
    {"contradiction", "misconception", "stuffing", "offtopic", "dontknow", "injection", "echo"}
)
GOOD = frozenset({"full", "full_spoken", "beyond"})
GOOD_IF_FULL = frozenset({"english", "asr"})
FULL_SCORE = 80.0
"""English and misheard answers are of any level; those the raters gave this much are full ones."""
LOWER = frozenset({"flip", "flip_spoken", "flip1", "padded", "half", "fog", "other"})
"""Variants that have to score lower: *not graded* counts as 100, so that it never looks like it."""
MIDDLE = frozenset({"partial", "thin", "mixed", "flip1"})
PASS = 50.0
FAIL = 60.0
ORDER_GAP = 15.0
STATES = {
    "c": Verdict.STATED,
    "p": Verdict.PARTLY,
    "m": Verdict.MISSING,
    "x": Verdict.CONTRADICTED,
}


def grade_all(
    grader: Grader, requests: Sequence[GradeRequest], progress: Progress | None = None
) -> list[Grade]:
    """All grades in the order of the requests."""
    by_id = {grade.id: grade for grade in grader.grade_many(requests, progress)}
    return [by_id[request.id] for request in requests]


def score_or_penalty(score: float | None, worthless: bool) -> float:
    """*Not graded* counts as 100 for a worthless answer and as 0 for any other."""
    if score is not None:
        return score
    return 100.0 if worthless else 0.0


def evaluate_grading(
    grader: Grader, rows: Sequence[RatedAnswer], bank: Bank, progress: Progress | None = None
) -> tuple[Figures, list[Grade]]:
    """Figures of the grader on rated answers, and its grades in the order of ``rows``."""
    requests = [request_for(bank, row.qid, row.answer, n) for n, row in enumerate(rows)]
    grades = grade_all(grader, requests, progress)
    scores = [
        score_or_penalty(grade.score, row.kind in WORTHLESS)
        for grade, row in zip(grades, rows, strict=True)
    ]
    figures = agreement(scores, rows)
    figures["not_graded"] = fmean(grade.score is None for grade in grades)
    figures["by_kind"] = _by_kind(scores, rows)
    figures["quotes_verbatim"] = _share_of_quotes(grades, rows, lambda q, answer: q in answer)
    figures["quotes_a_third_at_most"] = _share_of_quotes(grades, rows, _is_short)
    figures["points"] = _point_figures(grades, rows)
    figures["seconds_median"] = median(grade.seconds for grade in grades)
    return figures, grades


def agreement(scores: Sequence[float], rows: Sequence[RatedAnswer]) -> Figures:
    """Agreement of any list of scores with the raters: the same figures for every baseline."""
    truth = [row.score for row in rows]
    groups = [row.qid for row in rows]
    low, low_truth = metrics.floored(scores), metrics.floored(truth)

    def interval(measure: Callable[[Sequence[float], Sequence[float]], float | None]) -> object:
        return metrics.bootstrap(
            groups,
            lambda chosen: measure([low[i] for i in chosen], [low_truth[i] for i in chosen]),
        )

    worthless = [s for s, row in zip(scores, rows, strict=True) if row.kind in WORTHLESS]
    good = [s for s, row in zip(scores, rows, strict=True) if _is_good(row)]
    middle = [(s, row.score) for s, row in zip(scores, rows, strict=True) if row.kind in MIDDLE]
    return {
        "answers": len(rows),
        "questions": len(set(groups)),
        "spearman": metrics.spearman(low, low_truth),
        "spearman_interval": interval(metrics.spearman),
        "pearson": metrics.pearson(scores, truth),
        "order_accuracy": metrics.pairwise_accuracy(low, low_truth, groups, ORDER_GAP),
        "mae": metrics.mean_absolute_error(scores, truth),
        "mae_middle": fmean(abs(s - t) for s, t in middle) if middle else None,
        "false_pass": fmean(s >= PASS for s in worthless) if worthless else None,
        "false_fail": fmean(s < FAIL for s in good) if good else None,
    }


def evaluate_pairs(
    grader: Grader, rows: Sequence[PairedAnswer], bank: Bank, progress: Progress | None = None
) -> Figures:
    """Minimal pairs: how the score moves when only the content, or only the style, changes."""
    requests = [request_for(bank, row.qid, row.answer, n) for n, row in enumerate(rows)]
    grades = grade_all(grader, requests, progress)
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for row, grade in zip(rows, grades, strict=True):
        table[row.qid][row.variant] = score_or_penalty(grade.score, row.variant in LOWER)

    def gaps(variant: str) -> list[float]:
        return [
            scores["full"] - scores[variant]
            for scores in table.values()
            if "full" in scores and variant in scores
        ]

    flip, flip1 = gaps("flip"), gaps("flip1")
    fog = [scores["fog"] for scores in table.values() if "fog" in scores]
    return {
        "questions": len(table),
        "mean_by_variant": _mean_by_variant(table),
        "full_minus_flip": _mean(flip),
        "flip_20_apart": _mean([gap >= 20 for gap in flip]),
        "flip1_5_below": _mean([gap > 5 for gap in flip1]),
        "full_vs_para": _mean([abs(gap) for gap in gaps("para")]),
        "full_vs_terse": _mean([abs(gap) for gap in gaps("terse")]),
        "full_minus_padded": _mean(gaps("padded")),
        "fog": _mean(fog),
        "not_graded": fmean(grade.score is None for grade in grades),
    }


def _is_good(row: RatedAnswer) -> bool:
    return row.kind in GOOD or (row.kind in GOOD_IF_FULL and row.score >= FULL_SCORE)


def _mean(values: Sequence[float]) -> float | None:
    return fmean(values) if values else None


def _mean_by_variant(table: dict[str, dict[str, float]]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    for scores in table.values():
        for variant, score in scores.items():
            found[variant].append(score)
    return {variant: fmean(values) for variant, values in found.items()}


def _by_kind(scores: Sequence[float], rows: Sequence[RatedAnswer]) -> dict[str, Figures]:
    groups: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for score, row in zip(scores, rows, strict=True):
        groups[row.kind].append((score, row.score))
    return {
        kind: {
            "score": fmean(s for s, _ in pairs),
            "raters": fmean(t for _, t in pairs),
            "mae": fmean(abs(s - t) for s, t in pairs),
            "at_least_50": fmean(s >= PASS for s, _ in pairs),
            "below_60": fmean(s < FAIL for s, _ in pairs),
        }
        for kind, pairs in sorted(groups.items())
    }


def _share_of_quotes(
    grades: Sequence[Grade], rows: Sequence[RatedAnswer], test: Callable[[str, str], bool]
) -> float | None:
    """Share of all quotes that pass ``test(quote, answer)``."""
    checks = [
        test(quote, row.answer)
        for grade, row in zip(grades, rows, strict=True)
        for quote in (*(point.quote for point in grade.points), *grade.false_statements)
        if quote is not None
    ]
    return _mean(checks)


def _is_short(quote: str, answer: str) -> bool:
    """Of an answer over 100 characters a quote is a third at most."""
    return len(answer) <= 100 or len(quote) <= len(answer) / 3


def _point_figures(grades: Sequence[Grade], rows: Sequence[RatedAnswer]) -> Figures | None:
    """F1 per verdict and calibration, where the rows label their points by the same ids."""
    predicted, truth, chance = [], [], []
    for grade, row in zip(grades, rows, strict=True):
        for point in grade.points:
            label = (row.states or {}).get(point.id)
            if label in STATES:
                predicted.append(point.verdict.value)
                truth.append(STATES[label].value)
                chance.append(point.probability)
    if not truth:
        return None
    correct = [p == t for p, t in zip(predicted, truth, strict=True)]
    return {
        "labelled": len(truth),
        "accuracy": fmean(correct),
        "f1": metrics.f1_by_label(predicted, truth),
        "calibration_error": metrics.calibration_error(chance, correct),
    }
