"""A review page in a real browser: the command in a process of its own, Debian's Chromium before it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
IKU = Path(sys.executable).with_name("iku")
#: Where the screenshots of the docs go, when they are to be made again (`make picture`).
PICTURES = os.environ.get("IKU_SCREENSHOTS")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")


@contextmanager
def served(folder: Path, *options: str) -> Iterator[str]:
    """`iku review FOLDER` on a free port; gives its address."""
    command = [IKU, "review", folder, "--port", "0", "--name", "Siti", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            found = re.search(r"http://\S+", server.stderr.readline())
            assert found is not None, server.stderr.read()
            yield found[0]
        finally:
            server.terminate()


@contextmanager
def browser_page(address: str) -> Iterator[Page]:
    """A page of the smallest screen that must do; anything that the page's script throws fails the test."""
    errors: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
            page.goto(address)
            ready(page)
            yield page
        finally:
            browser.close()
    # For a screenshot, Playwright sets styles that the page's policy rightly refuses.
    assert PICTURES or not errors, errors


def ready(page: Page) -> None:
    """Waits until the page has its picture and its caret."""
    expect(page.locator("body")).to_have_attribute("data-ready", "1", timeout=30_000)


def press(page: Page, *keys: str) -> None:
    """Presses keys that stay on the page."""
    for key in keys:
        page.keyboard.press(key)


def go(page: Page, key: str) -> None:
    """Presses a key that leads to another page, and waits for that."""
    page.evaluate("delete document.body.dataset.ready")
    page.keyboard.press(key)
    ready(page)


def focused(page: Page) -> str:
    """The text of the field that the caret is in."""
    return str(page.evaluate("document.activeElement.value ?? document.activeElement.textContent"))


def picture(page: Page, name: str) -> None:
    """A screenshot for the docs, when they are to be made again."""
    if PICTURES:
        page.wait_for_timeout(500)
        page.screenshot(path=Path(PICTURES) / f"{name}.jpg", type="jpeg", quality=70)
