"""Everything dated of one seat, as one line of days; and what of it can still be ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from tuntas.authority import queries, wording
from tuntas.authority.models import (
    Absence,
    Assignment,
    Certificate,
    Dated,
    Mandate,
    Seat,
    Suspension,
)
from tuntas.authority.seats import Capacity

OfOfficer = TypeVar("OfOfficer", Absence, Certificate)


@dataclass(frozen=True, slots=True)
class Event:
    """A day on the timeline; *tone* as the component knows it: done, left, future or empty."""

    on: date
    heading: str
    body: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """An entry that holds, or will: *what* as `actions.ENDING` names it, or ``assignment``."""

    what: str
    ref: str
    told: str


@dataclass(frozen=True, slots=True)
class Chronicle:
    events: list[Event]
    open: list[Open]
    assignments: list[Assignment]


def chronicle(seat: Seat, *, today: date) -> Chronicle:
    """The days of *seat*, the latest first; days after *today* are marked."""
    held = queries.seat_timeline(seat.code)
    rows = [*_rows(seat, held)]
    events = [event for row in rows for event in row.events(today)]
    return Chronicle(
        events=sorted(events, key=lambda event: event.on, reverse=True),
        open=[
            Open(row.what, row.entry.ref, row.told)
            for row in rows
            if row.entry.ends is None or row.entry.ends > today
        ],
        assignments=held,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry with its words: how it begins, how it ends."""

    what: str
    entry: Dated
    told: str
    begins: str
    ends: str
    tones: tuple[str, str]
    more: tuple[Event, ...] = ()
    paper: str = ""

    def events(self, today: date) -> Iterator[Event]:
        yield from self.more
        begins, ended = self.tones
        yield _event(self.entry.starts, self.begins, self.paper or self.entry.source, begins, today)
        if self.entry.ends:
            yield _event(self.entry.ends, self.ends, self.entry.ended_by, ended, today)


def _event(on: date, heading: str, body: str, tone: str, today: date) -> Event:
    return Event(on, heading, body, "future" if on > today else tone)


def _rows(seat: Seat, held: list[Assignment]) -> Iterator[_Row]:
    for row in held:
        yield _assignment(row)
    for away in _of_tenures(Absence, held):
        told = _("%(name)s berhalangan") % {"name": away.officer.full_name}
        back = _("%(name)s kembali bertugas") % {"name": away.officer.full_name}
        yield _Row("absence", away, told, told, back, ("left", "done"))
    for signing in _of_tenures(Certificate, held):
        name = {"name": signing.officer.full_name}
        works, gone = _("TTE %(name)s aktif") % name, _("TTE %(name)s tidak aktif lagi") % name
        yield _Row("certificate", signing, works, works, gone, ("done", "left"))
    officers = [row.officer_id for row in held]
    shut_out = Suspension.objects.filter(Q(officer=None) | Q(officer__in=officers))
    for shut in shut_out.select_related("officer"):
        whose = shut.officer.full_name if shut.officer else _("seluruh kantor")
        told = _("Akses SIAK ditutup: %(whose)s") % {"whose": whose}
        opened = _("Akses SIAK dibuka lagi: %(whose)s") % {"whose": whose}
        yield _Row("suspension", shut, told, told, opened, ("left", "done"))
    given = Mandate.objects.filter(Q(seat=seat) | Q(to_seat=seat))
    for mandate in given.select_related("seat", "to_seat"):
        told = _("%(kind)s dari %(giver)s kepada %(holder)s") % {
            "kind": mandate.get_kind_display().capitalize(),
            "giver": wording.title(mandate.seat),
            "holder": wording.title(mandate.to_seat),
        }
        yield _Row(
            "mandate", mandate, told, told, _("Berakhir: %(told)s") % {"told": told}, ("", "")
        )


def _assignment(row: Assignment) -> _Row:
    capacity = wording.CAPACITIES[Capacity(row.capacity)]
    name = {"name": row.officer.full_name, "capacity": capacity}
    told = _("%(name)s menjabat (%(capacity)s)") % name
    return _Row(
        "assignment",
        row,
        told,
        told,
        _("%(name)s berhenti menjabat (%(capacity)s)") % name,
        ("done", "left"),
        more=tuple(
            Event(milestone.on, milestone.get_kind_display().capitalize(), milestone.source)
            for milestone in row.milestones.all()
        ),
        paper=f"{row.decree} · {row.source}",
    )


def _of_tenures(model: type[OfOfficer], held: Iterable[Assignment]) -> list[OfOfficer]:
    """Rows of whoever held the seat, that meet the days on which they held it."""
    meeting = Q(pk__in=[])
    for row in held:
        days = Q(officer=row.officer_id) & (Q(ends=None) | Q(ends__gt=row.starts))
        meeting |= days & Q(starts__lt=row.ends) if row.ends else days
    return list(model.objects.filter(meeting).select_related("officer"))
