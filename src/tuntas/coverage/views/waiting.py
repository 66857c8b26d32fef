"""What waits for somebody: the few things that a person, and nobody else, must do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tuntas.accounts.principals import Principal
from tuntas.coverage import queries
from tuntas.coverage.page import Shown
from tuntas.enrolment import queries as enrolment
from tuntas.outreach import queries as outreach
from tuntas.residents import queries_import
from tuntas.web.fragments import kept
from tuntas.web.numerals import short_date, supported, whole
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


def for_principal(principal: Principal, shown: Shown) -> list[Item]:
    """Items with something in them, the urgent first; links only where the principal may go."""
    found = [item for item in _items(principal, shown) if item.n]
    return sorted(found, key=lambda item: not item.urgent)


def _items(principal: Principal, shown: Shown) -> Iterator[Item]:
    on = shown.moment.today
    known = kept("waiting", *shown.key, make=lambda: _from_ledger(on))
    yield Item(
        known.stale_marks,
        _("tanda rekam lebih dari 14 hari tanpa kepastian"),
        _("%(n)s di antaranya disangkal cuplikan pusat") % {"n": _count(known.contradicted)},
        _only(principal, "record", "enrolment:marks"),
        urgent=True,
    )
    yield _proposals(principal)
    yield from _files(principal)
    yield Item(
        known.birthdays,
        _("menjadi wajib KTP dalam 7 hari"),
        _("%(n)s sudah direkam lebih awal") % {"n": _count(known.captured_early)},
        address("coverage:becoming_due") or "",
    )


@dataclass(frozen=True, slots=True)
class _FromLedger:
    """Counts that change only when the ledger or the day does."""

    stale_marks: int
    contradicted: int
    birthdays: int
    captured_early: int


def _from_ledger(on: date) -> _FromLedger:
    stale = enrolment.unconfirmed_marks(on, older_than_days=STALE_AFTER_DAYS + 1)
    coming = queries.becoming_due_between(on + timedelta(1), on + timedelta(AHEAD_DAYS))
    return _FromLedger(
        len(stale), sum(mark.contradicted for mark in stale), coming.n, coming.captured_early
    )


def _proposals(principal: Principal) -> Item:
    waiting = outreach.waiting_since()
    oldest = short_date(waiting[0], _language()) if waiting else ""
    return Item(
        len(waiting),
        _("usulan keluar menunggu orang kedua"),
        _("tertua diusulkan %(day)s") % {"day": oldest},
        _only(principal, "approve_aside", "outreach:proposals"),
        urgent=True,
    )


def _files(principal: Principal) -> Iterator[Item]:
    """What register files left behind for a person to decide."""
    if principal.can("approve_exit"):
        yield Item(
            queries_import.n_open_exits(principal),
            _("usulan keluar dari berkas register menunggu orang kedua"),
            _("meninggal, pindah atau tidak tercantum lagi menurut berkas"),
            address("residents:exits") or "",
            urgent=True,
        )
    if principal.can("import_register"):
        yield Item(
            queries_import.unfinished(),
            _("berkas diunggah dan belum diterapkan"),
            _("diperiksa tetapi belum mengubah apa pun"),
            address("residents:imports") or "",
        )


def _only(principal: Principal, ability: str, route: str) -> str:
    return (address(route) or "") if principal.can(ability) else ""


def _count(number: int) -> str:
    return whole(number, _language())


def _language() -> str:
    return supported(get_language())
