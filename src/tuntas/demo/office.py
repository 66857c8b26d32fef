"""Setting up the demo's office: regions, number prefixes, the office, accounts, targets, mode."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from tuntas.authority import actions as authority
from tuntas.coverage.actions import install_shipped_rows
from tuntas.demo import appointments, mobile, numbers, roster, script
from tuntas.enrolment.actions import authorise_mode
from tuntas.letters import actions as letters
from tuntas.wilayah import actions as regions
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah import shipped

NAME: Final = "Disdukcapil Gorontalo Utara (peragaan)"
SHORT_NAME: Final = "Gorontalo Utara"
WITA: Final = ZoneInfo("Asia/Makassar")


def set_up() -> None:
    """Everything an office has before it opens its first file."""
    now = at(script.OPENING_ON, 7)
    regions.install_shipped_regions(actor=roster.SYSTEM, now=now, on=script.OPENING_ON)
    regions.install_demo_prefixes(actor=roster.SYSTEM, now=now, former=former_prefixes())
    regions.open_office(
        actor=roster.SYSTEM,
        region_code=shipped.OFFICE_CODE,
        name=NAME,
        short_name=SHORT_NAME,
        now=now,
    )
    install_shipped_rows()
    authority.install_shipped(districts=wilayah.districts())
    letters.install_shipped(
        on=script.OPENING_ON,
        region=f"Kabupaten {SHORT_NAME}",
        office="Dinas Kependudukan dan Pencatatan Sipil (peragaan)",
        place="Kwandang",
    )
    roster.hire(now=now)
    mobile.equip(actor=roster.SYSTEM, on=script.OPENING_ON, now=now)
    appointments.happen(actor=roster.SYSTEM, on=script.OPENING_ON, now=now)
    authorise_mode(
        actor=roster.Cast()["kepala"],
        mode="local",
        from_on=script.OPENING_ON,
        document="Peragaan: perekaman dengan spesimen",
        now=now,
    )


def former_prefixes() -> list[str]:
    """Prefixes, under province 99, of before the split of the regency and of the province."""
    regencies = (numbers.PARENT_REGENCY, numbers.OLD_PROVINCE_REGENCY, *numbers.NEIGHBOURS)
    return [f"{regency}{district:02}" for regency in regencies for district in range(1, 15)]


def at(on: date, hour: int) -> datetime:
    """An hour of a business day, on the office's clock."""
    return datetime.combine(on, time(hour), WITA)
