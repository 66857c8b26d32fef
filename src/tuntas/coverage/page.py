"""What the pages of coverage share: the moment they speak of, and a ledger that is not open yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.coverage.moment import Fault, Moment, asked
from tuntas.ledger import clock
from tuntas.ledger import queries as ledger
from tuntas.ledger.errors import NotOpen

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

FAULTS = {
    Fault.UNREADABLE: gettext_lazy("Tanggalnya tidak terbaca; yang tampil adalah hari ini."),
    Fault.BEFORE_OPENING: gettext_lazy(
        "Hari itu sebelum buku besar dibuka; yang tampil adalah hari ini."
    ),
}


def moment_of(request: HttpRequest) -> Moment:
    """The day asked for in the address, else the business day.

    Raises:
        NotOpen
    """
    return asked(request.GET, today=clock.today(), opening_on=ledger.state().opening_on)


def about(moment: Moment) -> dict[str, object]:
    """What every page of figures needs to say which day it shows."""
    state = ledger.state()
    return {
        "moment": moment,
        "moment_fault": FAULTS[moment.fault] if moment.fault else "",
        "opening_on": state.opening_on,
        "snapshot": f"{state.known_on:%Y%m%d}-{state.seq}",
    }


def depends_on(moment: Moment) -> tuple[object, ...]:
    """Everything a figure of *moment* depends on, as the key of a kept piece."""
    state = ledger.state()
    return (state.seq, state.mark, moment.on, moment.known)


def needs_ledger(view: View[P]) -> View[P]:
    """Shows how to begin, instead of the page, while no file or total has been taken in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotOpen:
            return render(request, "coverage/not_open.html", {"title": _("Mulai dari berkas")})

    return cast(View[P], opened)
