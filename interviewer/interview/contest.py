"""A candidate overrules a verdict: the answer is graded again with that point set by hand."""

from __future__ import annotations

from interviewer.errors import SessionError
from interviewer.interview.corrections import wording_of
from interviewer.interview.driver import Driver
from interviewer.interview.rules import grade_request
from interviewer.interview.state import QuestionProgress
from interviewer.model.bank import Question
from interviewer.model.grading import Correction, Grade, Verdict
from interviewer.model.interview import VerdictContested


def overrides_of(progress: QuestionProgress, question: Question) -> dict[str, Verdict]:
    """The verdicts that stand corrected, by point id; a later event replaces an earlier one.

    One that was made on a point in other words, before its reference changed, does not count.
    """
    texts = {point.id: point.text for point in question.key_points}
    found: dict[str, Verdict] = {}
    for event in progress.contested:
        judged = {point.id: point.text for point in event.grade.points}
        if judged.get(event.point_id) != texts.get(event.point_id):
            continue
        if event.verdict is None:
            found.pop(event.point_id, None)
        else:
            found[event.point_id] = Verdict(event.verdict)
    return found


def contest(
    driver: Driver, index: int, point_id: str, verdict: Verdict | None, note: str = ""
) -> Grade:
    """Set (or, with None, take back) a verdict, store it in the log and return the new grade.

    Taking back what was never set stores nothing. Raises ``SessionError`` where the question is
    not closed or has no such point.
    """
    progress = driver.state.progress_of(index)
    if progress is None or progress.closed is None or progress.grade is None:
        raise SessionError("This question has no verdict to contest yet.")
    question = driver.state.question_of(index)
    overrides = overrides_of(progress, question)
    overrides.pop(point_id, None)
    if verdict is not None:
        overrides[point_id] = verdict
    request = grade_request(driver.state, progress).model_copy(update={"overrides": overrides})
    assert driver.state.started is not None
    version = driver.state.started.bank_version
    grade = driver.parts.grader.grade(request).made_with_bank(version)
    untouched = verdict is None and point_id not in overrides_of(progress, question)
    if untouched and grade.points == progress.grade.points:
        return progress.grade  # there was no correction, not even one remembered: nothing to store
    driver.contest(
        VerdictContested(
            at=driver.now(),
            index=index,
            point_id=point_id,
            verdict=verdict.value if verdict else None,
            note=note,
            grade=grade,
        )
    )
    return grade


def correction_of(driver: Driver, index: int, point_id: str, verdict: Verdict) -> Correction:
    """What to remember for later answers to the same question: this answer's own wording."""
    progress = driver.state.progress_of(index)
    if progress is None:
        raise SessionError("This question was not asked.")
    return Correction(
        question_id=driver.state.question_of(index).id,
        point_id=point_id,
        wording=wording_of("\n".join(answer.text for answer in progress.answers)),
        verdict=verdict,
        at=driver.now(),
    )
