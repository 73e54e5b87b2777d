"""A real server and a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


class Server:
    """``interviewer web`` in a process of its own, on folders of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "INTERVIEWER_INDEX": str(self.folder / "index"),
            "INTERVIEWER_DATA": str(self.folder / "data"),
            "INTERVIEWER_LLM": os.environ.get("INTERVIEWER_TEST_LLM", "none"),
        }

    def run(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "interviewer", *arguments]
        subprocess.run(command, check=True, env=self.environment(), stdout=subprocess.DEVNULL)

    def start(self) -> None:
        log = (self.folder / "server.log").open("ab")
        command = [sys.executable, "-m", "interviewer", "web", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.folder / "server.log").read_text()
            try:
                urllib.request.urlopen(self.url, timeout=2).close()
                return
            except OSError:
                time.sleep(0.3)
        pytest.fail("the server did not come up: " + (self.folder / "server.log").read_text())

    def kill(self) -> None:
        """Stop it the hard way, as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture(scope="session")
def server(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("web"))
    corpus = Path(__file__).resolve().parents[2] / "corpus"
    made.run("build", str(corpus / "zh" / "基础与优化.md"), str(corpus / "en" / "fundamentals.md"))
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium; without one the tests of the page are skipped."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("INTERVIEWER_REQUIRE_BROWSER"):
            pytest.fail("INTERVIEWER_REQUIRE_BROWSER asks for Chromium, and there is none")
        pytest.skip("SKIPPED FOR LACK OF CHROMIUM: THE PAGE IS NOT TESTED. Install it to test it.")
    return path


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *QUIET])
        yield made
        made.close()
