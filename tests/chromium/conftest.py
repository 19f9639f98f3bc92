# SPDX-License-Identifier: Apache-2.0
"""A headless Chromium; without one the tests are skipped, and fail where `make test-browser` asked for them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    required = os.environ.get("QCOMPILE_BROWSER") == "required"
    found = os.environ.get("QCOMPILE_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        found = None
    if found is None:
        (pytest.fail if required else pytest.skip)("needs `make test-browser`")
    # Chromium's sandbox refuses root, as which CI runs.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=arguments)
        yield running
        running.close()


@pytest.fixture
def screenshots(tmp_path: Path) -> Path:
    """The folder of pictures to look at: QCOMPILE_SCREENSHOTS names one that stays."""
    folder = Path(os.environ.get("QCOMPILE_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Opened:
    """A page that is open, with everything it complained of or asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a text as a page; afterwards nothing was complained of or loaded."""
    contexts, pages = [], []

    def open(text: str, **options: Any) -> Opened:
        file = tmp_path / f"report_{len(pages)}.html"
        file.write_text(text, encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        found = Opened(context.new_page())
        pages.append((found, file.as_uri()))
        found.page.goto(file.as_uri())
        return found

    yield open
    for context in contexts:
        context.close()
    for found, uri in pages:
        assert [] == found.complaints
        loaded = [url for url in found.requests if not url.startswith("data:")]
        assert set(loaded) == {uri}
