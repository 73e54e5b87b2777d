"""A candidate at the page: asks, answers, reloads, survives a killed server, gets a report."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, expect

from tests.browser.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.models]
PATIENCE = 30_000
HOSTILE = (
    "<img src=x onerror=\"document.title='broken in'\"> **粗体** $x^2$ [链接](http://evil.test)"
)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    """The opened page; the test fails where the page showed an error of its own."""
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(server.url)
    expect(page.locator("#start")).to_be_visible(timeout=PATIENCE)
    yield page
    assert broken == []
    expect(page.locator(".toast-body.error")).to_have_count(0)


def begin(page: Page) -> None:
    page.locator("#start").click()
    try:  # a page that is still loading shows its buttons before it listens to them
        expect(page.locator("#chat")).to_be_visible(timeout=PATIENCE / 3)
    except AssertionError:
        page.locator("#start").click()
    expect(page.locator("#chat")).to_contain_text("第 1 题", timeout=PATIENCE)
    wait_for_turn(page)


def wait_for_turn(page: Page) -> None:
    expect(page.locator("#notice")).not_to_contain_text("正在想", timeout=PATIENCE)


def box(page: Page) -> Locator:
    return page.locator("#answer textarea")


def say(page: Page, words: str) -> None:
    """Submit an answer and wait until the interviewer has answered it."""
    before = page.locator("#chat .message").count()
    box(page).fill(words)
    box(page).press("Control+Enter")
    expect(box(page)).to_have_value("", timeout=PATIENCE)
    expect(page.locator("#chat .message").nth(before + 1)).to_be_visible(timeout=PATIENCE)
    wait_for_turn(page)


def finish(page: Page) -> None:
    page.locator("#end").click()
    expect(page.locator("#report")).to_contain_text("面试报告", timeout=PATIENCE)


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
    page: Page, server: Server
) -> None:
    begin(page)
    say(page, "我不太清楚这个概念，只知道它和训练有关。")
    expect(page.locator("#chat")).to_contain_text("我不太清楚这个概念")

    box(page).press_sequentially("写到一半的草稿")
    wait_for_draft(server, "写到一半的草稿")
    page.reload()
    expect(page.locator("#chat")).to_contain_text("我不太清楚这个概念", timeout=PATIENCE)
    expect(box(page)).to_have_value("写到一半的草稿", timeout=PATIENCE)

    server.kill()
    box(page).fill("服务器不在时写在前面，写到一半的草稿")
    server.start()
    page.reload()
    expect(page.locator("#chat")).to_contain_text("我不太清楚这个概念", timeout=PATIENCE)
    expect(box(page)).to_have_value("服务器不在时写在前面，写到一半的草稿", timeout=PATIENCE)

    finish(page)
    expect(page.locator("#report")).to_contain_text("参考答案")
    expect(page.locator("#download")).to_be_visible()


def test_the_reference_stays_on_the_server_until_the_question_is_closed(
    context: BrowserContext, server: Server
) -> None:
    received: list[str] = []
    page = context.new_page()
    page.on("response", lambda response: received.append(_body(response)))
    page.goto(server.url)
    begin(page)
    page.wait_for_timeout(500)
    seen = "\n".join(received)
    assert "key_points" not in seen
    finish(page)


def test_a_blank_answer_has_to_be_confirmed(page: Page) -> None:
    begin(page)
    page.locator("#send").click()
    expect(page.locator("#notice")).to_contain_text("交白卷", timeout=PATIENCE)
    expect(page.locator("#chat")).not_to_contain_text("空白回答")
    page.locator("#send").click()
    expect(page.locator("#chat")).to_contain_text("空白回答", timeout=PATIENCE)
    finish(page)


def test_words_typed_after_submitting_stay_and_markup_shows_as_itself(page: Page) -> None:
    begin(page)
    box(page).fill(HOSTILE)
    page.locator("#send").click()
    box(page).press_sequentially("后来想到的")
    expect(box(page)).to_have_value("后来想到的", timeout=PATIENCE)
    expect(page.locator("#chat")).to_contain_text("**粗体** $x^2$ [链接](http://evil.test)")
    assert "broken in" not in page.title()
    finish(page)
    expect(page.locator("#report")).to_contain_text("**粗体** $x^2$ [链接](http://evil.test)")
    assert page.locator("#report a[href*=evil], #report img").count() == 0
    assert "broken in" not in page.title()


def test_a_tab_that_was_overtaken_says_so_and_keeps_its_words(
    page: Page, context: BrowserContext, server: Server
) -> None:
    begin(page)
    other = context.new_page()
    other.goto(server.url)
    expect(other.locator("#chat")).to_contain_text("第 1 题", timeout=PATIENCE)
    wait_for_turn(other)
    say(page, "在第一个窗口里回答。")
    box(other).fill("在第二个窗口里回答。")
    other.locator("#send").click()
    expect(other.locator("#notice")).to_contain_text("别处", timeout=PATIENCE)
    expect(other.locator("#chat")).to_contain_text("在第一个窗口里回答。")
    expect(box(other)).to_have_value("在第二个窗口里回答。")
    finish(page)


def test_ask_cites_its_source_and_says_when_there_is_none(page: Page) -> None:
    page.get_by_role("tab", name="提问").click()
    page.locator("#ask-query textarea").fill("Dropout 在训练和推理时有什么不同？")
    page.locator("#ask-button").click()
    expect(page.locator("#ask-answer")).to_contain_text(".md", timeout=PATIENCE)
    page.locator("#ask-query textarea").fill("番茄炒蛋先放蛋还是先放番茄")
    page.locator("#ask-button").click()
    expect(page.locator("#ask-answer")).to_contain_text("资料里没有答案", timeout=PATIENCE)


def test_the_page_speaks_english_and_fits_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    page.locator("#page-language").get_by_text("English").click()
    expect(page.locator("#start")).to_contain_text("Start the interview", timeout=PATIENCE)
    page.reload()
    expect(page.locator("#start")).to_contain_text("Start the interview", timeout=PATIENCE)
    for tab, words in (("Ask", "Look it up"), ("Bank", "key points")):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_text(words).first).to_be_visible(timeout=PATIENCE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for tab in ("Review", "History"):
        expect(page.get_by_role("tab", name=tab)).to_be_visible(timeout=PATIENCE)


def test_the_history_is_read_in_the_language_chosen(page: Page) -> None:
    begin(page)
    say(page, "我不太清楚。")
    finish(page)
    page.get_by_role("tab", name="历史").click()
    picker = page.locator("#history-choice input")
    expect(picker).to_have_value(re.compile("完成"), timeout=PATIENCE)
    page.locator("#page-language").get_by_text("English").click()
    expect(picker).to_have_value(re.compile("finished"), timeout=PATIENCE)


def test_an_english_browser_is_greeted_in_english(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(server.url)
    expect(page.locator("#start")).to_contain_text("Start the interview", timeout=PATIENCE)
    context.close()


def _body(response: Response) -> str:
    try:
        return response.text()
    except Exception:
        return ""
