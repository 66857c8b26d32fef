"""Who holds a seat (jabatan) on a day: definitive, Plt or Plh, present or absent.

* *definitive*: appointed to the seat.
* *Plt* (pelaksana tugas): fills a seat whose definitive holder is gone for good.
* *Plh* (pelaksana harian): acts while the holder is away for a time.

A resignation letter ends nothing: the holder holds the seat until the release takes effect
(UU 30/2014 art. 14 on Plt and Plh; the letter, the press report and the release are three
days in the office's own September 2021).

>>> from datetime import date
>>> head = Assignment(seat="head", officer="a", capacity=Capacity.DEFINITIVE,
...     starts=date(2020, 9, 29), ends=date(2021, 11, 1))
>>> holding(History(assignments=(head,)), "head", date(2021, 9, 20)).holder.officer
'a'
>>> holding(History(assignments=(head,)), "head", date(2021, 11, 1)).empty_since
datetime.date(2021, 11, 1)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Capacity(StrEnum):
    """In what capacity somebody signs for a seat."""

    DEFINITIVE = "definitive"
    PLT = "plt"
    PLH = "plh"
    MANDATE = "mandate"
    DELEGATION = "delegation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Holds from *starts* up to but not including *ends* (None: no end is known)."""

    starts: date
    ends: date | None = None

    def holds(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on < self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Dated):
    """*officer* (ref) in *seat* (code) by *decree*."""

    seat: str
    officer: str
    capacity: Capacity
    decree: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Dated):
    """*officer* cannot act for a time: ill, on leave, not coming to the office."""

    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Dated):
    """*officer* can sign electronically (TTE). It belongs to the person, never to the seat."""

    officer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension(Dated):
    """The ministry keeps the office, or one *officer* (ref), out of the central system."""

    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate(Dated):
    """*seat* lets *to_seat* sign *documents* (codes), as mandate or as delegation.

    A mandate is exercised in the giver's name and needs a giver; a delegation moves the
    responsibility and outlives a vacancy (UU 30/2014 art. 13 and 14).
    """

    seat: str
    to_seat: str
    documents: frozenset[str]
    capacity: Capacity


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything dated that authority is derived from."""

    assignments: tuple[Assignment, ...] = ()
    absences: tuple[Absence, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    mandates: tuple[Mandate, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """A seat on a day.

    holder: definitive or Plt, None when the seat is empty. deputy: the Plh, if any.
    absent_since: since when the holder is away, None when present.
    empty_since: the day from which nobody holds it; None when held, or never held.
    """

    holder: Assignment | None
    deputy: Assignment | None
    absent_since: date | None
    empty_since: date | None


def holding(history: History, seat: str, on: date) -> Holding:
    """Who holds *seat* on day *on*."""
    own = [row for row in history.assignments if row.seat == seat]
    now = [row for row in own if row.holds(on)]
    holder = next((row for row in now if row.capacity is not Capacity.PLH), None)
    deputy = next((row for row in now if row.capacity is Capacity.PLH), None)
    ended = [row.ends for row in own if row.ends and row.ends <= on]
    return Holding(
        holder,
        deputy,
        absent_since(history, holder.officer, on) if holder else None,
        None if holder else max(ended, default=None),
    )


def absent_since(history: History, officer: str, on: date) -> date | None:
    """Since when *officer* has been away on day *on*; None when present."""
    return _since(row for row in history.absences if row.officer == officer and row.holds(on))


def suspended_since(history: History, officer: str, on: date) -> date | None:
    """Since when the office, or *officer*, has been kept out of the central system."""
    concerned = ("", officer)
    return _since(row for row in history.suspensions if row.officer in concerned and row.holds(on))


def certificate_on(history: History, officer: str, on: date) -> Certificate | None:
    """The certificate with which *officer* can sign electronically on day *on*."""
    return next(
        (row for row in history.certificates if row.officer == officer and row.holds(on)), None
    )


def _since(rows: Iterable[Dated]) -> date | None:
    return min((row.starts for row in rows), default=None)
