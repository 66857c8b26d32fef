"""The public stock board: what anybody may know, so that nobody need pay to be told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from tuntas.accounts.access import principal_of, public
from tuntas.cards import queries
from tuntas.cards.causes import Cause
from tuntas.cards.stock import Item
from tuntas.ledger import clock
from tuntas.wilayah import queries as wilayah

FRESH_S: Final = 120
FEW: Final = 5
"""Fewer people than this are not told apart: in a small office they could be known."""


@public
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Blanks today, printed yesterday, the queue by kind."""
    on = clock.today()
    response = render(request, "cards/board.html", {**_figures(on), "on": on})
    # With somebody signed in, their name stands in the page's frame.
    return _for_everybody(response) if principal_of(request).is_anonymous else response


@public
@require_safe
def board_json(request: HttpRequest) -> HttpResponse:
    """The same for programs; a number below five is null with ``fewer_than``."""
    told = dict(_figures(clock.today()))
    told["queue"] = [
        {"kind": row["kind"], "people": row["people"], "fewer_than": FEW if row["few"] else None}
        for row in told["queue"]
    ]
    told.pop("few")
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return _for_everybody(response)


def _for_everybody(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    return response


def _figures(on: date) -> dict[str, Any]:
    key = f"cards-board-{on}-{get_language()}"
    told: dict[str, Any] | None = cache.get(key)
    if told is None:
        told = _reckon(on)
        cache.set(key, told, FRESH_S)
    return told


_KINDS: Final = {
    Cause.NEWCOMER: gettext_lazy("Pemula"),
    Cause.FIRST: gettext_lazy("Rekaman baru"),
    Cause.LOST: gettext_lazy("Hilang"),
    Cause.DAMAGED: gettext_lazy("Rusak"),
    Cause.CHANGED: gettext_lazy("Perubahan data"),
    Cause.MOVED_IN: gettext_lazy("Pindah datang"),
    Cause.FACE: gettext_lazy("Perubahan wajah tetap"),
    Cause.OUTSIDE: gettext_lazy("Luar domisili"),
}


def _kind(kind: str, number: int) -> dict[str, Any]:
    few = 0 < number < FEW
    return {
        "kind": kind,
        "label": str(_KINDS[Cause(kind)]),
        "people": None if few else number,
        "few": few,
    }


def _reckon(on: date) -> dict[str, Any]:
    counts = queries.queue_counts(on)
    lasting = queries.lasting(on)[Item.BLANK]
    return {
        "office": wilayah.office().name,
        "date": on.isoformat(),
        "blanks": lasting.balance,
        "days_left": lasting.days,
        "printed_yesterday": queries.printed_on(on - timedelta(days=1)),
        "to_collect": counts.to_collect,
        "shortage": counts.short,
        "queue": [_kind(kind, number) for kind, number in counts.by_cause.items()],
        "few": FEW,
    }
