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
    """One document or act, and what the table of competences says of it."""

    code: str
    title: str
    form: str
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Documents with one answer: *told* is who signs them, or what stands in the way."""

    told: tuple[str, ...]
    remedies: tuple[str, ...]
    lines: tuple[Line, ...]


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
    stopped: list[Group]
    running: list[Group]
    alarms: list[str]
    endings: list[EndingLine]
    seats: list[SeatLine]

    @property
    def n_stopped(self) -> int:
        return sum(len(group.lines) for group in self.stopped)

    @property
    def n_running(self) -> int:
        return sum(len(group.lines) for group in self.running)


def board(on: date) -> Board:
    """Everything a reader wants to know of the authority of day *on*."""
    words = _Words()
    stopped, running = words.grouped(queries.can_issue(on))
    return Board(
        on=on,
        stopped=stopped,
        running=running,
        alarms=list(words.alarms(on)),
        endings=list(words.endings(on)),
        seats=list(words.seat_lines(on)),
    )


def grouped(answers: Iterable[tuple[Document, Answer]]) -> tuple[list[Group], list[Group]]:
    """*answers* in words: what is stopped, and what runs."""
    return _Words().grouped(answers)


def titles(documents: Iterable[Document]) -> list[str]:
    """Titles, each once; what camats sign with the kecamatan concerned."""
    seats = {seat.code: seat for seat in queries.office_seats()}
    places: dict[str, list[str]] = {}
    for document in documents:
        held = seats.get(document.rule.seat)
        region = held.region.name if held and held.region else ""
        places.setdefault(wording.title(document), []).append(region)
    return [_at(title, named) for title, named in places.items()]


class _Words:
    """Names and titles, read once a board."""

    def __init__(self) -> None:
        self.history: History = queries.history()
        self.names = queries.officer_names()
        self.seats: dict[str, Seat] = {seat.code: seat for seat in queries.office_seats()}

    def grouped(
        self, answers: Iterable[tuple[Document, Answer]]
    ) -> tuple[list[Group], list[Group]]:
        """What is stopped and what runs; the kecamatan of one document share a line."""
        together: dict[tuple[str, bool], list[tuple[Document, Answer]]] = {}
        for document, answer in answers:
            together.setdefault((document.rule.code, answer.possible), []).append(
                (document, answer)
            )
        found: dict[tuple[bool, tuple[str, ...], tuple[str, ...]], list[Line]] = {}
        for (_code, possible), rows in together.items():
            document, first = rows[0]
            told = self._who(rows) if possible else self._obstacles(rows)
            remedies = tuple(wording.remedy(one) for one in first.remedies)
            found.setdefault((possible, told, remedies), []).append(_line(document, first))
        groups = [(key[0], Group(key[1], key[2], tuple(lines))) for key, lines in found.items()]
        return (
            [group for possible, group in groups if not possible],
            [group for possible, group in groups if possible],
        )

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

    def _who(self, rows: list[tuple[Document, Answer]]) -> tuple[str, ...]:
        told = []
        for document, answer in rows:
            if answer.signer is None:
                return (str(wording.FORMS[Form.NONE]).capitalize(),)
            who = wording.signs(answer.signer, self.names, self.seats)
            place = self._place(document.rule.seat)
            told.append(f"{place}: {who}" if place else who)
        return tuple(told)

    def _obstacles(self, rows: list[tuple[Document, Answer]]) -> tuple[str, ...]:
        places: dict[str, list[str]] = {}
        for document, answer in rows:
            for found in answer.obstacles:
                places.setdefault(wording.obstacle(found), []).append(
                    self._place(document.rule.seat)
                )
        return tuple(_at(told, named) for told, named in places.items())

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


def _line(document: Document, answer: Answer) -> Line:
    return Line(
        code=document.rule.code,
        title=wording.title(document),
        form=str(wording.FORMS[answer.form]),
        source=document.source,
        confirmed=document.confirmed,
    )


def _at(told: str, places: list[str]) -> str:
    """An obstacle with the kecamatan it concerns."""
    named = ", ".join(place for place in places if place)
    return f"{told}: {named}" if named else told
