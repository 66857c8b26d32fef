from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from tuntas.web.fragments import kept
from tuntas.web.numbered import numbered


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def test_a_piece_is_made_once_while_nothing_it_depends_on_changes() -> None:
    made: list[int] = []

    for seq in (1, 1, 2, 1):
        kept("home", seq, make=lambda: made.append(1) or "piece")

    assert len(made) == 2


def test_each_language_has_a_piece_of_its_own() -> None:
    kept("home", 1, make=lambda: "halaman")

    with translation.override("en"):
        assert kept("home", 1, make=lambda: "page") == "page"


def test_values_that_look_alike_are_not_one_key() -> None:
    kept("home", 1, make=lambda: "the number")

    assert kept("home", "1", make=lambda: "the word") == "the word"


def test_an_empty_piece_is_kept_too() -> None:
    made: list[int] = []

    def nothing() -> list[str]:
        made.append(1)
        return []

    assert kept("cannot", 1, make=nothing) == kept("cannot", 1, make=nothing) == []
    assert len(made) == 1


@pytest.mark.parametrize(("number", "first", "last"), [(1, 1, 50), (12, 551, 554)])
def test_a_page_cut_by_the_database_numbers_its_rows(number: int, first: int, last: int) -> None:
    page = numbered(["row"], number=number, total=554, per_page=50)

    assert (page.start_index(), page.end_index()) == (first, last)
