from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from interviewer.report.markup import document, plain, with_math

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def tags(text: str) -> set[str]:
    found = set()
    for token in MARKDOWN.parse(text):
        found.add(token.type)
        found.update(child.type for child in token.children or [])
    return found


HARMLESS = {"paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"}


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "![x](http://example.org/track.png)",
        "[click](javascript:alert(1))",
        "# heading",
        "heading\n===",
        "heading\n---",
        "---",
        "- list\n- list",
        "1. one\n2. two",
        "> quote",
        "`code` **bold** _em_ ~~x~~",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_untrusted_text_becomes_nothing_but_text(evil: str) -> None:
    assert tags(plain(evil)) <= HARMLESS


@pytest.mark.parametrize("formula", ["${}$", "$${}$$", "\\({}\\)", "\\[{}\\]"])
@pytest.mark.parametrize("evil", ["![x](//e.test/p.png)", "a[b](//e.test)", "![x][y]", "![x] (y)"])
def test_a_formula_holds_no_link_for_a_reader_that_knows_no_formulas(
    formula: str, evil: str
) -> None:
    text = formula.format(evil) + "\n\n[y]: //e.test"
    for shown in (with_math(text), document(text)):
        assert not tags(shown) & {"link_open", "image"}


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("$f[i] + (x_{1})$", "$f[i] + (x_{1})$"),
        ("$dp[i][j] = E[X](y)$", "$dp[i]{}[j] = E[X]{}(y)$"),
        ("$http://e.test$", "&#36;http&#58;//e.test&#36;"),
        ("$www.e.test$", "&#36;www&#46;e.test&#36;"),
        ("$a@e.test$", "&#36;a&#64;e.test&#36;"),
    ],
)
def test_formulas_with_brackets_stay_formulas_and_addresses_do_not(
    formula: str, shown: str
) -> None:
    assert with_math(formula) == shown


@given(st.text(alphabet=st.sampled_from("ab<>![]()`*_#-+1. \n$\\|~&\"'梯"), max_size=60))
def test_no_html_link_or_image_from_any_text(text: str) -> None:
    for shown in (plain(text), with_math(text), document(text)):
        assert not tags(shown) & {"html_block", "html_inline", "link_open", "image"}


@given(st.text(alphabet=st.sampled_from("ab<>![]()`*_#-+1. \n\t$\\|~&\"'@:/梯"), max_size=60))
def test_plain_text_shows_every_character_that_was_written(text: str) -> None:
    shown = "".join(
        "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        for token in MARKDOWN.parse(plain(text))
        for child in token.children or []
    )
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "address", ["http://evil.test", "www.evil.test", "WWW.evil.test", "a@b.cd"]
)
def test_no_address_is_left_for_a_renderer_to_link(address: str) -> None:
    assert address not in plain(address)


def test_formulas_survive() -> None:
    assert with_math("梯度 $a_1 * b_2$ 和 *星*") == "梯度 $a_1 * b_2$ 和 \\*星\\*"
    assert with_math(r"令 \(x_i\)") == r"令 \(x_i\)"


def test_documents_keep_bold_and_lists() -> None:
    shown = tags(document("**优点：** 快\n\n- 一\n- 二"))
    assert {"strong_open", "bullet_list_open"} <= shown


def test_brackets_and_dollars_are_never_taken_for_formulas() -> None:
    shown = plain(r"见 [1] 和 [2]，价格 $5 到 $6，路径 C:\(x\)")
    assert not any(mark in shown for mark in ("\\[", "\\]", "\\(", "\\)", "$"))
