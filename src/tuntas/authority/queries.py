"""Reading authority: the dated history, and the answers derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Q

from tuntas.accounts.models import Officer
from tuntas.authority import competence, endings, seats
from tuntas.authority.competence import Answer, Remedy, Rule
from tuntas.authority.errors import UnknownDocument, UnknownSeat
from tuntas.authority.models import (
    Absence,
    Assignment,
    Certificate,
    Competence,
    Mandate,
    Milestone,
    Seat,
    Suspension,
)

CAMAT: Final = "camat"
"""The seat every kecamatan has; in the table of competences without its kecamatan."""
WARN_DAYS: Final = 30
"""Days before an ending on which the office is warned, unless it asks for more."""


@dataclass(frozen=True, slots=True)
class Document:
    """A row of the table of competences as the pages name it."""

    rule: Rule
    title_id: str
    title_en: str
    source: str
    confirmed: bool


def history() -> seats.History:
    """Everything dated, for the pure rules. A few dozen rows in an office's life."""
    return seats.History(
        assignments=tuple(
            seats.Assignment(
                seat=seat,
                officer=officer,
                capacity=seats.Capacity(capacity),
                starts=starts,
                ends=ends,
                decree=decree,
            )
            for seat, officer, capacity, starts, ends, decree in Assignment.objects.order_by(
                "starts", "id"
            ).values_list("seat__code", "officer__ref", "capacity", "starts", "ends", "decree")
        ),
        absences=tuple(
            seats.Absence(officer=officer, starts=starts, ends=ends)
            for officer, starts, ends in Absence.objects.values_list(
                "officer__ref", "starts", "ends"
            )
        ),
        certificates=tuple(
            seats.Certificate(officer=officer, starts=starts, ends=ends)
            for officer, starts, ends in Certificate.objects.values_list(
                "officer__ref", "starts", "ends"
            )
        ),
        suspensions=tuple(
            seats.Suspension(officer=officer or "", starts=starts, ends=ends)
            for officer, starts, ends in Suspension.objects.values_list(
                "officer__ref", "starts", "ends"
            )
        ),
        mandates=tuple(
            seats.Mandate(
                seat=seat,
                to_seat=to_seat,
                documents=frozenset(documents),
                capacity=seats.Capacity(kind),
                starts=starts,
                ends=ends,
            )
            for seat, to_seat, documents, kind, starts, ends in Mandate.objects.order_by(
                "starts", "id"
            ).values_list("seat__code", "to_seat__code", "documents", "kind", "starts", "ends")
        ),
    )


def documents() -> list[Document]:
    """The table of competences, in the order in which it was written."""
    return [
        Document(
            Rule(
                code=row.code,
                seat=row.seat,
                form=competence.Form(row.form),
                plt=row.plt,
                plh=row.plh,
                central=row.central,
                starts=row.starts,
                ends=row.ends,
            ),
            row.title_id,
            row.title_en,
            row.source,
            row.confirmed,
        )
        for row in Competence.objects.order_by("id")
    ]


def who_may(code: str, on: date, *, district: str = "") -> Answer:
    """May document or act *code* be issued on day *on*, by whom, and if not, why.

    *district*: code of the kecamatan whose camat signs, where the rule names the camat.

    Raises:
        UnknownDocument
    """
    rule = competence.rule_on([document.rule for document in documents()], code, on)
    if rule is None:
        raise UnknownDocument
    if district:
        rule = replace(rule, seat=f"{rule.seat}:{district}")
    return competence.ask(rule, history(), on)


def can_issue(
    on: date, *, emptied: str = "", suspended: bool = False
) -> list[tuple[Document, Answer]]:
    """Every document and act with its answer on day *on*.

    *emptied*: as if that seat were empty; *suspended*: as if the ministry kept the office out.

    What a camat signs stands there once for each camat's seat, with that seat in its rule.
    """
    told = history()
    if emptied:
        told = competence.if_emptied(told, emptied, on)
    if suspended:
        told = competence.if_suspended(told, on)
    return [(document, competence.ask(document.rule, told, on)) for document in _in_force(on)]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an empty seat would stop, each with what lets it run again; and what goes on.

    shut_out: what would stop besides if the ministry kept the office out of the central system.
    """

    stops: list[tuple[Document, Remedy]]
    goes_on: list[Document]
    stopped_already: list[Document]
    shut_out: list[Document]


def rehearse(seat: str, on: date) -> Rehearsal:
    """As if *seat* were empty from day *on*."""
    told, found = history(), Rehearsal([], [], [], [])
    empty = competence.if_emptied(told, seat, on)
    closed = competence.if_suspended(empty, on)
    for document in _in_force(on):
        before = competence.ask(document.rule, told, on)
        after = competence.ask(document.rule, empty, on)
        if after.possible:
            found.goes_on.append(document)
            if not competence.ask(document.rule, closed, on).possible:
                found.shut_out.append(document)
        elif before.possible:
            found.stops.append((document, competence.way_back(document.rule, told, seat, on)))
        else:
            found.stopped_already.append(document)
    return found


def _in_force(on: date) -> Iterator[Document]:
    """Documents of day *on*; those of the camats once for each kecamatan."""
    camats = [seat.code for seat in office_seats() if seat.code.startswith(f"{CAMAT}:")]
    for document in documents():
        if not document.rule.holds(on):
            continue
        if document.rule.seat != CAMAT:
            yield document
            continue
        for code in camats:
            yield replace(document, rule=replace(document.rule, seat=code))


def endings_soon(on: date, *, within: int = WARN_DAYS) -> list[endings.EndingSoon]:
    """Terms, certificates and careers that end within *within* days."""
    retirements = dict(
        Milestone.objects.filter(kind=Milestone.Kind.RETIREMENT).values_list(
            "assignment__officer__ref", "on"
        )
    )
    return endings.ending(history(), retirements=retirements, on=on, within=within)


def office_seats() -> list[Seat]:
    """Every seat, the highest first."""
    return list(Seat.objects.select_related("region").order_by("rank", "code"))


def seat(code: str) -> Seat:
    """The seat *code*. Raises UnknownSeat."""
    found = Seat.objects.select_related("region").filter(code=code).first()
    if found is None:
        raise UnknownSeat
    return found


def seat_timeline(code: str) -> list[Assignment]:
    """Who held a seat, the latest first, with milestones at hand."""
    rows = Assignment.objects.filter(seat__code=code).select_related("officer", "seat")
    return list(rows.prefetch_related("milestones").order_by("-starts", "-id"))


def entries_of(what: str, officer_ref: str, on: date, *, seat: str = "") -> list[str]:
    """Refs of an officer's entries that hold on day *on*: an ``assignment`` (to *seat*, where
    one is named), ``absence``, ``certificate`` or ``suspension``."""
    kinds: dict[str, Any] = {
        "assignment": Assignment,
        "absence": Absence,
        "certificate": Certificate,
        "suspension": Suspension,
    }
    rows = kinds[what].objects.filter(officer__ref=officer_ref, starts__lte=on)
    if seat:
        rows = rows.filter(seat__code=seat)
    return list(rows.filter(Q(ends=None) | Q(ends__gt=on)).values_list("ref", flat=True))


def versions(code: str) -> list[Competence]:
    """Every row the table ever had for *code*, the latest first. Raises UnknownDocument."""
    rows = list(Competence.objects.filter(code=code).order_by("-starts"))
    if not rows:
        raise UnknownDocument
    return rows


def officer_names() -> dict[str, str]:
    """Names of officers by ref, for pages only."""
    return dict(Officer.objects.values_list("ref", "full_name"))
