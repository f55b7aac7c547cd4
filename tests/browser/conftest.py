"""Fixtures over a real browser; skipped, saying so, where there is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.chromium import PAGE, Browser, missing


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that speaks English."""
    yield from _started(tmp_path_factory, "en")


@pytest.fixture(scope="session")
def french_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a browser that speaks French."""
    yield from _started(tmp_path_factory, "fr")


def _started(folders: pytest.TempPathFactory, lang: str) -> Iterator[Browser]:
    if (name := missing()) is not None:
        pytest.skip(f"{name} is not installed here")
    browser = Browser(folders.mktemp(f"profile-{lang}"), lang)
    try:
        yield browser
    finally:
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Browser:
    """Return the browser with the page opened anew, as a file."""
    chromium.open(PAGE.as_uri())
    return chromium
