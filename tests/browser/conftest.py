"""A real browser at the two widths that count: a phone (390) and a desk (1440).

Every test below this folder is marked ``browser``; where Chromium is missing, each is skipped
with one line. Tests get ``phone`` and ``desk`` (pages of their own, nothing shared), the
``live_server`` of pytest-django, and ``axe`` which returns the violations of a page as text.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings

from tests.pages import small_office
from tests.pages.small_office import Office
from tests.principals import browser_of
from tuntas.ledger import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Playwright's synchronous API keeps an event loop on this thread; Django must not mind.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("TUNTAS_CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


def _page(browser: Browser, size: dict[str, int]) -> Iterator[Page]:
    context = browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Makassar")  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    yield from _page(browser, PHONE)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    yield from _page(browser, DESK)


@pytest.fixture(params=["390", "1440"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """The same test at both widths."""
    yield from _page(browser, PHONE if request.param == "390" else DESK)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], str]:
    """Accessibility violations of a page (WCAG 2.2 A and AA), as text; empty when clean."""
    from axe_playwright_python.sync_playwright import Axe

    runner = Axe()
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}

    def violations(page: Page) -> str:
        results = runner.run(page, options={**rules, "resultTypes": ["violations"]})
        return str(results.generate_report()) if results.violations_count else ""

    return violations


@pytest.fixture
def office(transactional_db: None, settings: Settings) -> Iterator[Office]:
    settings.DEMO = True
    cache.clear()
    built = small_office.build(per_village=2)
    clock.move_to(small_office.TODAY)
    yield built
    cache.clear()


@pytest.fixture
def enter(office: Office, live_server: Any, settings: Settings) -> Callable[..., None]:
    """``enter(page, "adb")``: the page's browser is that officer's from now on."""

    def signed_in(page: Any, role: str, *, language: str = "") -> None:
        session = browser_of(office.users[role]).session
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key}
        if language:
            cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": live_server.url}
                for name, value in cookies.items()
            ]
        )

    return signed_in
