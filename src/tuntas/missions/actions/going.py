"""From plan to day: letters into the queue, people invited, the mission started or called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.letters import actions as letters
from tuntas.letters.errors import NotFound as LetterGone
from tuntas.missions.actions.telling import reasoned, tell
from tuntas.missions.errors import NotFound, NotReady, ValueUnusable, WrongDay
from tuntas.missions.models import Mission, Service, Stop
from tuntas.missions.queries import missions as queries
from tuntas.missions.queries import resources
from tuntas.missions.queries.missions import MissionRow
from tuntas.missions.queries.people import expected_at
from tuntas.outreach.actions import invitations, slots
from tuntas.web import numerals
from tuntas.wilayah import queries as wilayah

CHANNEL: Final = "call_letter"
SLOT_KINDS: Final = {"session": "mission", "school": "school", "home": "home"}


def draft_letters(*, actor: Principal, ref: str, on: date, now: datetime) -> tuple[str, str]:
    """Draft the letter of assignment and the travel order and put both into the signature queue.

    While the seat is vacant they wait there; the mission is ready the day they are signed.

    Returns:
        Refs of the two letters.

    Raises:
        NotFound: no such mission, or its letters are out already.
        tuntas.letters.errors.Incomplete
    """
    with transaction.atomic():
        row = _held(ref, "draft_letters")
        said = _letters_say(row)
        refs = []
        for kind in ("assignment_letter", "travel_order"):
            letter = letters.draft(actor=actor, kind=kind, said=said[kind], on=on, now=now)
            letters.submit(actor=actor, ref=letter, now=now)
            refs.append(letter)
        mission = row.mission
        mission.assignment_letter, mission.travel_order = refs
        mission.state = Mission.State.LETTERS
        mission.save(update_fields=["assignment_letter", "travel_order", "state"])
        tell(actor, "draft_letters", [ref, *refs], now, on=mission.on.isoformat())
    return refs[0], refs[1]


def invite(*, actor: Principal, ref: str, on: date, now: datetime, channel: str = CHANNEL) -> int:
    """Open a slot at each place of the mission and invite by name whoever is left there.

    Done again it invites those who were added since; nobody twice.

    Returns:
        People now invited by this call.

    Raises:
        NotFound: no such mission, or it is over.
    """
    invited = 0
    with transaction.atomic():
        row = _held(ref, "invite")
        for stop in row.stops:
            people = expected_at(stop, row.mission.on)
            if not people:
                continue
            if not stop.slot:
                stop.slot = _open_slot(actor, row.mission, stop, len(people), now)
                stop.save(update_fields=["slot"])
            asked = invitations.invite(
                actor=actor,
                slot_ref=stop.slot,
                person_refs=people,
                channel=channel,
                on=on,
                now=now,
            )
            invited += len(asked.invited)
        tell(actor, "invite", [ref], now, invited=invited)
    return invited


def start(*, actor: Principal, ref: str, on: date, now: datetime) -> None:
    """The team sets out.

    Raises:
        NotFound
        NotReady: the letters are not signed.
        WrongDay: *on* is not the day of the mission.
    """
    with transaction.atomic():
        row = _locked(ref)
        if row.stage in ("planned", "letters"):
            raise NotReady
        if not row.may("start"):
            raise NotFound
        if row.mission.on != on:
            raise WrongDay
        row.mission.state, row.mission.started_at = Mission.State.UNDER_WAY, now
        row.mission.save(update_fields=["state", "started_at"])
        tell(actor, "start", [ref], now, on=on.isoformat())


def cancel(*, actor: Principal, ref: str, reason: str, on: date, now: datetime) -> list[str]:
    """Call a mission off before it starts: letters, slots and invitations go with it.

    Returns:
        Refs of the people who were invited and must be told.

    Raises:
        NotFound, ReasonMissing
    """
    why, told = reasoned(reason), []
    with transaction.atomic():
        row = _held(ref, "cancel")
        for stop in row.stops:
            if stop.slot:
                told += slots.cancel_slot(actor=actor, slot_ref=stop.slot, why=why, now=now)
        for letter in filter(None, (row.mission.assignment_letter, row.mission.travel_order)):
            _cancel_letter(actor, letter, why, on, now)
        row.mission.state, row.mission.cancelled_for = Mission.State.CANCELLED, why
        row.mission.save(update_fields=["state", "cancelled_for"])
        tell(actor, "cancel", [ref], now, reason=why)
    return told


def add_service(
    *, actor: Principal, ref: str, agency: str, what: str, contact: str, now: datetime
) -> None:
    """What another agency brings along. Raises NotFound, ReasonMissing."""
    with transaction.atomic():
        row = _held(ref, "invite")
        service = Service.objects.create(
            mission=row.mission,
            agency=reasoned(agency, longest=80),
            what=reasoned(what),
            contact=" ".join(contact.split())[:120],
        )
        tell(actor, "add_service", [ref], now, agency=service.agency, what=service.what)


def make_joint(*, actor: Principal, ref: str, name: str, now: datetime) -> None:
    """The mission is part of an integrated village event of this name. Raises NotFound."""
    with transaction.atomic():
        row = _held(ref, "invite")
        if len(name.strip()) > 120:
            raise ValueUnusable
        row.mission.joint = " ".join(name.split())
        row.mission.save(update_fields=["joint"])
        tell(actor, "make_joint", [ref], now, name=row.mission.joint)


# --- what the letters say -----------------------------------------------------------------------


def _letters_say(row: MissionRow) -> dict[str, dict[str, Any]]:
    """The fields of both kinds, in the language of letters."""
    mission, day = row.mission, row.mission.on.isoformat()
    staff, where = _staff(row), _where(row.stops)
    money = resources.budget_left(mission.on)
    charged = money.source if money else "DPA Disdukcapil"
    with override("id"):
        task = _("Perekaman KTP-el pelayanan bergerak, pukul %(from)s sampai %(until)s") % {
            "from": f"{mission.leaves:%H.%M}" if mission.leaves else "08.00",
            "until": f"{mission.returns:%H.%M}" if mission.returns else "17.00",
        }
        bases = [
            _("Peraturan Menteri Dalam Negeri Nomor 95 Tahun 2019"),
            _("Rencana pelayanan bergerak versi %(version)s")
            % {"version": numerals.whole(mission.plan.version, "id") if mission.plan else "-"},
        ]
        purpose = _("Pelayanan bergerak perekaman KTP-el di %(where)s") % {"where": where}
        transport = _("Kendaraan dinas dan perahu") if mission.sea_km else _("Kendaraan dinas")
    shared = {"staff": staff, "first_day": day, "last_day": day, "charged_to": charged}
    return {
        "assignment_letter": {**shared, "bases": bases, "task": task, "place": where},
        "travel_order": {
            **shared,
            "purpose": purpose,
            "transport": transport,
            "origin": _base(mission),
            "destination": where,
            "assignment": "",
        },
    }


def _staff(row: MissionRow) -> list[dict[str, str]]:
    team = next(
        (each for each in resources.teams(row.mission.on) if each.id == row.mission.team_id), None
    )
    if team is None or not team.members:
        raise NotFound
    officers = {officer.ref: officer for officer in accounts.officers()}
    positions = {"lead": "Ketua tim", "operator": "Operator perekaman", "skipper": "Juru mudi"}
    return [
        {
            "name": member.name,
            "nip": officers[member.officer_ref].nip if member.officer_ref in officers else "",
            "rank": "",
            "position": next(
                (positions[skill] for skill in positions if skill in member.skills), "Anggota tim"
            ),
        }
        for member in team.members
    ]


def _where(stops: Sequence[Stop]) -> str:
    held = wilayah.tree()
    return "; ".join(
        dict.fromkeys(
            f"{stop.venue.name}, {held.full_name(stop.village_id)}"
            if stop.venue
            else held.full_name(stop.village_id)
            for stop in stops
        )
    )


def _base(mission: Mission) -> str:
    point = wilayah.service_point(mission.team.base)
    return point.name if point else wilayah.office().name


def _open_slot(actor: Principal, mission: Mission, stop: Stop, people: int, now: datetime) -> str:
    place = stop.venue.name if stop.venue else wilayah.tree().full_name(stop.village_id)
    return slots.open_slot(
        actor=actor,
        kind=SLOT_KINDS[stop.kind],
        village_id=stop.village_id,
        place=place,
        on=mission.on,
        starts=stop.starts,
        ends=stop.ends,
        places=max(people, stop.places, 1),
        now=now,
        service_point=stop.venue.point if stop.venue else "",
    )


def _cancel_letter(actor: Principal, ref: str, why: str, on: date, now: datetime) -> None:
    try:
        letters.cancel(actor=actor, ref=ref, reason=why, on=on, now=now)
    except LetterGone:
        return  # cancelled by the secretary before


def _locked(ref: str) -> MissionRow:
    if not Mission.objects.select_for_update(of=("self",)).filter(ref=ref).exists():
        raise NotFound
    return queries.mission(ref)


def _held(ref: str, act: str) -> MissionRow:
    row = _locked(ref)
    if not row.may(act):
        raise NotFound
    return row
