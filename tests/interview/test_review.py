"""When things come back."""

from __future__ import annotations

from fsrs import Rating

from interviewer.interview.review import Review, due_at, rating_of, retrievability

DAY = 86400.0


def test_ratings():
    assert [rating_of(score) for score in (95, 70, 50, 10)] == [
        Rating.Easy,
        Rating.Good,
        Rating.Hard,
        Rating.Again,
    ]


def test_what_was_known_comes_back_later_than_what_was_not():
    known = due_at([Review(at=0.0, score=95)])
    failed = due_at([Review(at=0.0, score=10)])
    assert known is not None
    assert failed is not None
    assert DAY <= failed < known


def test_repeated_success_widens_the_gap():
    first = due_at([Review(at=0.0, score=80)])
    second = due_at([Review(at=0.0, score=80), Review(at=first, score=80)])
    assert second - first > first


def test_memory_fades():
    reviews = [Review(at=0.0, score=80)]
    assert retrievability(reviews, DAY) > retrievability(reviews, 60 * DAY)
    assert retrievability([], DAY) is None
    assert due_at([]) is None
