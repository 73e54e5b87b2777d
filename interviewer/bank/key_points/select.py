"""Choose three to eight key points out of all statements of an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise

from interviewer.bank.key_points.roles import Role, asked_roles
from interviewer.bank.key_points.statements import Statement
from interviewer.bank.key_points.wording import bigrams, contains, fits, is_about, is_english, join

FEWEST, MOST = 3, 8
COMFORTABLE = 6
"""People write four to seven points for an answer, whatever its length."""
JOINED = 100
"""What people write as one point, in English, has at most about so many characters."""
SAME_SHARE = 0.65
"""Two statements are one when this share of the shorter one's bigrams stands in the other."""
NAMED_SHARE = 0.9
OF_ONE_THING = 0.5
"""Share for two statements of one thing: their words apart from its name."""

_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the and or of in on at to for with by from as is are was were be it its that this"
        " which can may",
    )
)
_NOT = re.compile(r"\b(?:not|never|cannot|no|without)\b|n't\b")


def _denies(text: str) -> bool:
    return _NOT.search(text) is not None


_LABELLED = re.compile(r"[^，,：:]{1,14}[：:]")

ASIDE = {Role.SUMMARY, Role.EXAMPLE}


def choose(found: list[Statement], question: str) -> list[Statement]:
    """Drop repetition and asides, fold long lists, and keep reading order."""
    asked = asked_roles(question)
    kept = _without_repeats([one for one in found if one.role is not Role.SUMMARY])
    whole = [one for one in kept if one.whole]
    kept = whole if len(whole) >= FEWEST else kept
    main = [one for one in kept if one.role not in ASIDE]
    if len(main) > COMFORTABLE - 1:
        kept = main
    kept = _fold_lists(kept)
    kept = [_weighted(one, asked) for one in kept]
    while len(kept) > COMFORTABLE:
        pair = _joinable(kept, _halves_of_sentences(kept))
        if pair is None:
            break
        kept = _with_joined(kept, *pair)
    while len(kept) > MOST:
        kept = _smaller(kept, question)
    return kept


def _halves_of_sentences(found: list[Statement]) -> set[int]:
    """Where the first of exactly two statements of one sentence stands."""
    count = Counter(one.sentence for one in found)
    return {
        at
        for at, (left, right) in enumerate(pairwise(found))
        if left.sentence == right.sentence
        and count[left.sentence] == 2
        and len(left.text) + len(right.text) < JOINED
        and not _LABELLED.match(right.text)
    }


def _weighted(one: Statement, asked: frozenset[Role]) -> Statement:
    if one.rank == 0 and one.role in asked and one.role in {Role.ADVANTAGE, Role.CHALLENGE}:
        return replace(one, weight=3)
    return one


def same(left: str, right: str, share: float = SAME_SHARE) -> bool:
    """Whether one statement says what the other says, by shared bigrams."""
    if is_english(left) and is_english(right) and _denies(left) != _denies(right):
        return False
    first, second = bigrams(left) - _SMALL_WORDS, bigrams(right) - _SMALL_WORDS
    if not first or not second:
        return left == right
    return len(first & second) >= share * min(len(first), len(second))


def _without_repeats(found: list[Statement]) -> list[Statement]:
    """Keep the fuller of two statements that say the same."""
    kept: list[Statement] = []
    for one in found:
        twin = next((index for index, other in enumerate(kept) if _repeats(one, other)), None)
        if twin is None:
            kept.append(one)
        elif len(one.text) > len(kept[twin].text) and one.weight >= kept[twin].weight:
            kept[twin] = replace(one, group=kept[twin].group)
    return kept


def _repeats(one: Statement, other: Statement) -> bool:
    if one.group == other.group and one.name != other.name:
        return one.text == other.text
    if _of_one_thing(one, other):
        return True
    if _of_two(one.name, other.name) or _of_two(one.owner, other.owner):
        return same(one.text, other.text, NAMED_SHARE)
    return same(one.text, other.text)


def _of_two(one: str, other: str) -> bool:
    """Whether two statements are said of two things by name."""
    return bool(one and other) and one != other


def _of_one_thing(one: Statement, other: Statement) -> bool:
    """Whether what two lists say of a thing they both name or speak of is mostly one."""
    return any(
        left.name
        and (left.name == right.name or is_about(right.body, left.name))
        and _mostly(bigrams(left.body), bigrams(right.body), bigrams(left.name))
        for left, right in ((one, other), (other, one))
    )


def _mostly(first: set[str], second: set[str], known: set[str]) -> bool:
    fewer = min(len(first - known), len(second - known))
    return fewer > 0 and len((first & second) - known) >= OF_ONE_THING * fewer


def _fold_lists(found: list[Statement]) -> list[Statement]:
    """Name uses and tools in one point each where the answer has enough other content."""
    for role in (Role.TOOL, Role.APPLICATION):
        if found and found[0].role is role:
            continue
        members = [one for one in found if one.role is role and one.rank == 0 and one.name]
        others = [one for one in found if one.role is not role]
        few = len(members) < 3 and len(others) + len(members) <= COMFORTABLE
        if len(members) < 2 or len(others) < FEWEST or (role is Role.APPLICATION and few):
            continue
        found = _with_folded(found, members)
    return found


def _with_folded(found: list[Statement], members: list[Statement]) -> list[Statement]:
    """Replace the members of a list, and what they add, by one statement of their names."""
    folded = _folded(members)
    names = {(one.group, one.name) for one in members}
    kept = [one for one in found if (one.group, one.name) not in names]
    return sorted([*kept, folded], key=lambda one: one.span)


def _folded(members: list[Statement]) -> Statement:
    """One statement that names the members of a list."""
    mark = "、" if any(not one.name.isascii() for one in members) else ", "
    names = [one.name for one in members]
    while len(names) > 1 and not fits(join("", "", members[0].label, mark.join(names))):
        names.pop()
    text = join("", "", members[0].label, mark.join(names))
    span = (members[0].span[0], members[-1].span[1])
    return replace(members[0], text=text, span=span, name="")


def _smaller(found: list[Statement], question: str) -> list[Statement]:
    """Make the list shorter by the least harmful step."""
    prose = not any(one.name for one in found)
    pair = _joinable(found) if prose else None
    if pair is not None:
        return _with_joined(found, *pair)
    extras = [one for one in found if one.rank > 0 and one.weight <= 2]
    if extras:
        drop = min(extras, key=lambda one: (one.weight, -one.rank, -one.span[0]))
        return [one for one in found if one is not drop]
    side_list = _side_list(found, question)
    if side_list:
        return _with_folded(found, side_list)
    pair = _joinable(found)
    if pair is not None:
        return _with_joined(found, *pair)
    lowest = min(found, key=lambda one: (one.weight, -one.span[0]))
    return [one for one in found if one is not lowest]


_CORE_LIST = re.compile(r"原理|机制|过程|步骤|流程|工作|how it works|principle|steps|process", re.I)


def _side_list(found: list[Statement], question: str) -> list[Statement]:
    """The named list that matters least, when there is another one.

    Lists that the question does not ask for matter less than others, and lists of kinds or
    advantages less than principles and steps.
    """
    lists: dict[int, list[Statement]] = {}
    for one in found:
        if one.name and one.rank == 0:
            lists.setdefault(one.group, []).append(one)
    long = [members for members in lists.values() if len(members) >= FEWEST and members[0].label]
    if not long or len(lists) < 2:
        return []
    return min(
        long,
        key=lambda members: (
            contains(question, members[0].label),
            _CORE_LIST.search(members[0].label) is not None,
            members[0].weight,
            len(members),
        ),
    )


def _with_joined(found: list[Statement], at: int, merged: Statement) -> list[Statement]:
    return [*found[:at], merged, *found[at + 2 :]]


def _joinable(
    found: list[Statement], among: Collection[int] | None = None
) -> tuple[int, Statement] | None:
    """The shortest two neighbours that fit into one point: of one sentence, or else of one list."""
    best: tuple[tuple[bool, int], int, Statement] | None = None
    for index, (left, right) in enumerate(pairwise(found)):
        if left.group != right.group or left.role is not right.role:
            continue
        if among is not None and index not in among:
            continue
        tail = right.text.removeprefix(f"{right.label}：").removeprefix(f"{right.label}: ")
        text = f"{left.text}{'; ' if is_english(tail) else '；'}{tail}"
        key = (left.sentence != right.sentence, len(text))
        if fits(text) and (best is None or key < best[0]):
            merged = replace(left, text=text, span=(left.span[0], right.span[1]), name="")
            best = (key, index, merged)
    return (best[1], best[2]) if best else None
