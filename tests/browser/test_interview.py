"""A candidate at the page: asks, answers, reloads, survives a killed server, gets a report."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.models]
PATIENCE = 240_000
SETTLING = 3_000
"""Milliseconds in which a page that was just filled takes its last updates."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    yield made
    made.close()


def open_page(context: BrowserContext, server: Server) -> Page:
    page = context.new_page()
    page.goto(server.url)
    expect(page.locator("#heading")).to_contain_text("模拟面试", timeout=PATIENCE)
    return page


def begin(page: Page) -> None:
    page.locator("#start").click()
    expect(page.locator("#room")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#chat")).to_contain_text("第 1 题", timeout=PATIENCE)
    page.wait_for_timeout(SETTLING)


def bubbles(page: Page) -> int:
    return page.locator("#chat .message").count()


def say(page: Page, words: str) -> None:
    before = bubbles(page)
    page.locator("#answer textarea").fill(words)
    page.locator("#send").click()
    expect(page.locator("#answer textarea")).to_have_value("", timeout=PATIENCE)
    page.wait_for_function(
        "n => document.querySelectorAll('#chat .message').length >= n + 2",
        arg=before,
        timeout=PATIENCE,
    )


def wait_for_draft(server: Server, words: str) -> None:
    """Until the page has handed the draft over, as it does while somebody types."""
    deadline = time.monotonic() + PATIENCE / 1000
    drafts: list[str] = []
    while words not in drafts:
        assert time.monotonic() < deadline, drafts
        time.sleep(0.2)
        with closing(sqlite3.connect(server.folder / "data" / "interviews.sqlite3")) as database:
            drafts = [row[0] for row in database.execute("select text from drafts")]


def test_an_interview_survives_reload_and_kill_and_ends_in_a_report(
    context: BrowserContext, server: Server
) -> None:
    page = open_page(context, server)
    begin(page)
    say(page, "我不太清楚这个概念，只知道它和训练有关。")
    expect(page.locator("#chat")).to_contain_text("我不太清楚这个概念")

    page.locator("#answer textarea").press_sequentially("写到一半的草稿")
    wait_for_draft(server, "写到一半的草稿")
    page.reload()
    expect(page.locator("#chat")).to_contain_text("我不太清楚这个概念", timeout=PATIENCE)
    expect(page.locator("#answer textarea")).to_have_value("写到一半的草稿", timeout=PATIENCE)

    server.kill()
    server.start()
    page.reload()
    expect(page.locator("#chat")).to_contain_text("我不太清楚这个概念", timeout=PATIENCE)

    page.locator("#end").click()
    expect(page.locator("#report")).to_contain_text("面试报告", timeout=PATIENCE)
    expect(page.locator("#report")).to_contain_text("参考答案")
    expect(page.locator("#download")).to_be_visible()


def test_the_reference_stays_on_the_server_until_the_question_is_closed(
    context: BrowserContext, server: Server
) -> None:
    received: list[str] = []
    page = context.new_page()
    page.on("response", lambda response: received.append(_body(response)))
    page.goto(server.url)
    expect(page.locator("#start")).to_be_visible(timeout=PATIENCE)
    begin(page)
    page.wait_for_timeout(500)
    seen = "\n".join(received)
    assert "key_points" not in seen
    page.locator("#end").click()
    expect(page.locator("#report")).to_contain_text("面试报告", timeout=PATIENCE)


def test_a_blank_answer_has_to_be_confirmed(context: BrowserContext, server: Server) -> None:
    page = open_page(context, server)
    begin(page)
    page.locator("#send").click()
    expect(page.locator("#notice")).to_contain_text("交白卷", timeout=PATIENCE)
    page.locator("#send").click()
    expect(page.locator("#chat")).to_contain_text("空白回答", timeout=PATIENCE)
    page.locator("#end").click()
    expect(page.locator("#report")).to_contain_text("面试报告", timeout=PATIENCE)


def test_ask_cites_its_source_and_says_when_there_is_none(
    context: BrowserContext, server: Server
) -> None:
    page = open_page(context, server)
    page.get_by_role("tab", name="提问").click()
    page.locator("#ask-query textarea").fill("Dropout 在训练和推理时有什么不同？")
    page.locator("#ask-button").click()
    expect(page.locator("#ask-answer")).to_contain_text(".md", timeout=PATIENCE)
    page.locator("#ask-query textarea").fill("番茄炒蛋先放蛋还是先放番茄")
    page.locator("#ask-button").click()
    expect(page.locator("#ask-answer")).to_contain_text("资料里没有答案", timeout=PATIENCE)


def test_the_page_speaks_english_and_fits_a_phone(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(server.url)
    expect(page.locator("#start")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(SETTLING)
    page.locator("#page-language").get_by_text("English").click(timeout=PATIENCE)
    expect(page.locator("#start")).to_contain_text("Start the interview", timeout=PATIENCE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    page.reload()
    expect(page.locator("#start")).to_contain_text("Start the interview", timeout=PATIENCE)
    context.close()


def _body(response: object) -> str:
    try:
        return str(response.text())  # type: ignore[attr-defined]
    except Exception:
        return ""
