"""The board of a day: every document with its answer in words, what is wrong, what ends soon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tuntas.authority import queries, wording
from tuntas.authority.competence import Answer, Form
from tuntas.authority.models import Seat
from tuntas.authority.queries import CAMAT, Document
from tuntas.authority.seats import Capacity, History, holding, suspended_since


@dataclass(frozen=True, slots=True)
class Line:
    """One document or act: who signs it, or what stands in the way and what takes that away."""

    code: str
    title: str
    form: str
    unsigned: bool
    who: tuple[str, ...]
    obstacles: tuple[str, ...]
    remedies: tuple[str, ...]
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat and whoever is in it; *vacant* also where nobody was ever recorded."""

    code: str
    title: str
    who: str
    vacant: bool
    camat: bool


@dataclass(frozen=True, slots=True)
class EndingLine:
    what: str
    whose: str
    ends: date
    days: int


@dataclass(frozen=True, slots=True)
class Board:
    on: date
    stopped: list[Line]
    running: list[Line]
    alarms: list[str]
    endings: list[EndingLine]
    seats: list[SeatLine]


def board(on: date) -> Board:
    """Everything a reader wants to know of the authority of day *on*."""
    words = _Words()
    answers = queries.can_issue(on)
    return Board(
        on=on,
        stopped=list(words.lines(answers, possible=False)),
        running=list(words.lines(answers, possible=True)),
        alarms=list(words.alarms(on)),
        endings=list(words.endings(on)),
        seats=list(words.seat_lines(on)),
    )


def lines(answers: Iterable[tuple[Document, Answer]]) -> tuple[list[Line], list[Line]]:
    """*answers* in words: what is stopped, and what runs."""
    words, told = _Words(), list(answers)
    return list(words.lines(told, possible=False)), list(words.lines(told, possible=True))


class _Words:
    """Names and titles, read once a board."""

    def __init__(self) -> None:
        self.history: History = queries.history()
        self.names = queries.officer_names()
        self.seats: dict[str, Seat] = {seat.code: seat for seat in queries.office_seats()}

    def lines(
        self, answers: Iterable[tuple[Document, Answer]], *, possible: bool
    ) -> Iterator[Line]:
        """One line a document; the kecamatan of one document share a line."""
        together: dict[str, list[tuple[Document, Answer]]] = {}
        for document, answer in answers:
            if answer.possible is possible:
                together.setdefault(document.rule.code, []).append((document, answer))
        for rows in together.values():
            yield self._line(rows)

    def alarms(self, on: date) -> Iterator[str]:
        """Seats that fell empty, holders who are away, access that is shut."""
        for seat in self.seats.values():
            held, title = holding(self.history, seat.code, on), wording.title(seat)
            if held.empty_since:
                yield wording.since(_("%(seat)s kosong") % {"seat": title}, held.empty_since)
            elif held.holder and held.absent_since:
                yield self._away(held.holder.officer, title, held.absent_since, bool(held.deputy))
        shut = suspended_since(self.history, "", on)
        if shut:
            yield wording.since(_("Akses SIAK kantor ditutup"), shut)
        for row in self.history.suspensions:
            if row.officer and row.holds(on):
                name = self.names.get(row.officer, "–")
                yield wording.since(_("Akses SIAK %(name)s ditutup") % {"name": name}, row.starts)

    def endings(self, on: date) -> Iterator[EndingLine]:
        for row in queries.endings_soon(on):
            seat = self.seats.get(row.seat)
            who = self.names.get(row.officer, "–")
            whose = f"{who}, {wording.title(seat)}" if seat else who
            yield EndingLine(str(wording.ENDINGS[row.what]), whose, row.ends, row.days)

    def seat_lines(self, on: date) -> Iterator[SeatLine]:
        for seat in self.seats.values():
            held = holding(self.history, seat.code, on)
            who = ""
            if held.holder:
                who = self._named(held.holder.officer, held.holder.capacity)
                if held.deputy:
                    who = f"{who}; {self._named(held.deputy.officer, held.deputy.capacity)}"
            camat = seat.code.startswith(f"{CAMAT}:")
            yield SeatLine(seat.code, wording.title(seat), who, held.holder is None, camat)

    def _line(self, rows: list[tuple[Document, Answer]]) -> Line:
        document, first = rows[0]
        signers: list[str] = []
        obstacles: dict[str, list[str]] = {}
        for one, answer in rows:
            place = self._place(one.rule.seat)
            if answer.possible and answer.signer:
                who = wording.signs(answer.signer, self.names, self.seats)
                signers.append(f"{place}: {who}" if place else who)
            for found in answer.obstacles:
                obstacles.setdefault(wording.obstacle(found), []).append(place)
        return Line(
            code=document.rule.code,
            title=wording.title(document),
            form=str(wording.FORMS[first.form]),
            unsigned=first.form is Form.NONE,
            who=tuple(signers),
            obstacles=tuple(_at(told, places) for told, places in obstacles.items()),
            remedies=tuple(wording.remedy(found) for found in first.remedies),
            source=document.source,
            confirmed=document.confirmed,
        )

    def _place(self, seat: str) -> str:
        region = self.seats[seat].region if seat in self.seats else None
        return region.name if region else ""

    def _away(self, officer: str, title: str, since: date, deputy: bool) -> str:
        told = wording.since(
            _("%(name)s (%(seat)s) berhalangan")
            % {"name": self.names.get(officer, "–"), "seat": title},
            since,
        )
        return told if deputy else _("%(told)s; belum ada Plh") % {"told": told}

    def _named(self, officer: str, capacity: Capacity) -> str:
        return f"{self.names.get(officer, '–')}, {wording.CAPACITIES[capacity]}"


def _at(told: str, places: list[str]) -> str:
    """An obstacle with the kecamatan it concerns."""
    named = ", ".join(place for place in places if place)
    return f"{told}: {named}" if named else told
