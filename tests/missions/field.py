"""An office that can send teams: the demo's equipment on the small office's villages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from tests.pages import small_office
from tests.pages.small_office import OPENING, Office
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal, system
from tuntas.demo import mobile
from tuntas.ledger import clock
from tuntas.ledger.actions import open_batch
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import TrackSet
from tuntas.missions.models import Asset, Equipment, Mission, Stop, Team, Venue
from tuntas.residents import search, tracks
from tuntas.residents.models import Person

TODAY: Final = small_office.TODAY
WITA: Final = ZoneInfo("Asia/Makassar")
_number = count(5001)


def at(hour: int, on: date = TODAY) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=WITA)


@dataclass(frozen=True)
class Field:
    """The equipped office; ``who("coordinator")`` is the principal of that role."""

    office: Office

    def who(self, role: str) -> Principal:
        return accounts.principal(self.office.users[role], today=TODAY)

    @property
    def village(self) -> int:
        return self.office.village.id


def equipped() -> Field:
    """All desa with a few people, four teams, a hall each; nine unrecorded in the field's desa."""
    office = small_office.build(per_village=1)
    clock.move_to(TODAY)
    mobile.equip(actor=system("test"), on=OPENING, now=at(8))
    field = Field(office)
    settle(field.village, 9)
    return field


def settle(village_id: int, n: int) -> list[Person]:
    """*n* grown people of the village, listed at the opening and never recorded."""
    with open_batch(
        actor=system("test"), verb="test.settle", source="berkas", known_on=OPENING, at=at(9)
    ) as batch:
        people = []
        for number in (next(_number) for _ in range(n)):
            person = _person(number, village_id)
            told = {
                "nik": person.nik,
                "kk": person.kk,
                "name": person.name,
                "sex": person.sex,
                "birth_on": person.birth_on.isoformat() if person.birth_on else None,
                "marital": person.marital,
                "citizenship": person.citizenship,
                "dusun": person.dusun,
                "village": village_id,
            }
            text = payload(told)
            fact_id = batch.fact(
                tracks.TABLE, person_id=person.pk, kind="listed", effective_on=OPENING, payload=text
            )
            fact = Fact(fact_id, person.pk, "listed", OPENING, text, batch.seq, None)
            batch.enter(person.pk, TrackSet(**tracks.derive([fact])))
            people.append(person)
    search.rebuild(list(Person.objects.values_list("id", "name")))
    return people


def _person(number: int, village_id: int) -> Person:
    return Person.objects.create(
        nik=f"990503010190{number:04d}",
        kk=f"990503010120{number:04d}",
        name=f"WARGA CONTOH {number}",
        sex="L",
        birth_place="KWANDANG",
        birth_on=date(1990, 1, 1),
        marital="married",
        citizenship="WNI",
        dusun="TENGAH",
        rt="001",
        rw="002",
        village_id=village_id,
    )


def a_mission(field: Field, *, on: date = TODAY) -> Mission:
    """A mission of the first team to the field's village, as an approved plan makes it."""
    mission = Mission.objects.create(
        team=Team.objects.get(name="Tim Kwandang"),
        on=on,
        leaves=time(8),
        returns=time(16),
        expected=3.0,
        road_km=20,
    )
    Stop.objects.create(
        mission=mission,
        order=1,
        village_id=field.village,
        venue=Venue.objects.get(village_id=field.village),
        starts=time(9),
        ends=time(14),
        places=30,
        expected=3.0,
    )
    for asset in Asset.objects.filter(kind="kit").order_by("id")[:1]:
        Equipment.objects.create(mission=mission, asset=asset)
    return mission
