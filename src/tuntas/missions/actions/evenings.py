"""The evening: the report is filed by the team and closed by the office when it adds up."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.enrolment import queries as enrolment
from tuntas.letters import actions as letters
from tuntas.letters import files
from tuntas.missions import minutes, pictures
from tuntas.missions.actions.telling import tell
from tuntas.missions.errors import DoesNotAddUp, NotFound, ReportMissing, ValueUnusable
from tuntas.missions.models import Mission, Photo, Report
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries.missions import MissionRow
from tuntas.outreach.actions import closing, contacts
from tuntas.outreach.errors import SlotNotFound
from tuntas.outreach.outcomes import Outcome


class Cost(NamedTuple):
    what: str
    rupiah: int


def file_report(
    *,
    actor: Principal,
    ref: str,
    costs: Sequence[Cost],
    note: str,
    on: date,
    now: datetime,
) -> Report:
    """Write the evening down as it stands; filed again it is counted anew until it is closed.

    Raises:
        NotFound: the mission is not under way; ValueUnusable: a cost below zero.
    """
    if any(cost.rupiah < 0 or not cost.what.strip() for cost in costs):
        raise ValueUnusable
    with transaction.atomic():
        row = _held(ref, "file_report")
        report = _count(row, Report.objects.filter(mission=row.mission).first() or Report())
        report.costs = [{"what": c.what.strip()[:80], "rupiah": c.rupiah} for c in costs]
        report.note = " ".join(note.split())[:500]
        report.filed_by, report.filed_at = actor.officer_ref or actor.ref, now
        report.save()
        row.mission.state = Mission.State.REPORTED
        row.mission.save(update_fields=["state"])
        tell(
            actor,
            "file_report",
            [ref],
            now,
            listed=report.listed,
            without_outcome=report.without_outcome,
            note=report.note,
        )
    return report


def close_report(*, actor: Principal, ref: str, on: date, now: datetime) -> Report:
    """Count once more and close; outreach learns who was recorded, and its slots close too.

    Raises:
        NotFound, ReportMissing
        DoesNotAddUp: listed names have no outcome; nothing is written.
    """
    with transaction.atomic():
        row = _locked(ref)
        if row.stage == "under_way":
            raise ReportMissing
        if not row.may("close"):
            raise NotFound
        report = _count(row, Report.objects.get(mission=row.mission))
        if report.without_outcome:
            raise DoesNotAddUp(report.without_outcome)
        _tell_outreach(actor, row, now)
        report.closed_by, report.closed_on = actor.officer_ref or actor.ref, on
        report.save()
        row.mission.state = Mission.State.CLOSED
        row.mission.save(update_fields=["state"])
        tell(
            actor,
            "close_report",
            [ref],
            now,
            listed=report.listed,
            outcomes=report.outcomes,
            walk_ins=report.walk_ins,
            elsewhere=report.elsewhere,
        )
    return report


def draft_minutes(*, actor: Principal, ref: str, on: date, now: datetime) -> str:
    """Draft the minutes of a closed evening with its numbers; the letter's ref.

    Raises:
        NotFound: the report is not closed.
        tuntas.letters.errors.Incomplete
    """
    with transaction.atomic():
        row = _locked(ref)
        report = Report.objects.filter(mission=row.mission, closed_on__isnull=False).first()
        if report is None:
            raise NotFound
        letter = letters.draft(
            actor=actor, kind="minutes", said=minutes.said(row, report), on=on, now=now
        )
        tell(actor, "draft_minutes", [ref, letter], now)
    return letter


def add_photo(
    *,
    actor: Principal,
    ref: str,
    content: bytes,
    caption: str,
    folder: Path,
    now: datetime,
) -> str:
    """Keep a photo of the evening, drawn anew without its metadata; its digest.

    Raises:
        NotFound, PictureUnusable
    """
    picture = pictures.redraw(content)
    digest = files.keep(folder, picture.content)
    with transaction.atomic():
        row = _held(ref, "add_photo")
        Photo.objects.get_or_create(
            mission=row.mission,
            digest=digest,
            defaults={
                "caption": " ".join(caption.split())[:160],
                "width": picture.width,
                "height": picture.height,
                "added_by": actor.officer_ref or actor.ref,
                "added_at": now,
            },
        )
        tell(actor, "add_photo", [ref], now, digest=digest)
    return digest


def _count(row: MissionRow, report: Report) -> Report:
    evening = queries.evening_of(row)
    report.mission = row.mission
    report.listed, report.outcomes = evening.listed, dict(evening.outcomes)
    report.without_outcome = evening.without_outcome
    report.walk_ins, report.elsewhere = evening.walk_ins, evening.elsewhere
    report.mode = enrolment.mode_on(row.mission.on)
    report.waiting_snapshot = queries.unconfirmed(row) if report.mode == "national" else 0
    return report


def _tell_outreach(actor: Principal, row: MissionRow, now: datetime) -> None:
    """A contact for each listed person whom the ledger shows recorded; then the slots are over."""
    for stop in filter(lambda stop: stop.slot, row.stops):
        contacts.record_many(
            actor=actor,
            contacts=[
                contacts.Told(
                    person_ref=person,
                    outcome=Outcome.RECORDED.value,
                    on=row.mission.on,
                    channel="slot",
                    nonce=f"{row.mission.ref[:12]}-{person}-recorded"[:64],
                    slot=stop.slot,
                )
                for person in queries.recorded_at(stop, row.mission.on)
            ],
            now=now,
            told_through="mission",
        )
        with suppress(SlotNotFound):  # closed or cancelled at its own page
            closing.close_slot(actor=actor, slot_ref=stop.slot, now=now)


def _locked(ref: str) -> MissionRow:
    if not Mission.objects.select_for_update(of=("self",)).filter(ref=ref).exists():
        raise NotFound
    return queries.mission(ref)


def _held(ref: str, act: str) -> MissionRow:
    row = _locked(ref)
    if not row.may(act):
        raise NotFound
    return row
