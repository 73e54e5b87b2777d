"""Feedback on a closed question as safe Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.interview.feedback import Feedback, PointNote
from interviewer.model.bank import Doubt, Language, Source
from interviewer.report.markup import document, plain, with_math
from interviewer.web.texts import text


def feedback_markdown(item: Feedback, language: Language, doubt: Doubt | None = None) -> str:
    """Score, points with quotes, a better answer, and the reference with its source."""
    blocks = [_headline(item, language)]
    if doubt is not None:
        blocks.append(f"⚠ {plain(text(language, 'fb_doubt', reason=doubt.reason))}")
    groups = (
        ("✓", "fb_right", item.right),
        ("◐", "fb_vague", item.vague),
        ("✗", "fb_wrong", item.wrong),
        ("○", "fb_missing", item.missing),
    )
    for mark, key, notes in groups:
        if notes:
            lines = [_note(mark, note, language) for note in notes]
            blocks.append(f"**{text(language, key)}**\n\n" + "\n".join(lines))
    if item.false_statements:
        lines = [f"- ✗ “{plain(_one_line(said))}”" for said in item.false_statements]
        blocks.append(f"**{text(language, 'fb_false')}**\n\n" + "\n".join(lines))
    if any(part.own for part in item.better):
        parts = [
            plain(_one_line(part.text)) if part.own else f"**{with_math(_one_line(part.text))}**"
            for part in item.better
        ]
        title = f"**{text(language, 'fb_better')}** · {text(language, 'fb_better_note')}"
        blocks.append(f"{title}\n\n{' '.join(parts)}")
    # Folded: the next question has to stay on the screen together with what was said of the last.
    blocks.append(f"<details><summary>{text(language, 'fb_reference')}</summary>")
    blocks.append(document(item.reference))
    if item.explanation:
        blocks.append(f"**{text(language, 'fb_explanation')}**\n\n{document(item.explanation)}")
    if item.sources:
        blocks.append(sources_line(item.sources, language))
    blocks.append("</details>")
    return "\n\n".join(blocks)


def sources_line(sources: Sequence[Source], language: Language) -> str:
    """Where it stands in the documents."""
    places = [
        f"{plain(_one_line(source.file))} "
        + text(language, "lines", a=source.line_start, b=source.line_end)
        for source in sources
    ]
    return text(language, "fb_sources", places="; ".join(places))


def _headline(item: Feedback, language: Language) -> str:
    if item.score is None:
        reason = item.reason
        if reason in {"skipped", "revealed"}:
            reason = text(language, f"fb_{reason}")
        return f"**{plain(text(language, 'fb_not_graded', reason=reason))}**"
    line = f"**{text(language, 'fb_score', n=f'{item.score:.0f}')}**"
    if item.hint_cost:
        line += " " + text(language, "fb_hints", n=f"{item.hint_cost:.0f}")
    return line


def _note(mark: str, note: PointNote, language: Language) -> str:
    line = f"- {mark} {with_math(_one_line(note.text))}"
    if note.recovered:
        line += f" · {text(language, 'fb_recovered')}"
    if note.quote:
        line += f" — “{plain(_one_line(note.quote))}”"
    return line


def _one_line(words: str) -> str:
    return " ".join(words.split())
