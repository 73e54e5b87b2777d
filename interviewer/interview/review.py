"""When a question or a point is due again, by the FSRS scheduler (``fsrs``)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler

from interviewer.model.base import Score, Value

GRADES = ((85.0, Rating.Easy), (65.0, Rating.Good), (45.0, Rating.Hard))
"""Least score for a rating; below the last one it is *again*."""
RETENTION = 0.9
"""A question comes back when the chance to recall it has fallen to this."""


class Review(Value):
    """A graded attempt: ``at`` in seconds since the epoch, ``score`` 0-100."""

    at: float
    score: Score


def rating_of(score: float) -> Rating:
    """The FSRS rating for a score."""
    return next((rating for least, rating in GRADES if score >= least), Rating.Again)


def schedule(reviews: Iterable[Review]) -> Card | None:
    """The memory card after these reviews (oldest first), or None without any."""
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        enable_fuzzing=False,
    )
    card: Card | None = None
    for review in reviews:
        at = datetime.fromtimestamp(review.at, UTC)
        card, _ = scheduler.review_card(
            card or Card(card_id=1, due=at), rating_of(review.score), at
        )
    return card


def due_at(reviews: Iterable[Review]) -> float | None:
    """When the next review is due (seconds since the epoch), or None without any review."""
    card = schedule(reviews)
    return card.due.timestamp() if card is not None else None


def retrievability(reviews: Iterable[Review], now: float) -> float | None:
    """The chance, 0-1, that what was reviewed would be recalled at ``now``."""
    card = schedule(reviews)
    if card is None:
        return None
    scheduler = Scheduler(desired_retention=RETENTION, enable_fuzzing=False)
    return float(scheduler.get_card_retrievability(card, datetime.fromtimestamp(now, UTC)))
