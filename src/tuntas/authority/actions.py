"""Writing what authority is derived from: appointments, absences, certificates, suspensions.

Every row names the paper that says so. Ending a row writes its last day; nothing is deleted.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from importlib.resources import files
from typing import Final, TypeVar

from django.db import DatabaseError, IntegrityError, models, transaction

from tuntas.accounts.models import Officer
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.authority.errors import (
    DaysOutOfOrder,
    NotInForce,
    Overlap,
    PaperMissing,
    PlhNeedsHolder,
    RuleNotLater,
    UnknownDocument,
    UnknownOfficer,
    UnknownSeat,
)
from tuntas.authority.models import (
    Absence,
    Assignment,
    Certificate,
    Competence,
    Dated,
    Mandate,
    Milestone,
    Seat,
    Suspension,
)
from tuntas.wilayah.tree import Area

Row = TypeVar("Row", bound=models.Model)
ENDING: Final[dict[str, type[Dated]]] = {
    "absence": Absence,
    "certificate": Certificate,
    "suspension": Suspension,
    "mandate": Mandate,
}


def install_shipped(*, districts: Sequence[Area] = ()) -> None:
    """Seats and competences as shipped, and a camat's seat per district; twice is once."""
    seats = [
        Seat(
            code=row["code"],
            title_id=row["title_id"],
            title_en=row["title_en"],
            rank=int(row["above"]),
        )
        for row in _shipped("seats")
        if row["per"] == "office"
    ]
    camat = next(row for row in _shipped("seats") if row["per"] == "district")
    seats += [
        Seat(
            code=f"{camat['code']}:{district.code}",
            title_id=f"{camat['title_id']} {district.name}",
            title_en=f"{camat['title_en']} {district.name}",
            rank=int(camat["above"]),
            region_id=district.id,
        )
        for district in districts
    ]
    Seat.objects.bulk_create(seats, ignore_conflicts=True)
    have = set(Competence.objects.values_list("code", flat=True))
    Competence.objects.bulk_create(
        _competence(row) for row in _shipped("competences") if row["code"] not in have
    )


def assign(
    *,
    actor: Principal,
    seat: str,
    officer_ref: str,
    capacity: str,
    starts: date,
    decree: str,
    source: str,
    now: datetime,
    ends: date | None = None,
) -> str:
    """Put an officer into a seat by decree; the assignment's ref.

    Raises:
        UnknownSeat, UnknownOfficer, PaperMissing, DaysOutOfOrder, Overlap, PlhNeedsHolder
    """
    _papers(decree, source)
    place, officer = _seat(seat), _officer(officer_ref)
    with _writing(actor, "authority.assign", now) as (subjects, detail):
        if capacity == Assignment.Capacity.PLH and not _held(place, starts):
            raise PlhNeedsHolder
        row = _add(
            Assignment(
                seat=place,
                officer=officer,
                capacity=capacity,
                starts=starts,
                ends=ends,
                decree=decree.strip(),
                source=source.strip(),
            )
        )
        subjects.append(officer.ref)
        detail.update(seat=seat, capacity=capacity, starts=starts, ends=ends, decree=row.decree)
    return row.ref


def end_assignment(*, actor: Principal, ref: str, ends: date, ended_by: str, now: datetime) -> None:
    """Release somebody from a seat: from day *ends* the assignment no longer holds.

    Raises:
        NotInForce, PaperMissing, DaysOutOfOrder
    """
    _papers(ended_by)
    with _writing(actor, "authority.end_assignment", now) as (subjects, detail):
        row = Assignment.objects.select_related("officer", "seat").filter(ref=ref).first()
        if row is None or (row.ends is not None and row.ends <= ends):
            raise NotInForce
        row.ends, row.ended_by = ends, ended_by.strip()
        _save(row)
        subjects.append(row.officer.ref)
        detail.update(seat=row.seat.code, ends=ends, ended_by=row.ended_by)


def note_milestone(
    *, actor: Principal, ref: str, kind: str, on: date, source: str, now: datetime
) -> None:
    """Note a day of an appointment or a departure that by itself changes no authority.

    Raises:
        NotInForce, PaperMissing
    """
    _papers(source)
    with _writing(actor, "authority.note_milestone", now) as (subjects, detail):
        row = Assignment.objects.select_related("officer").filter(ref=ref).first()
        if row is None:
            raise NotInForce
        Milestone.objects.get_or_create(
            assignment=row, kind=kind, on=on, defaults={"source": source.strip()}
        )
        subjects.append(row.officer.ref)
        detail.update(kind=kind, on=on)


def record_absence(
    *,
    actor: Principal,
    officer_ref: str,
    starts: date,
    source: str,
    now: datetime,
    ends: date | None = None,
) -> str:
    """Somebody cannot act for a time; the entry's ref. Raises as :func:`assign`."""
    row = Absence(officer=_officer(officer_ref), starts=starts, ends=ends, source=source.strip())
    return _record(actor, "authority.record_absence", row, officer_ref, now)


def record_certificate(
    *,
    actor: Principal,
    officer_ref: str,
    starts: date,
    source: str,
    now: datetime,
    ends: date | None = None,
) -> str:
    """Somebody can sign electronically from *starts*; the entry's ref. Raises as :func:`assign`."""
    row = Certificate(
        officer=_officer(officer_ref), starts=starts, ends=ends, source=source.strip()
    )
    return _record(actor, "authority.record_certificate", row, officer_ref, now)


def record_suspension(
    *,
    actor: Principal,
    starts: date,
    source: str,
    now: datetime,
    officer_ref: str = "",
    ends: date | None = None,
) -> str:
    """The ministry closes access to the office, or to one officer; the entry's ref."""
    officer = _officer(officer_ref) if officer_ref else None
    row = Suspension(officer=officer, starts=starts, ends=ends, source=source.strip())
    return _record(actor, "authority.record_suspension", row, officer_ref, now)


def record_mandate(
    *,
    actor: Principal,
    seat: str,
    to_seat: str,
    documents: Sequence[str],
    kind: str,
    starts: date,
    source: str,
    now: datetime,
    ends: date | None = None,
) -> str:
    """Let *to_seat* sign *documents* for *seat*; the entry's ref. Raises as :func:`assign`."""
    row = Mandate(
        seat=_seat(seat),
        to_seat=_seat(to_seat),
        documents=sorted(documents),
        kind=kind,
        starts=starts,
        ends=ends,
        source=source.strip(),
    )
    return _record(actor, "authority.record_mandate", row, "", now)


def end(*, actor: Principal, what: str, ref: str, ends: date, source: str, now: datetime) -> None:
    """End an absence, certificate, suspension or mandate (`ENDING`) from day *ends*.

    Raises:
        NotInForce, PaperMissing, DaysOutOfOrder
    """
    _papers(source)
    with _writing(actor, "authority.end", now) as (_subjects, detail):
        row = ENDING[what].objects.filter(ref=ref).first()  # type: ignore[attr-defined]
        if row is None or (row.ends is not None and row.ends <= ends):
            raise NotInForce
        row.ends, row.ended_by = ends, source.strip()
        _save(row)
        detail.update(what=what, entry=ref, ends=ends, source=row.ended_by)


def confirm_competence(*, actor: Principal, code: str, on: date, now: datetime) -> None:
    """The office has checked a row of the table against its own rules. Raises NotInForce."""
    with _writing(actor, "authority.confirm_competence", now) as (_subjects, detail):
        in_force = models.Q(starts__lte=on) & (models.Q(ends__isnull=True) | models.Q(ends__gt=on))
        if not Competence.objects.filter(in_force, code=code).update(confirmed=True):
            raise NotInForce
        detail.update(code=code)


def set_competence(
    *,
    actor: Principal,
    code: str,
    seat: str,
    form: str,
    plt: bool,
    plh: bool,
    starts: date,
    source: str,
    now: datetime,
) -> None:
    """Who signs *code*, in which form, from day *starts* on; the earlier row keeps its days.

    *seat*: a seat of the office, ``camat``, or empty with *form* ``none``.

    Raises:
        UnknownDocument, UnknownSeat, PaperMissing, RuleNotLater
    """
    _papers(source)
    if seat and seat != "camat":
        _seat(seat)
    with _writing(actor, "authority.set_competence", now) as (_subjects, detail):
        old = Competence.objects.select_for_update().filter(code=code).order_by("starts").last()
        if old is None:
            raise UnknownDocument
        if starts <= old.starts:
            raise RuleNotLater
        Competence.objects.filter(pk=old.pk).update(ends=starts)
        old.pk, old.seat, old.form, old.plt, old.plh = None, seat, form, plt, plh
        old.starts, old.ends, old.source, old.confirmed = starts, None, source.strip(), True
        old.save(force_insert=True)
        detail.update(code=code, seat=seat, form=form, plt=plt, plh=plh, starts=starts)


def _record(actor: Principal, verb: str, row: Dated, officer_ref: str, now: datetime) -> str:
    _papers(row.source)
    with _writing(actor, verb, now) as (subjects, detail):
        _add(row)
        if officer_ref:
            subjects.append(officer_ref)
        detail.update(entry=row.ref, starts=row.starts, ends=row.ends, source=row.source)
    return row.ref


@contextmanager
def _writing(
    actor: Principal, verb: str, now: datetime
) -> Iterator[tuple[list[str], dict[str, object]]]:
    """One transaction: the rows, then the act that tells of them."""
    subjects: list[str] = []
    detail: dict[str, object] = {}
    with transaction.atomic():
        yield subjects, detail
        told = {k: v.isoformat() if isinstance(v, date) else v for k, v in detail.items()}
        write_act(actor=actor.ref, verb=verb, subjects=subjects, detail=told, at=now)


def _add(row: Row) -> Row:
    _save(row)
    return row


def _save(row: models.Model) -> None:
    """Save; what the database refuses becomes a sentence."""
    try:
        with transaction.atomic():
            row.save()
    except DatabaseError as refused:
        if "no_overlap" in str(refused):
            raise Overlap from refused
        if isinstance(refused, IntegrityError) and "in_order" in str(refused):
            raise DaysOutOfOrder from refused
        raise


def _held(seat: Seat, on: date) -> bool:
    rows = seat.assignments.exclude(capacity=Assignment.Capacity.PLH).filter(starts__lte=on)
    return rows.filter(models.Q(ends__isnull=True) | models.Q(ends__gt=on)).exists()


def _seat(code: str) -> Seat:
    found = Seat.objects.filter(code=code).first()
    if found is None:
        raise UnknownSeat
    return found


def _officer(ref: str) -> Officer:
    found = Officer.objects.filter(ref=ref).first()
    if found is None:
        raise UnknownOfficer
    return found


def _papers(*said: str) -> None:
    if not all(text.strip() for text in said):
        raise PaperMissing


def _shipped(name: str) -> list[dict[str, str]]:
    content = files("tuntas.authority").joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(content.splitlines()))


def _competence(row: dict[str, str]) -> Competence:
    return Competence(
        code=row["code"],
        title_id=row["title_id"],
        title_en=row["title_en"],
        seat=row["seat"],
        form=row["form"],
        plt=row["plt"] == "1",
        plh=row["plh"] == "1",
        central=row["central"] == "1",
        starts=date.fromisoformat(row["starts"]),
        ends=date.fromisoformat(row["ends"]) if row["ends"] else None,
        source=row["source"],
        confirmed=row["confirmed"] == "1",
    )
