"""What a follow-up will say, before any model words it: its task and the code's own wording."""

from __future__ import annotations

from interviewer.interview.aspects import OTHER, VAGUE, asks_for, question_on
from interviewer.interview.checks import Allowed, SentenceCheck
from interviewer.interview.cues import NAMES, SIDES, Cue, cues_for, labels
from interviewer.interview.english import heading_kind, with_article
from interviewer.interview.follow_up import BLANK_KINDS
from interviewer.interview.state import QuestionProgress
from interviewer.interview.terms import all_terms, cjk_share
from interviewer.interview.texts import say
from interviewer.interview.wording import FollowUpTask
from interviewer.model.bank import KeyPoint, Language, Question
from interviewer.model.grading import Grade, PointVerdict, Verdict
from interviewer.model.interview import FollowUpAim, FollowUpKind

READ_BACK = frozenset({FollowUpKind.CHALLENGE, FollowUpKind.CLARIFY})
"""Kinds that read the candidate's words back; code words these around the quote."""
MIN_QUOTE = 4
"""Shorter pieces of an answer say nothing when read back."""
MAX_QUOTE = {"zh": 40, "en": 110}
"""Longest quote of the candidate that is read back, in characters."""


def unstated_points(question: Question, grade: Grade | None) -> tuple[KeyPoint, ...]:
    """The key points that the candidate has not stated; all of them before any grade."""
    if grade is None:
        return question.key_points
    stated = {point.id for point in grade.points if point.verdict is Verdict.STATED}
    return tuple(point for point in question.key_points if point.id not in stated)


def follow_up_task(
    question: Question,
    progress: QuestionProgress | None,
    aim: FollowUpAim,
    check: SentenceCheck | None = None,
    pick: int = 0,
) -> FollowUpTask:
    """Everything a follow-up may use. ``progress`` is None where nothing was said yet.

    Of the possible cues the first is taken whose text points at the aimed point and gives nothing
    away, as ``check`` reads it; if there is none, the first that gives nothing away.
    """
    language = question.language
    said = progress.shown_texts if progress else ()
    grade = progress.grade if progress else None
    points = question.key_points
    point = next(item for item in points if item.id == aim.point_id)
    shown = all_terms((question.question, *said))
    others = [item.text for item in points if item.id != point.id]
    verdict = _verdict_on(point.id, grade)
    quote = short_quote(verdict, language)
    asked = [turn.asked.text for turn in progress.exchanges] if progress else []
    if quote is not None and any(quote in text for text in asked):
        quote = None  # nothing is read back twice

    unstated = unstated_points(question, grade)

    def allowed(cue: Cue) -> Allowed:
        side = (
            question_on(cue.aspect, language) if cue.form in SIDES and cue.aspect != OTHER else ""
        )
        return Allowed(question.question, language, unstated, said, f"{cue.text}\n{side}")

    def fits(option: tuple[Cue, str]) -> bool:
        text = option[1]
        fresh = not any(text in earlier for earlier in asked)
        return fresh and (check is None or check.aims_at(text, point, points))

    def safe(option: tuple[Cue, str]) -> bool:
        return check is None or check.refusal(option[1], allowed(option[0])) is None

    core = next((item for item in points if not labels(item.text)), None) is point
    cues = [
        cue
        for cue in cues_for(point.text, shown, others, language)
        if not (core and (cue.form == "phrase" or (cue.form == "part" and cue.aspect in VAGUE)))
    ]
    options = [(cue, own_words(aim.kind, cue, quote, language, pick)) for cue in cues]
    if aim.kind is FollowUpKind.CHALLENGE and quote:
        named = [
            (cue, say("follow.challenge.cue", language, quote=quote, cue=said_name(cue, language)))
            for cue in cues
            if is_name(cue, language)
        ]
        options = [options[0], *named]
    unnamed = (Cue(OTHER, "", "aspect"), say(f"follow.{'core' if core else 'open'}", language))
    harmless = [option for option in options if safe(option)]
    last = unnamed if core or not harmless else harmless[0]
    cue, own = next((option for option in harmless if fits(option)), last)
    blank = grade is not None and grade.answer_kind in BLANK_KINDS
    if blank and is_name(cue, language):
        own = say("follow.easier", language, pick, cue=said_name(cue, language))
    as_it_is = blank or not cue.text or aim.kind in READ_BACK
    return FollowUpTask(question, point, cue, own, allowed(cue), as_it_is)


def own_words(
    kind: FollowUpKind, cue: Cue, quote: str | None, language: Language, pick: int
) -> str:
    """The code's own follow-up. A challenge or clarification reads the candidate's words back."""
    plain, name = is_name(cue, language), said_name(cue, language)
    part_of_claim = cue.form == "phrase" or asks_for("drawback", name)
    if kind is FollowUpKind.TRADE_OFF and part_of_claim:
        kind = FollowUpKind.DEEPEN  # "low cost, what has to be weighed up there?"
    if kind is FollowUpKind.CHALLENGE and (quote or plain):
        key = "follow.challenge" if quote else "follow.challenge.plain"
    elif kind is FollowUpKind.CLARIFY and quote and plain:
        key = "follow.clarify"
    elif kind in {FollowUpKind.EXAMPLE, FollowUpKind.TRADE_OFF} and plain:
        key = f"follow.{kind.value}"
    elif cue.form in SIDES and cue.aspect != OTHER:
        return question_on(cue.aspect, language, name)
    elif cue.form in SIDES:
        key = "follow.open"
    elif cue.form in NAMES:
        key = "follow.deepen" if plain else f"follow.{heading_kind(cue.text)}"
    else:
        key = f"follow.{cue.form}"
    return say(key, language, pick, cue=name, quote=quote)


def is_name(cue: Cue, language: Language) -> bool:
    """Whether a cue's text can stand where a name stands; English headings may be clauses."""
    chinese = language == "zh" or cjk_share(cue.text) > 0
    return cue.form in NAMES and (chinese or heading_kind(cue.text) == "name")


def said_name(cue: Cue, language: Language) -> str:
    """A cue's text as it is said inside a sentence."""
    if language == "zh":
        return cue.text
    name = cue.text if cue.form == "phrase" else in_sentence(cue.text, language)
    return with_article(name) if cue.form == "part" or is_name(cue, language) else name


def in_sentence(name: str, language: Language) -> str:
    """A name as it stands inside a sentence: English ones begin small unless they are spelt big."""
    if not name:
        return ""
    first = name.split(" ", maxsplit=1)[0]
    small = language == "en" and first[1:].islower()
    return name[0].lower() + name[1:] if small else name


def link_to(name: str, language: Language, pick: int = 0) -> str:
    """Says that something was heard: ``name`` is what the candidate spoke about."""
    said = with_article(in_sentence(name, language)) if language == "en" else name
    return say("follow.link", language, pick, name=said)


def short_quote(verdict: PointVerdict | None, language: Language) -> str | None:
    """The candidate's own words on a point, cut at the length one can read back."""
    if verdict is None or not verdict.quote:
        return None
    quote = " ".join(verdict.quote.split()).strip("，。,.；;：: ")
    if len(quote) < MIN_QUOTE:
        return None
    limit = MAX_QUOTE[language]
    return quote if len(quote) <= limit else quote[:limit] + "…"


def _verdict_on(point_id: str, grade: Grade | None) -> PointVerdict | None:
    if grade is None:
        return None
    return next((point for point in grade.points if point.id == point_id), None)
