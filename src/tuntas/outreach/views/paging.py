"""A page of a list that was derived and not cut by the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def paged(rows: Sequence[Any], request: HttpRequest) -> Page[Any]:
    """The page that the address asks for; the nearest one that exists."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman", "1"))
