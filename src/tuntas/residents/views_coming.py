"""The names behind a coming month's number of newly obliged people."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuntas.accounts.access import principal_of, require
from tuntas.audit.actions import write_view
from tuntas.ledger import clock
from tuntas.residents import coming
from tuntas.wilayah import queries as wilayah

PER_PAGE = 100


@require("see_names")
def names(request: HttpRequest) -> HttpResponse:
    """One month (``?bulan=2023-07``), from today on where it is the running one."""
    month = _month(request.GET.get("bulan", ""))
    first = max(month, clock.today())
    last = _month_end(month)
    principal = principal_of(request)
    region = request.GET.get("wilayah", "")
    rows = coming.coming(principal=principal, first=first, last=last, region=region)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="residents.coming",
            subjects=[],
            count=len(page.object_list),
            purpose="",
            at=timezone.now(),
        )
    area = wilayah.region_by_code(region) if region else None
    return render(
        request,
        "residents/coming.html",
        {
            "month": month,
            "page": page,
            "page_numbers": page.paginator.get_elided_page_range(page.number, on_ends=1),
            "n_recorded": sum(row.recorded for row in rows),
            "area": area,
            "may_open": principal.can("see_person"),
        },
    )


def _month(text: str) -> date:
    """First day of ``2023-07``; this month without one.

    Raises:
        Http404: no month, or one that is over.
    """
    this = clock.today().replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01") if text else this
    except ValueError as error:
        raise Http404 from error
    if month < this:
        raise Http404
    return month


def _month_end(month: date) -> date:
    return (month + timedelta(31)).replace(day=1) - timedelta(1)
