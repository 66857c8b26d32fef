"""What the pages of coverage share: the moment they speak of, and a ledger that is not open yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.accounts.access import principal_of
from tuntas.coverage import queries
from tuntas.coverage.moment import Fault, Moment, asked
from tuntas.ledger import clock
from tuntas.ledger import queries as ledger
from tuntas.ledger.errors import NotOpen
from tuntas.ledger.queries import State
from tuntas.web.fragments import kept

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

FAULTS = {
    Fault.UNREADABLE: gettext_lazy("Tanggalnya tidak terbaca; yang tampil adalah hari ini."),
    Fault.BEFORE_OPENING: gettext_lazy(
        "Hari itu sebelum buku besar dibuka; yang tampil adalah hari ini."
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows: a moment, read from one state of the ledger."""

    moment: Moment
    state: State

    @property
    def key(self) -> tuple[object, ...]:
        """Everything a figure of this moment depends on, for the key of a kept piece."""
        moment = self.moment
        return (self.state.seq, self.state.mark, moment.on, moment.known, moment.today)

    def context(self) -> dict[str, object]:
        """What every page of figures needs to say which day it shows."""
        moment = self.moment
        return {
            "moment": moment,
            "not_now": not moment.is_now,
            "moment_fault": FAULTS[moment.fault] if moment.fault else "",
            "opening_on": self.state.opening_on,
            "snapshot": f"{self.state.known_on:%Y%m%d}-{self.state.seq}",
            "cannot": kept("cannot", *self.key, make=queries.what_cannot_be_known),
        }


def shown(request: HttpRequest) -> Shown:
    """The day asked for in the address, else the business day.

    Raises:
        NotOpen
    """
    state = ledger.state()
    moment = asked(request.GET, today=clock.today(), opening_on=state.opening_on)
    return Shown(moment, state)


def needs_ledger(view: View[P]) -> View[P]:
    """Shows how to begin, instead of the page, while no file or total has been taken in."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotOpen:
            may_total = principal_of(request).can("manage_totals")
            context = {"title": _("Mulai dari berkas"), "may_total": may_total}
            return render(request, "coverage/not_open.html", context)

    return cast(View[P], opened)
