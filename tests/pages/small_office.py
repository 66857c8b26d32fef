"""An office small enough for a test and whole enough for every page: all 123 desa, few people each.

Everybody is invented; NIKs stand under province 99, which does not exist.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from tuntas.accounts.actions.add import add_account
from tuntas.accounts.actions.grant import grant_role
from tuntas.accounts.models import User
from tuntas.accounts.principals import system
from tuntas.accounts.roles import Role
from tuntas.authority import actions as authority
from tuntas.coverage.actions import set_target
from tuntas.enrolment import tracks as enrolment_tracks
from tuntas.ledger import cells
from tuntas.ledger.actions import Batch, open_batch, open_ledger
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import Card, Enrol, Standing, TrackSet
from tuntas.letters import actions as letters
from tuntas.residents import search
from tuntas.residents import tracks as register_tracks
from tuntas.residents.models import Person
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.actions.office import (
    install_demo_prefixes,
    install_shipped_regions,
    open_office,
)
from tuntas.wilayah.tree import Area

OPENING = date(2023, 4, 1)
TODAY = date(2023, 6, 20)
WITA = ZoneInfo("Asia/Makassar")
GIVEN = ("Rahma", "Yusuf", "Fatmah", "Ismail", "Siti", "Abdul", "Nurhayati", "Hasan", "Rostin")
FAMILY = ("Djafar", "Lihawa", "Pakaya", "Mohune", "Tangahu", "Botutihe", "Gobel", "Katili")
LEFT_CELL = cells.encode(Standing.DUE, 0, Enrol.NONE, Card.NONE)
RECORDED_CELL = cells.encode(Standing.DUE, 0, Enrol.UNIQUE, Card.IN_HAND)
DUSUN = ("Tengah", "Timur", "Pantai")


@dataclass(frozen=True)
class Office:
    """What tests ask for: accounts by role, and the village of the scoped ones."""

    users: dict[str, User]
    village: Area
    district: Area


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=WITA)


def build(*, per_village: int = 12, seed: int = 7, demo: bool = False) -> Office:
    """Regions, accounts of every role, people, and what happened to them until ``TODAY``."""
    office = _open(demo=demo)
    people = _People(Random(seed))
    for village in wilayah.villages():
        people.settle(village, per_village)
    people.forget_one_birthday()
    people.enter()
    return office


def build_from_totals(*, left: int = 3, captured: int = 40, named: int = 1) -> Office:
    """An office that began with totals per desa; in each desa *named* of the left have names."""
    office = _open()
    open_ledger(opening_on=OPENING, known_on=OPENING)
    people = _People(Random(7))
    with open_batch(
        actor=system("test"),
        verb="test.totals",
        source="DKB",
        known_on=OPENING,
        at=at(OPENING),
    ) as batch:
        for village in wilayah.villages():
            for cell, n in ((LEFT_CELL, left - named), (RECORDED_CELL, captured)):
                batch.nameless(village=village.id, cell=cell, n=n, source="DKB")
            people.settle(village, named, adults=True)
    people.enter(recorded=False)
    return office


def _open(*, demo: bool = False) -> Office:
    program = system("test")
    install_shipped_regions(actor=program, now=at(OPENING), on=OPENING)
    install_demo_prefixes(actor=program, now=at(OPENING))
    region_id = open_office(
        actor=program,
        region_code="75.05",
        name="Disdukcapil Kab. Gorontalo Utara",
        short_name="Gorontalo Utara",
        now=at(OPENING),
    )
    _targets()
    district = next(d for d in wilayah.districts() if d.name == "Anggrek")
    village = wilayah.children(district.id)[0]
    users = _accounts(region_id, district, village, demo=demo)
    _seats(users, district)
    return Office(users, village, district)


def _seats(users: dict[str, User], district: Area) -> None:
    """Head, secretary and one camat are in their seats; nobody can sign electronically yet."""
    authority.install_shipped(districts=wilayah.districts())
    letters.install_shipped(
        on=OPENING, region="Kabupaten Gorontalo Utara", office="Disdukcapil", place="Kwandang"
    )
    for seat, role in (
        ("head", Role.HEAD),
        ("secretary", Role.SECRETARY),
        (f"camat:{district.code}", Role.CAMAT),
    ):
        authority.assign(
            actor=system("test"),
            seat=seat,
            officer_ref=users[role.value].officer.ref,
            capacity="definitive",
            starts=date(2021, 1, 4),
            decree="821/1/2021",
            source="SK Bupati (contoh)",
            now=at(OPENING),
        )


def _targets() -> None:
    for scope, points, above in (("national", 9940, False), ("75.05", 9950, True)):
        set_target(
            actor=system("test"),
            year=2023,
            scope=scope,
            basis_points=points,
            strictly_above=above,
            source="contoh",
            at=at(OPENING),
        )


def _accounts(region_id: int, district: Area, village: Area, *, demo: bool) -> dict[str, User]:
    where = {Role.CAMAT: district.id, Role.VILLAGE_HEAD: village.id}
    users = {}
    for number, role in enumerate(r for r in Role if r is not Role.HAMLET_HEAD):
        user = add_account(
            actor=system("test"),
            username=role.value,
            full_name=f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}",
            demo=demo,
            now=at(OPENING),
        )
        grant_role(
            actor=system("test"),
            user=user,
            role=role,
            region_id=where.get(role, region_id),
            valid_from=date(2020, 1, 1),
            now=at(OPENING),
        )
        user.refresh_from_db()
        users[role.value] = user
    return users


def _go_on_counting(model: type[Model]) -> None:
    """Whoever comes next gets the next id; PostgreSQL does not see ids that were given."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


class _People:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.rows: list[Person] = []

    def settle(self, village: Area, n: int, *, adults: bool = False) -> None:
        for _ in range(n):
            number = len(self.rows) + 1
            chance = self.chance
            grown = adults or chance.random() < 0.85
            years = 17 + int(chance.random() ** 1.5 * 60) if grown else 16
            birth = TODAY - timedelta(days=int(years * 365.25) + chance.randrange(20, 360))
            female = chance.random() < 0.5
            day = birth.day + (40 if female else 0)
            district = village.code.split(".")[2]
            self.rows.append(
                Person(
                    id=number,
                    ref=uuid.UUID(int=chance.getrandbits(128)),
                    nik=f"9905{district}{day:02d}{birth:%m%y}{number:04d}",
                    kk=f"9905{district}010120{number // 4:04d}",
                    name=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}".upper(),
                    sex="P" if female else "L",
                    birth_place="KWANDANG",
                    birth_on=birth,
                    marital="never" if years < 22 else "married",
                    citizenship="WNI",
                    address="JL. PANTAI",
                    dusun=chance.choice(DUSUN),
                    rt="001",
                    rw="002",
                    village_id=village.id,
                )
            )

    def forget_one_birthday(self) -> None:
        """Of the last person nobody knows when they were born, nor that they ever married."""
        self.rows[-1].birth_on, self.rows[-1].marital = None, "never"

    def enter(self, *, recorded: bool = True) -> None:
        """Listed at the opening; most recorded then, some in the last weeks, a few never."""
        open_ledger(opening_on=OPENING, known_on=OPENING)
        Person.objects.bulk_create(self.rows)
        _go_on_counting(Person)
        search.rebuild((person.id, person.name) for person in self.rows)
        days: dict[int, date | None] = {}
        with open_batch(
            actor=system("test"),
            verb="test.enter",
            source="berkas",
            known_on=OPENING,
            at=at(OPENING),
        ) as batch:
            for person in self.rows:
                days[person.id] = self._recorded_on() if recorded else None
                self._list(batch, person, days[person.id] == OPENING)
        late = [(on, id_) for id_, on in days.items() if on not in (None, OPENING)]
        for on in sorted({on for on, _ in late if on}):
            self._record(on, [id_ for day, id_ in late if day == on])

    def _recorded_on(self) -> date | None:
        draw = self.chance.random()
        if draw < 0.9:
            return OPENING
        if draw < 0.96:
            return TODAY - timedelta(days=int(self.chance.random() ** 2 * 60))
        return None

    def _list(self, batch: Batch, person: Person, recorded: bool) -> None:
        told = {
            "nik": person.nik,
            "kk": person.kk,
            "name": person.name,
            "sex": person.sex,
            "birth_place": person.birth_place,
            "birth_on": person.birth_on.isoformat() if person.birth_on else None,
            "marital": person.marital,
            "citizenship": person.citizenship,
            "address": person.address,
            "dusun": person.dusun,
            "rt": person.rt,
            "rw": person.rw,
            "village": person.village_id,
        }
        facts = [self._fact(batch, register_tracks.TABLE, person.id, "listed", OPENING, told)]
        tracks = register_tracks.derive(facts)
        if recorded:
            status = {"status": "CARD_SHIPPED", "enrol": 2, "card": 2}
            seen = self._fact(batch, enrolment_tracks.TABLE, person.id, "observed", OPENING, status)
            tracks = {**tracks, **enrolment_tracks.derive([seen])}
        batch.enter(person.id, TrackSet(**tracks))

    def _record(self, on: date, people: list[int]) -> None:
        with open_batch(
            actor=system("test"), verb="test.record", source="loket", known_on=on, at=at(on)
        ) as batch:
            for id_ in people:
                told = {"place": self.chance.choice(["Loket kantor", "Balai desa Ilangata"])}
                fact = self._fact(batch, enrolment_tracks.TABLE, id_, "marked", on, told)
                batch.restate(id_, enrolment_tracks.derive([fact]))

    def _fact(
        self, batch: Batch, table: str, person: int, kind: str, on: date, told: dict[str, Any]
    ) -> Fact:
        text = payload(told)
        fact_id = batch.fact(table, person_id=person, kind=kind, effective_on=on, payload=text)
        return Fact(fact_id, person, kind, on, text, batch.seq, None)
