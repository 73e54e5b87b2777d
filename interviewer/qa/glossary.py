"""Words that carry no content, and other names of common terms (Chinese, English, short, long)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Names = dict[str, tuple[str, ...]]


def _read(name: str) -> str:
    return (files("interviewer.qa") / "words" / name).read_text(encoding="utf-8")


@cache
def stop_english() -> frozenset[str]:
    """English function words, and what every question says."""
    return frozenset(_read("stop_english.txt").split())


@cache
def stop_chinese() -> tuple[str, ...]:
    """Chinese function words, and what every question says; the longest first."""
    return tuple(sorted(_read("stop_chinese.txt").split(), key=len, reverse=True))


@cache
def glossary() -> Names:
    """Lower-case English term or abbreviation to its other names."""
    found: Names = {}
    for line in _read("other_names.txt").splitlines():
        key, *others = (part.strip() for part in line.split("|"))
        found[key] = tuple(others)
    return found


@cache
def reverse_glossary() -> Names:
    """Chinese term to its English names and abbreviations."""
    found: Names = {}
    for key, others in glossary().items():
        for other in others:
            if len(other) > 1 and not other.isascii():
                found[other] = (*found.get(other, ()), key)
    return found


@cache
def concepts() -> tuple[tuple[str, ...], ...]:
    """Concepts of the field, each with its names in both languages, in lower case."""
    lines = _read("concepts.txt").splitlines()
    return tuple(tuple(part.strip() for part in line.split("|")) for line in lines)
