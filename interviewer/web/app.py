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
from interviewer.web.page import Page, kept_secret
from interviewer.web.review_tab import review_tab
from interviewer.web.texts import text
from interviewer.wiring.services import Services

TITLE = f"{text('zh', 'title')} · {text('en', 'title')}"
ASSETS = Path(__file__).parent / "assets"
FONTS = ("system-ui", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif")


def build_app(services: Services, key: str | None = None) -> Any:
    """The whole page over the given services.

    With a ``key``, bank review and past interviews are there only for whoever opens the page with
    ``?key=…`` in its address.
    """
    labels = Labels("zh")
    data = services.settings.data
    secret = kept_secret(data, "browser.key")
    # Recordings and reports pass through Gradio's cache: none stays there longer than a day.
    cache = (3600, 86_400)
    made = gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=cache)
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
        kept = gr.BrowserState("", storage_key="interviewer-language", secret=secret)
        # Set in the browser itself: an answer of the server could undo a click made meanwhile.
        opened = blocks.load(None, kept, language, js=_script("language.js"))
        page = Page(services, language, opened, key, kept_secret(data, "tickets.key"))
        with labels.add(gr.Tab(elem_id="tab-interview"), label="tab_interview"):
            interview_tab(page, labels, secret)
        with labels.add(gr.Tab(elem_id="tab-ask"), label="tab_ask"):
            ask_tab(page, labels)
        with labels.add(gr.Tab(elem_id="tab-bank"), label="tab_bank") as bank:
            bank_tab(page, labels, bank)
        with gr.Tab(text("zh", "tab_review"), elem_id="tab-review", visible=not key) as review:
            review_tab(page, labels, review)
        with gr.Tab(text("zh", "tab_history"), elem_id="tab-history", visible=not key) as history:
            history_tab(page, labels, history)
        switch: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        words = [heading, *labels.components]
        language.change(
            lambda chosen: [_heading(chosen), *labels.updates(chosen)], language, words, **switch
        )
        language.input(None, language, kept, js="(chosen) => chosen")

        def owner_tabs(chosen: Language, request: gr.Request) -> list[Any]:
            # Always both: a tab of which one is updated takes the other from when it was made.
            names, own = ("tab_review", "tab_history"), page.owned_by(request)
            return [gr.update(label=text(chosen, name), visible=own) for name in names]

        opened.then(owner_tabs, language, [review, history], **switch)
        language.change(owner_tabs, language, [review, history], **switch)
    return blocks


def launch_options() -> dict[str, Any]:
    """How the page is served: no telemetry, no fonts from outside, errors shown as messages."""
    theme = gr.themes.Default(font=list(FONTS), font_mono=["ui-monospace", "monospace"])
    return {
        "theme": theme,
        "css_paths": ASSETS / "page.css",
        "js": _script("keys.js"),
        "show_error": True,
        "footer_links": [],
        "max_file_size": "25mb",
    }


def _script(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def _heading(language: Language) -> str:
    return f"# {text(language, 'title')}\n{text(language, 'subtitle')}"
