"""The tab for free questions: cited answers, or a plain statement that there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from interviewer.errors import InterviewerError
from interviewer.model.bank import Language
from interviewer.model.retrieval import QaAnswer
from interviewer.report.markup import document, plain
from interviewer.web.feedback import sources_line
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.texts import text


def ask_tab(page: Page, labels: Labels) -> None:
    """Build the tab inside the current Blocks context."""
    query = labels.add(
        gr.Textbox(lines=2, autofocus=False, elem_id="ask-query", max_length=2000),
        label="ask",
        placeholder="ask_hint",
    )
    button = labels.add(gr.Button(variant="primary", elem_id="ask-button"), value="ask_button")
    shown = gr.Markdown(elem_id="ask-answer", latex_delimiters=page.latex)

    def answer(words: str, language: Language) -> Iterator[Any]:
        if not words.strip():
            yield text(language, "ask_empty")
            return
        yield text(language, "looking")
        try:
            pieces: list[str] = []
            for piece in page.answerer.stream(words):
                if isinstance(piece, QaAnswer):
                    yield answer_markdown(piece, language)
                else:
                    pieces.append(document(piece))
                    yield "\n\n".join(pieces)
        except InterviewerError as error:
            yield plain(text(language, "error", message=str(error)))

    inputs = [query, page.language]
    gr.on(
        [button.click, query.submit],
        answer,
        inputs,
        shown,
        concurrency_limit=None,
        show_progress="hidden",
        api_visibility="private",
    )


def answer_markdown(found: QaAnswer, language: Language) -> str:
    """The answer with its quotes and where they stand; safe Markdown."""
    if found.answer is None:
        return f"**{text(language, 'abstained')}**\n\n{plain(found.reason)}"
    blocks = [document(found.answer), f"**{text(language, 'citations')}**"]
    for number, citation in enumerate(found.citations, start=1):
        place = sources_line(citation.sources, language)
        quote = document(citation.quote).replace("\n", "\n> ")
        blocks.append(f"{number}\\. {place}\n\n> {quote}")
    return "\n\n".join(blocks)
