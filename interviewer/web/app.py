"""The page: a language switch and the tabs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from interviewer.model.bank import Language
from interviewer.web.ask_tab import ask_tab
from interviewer.web.bank_tab import bank_tab
from interviewer.web.history_tab import history_tab
from interviewer.web.interview_tab import interview_tab
from interviewer.web.labels import Labels
from interviewer.web.page import Page
from interviewer.web.review_tab import review_tab
from interviewer.web.texts import text
from interviewer.wiring.services import Services

ASSETS = Path(__file__).parent / "assets"
FONTS = ("system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")


def build_app(services: Services) -> Any:
    """The whole page over the given services."""
    labels = Labels("zh")
    # Recordings and reports pass through Gradio's cache: none stays there longer than a day.
    cache = (3600, 86_400)
    made = gr.Blocks(title=text("zh", "title"), analytics_enabled=False, delete_cache=cache)
    with made as blocks:
        with gr.Row(elem_id="head"):
            heading = gr.Markdown(_heading(labels.initial), elem_id="heading")
            language = gr.Radio(
                [("中文", "zh"), ("English", "en")],
                value=labels.initial,
                show_label=False,
                container=False,
                elem_id="page-language",
            )
        page = Page(services, language)
        with labels.add(gr.Tab(elem_id="tab-interview"), label="tab_interview"):
            interview_tab(page, labels, blocks)
        with labels.add(gr.Tab(elem_id="tab-ask"), label="tab_ask"):
            ask_tab(page, labels)
        with labels.add(gr.Tab(elem_id="tab-bank"), label="tab_bank"):
            bank_tab(page, labels)
        with labels.add(gr.Tab(elem_id="tab-review"), label="tab_review") as review:
            review_tab(page, labels, review)
        with labels.add(gr.Tab(elem_id="tab-history"), label="tab_history"):
            history_tab(page, labels)
        kept = gr.BrowserState(
            labels.initial, storage_key="interviewer-language", secret=page.browser_secret
        )
        switch: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        words = [heading, *labels.components]
        language.change(
            lambda chosen: [_heading(chosen), *labels.updates(chosen)], language, words, **switch
        )
        language.input(lambda chosen: chosen, language, kept, **switch)
        blocks.load(lambda chosen: chosen, kept, language, **switch)
    return blocks


def launch_options() -> dict[str, Any]:
    """How the page is served: no telemetry, no fonts from outside, errors shown as messages."""
    theme = gr.themes.Default(font=list(FONTS), font_mono=["ui-monospace", "monospace"])
    return {
        "theme": theme,
        "css_paths": ASSETS / "page.css",
        "js": (ASSETS / "keys.js").read_text(encoding="utf-8"),
        "show_error": True,
        "footer_links": [],
        "max_file_size": "25mb",
    }


def _heading(language: Language) -> str:
    return f"# {text(language, 'title')}\n{text(language, 'subtitle')}"
