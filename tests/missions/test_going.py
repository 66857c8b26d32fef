"""A mission from its letters to the closed evening."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from tests.missions.field import TODAY, Field, a_mission, at, settle
from tuntas.audit.models import View
from tuntas.authority import actions as authority
from tuntas.authority import queries as seats
from tuntas.enrolment import actions as enrolment
from tuntas.letters import actions as letters
from tuntas.letters import queries as letter_queries
from tuntas.missions import actions
from tuntas.missions.errors import (
    DoesNotAddUp,
    KitNotTaken,
    NotFound,
    NotReady,
    ReportMissing,
    WrongDay,
)
from tuntas.missions.models import Asset, Mission, Photo, Report
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import people
from tuntas.outreach.actions import contacts
from tuntas.outreach.models import Slot


def sign_all(field: Field, on: date, folder: Path) -> int:
    head = field.who("head")
    waiting = list(letter_queries.waiting_for(head.officer_ref, on))
    for letter in waiting:
        letters.sign(
            actor=head, ref=letter.ref, on=on, now=at(8, on), folder=folder, address="https://x/"
        )
    return len(waiting)


def under_way(field: Field, folder: Path) -> Mission:
    mission, who = a_mission(field), field.who("coordinator")
    actions.draft_letters(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    actions.invite(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    sign_all(field, TODAY, folder)
    actions.start(actor=who, ref=mission.ref, on=TODAY, now=at(8))
    return mission


def told(field: Field, mission: Mission, outcome: str, n: int) -> None:
    stop = queries.mission(mission.ref).stops[0]
    open_names = [each for each in people.listed(stop, TODAY) if not each.outcome][:n]
    for each in open_names:
        contacts.record_contact(
            actor=field.who("operator"),
            person_ref=each.ref,
            outcome=outcome,
            on=TODAY,
            channel="slot",
            nonce=f"{outcome}-{each.ref}",
            slot=stop.slot,
            now=at(15),
            told_through="mission",
        )


def test_the_letters_name_the_team_the_place_and_the_day(mobile: Field) -> None:
    mission = a_mission(mobile)

    refs = actions.draft_letters(
        actor=mobile.who("coordinator"), ref=mission.ref, on=TODAY, now=at(7)
    )

    tasks, travel = (letter_queries.letter(ref) for ref in refs)
    assert tasks.state == travel.state == "waiting"
    assert len(tasks.data["staff"]) == 3
    assert tasks.data["first_day"] == TODAY.isoformat()
    assert mobile.office.village.name in tasks.data["place"]
    assert letter_queries.pdf(tasks).startswith(b"%PDF")
    assert queries.mission(mission.ref).stage == "letters"


def test_nobody_sets_out_before_both_letters_are_signed(mobile: Field, tmp_path: Path) -> None:
    mission, who = a_mission(mobile), mobile.who("coordinator")
    with pytest.raises(NotReady):
        actions.start(actor=who, ref=mission.ref, on=TODAY, now=at(8))
    actions.draft_letters(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    with pytest.raises(NotReady):
        actions.start(actor=who, ref=mission.ref, on=TODAY, now=at(8))

    assert sign_all(mobile, TODAY, tmp_path) == 2

    assert queries.mission(mission.ref).stage == "ready"
    with pytest.raises(WrongDay):
        actions.start(actor=who, ref=mission.ref, on=TODAY + timedelta(1), now=at(8))
    actions.start(actor=who, ref=mission.ref, on=TODAY, now=at(8))
    assert queries.mission(mission.ref).stage == "under_way"


def test_while_the_seat_is_vacant_letters_wait_and_the_mission_starts_when_somebody_may_sign(
    mobile: Field, tmp_path: Path
) -> None:
    seat = seats.seat_timeline("head")[0]
    authority.end_assignment(
        actor=mobile.who("secretary"), ref=seat.ref, ends=TODAY, ended_by="SK contoh", now=at(6)
    )
    day = TODAY + timedelta(2)
    mission, who = a_mission(mobile, on=day), mobile.who("coordinator")
    first, _second = actions.draft_letters(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    answer = letter_queries.who_may_sign(letter_queries.letter(first), TODAY)
    assert not answer.possible
    assert sign_all(mobile, TODAY, tmp_path) == 0

    authority.assign(
        actor=mobile.who("secretary"),
        seat="head",
        officer_ref=mobile.office.users["head"].officer.ref,
        capacity="plt",
        starts=day,
        decree="821/2/2023",
        source="SK Bupati (contoh)",
        now=at(6, day),
    )

    assert sign_all(mobile, day, tmp_path) == 2
    actions.start(actor=who, ref=mission.ref, on=day, now=at(8, day))
    assert queries.mission(mission.ref).stage == "under_way"


def test_everybody_left_in_the_village_is_invited_once(mobile: Field) -> None:
    mission, who = a_mission(mobile), mobile.who("coordinator")

    first = actions.invite(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    settle(mobile.village, 1)
    mission.stops.update(places=100)
    second = actions.invite(actor=who, ref=mission.ref, on=TODAY, now=at(8))

    assert first >= 9
    assert second == 1
    stop = queries.mission(mission.ref).stops[0]
    assert len(people.listed(stop, TODAY)) == first + second


def test_a_report_with_open_names_does_not_close(mobile: Field, tmp_path: Path) -> None:
    mission, who = under_way(mobile, tmp_path), mobile.who("coordinator")
    with pytest.raises(ReportMissing):
        actions.close_report(actor=who, ref=mission.ref, on=TODAY, now=at(21))
    told(mobile, mission, "absent", 2)
    report = actions.file_report(
        actor=mobile.who("operator"), ref=mission.ref, costs=[], note="", on=TODAY, now=at(20)
    )

    with pytest.raises(DoesNotAddUp) as refused:
        actions.close_report(actor=who, ref=mission.ref, on=TODAY, now=at(21))

    assert refused.value.open_names == report.listed - 2
    assert Report.objects.get().closed_on is None


def test_an_evening_that_adds_up_closes_with_recordings_from_the_ledger(
    mobile: Field, tmp_path: Path
) -> None:
    mission, who = under_way(mobile, tmp_path), mobile.who("coordinator")
    stop = queries.mission(mission.ref).stops[0]
    names = people.listed(stop, TODAY)
    enrolment.record_many(
        actor=mobile.who("operator"),
        requests=[
            enrolment.RecordRequest(each.ref, f"n-{each.ref}", "Kantor Desa") for each in names[:4]
        ],
        on=TODAY,
        now=at(14),
    )
    told(mobile, mission, "absent", len(names))
    actions.file_report(
        actor=mobile.who("operator"),
        ref=mission.ref,
        costs=[actions.Cost("BBM", 150_000)],
        note="Lancar",
        on=TODAY,
        now=at(20),
    )

    report = actions.close_report(actor=who, ref=mission.ref, on=TODAY, now=at(21))

    assert report.outcomes == {"absent": len(names) - 4, "recorded": 4}
    assert sum(report.outcomes.values()) == report.listed == len(names)
    # The office is in national mode: four marks wait for the snapshot.
    assert (report.mode, report.waiting_snapshot) == ("national", 4)
    assert queries.mission(mission.ref).stage == "closed"
    # Outreach knows what the evening brought, and its slot is over.
    slot = Slot.objects.get(ref=stop.slot)
    assert slot.state == "closed"
    assert slot.invitations.filter(state="came").count() == 4
    minutes = letter_queries.letter(
        actions.draft_minutes(actor=who, ref=mission.ref, on=TODAY, now=at(22))
    )
    assert minutes.data["items"][1]["count"] == "4"
    assert letter_queries.pdf(minutes).startswith(b"%PDF")
    with pytest.raises(NotFound):
        actions.file_report(actor=who, ref=mission.ref, costs=[], note="", on=TODAY, now=at(22))


def test_the_work_package_of_a_kit_holds_no_nik_and_stands_in_the_log(mobile: Field) -> None:
    mission, who = a_mission(mobile), mobile.who("coordinator")
    actions.invite(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    kit = mission.equipment.get().asset

    made = actions.pack(actor=who, ref=mission.ref, kit_ref=kit.ref, now=at(7))

    archive = zipfile.ZipFile(io.BytesIO(made))
    rows = json.loads(archive.read("daftar-1.json"))
    manifest = json.loads(archive.read("manifest.json"))
    assert len(rows) >= 9
    assert set(manifest["files"]) == {"daftar-1.json"}
    assert b"9905" not in archive.read("daftar-1.json")
    view = View.objects.get(verb="missions.work_package")
    assert view.count == len(rows)
    assert made == actions.pack(actor=who, ref=mission.ref, kit_ref=kit.ref, now=at(8))
    stays = Asset.objects.filter(kind="kit").exclude(pk=kit.pk)[0]
    with pytest.raises(KitNotTaken):
        actions.pack(actor=who, ref=mission.ref, kit_ref=stays.ref, now=at(7))


def test_a_photo_keeps_its_pixels_and_nothing_of_the_phone(mobile: Field, tmp_path: Path) -> None:
    mission = under_way(mobile, tmp_path)
    taken, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "MerekPonsel"
    Image.new("RGB", (2400, 1200), "red").save(taken, "JPEG", exif=exif)

    digest = actions.add_photo(
        actor=mobile.who("operator"),
        ref=mission.ref,
        content=taken.getvalue(),
        caption="Antrean",
        folder=tmp_path,
        now=at(15),
    )

    kept = (tmp_path / digest).read_bytes()
    assert b"MerekPonsel" in taken.getvalue()
    assert b"MerekPonsel" not in kept
    assert Image.open(io.BytesIO(kept)).size == (1600, 800)
    assert Photo.objects.get().caption == "Antrean"


def test_calling_off_takes_letters_and_invitations_along(mobile: Field) -> None:
    mission, who = a_mission(mobile), mobile.who("coordinator")
    refs = actions.draft_letters(actor=who, ref=mission.ref, on=TODAY, now=at(7))
    invited = actions.invite(actor=who, ref=mission.ref, on=TODAY, now=at(7))

    told_to = actions.cancel(actor=who, ref=mission.ref, reason="Ombak tinggi", on=TODAY, now=at(8))

    assert len(told_to) == invited
    assert {letter_queries.letter(ref).state for ref in refs} == {"cancelled"}
    assert queries.mission(mission.ref).stage == "cancelled"
