"""The people who work in the demo: one account a role, and a second one where rules ask for two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone

from tuntas.accounts import actions as accounts
from tuntas.accounts import queries
from tuntas.accounts.principals import Principal, system
from tuntas.accounts.roles import Role
from tuntas.demo import script
from tuntas.wilayah import actions as regions
from tuntas.wilayah import queries as wilayah

SYSTEM: Final = system("demo")
_OFFICE: Final = "75.05"
_PROVINCE: Final = "75"
_DISTRICT: Final = "75.05.03"  # Anggrek
_VILLAGE: Final = "75.05.03.2001"
_DUSUN: Final = "TENGAH"


@dataclass(frozen=True, slots=True)
class Seat:
    """One demo account: *username* signs in without a password on this machine."""

    username: str
    full_name: str
    role: Role
    region_code: str = _OFFICE
    dusun: str = ""


SEATS: Final = (
    Seat("operator", "Operator Peragaan", Role.OPERATOR),
    Seat("adb", "ADB Peragaan", Role.ADB),
    Seat("adb2", "ADB Kedua Peragaan", Role.ADB),
    Seat("kabid", "Kepala Bidang Peragaan", Role.COORDINATOR),
    Seat("sekretaris", "Sekretaris Peragaan", Role.SECRETARY),
    Seat("kepala", "Kepala Dinas Peragaan", Role.HEAD),
    Seat("pengelola", "Pengelola Akun Peragaan", Role.ADMINISTRATOR),
    Seat("camat", "Camat Peragaan", Role.CAMAT, _DISTRICT),
    Seat("kades", "Kepala Desa Peragaan", Role.VILLAGE_HEAD, _VILLAGE),
    Seat("kadus", "Kepala Dusun Peragaan", Role.HAMLET_HEAD, _VILLAGE, _DUSUN),
    Seat("provinsi", "Peninjau Provinsi Peragaan", Role.PROVINCE_VIEWER, _PROVINCE),
    Seat("auditor", "Auditor Peragaan", Role.AUDITOR),
)


FORMER_HEAD: Final = Seat("kepala-lama", "Kepala Dinas Lama Peragaan", Role.HEAD)
"""Leaves on the day on which the head of the story is sworn in."""


def hire(*, now: datetime) -> None:
    """Make the accounts; each is a person of its own, so that two-person rules can be tried."""
    for seat in (*SEATS, FORMER_HEAD):
        user = accounts.add_account(
            actor=SYSTEM, username=seat.username, full_name=seat.full_name, now=now, demo=True
        )
        region = wilayah.region_by_code(seat.region_code)
        if region is None:
            raise LookupError(seat.region_code)
        dusun_id = None
        if seat.dusun:
            dusun_id = regions.save_dusun(
                actor=SYSTEM, village_id=region.id, name=seat.dusun, now=now
            )
        accounts.grant_role(
            actor=SYSTEM,
            user=user,
            role=seat.role,
            region_id=region.id,
            dusun_id=dusun_id,
            valid_from=script.OPENING_ON,
            now=now,
        )


class Cast(dict[str, Principal]):
    """Who acts for each seat, looked up once: ``cast["adb"]``.

    Raises:
        KeyError: the seat is empty.
    """

    def __missing__(self, username: str) -> Principal:
        user = queries.user_by_name(username)
        if user is None:
            raise KeyError(username)
        return self.setdefault(username, queries.principal(user, today=timezone.localdate()))
