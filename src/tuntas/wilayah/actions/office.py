"""Setting up the one office of a store, and the region facts that ship with the program."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tuntas.wilayah import codes, national, revision, shipped
from tuntas.wilayah.actions import acts
from tuntas.wilayah.actions.acts import Actor
from tuntas.wilayah.actions.listing import ListReport, take_over
from tuntas.wilayah.errors import OfficeExists, UnknownRegion, WrongLevel
from tuntas.wilayah.models import (
    Level,
    NikPrefix,
    Office,
    Region,
    ServicePoint,
    TravelParameter,
)


def install_shipped_regions(*, actor: Actor, now: datetime, on: date) -> ListReport:
    """Put the shipped regions, NIK prefixes and travel values into the store; twice is once."""
    # What the store knows already, under whatever name, is the office's own by now.
    known = set(Region.objects.values_list("code", flat=True))
    listed = national.NationalList(
        regions=[
            national.ListedRegion(r.code, r.name, r.lat, r.lng, r.area_km2, r.is_island)
            for r in shipped.regions()
            if r.code not in known
        ]
    )
    listed.rows = len(listed.regions)
    with transaction.atomic():
        report = take_over(actor=actor, listed=listed, source=shipped.SOURCE, on=on, now=now)
        _install_prefixes(shipped.nik_prefixes(), shipped.SOURCE)
        TravelParameter.objects.bulk_create(
            [
                TravelParameter(
                    name=p.name,
                    value=p.value,
                    unit=p.unit,
                    valid_from=p.valid_from,
                    source=p.source,
                )
                for p in shipped.travel_parameters()
            ],
            ignore_conflicts=True,
        )
    return report


def _install_prefixes(prefixes: list[str], source: str) -> None:
    NikPrefix.objects.bulk_create(
        [NikPrefix(prefix6=prefix, source=source) for prefix in prefixes],
        ignore_conflicts=True,
    )
    revision.renew()


def install_demo_prefixes(*, actor: Actor, now: datetime, former: Sequence[str] = ()) -> int:
    """Let NIKs under province 99, which does not exist, stand for the kecamatan of 75.05.

    Args:
        former: further six digits under 99 that count as known, of no region of today.
    """
    rows = Region.objects.filter(
        level=Level.DISTRICT,
        code__startswith=f"{shipped.OFFICE_CODE}.",
        valid_to__isnull=True,
    )
    prefixes = [
        NikPrefix(prefix6=shipped.demo_nik_prefix(code), region_id=id_, source="demo")
        for code, id_ in rows.values_list("code", "id")
    ]
    prefixes += [NikPrefix(prefix6=prefix, source="demo") for prefix in former]
    with transaction.atomic():
        NikPrefix.objects.bulk_create(prefixes, ignore_conflicts=True)
        revision.renew()
        acts.write(actor, "install_demo_prefixes", now, prefixes=len(prefixes))
    return len(prefixes)


def open_office(
    *,
    actor: Actor,
    region_code: str,
    name: str,
    short_name: str,
    now: datetime,
    time_zone: str = "Asia/Makassar",
) -> int:
    """Make this store the office of a regency or province; the region's id.

    The same office again changes its name; another region is refused, because the
    ledger, the scopes and the log of a store belong to one office.

    Raises:
        UnknownRegion, WrongLevel, OfficeExists.
    """
    code = codes.normal(region_code)
    region = Region.objects.filter(code=code or "", valid_to__isnull=True).first()
    if region is None:
        raise UnknownRegion(region_code)
    if region.level > Level.REGENCY:
        raise WrongLevel(region_code)
    with transaction.atomic():
        office = Office.objects.first() or Office(region=region)
        if office.region_id != region.id:
            raise OfficeExists
        office.name, office.short_name, office.time_zone = name, short_name, time_zone
        office.save()
        if region.code == shipped.OFFICE_CODE:
            _place_shipped_office(name)
        acts.write(actor, "open_office", now, region=region.code, time_zone=time_zone)
    return region.id


def _place_shipped_office(name: str) -> None:
    village = Region.objects.filter(code=shipped.OFFICE_VILLAGE_CODE, valid_to__isnull=True).first()
    if village is None or ServicePoint.objects.filter(kind="office").exists():
        return
    ServicePoint.objects.create(
        region=village,
        ref=secrets.token_hex(16),
        kind="office",
        name=name,
        lat=shipped.OFFICE_LAT,
        lng=shipped.OFFICE_LNG,
        source=shipped.SOURCE,
    )
