"""After a reference was corrected: every stored grade that rests on it is computed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from interviewer.bank.edits import Edit
from interviewer.errors import InterviewerError
from interviewer.interview.regrade import Regraded, graded_by, regrade
from interviewer.model.bank import Bank
from interviewer.wiring.services import Services

_GRADED_BY = frozenset({"reference", "explanation", "key_points"})


def regrade_after(
    services: Services, bank: Bank, edits: Sequence[Edit], warn: Callable[[str], object]
) -> tuple[Regraded, ...]:
    """Compute again the grades that rest on what ``edits`` changed; ``bank`` has them applied.

    The grader is loaded only where there is such a grade. An interview that cannot be read or
    graded is left as it is, and ``warn`` is told why.
    """
    changed = {key for edit in edits if _GRADED_BY & set(edit.fields) for key in edit.ids}
    found = []
    for row in services.store.sessions() if changed else ():
        try:
            events = services.store.events(row.id)
            indices = {index for key in changed for index in graded_by(events, key)}
            found += [regrade_one(services, row.id, index, bank) for index in sorted(indices)]
        except InterviewerError as error:
            warn(str(error))
    return tuple(item for item in found if item is not None)


def regrade_one(
    services: Services, session_id: str, index: int, bank: Bank | None
) -> Regraded | None:
    """Compute one grade again; without a bank, by the reference as the question was asked."""
    return regrade(
        session_id,
        index,
        bank,
        log=services.store,
        grader=services.grader,
        corrections=services.store.corrections,
        now=time.time(),
    )
