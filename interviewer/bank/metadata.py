"""Topic, difficulty, language and kind as an author states them, and the language of a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_args

from interviewer.bank.wording import plain
from interviewer.model.bank import Language, QuestionKind

_DIFFICULTY_KEYS = ("difficulty", "difficulty level", "level", "难度", "难度等级", "难度系数")
_TOPIC_KEYS = ("topic", "category", "subject", "主题", "分类", "标签", "知识点", "tags", "tag")
_WORDS = {
    1: r"very easy|trivial|入门|很简单|基础",
    2: r"easy|beginner|basic|junior|简单|初级|容易|👶",
    3: r"medium|intermediate|moderate|normal|中等|中级|一般",
    4: r"hard|difficult|advanced|senior|困难|高级|较难",
    5: r"very hard|expert|专家|很难|极难|🚀",
}
_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]+")


def stated(values: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a question that a document's key–value lines state; others drop out."""
    found: dict[str, Any] = {}
    low = {key.strip().lower(): value.strip() for key, value in values.items() if value.strip()}
    for key in _DIFFICULTY_KEYS:
        difficulty = difficulty_of(low.get(key, ""))
        if difficulty is not None:
            found["difficulty"] = difficulty
    for key in _TOPIC_KEYS:
        if key in low and "topic" not in found:
            found["topic"] = plain(re.split(r"[,，、;；]", low[key].strip("[]"))[0]).strip("'\" ")[
                :80
            ]
    language = low.get("language") or low.get("lang") or low.get("语言") or ""
    if language[:2].lower() in get_args(Language):
        found["language"] = language[:2].lower()
    if low.get("kind", "").lower() in get_args(QuestionKind):
        found["kind"] = low["kind"].lower()
    return found


def difficulty_of(text: str) -> int | None:
    """1 to 5 from a number, a word or a row of stars; None where it says something else."""
    value = text.strip().lower()
    if not value:
        return None
    stars = len(re.findall("[★⭐🌟]", value))
    if stars:
        return min(5, stars)
    number = re.fullmatch(r"([1-5])(?:\s*/\s*5|\s*星|\s*级)?", value)
    if number:
        return int(number[1])
    for difficulty in (5, 1, 4, 2, 3):
        if re.search(_WORDS[difficulty], value):
            return difficulty
    return None


def language_of(text: str) -> Language:
    """Chinese where its characters outnumber a third of the Latin words, else English."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    return "zh" if han > latin / 3 else "en"
