"""What waits for somebody: the few things that a person, and nobody else, must do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tuntas.accounts.principals import Principal
from tuntas.coverage import queries
from tuntas.web.shell import address

STALE_AFTER_DAYS = 14
AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class Item:
    """A count of things to do; *urgent* ones are red."""

    n: int
    what: str
    why: str
    url: str = ""
    urgent: bool = False


def for_principal(principal: Principal, *, on: date) -> list[Item]:
    """Items with something in them, the urgent first; links only where the principal may go."""
    found = [item for item in (_birthdays(on),) if item.n]
    return sorted(found, key=lambda item: not item.urgent)


def _birthdays(on: date) -> Item:
    coming = queries.becoming_due_between(on + timedelta(1), on + timedelta(AHEAD_DAYS))
    return Item(
        coming.n,
        _("menjadi wajib KTP dalam 7 hari"),
        _("%(n)s sudah direkam lebih awal") % {"n": coming.captured_early},
        address("coverage:becoming_due") or "",
    )
