"""Pages of a long list that the database has already cut."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator


class _Counted(Paginator[Any]):
    """A paginator that is told how many there are instead of holding them."""

    def __init__(self, total: int, per_page: int) -> None:
        super().__init__([], per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        return self._total


def numbered(rows: Sequence[Any], *, number: int, total: int, per_page: int) -> Page[Any]:
    """Page *number* of a list of *total*, with *rows* on it, for ``components/pagination``.

    >>> page = numbered(["a"], number=3, total=554, per_page=50)
    >>> page.start_index(), page.end_index(), page.has_next(), page.paginator.num_pages
    (101, 150, True, 12)
    """
    return Page(rows, number, _Counted(total, per_page))
