"""What ends soon: a term, a Plt's months, a certificate, a career.

>>> from tuntas.authority.seats import Certificate, History
>>> soon = ending(History(certificates=(
...     Certificate(officer="a", starts=date(2022, 1, 3), ends=date(2024, 1, 3)),)),
...     retirements={}, on=date(2023, 12, 10), within=30)
>>> [(row.what.value, row.days) for row in soon]
[('certificate', 24)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tuntas.authority.seats import Capacity, History


class Ending(StrEnum):
    TERM = "term"
    PLT_TERM = "plt_term"
    CERTIFICATE = "certificate"
    RETIREMENT = "retirement"


@dataclass(frozen=True, slots=True)
class EndingSoon:
    """*what* of *officer* no longer holds from day *ends*, *days* days from now."""

    what: Ending
    officer: str
    seat: str
    ends: date
    days: int


def ending(
    history: History, *, retirements: Mapping[str, date], on: date, within: int
) -> list[EndingSoon]:
    """Everything that ends within *within* days after day *on*, the nearest first."""
    found = [*_terms(history, on), *_certificates(history, on), *_careers(history, retirements, on)]
    return sorted(
        (row for row in found if 0 <= row.days <= within),
        key=lambda row: (row.ends, row.what, row.officer),
    )


def _terms(history: History, on: date) -> Iterator[EndingSoon]:
    for row in history.assignments:
        if row.ends and row.holds(on):
            what = Ending.PLT_TERM if row.capacity is Capacity.PLT else Ending.TERM
            yield EndingSoon(what, row.officer, row.seat, row.ends, (row.ends - on).days)


def _certificates(history: History, on: date) -> Iterator[EndingSoon]:
    for row in history.certificates:
        if row.ends and row.holds(on):
            yield EndingSoon(Ending.CERTIFICATE, row.officer, "", row.ends, (row.ends - on).days)


def _careers(history: History, retirements: Mapping[str, date], on: date) -> Iterator[EndingSoon]:
    seated = {row.officer: row.seat for row in history.assignments if row.holds(on)}
    for officer, day in sorted(retirements.items()):
        if officer in seated:
            yield EndingSoon(Ending.RETIREMENT, officer, seated[officer], day, (day - on).days)
