"""Components whose words change with the page's language."""

from __future__ import annotations

from typing import Any, TypeVar

import gradio as gr

from interviewer.model.bank import Language
from interviewer.web.texts import text

Component = TypeVar("Component", bound=gr.blocks.Block)


class Labels:
    """Remembers which attribute of which component shows which text."""

    def __init__(self, language: Language) -> None:
        self.initial: Language = language
        self._entries: list[tuple[gr.blocks.Block, dict[str, str]]] = []
        self._choices: list[tuple[gr.Radio, str, tuple[str, ...]]] = []

    def words(self, key: str) -> str:
        """The text a component is first made with."""
        return text(self.initial, key)

    def add(self, component: Component, **keys: str) -> Component:
        """Register attributes (``label="answer"``, ``value="send"``) by their text keys."""
        for name, key in keys.items():
            setattr(component, name, self.words(key))
        self._entries.append((component, keys))
        return component

    def add_choices(self, radio: gr.Radio, label: str, names: tuple[str, ...], value: str) -> None:
        """Give a radio group its choices, each named by the text of the same key."""
        radio.choices = [(self.words(name), name) for name in names]
        radio.value = value
        radio.label = self.words(label)
        self._choices.append((radio, label, names))

    @property
    def components(self) -> list[gr.blocks.Block]:
        """The outputs of a language switch, in the order of ``updates``."""
        return [component for component, _ in self._entries] + [
            radio for radio, _, _ in self._choices
        ]

    def updates(self, language: Language) -> list[Any]:
        """One update per component."""
        plain = [gr.update(**_texts(language, keys)) for _, keys in self._entries]
        choices = [
            gr.update(label=text(language, label), choices=[(text(language, n), n) for n in names])
            for _, label, names in self._choices
        ]
        return plain + choices


def _texts(language: Language, keys: dict[str, str]) -> dict[str, Any]:
    return {name: text(language, key) for name, key in keys.items()}
