"""Which of the elements below one heading are questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interviewer.bank.labels import label_of
from interviewer.bank.layouts.candidates import QUESTION_MARK, Element, Style, flatten
from interviewer.bank.wording import asks


def choose(
    elements: Sequence[Element | None], next_answers: Callable[[int], bool], named: bool = False
) -> list[int]:
    """The indices of the elements that are questions: those of the first style that fits.

    ``next_answers(i)`` tells whether something that can be an answer follows element ``i``;
    ``named`` that the document says that it lists questions, so that items may only name them.
    """
    styles: tuple[Style, ...] = (
        "details",
        "bold",
        "ordered",
        "bullet",
        "numbered",
        "quote",
        "paragraph",
    )
    for style in styles:
        members = [i for i, e in enumerate(elements) if e is not None and e.style == style]
        accepted = _accepted(style, members, elements, next_answers)
        if not accepted and style in {"ordered", "numbered"}:
            accepted = _numbered_runs(style, members, elements, next_answers)
        if named and style == "ordered":
            accepted = sorted({*accepted, *_naming(members, elements)})
        accepted = accepted or _single(members, elements)
        if accepted:
            return accepted
    return []


def _single(members: Sequence[int], elements: Sequence[Element | None]) -> list[int]:
    """Items that ask by themselves, whatever their neighbours do: asked aloud, answered below."""
    return [
        i
        for i in members
        if (e := elements[i]) is not None
        and e.strong
        and _nested_answer(e)
        and (e.question.lstrip().startswith(("**", "__")) or QUESTION_MARK.search(e.question))
    ]


def _numbered_runs(
    style: Style,
    members: Sequence[int],
    elements: Sequence[Element | None],
    next_answers: Callable[[int], bool],
) -> list[int]:
    """The questions of a list that stands beside other lists: numbers start again between them."""
    runs: list[list[int]] = []
    last = 0
    for i in members:
        number = getattr(elements[i], "number", None) or ""
        current = int(number) if number.isdigit() else 0
        if not runs or current <= last:
            runs.append([])
        runs[-1].append(i)
        last = current
    accepted: list[int] = []
    for run in runs if len(runs) > 1 else []:
        found = _accepted(style, run, elements, next_answers) if len(run) > 1 else []
        accepted += [i for i in found if (e := elements[i]) is not None and e.rest]
    return accepted


def _naming(members: Sequence[int], elements: Sequence[Element | None]) -> list[int]:
    """Items with answers below them, of which some ask, so that the others name what is asked."""
    found = {i: e for i in members if (e := elements[i]) is not None and _nested_answer(e)}
    if len(found) < max(2, len(members) / 2) or not any(e.strength for e in found.values()):
        return []
    return list(found)


def _accepted(
    style: Style,
    members: list[int],
    elements: Sequence[Element | None],
    next_answers: Callable[[int], bool],
) -> list[int]:
    """The members of one style that are questions, or none where the style does not ask."""
    found = {i: e for i in members if (e := elements[i]) is not None}
    if style == "bold":
        marked = [e for e in found.values() if e.number]
        regular = bool(marked) and sum(e.strong for e in marked) >= 0.6 * len(marked)
        found = {i: e for i, e in found.items() if e.strong or (e.number and regular)}
    strong = [i for i, e in found.items() if e.strong or (style == "details" and e.strength)]
    if not strong:
        return []
    share = len(strong) / len(found)
    least = {"details": 0.5, "numbered": 0.5}.get(style, 0.6)
    if share < least:
        return []
    answered = [i for i in strong if found[i].rest or next_answers(i)]
    if style in {"ordered", "bullet"}:
        apart = [i for i in answered if next_answers(i) or _nested_answer(found[i])]
        if apart == strong[-1:] and not _nested_answer(found[strong[-1]]):
            apart = []
        if len(answered) <= 0.5 * sum(e.strength > 0 for e in found.values()):
            answered = apart
    few = len(answered) < 0.3 * len(strong)
    if few:
        return _answered_alone(style, {i: found[i] for i in strong})
    if style == "details":
        return list(found)
    lonely = len(strong) == 1 and style in {"bullet", "quote", "paragraph", "numbered"}
    if lonely and not _labelled_rest(found[strong[0]]):
        return []
    return [
        i for i, e in found.items() if e.strong or (e.strength and share >= least) or share >= 0.8
    ]


def _answered_alone(style: Style, asking: dict[int, Element]) -> list[int]:
    """The few elements with an answer of their own among many that ask without one."""
    if style == "details":
        return [i for i, element in asking.items() if element.rest]
    return [i for i, e in asking.items() if _nested_answer(e)] if len(asking) > 1 else []


def _nested_answer(element: Element) -> bool:
    """Whether an item has blocks below its question that do not ask or gather themselves."""
    blocks = flatten(element.block.children[1:]) if element.block.kind == "item" else []
    gathering = sum(block.kind == "item" and len(block.children) > 1 for block in blocks)
    heads = [block.head for block in blocks if block.kind in {"item", "paragraph"}]
    return bool(blocks) and gathering < 2 and not any(asks(head) == 2 for head in heads)


def _labelled_rest(element: Element) -> bool:
    return any(label_of(block.head) for block in element.rest)
