"""The tab that lists the questions of the bank, without their answers."""

from __future__ import annotations

import gradio as gr

from interviewer.model.bank import Language, Question
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.texts import text

ROWS = 500
"""Rows sent to the browser at once; the search box reaches the rest."""


def bank_tab(page: Page, labels: Labels) -> None:
    """Build the tab inside the current Blocks context."""
    gr.Markdown(labels.words("hidden_answer"))
    query = labels.add(gr.Textbox(elem_id="bank-query", max_length=500), label="search")
    table = gr.Dataframe(
        value=lambda: rows_of(page, "", labels.initial),
        headers=_headers(labels.initial),
        interactive=False,
        wrap=True,
        elem_id="bank-table",
    )

    def search(words: str, language: Language) -> object:
        return gr.update(value=rows_of(page, words, language), headers=_headers(language))

    for trigger in (query.submit, query.change, page.language.change):
        trigger(
            search,
            [query, page.language],
            table,
            trigger_mode="always_last",
            show_progress="hidden",
            api_visibility="private",
        )


def rows_of(page: Page, words: str, language: Language) -> list[list[str | int]]:
    """Visible questions, all of them or the ones found for ``words``, best first."""
    questions = {item.id: item for item in page.services.bank.questions if not item.hidden}
    chosen = list(questions.values())
    if words.strip():
        hits = page.services.search.search(words, 50)
        chosen = [questions[hit.question_id] for hit in hits if hit.question_id in questions]
    return [_row(item, language) for item in chosen[:ROWS]]


def _row(item: Question, language: Language) -> list[str | int]:
    source = item.sources[0] if item.sources else None
    return [
        item.question,
        item.topic,
        item.difficulty,
        len(item.key_points),
        text(language, "doubt") if item.doubt else "",
        f"{source.file}:{source.line_start}" if source else "",
    ]


def _headers(language: Language) -> list[str]:
    keys = ("question", "topic", "difficulty", "points", "doubt", "source")
    return [text(language, key) for key in keys]
