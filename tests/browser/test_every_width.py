"""The two widths, the axe runner and the live server work at all; pages have tests of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.django_db(transaction=True)
def test_the_sign_in_page_fits_both_widths_and_is_accessible(
    page: Any, live_server: Any, axe: Callable[[Any], str]
) -> None:
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)

    answer = page.goto(f"{live_server.url}/masuk/")

    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == ""
    assert faults == []


def test_axe_finds_a_fault_where_there_is_one(desk: Any, axe: Callable[[Any], str]) -> None:
    desk.set_content("<html><body><img src='x'></body></html>")

    assert "image-alt" in axe(desk)
