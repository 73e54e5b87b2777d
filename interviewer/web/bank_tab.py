"""The tab that lists the questions of the bank, without their answers."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from interviewer.model.bank import Language, Question
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.texts import text

ROWS = 500
"""Rows sent to the browser at once; the search box reaches the rest."""
FOUND = 50
"""Questions that a search shows at most."""


def bank_tab(page: Page, labels: Labels, tab: gr.Tab) -> None:
    """Build the tab inside the current Blocks context; it is filled whenever it is opened."""
    query = labels.add(gr.Textbox(elem_id="bank-query", max_length=500), label="search")
    listed = gr.HTML(elem_id="bank-list")

    def fill(words: str | None, language: Language) -> str:
        return bank_html(page, words or "", language)

    options: dict[str, Any] = {
        "trigger_mode": "always_last",
        "show_progress": "hidden",
        "api_visibility": "private",
    }
    for trigger in (tab.select, query.submit, query.change, page.language.change):
        trigger(fill, [query, page.language], listed, **options)


def bank_html(page: Page, words: str, language: Language) -> str:
    """Visible questions, all of them or the ones found for ``words``, best first; safe HTML."""
    questions = {item.id: item for item in page.services.bank.questions if not item.hidden}
    chosen = list(questions.values())
    head = text(language, "bank_count", n=len(chosen))
    if words.strip():
        hits = page.services.search.search(words, FOUND)
        chosen = [questions[hit.question_id] for hit in hits if hit.question_id in questions]
        key = "bank_found" if chosen else "bank_none"
        head = text(language, key, n=len(chosen))
    if len(chosen) > ROWS:
        head += " " + text(language, "bank_more", n=ROWS)
    rows = "".join(_row(item, language) for item in chosen[:ROWS])
    return f"<p>{escape(head)}</p><ul>{rows}</ul>"


def _row(item: Question, language: Language) -> str:
    source = item.sources[0] if item.sources else None
    facts = [
        item.topic,
        text(language, "bank_difficulty", n=item.difficulty),
        text(language, "bank_points", n=len(item.key_points)),
        f"{source.file}:{source.line_start}" if source else "",
        f"⚠ {text(language, 'doubt')}" if item.doubt else "",
    ]
    words = escape(" ".join(item.question.split()))
    below = " · ".join(escape(fact) for fact in facts if fact)
    return f"<li>{words}<small>{below}</small></li>"
