"""What the demo's office sends to the villages: four teams, their gear, and every village hall.

Invented like its people: which hall has a network and power follows from the desa's code, so that
it is the same on every machine; islands have neither network nor power by day.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from tuntas.accounts import actions as accounts
from tuntas.accounts.principals import Principal
from tuntas.missions import actions as missions
from tuntas.missions.actions import AssetSaid, VenueSaid
from tuntas.wilayah import actions as regions
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import Area

SOURCE: Final = "Peragaan"
TEAMS: Final = (
    # (name, village of its base by code; empty = the office, a woman among them)
    ("Tim Anggrek", "", True),
    ("Tim Atinggola", "", True),
    ("Tim Kwandang", "", True),
    ("Tim Sumalata", "", False),
)
_CREW: Final = (
    ("Ketua", ("lead", "operator")),
    ("Operator", ("operator", "printer")),
    ("Juru mudi", ("driver", "skipper")),
)
_ONLINE_IN_TEN: Final = 7
_POWERED_IN_TEN: Final = 9
_MARKETS: Final = (None, None, None, 0, 2, 4, 5)


def equip(*, actor: Principal, on: date, now: datetime) -> None:
    """Teams, gear, venues, values and money of the mobile service, from day *on*."""
    missions.install_shipped()
    halls = {village.code: _hall(actor, village, on, now) for village in wilayah.villages()}
    office = next(point for point in wilayah.service_points() if point.kind == "office")
    for number, (name, base, woman) in enumerate(TEAMS, 1):
        point = halls.get(base, office.ref)
        team = missions.save_team(
            actor=actor, name=name, base=point, starts=on, source=SOURCE, now=now
        )
        _crew(actor, team, name, number, woman, on, now)
    for said in _gear():
        missions.save_asset(actor=actor, said=said, starts=on, source=SOURCE, now=now)
    missions.set_budget(
        actor=actor,
        from_on=on,
        until_on=date(on.year + 5, 12, 31),
        rupiah=450_000_000,
        source="DPA Disdukcapil (peragaan)",
        now=now,
    )


def _gear() -> list[AssetSaid]:
    """Two kits, a car and a generator a team, two links, one printer, one boat."""
    kits = [AssetSaid("kit", f"Perangkat {n}", offline=True) for n in range(1, 9)]
    cars = [AssetSaid("vehicle", f"Mobil dinas {n}", seats=7) for n in range(1, 5)]
    return [
        *kits,
        *cars,
        *(AssetSaid("generator", f"Genset {n}") for n in range(1, 5)),
        *(AssetSaid("link", f"Jaringan satelit {n}", rupiah=50_000) for n in (1, 2)),
        AssetSaid("printer", "Pencetak lapangan"),
        AssetSaid(
            "boat",
            "Perahu katinting",
            seats=8,
            rupiah=400_000,
            sails_from=time(6),
            sails_until=time(18),
        ),
    ]


def _hall(actor: Principal, village: Area, on: date, now: datetime) -> str:
    point = regions.save_service_point(
        actor=actor,
        region_id=village.id,
        kind="village_hall",
        name=f"Kantor Desa {village.name}",
        lat=village.lat,
        lng=village.lng,
        now=now,
        source=SOURCE,
    )
    missions.save_venue(
        actor=actor, point=point, said=_found(village), starts=on, source=SOURCE, now=now
    )
    return point


def _found(village: Area) -> VenueSaid:
    """How the hall is found, from the digits of its code."""
    digits = int(village.code.replace(".", ""))
    online = digits * 7 % 10 < _ONLINE_IN_TEN and not village.is_island
    powered = digits * 3 % 10 < _POWERED_IN_TEN
    return VenueSaid(
        network="online" if online else "offline",
        power="evening" if village.is_island else "grid" if powered else "none",
        opens=time(7),
        closes=time(23),
        kits_at_once=2 + digits % 2,
        market_day=_MARKETS[digits % len(_MARKETS)],
        contact="Sekretaris desa (peragaan)",
    )


def _crew(
    actor: Principal, team: str, name: str, number: int, woman: bool, on: date, now: datetime
) -> None:
    for place, (duty, skills) in enumerate(_CREW, 1):
        user = accounts.add_account(
            actor=actor,
            username=f"lapangan{number}{place}",
            full_name=f"{duty} {name} Peragaan",
            now=now,
        )
        missions.join_team(
            actor=actor,
            team_ref=team,
            officer_ref=user.officer.ref,
            skills=skills,
            woman=woman and duty == "Operator",
            starts=on,
            source=SOURCE,
            now=now,
        )
