"""What the addresses of the table point at: a small office with one person and one account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.test import Client

from tests.letters.office import ASSIGNMENT
from tests.principals import SmallOffice, browser_of, make_small_office, make_user
from tuntas.accounts.models import User
from tuntas.accounts.principals import system
from tuntas.authority import actions as authority
from tuntas.ledger.actions import open_batch, open_ledger
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import TrackSet
from tuntas.letters import actions as letters
from tuntas.missions import actions as missions
from tuntas.missions.models import Mission, Plan, Team
from tuntas.outreach.actions.slots import open_slot
from tuntas.residents import tracks
from tuntas.residents.models import Person
from tuntas.wilayah.models import ServicePoint

OPENING = date(2023, 4, 1)


@dataclass(frozen=True)
class World:
    office: SmallOffice
    person: Person
    """Lives in ``office.village``: in the owner's kecamatan and not in the stranger's."""
    account: User
    letter: str
    """A draft of the office, to be signed by the camat of ``office.own``."""
    slot: str
    """An open slot in ``office.village`` to which nobody is invited."""
    service_point: ServicePoint
    """Stands in ``office.village`` too."""
    mission: str
    """Goes to ``office.village``; *plan* is still to be computed."""
    plan: str

    def browser(self, role: str, where: str) -> Client:
        """A browser of somebody who holds *role* in ``own``, ``other`` or the ``regency``."""
        return browser_of(make_user(role, region=self.office[where]))


def build() -> World:
    office = make_small_office()
    open_ledger(opening_on=OPENING, known_on=OPENING)
    account = make_user("operator", region=office.own)
    # Somebody stays who can manage accounts, whatever a request ends.
    make_user("administrator", region=office.regency)
    point = ServicePoint.objects.create(
        region=office.village, kind="village_hall", name="Balai desa", ref="f0" * 16
    )
    return World(
        office,
        _person(office),
        account,
        _letter(office),
        slot_in(office),
        point,
        *mission_in(office, point),
    )


def mission_in(office: SmallOffice, point: ServicePoint) -> tuple[str, str]:
    """A mission to the village and a plan that waits for its worker; their refs."""
    team = Team.objects.create(name="Tim contoh", base=point.ref, starts=OPENING, source="contoh")
    mission = Mission.objects.create(team=team, on=OPENING)
    mission.stops.create(order=1, village_id=office.village.pk, starts=time(9), ends=time(12))
    plan = Plan.objects.create(
        version=1,
        from_on=OPENING,
        until_on=OPENING,
        seconds=1,
        asked_by="0" * 32,
        asked_on=OPENING,
    )
    missions.install_shipped()
    return mission.ref, plan.ref


def slot_in(office: SmallOffice) -> str:
    return open_slot(
        actor=system("test"),
        kind="mission",
        village_id=office.village.id,
        place="Balai desa",
        on=date(2023, 4, 3),
        starts=time(8),
        ends=time(15),
        places=10,
        now=datetime(2023, 4, 1, 8, tzinfo=ZoneInfo("Asia/Makassar")),
    )


def _letter(office: SmallOffice) -> str:
    authority.install_shipped(districts=[office.own, office.other])
    letters.install_shipped(on=OPENING, region="Kabupaten", office="Dinas", place="Kota")
    return letters.draft(
        actor=system("test"),
        kind="assignment_letter",
        said=ASSIGNMENT,
        on=OPENING,
        now=datetime(2023, 4, 1, 8, tzinfo=ZoneInfo("Asia/Makassar")),
        district=office.own.code,
    )


def _person(office: SmallOffice) -> Person:
    """Somebody unrecorded, listed at the opening."""
    person = Person.objects.create(
        nik="9905014107990001",
        kk="9905010101200001",
        name="SITI CONTOH",
        sex="P",
        birth_place="KWANDANG",
        birth_on=date(1999, 7, 1),
        marital="never",
        citizenship="WNI",
        village_id=office.village.id,
    )
    told = {
        "nik": person.nik,
        "kk": person.kk,
        "name": person.name,
        "sex": "P",
        "birth_on": "1999-07-01",
        "marital": "never",
        "citizenship": "WNI",
        "village": person.village_id,
    }
    at = datetime(2023, 4, 1, 9, tzinfo=ZoneInfo("Asia/Makassar"))
    with open_batch(
        actor=system("tests"), verb="tests.list", source="tests", known_on=OPENING, at=at
    ) as batch:
        text = payload(told)
        fact_id = batch.fact(
            tracks.TABLE, person_id=person.id, kind="listed", effective_on=OPENING, payload=text
        )
        fact = Fact(fact_id, person.id, "listed", OPENING, text, batch.seq, None)
        batch.enter(person.id, TrackSet(**tracks.derive([fact])))
    return person
