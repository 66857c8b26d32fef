"""Places of service, what lies below the desa, and distances as people really travel them."""

from __future__ import annotations

import math
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from tuntas.wilayah.actions import acts
from tuntas.wilayah.actions.acts import Actor
from tuntas.wilayah.errors import (
    BadCoordinates,
    BadDistance,
    NameMissing,
    NameTaken,
    SamePlace,
    UnknownKind,
    UnknownRegion,
    UnknownServicePoint,
)
from tuntas.wilayah.models import (
    DistanceOverride,
    Dusun,
    Level,
    Region,
    RukunTetangga,
    ServicePoint,
    ServicePointKind,
)

# From Sabang to Merauke it is 5,250 km; inside one province no leg is longer than this.
LONGEST_LEG_KM = 2000.0


def save_service_point(
    *,
    actor: Actor,
    region_id: int,
    kind: str,
    name: str,
    lat: float | None,
    lng: float | None,
    now: datetime,
    note: str = "",
    active: bool = True,
    source: str = "",
    ref: str = "",
) -> str:
    """Write down a place of service, or change the one with *ref*; its ref.

    Raises:
        UnknownRegion, UnknownKind, UnknownServicePoint, NameMissing, NameTaken, BadCoordinates.
    """
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    _check_coordinates(lat, lng)
    if kind not in ServicePointKind.values:
        raise UnknownKind(kind)
    region = _region(region_id)
    point = _service_point(ref) if ref else ServicePoint(ref=secrets.token_hex(16))
    point.region, point.kind, point.name = region, kind, name
    point.lat, point.lng, point.note, point.active = lat, lng, note.strip(), active
    point.source = source or point.source
    try:
        with transaction.atomic():
            point.save()
            acts.write(
                actor,
                "save_service_point",
                now,
                region=region.code,
                point=point.id,
                active=active,
            )
    except IntegrityError as fault:
        raise NameTaken from fault
    return point.ref


def set_distance(
    *,
    actor: Actor,
    origin_id: int,
    destination_id: int,
    road_km: float,
    sea_km: float,
    source: str,
    now: datetime,
    minutes: int | None = None,
    note: str = "",
) -> int:
    """State how far two places really are from each other, both ways; replaces an earlier one.

    Raises:
        SamePlace, UnknownRegion, BadDistance.
    """
    if origin_id == destination_id:
        raise SamePlace
    legs = (road_km, sea_km)
    if not all(math.isfinite(km) and 0 <= km <= LONGEST_LEG_KM for km in legs) or not any(legs):
        raise BadDistance
    if minutes is not None and minutes < 0:
        raise BadDistance
    low, high = sorted((_region(origin_id), _region(destination_id)), key=lambda r: r.id)
    with transaction.atomic():
        row, _ = DistanceOverride.objects.update_or_create(
            origin=low,
            destination=high,
            defaults={
                "road_km": road_km,
                "sea_km": sea_km,
                "minutes": minutes,
                "note": note,
                "source": source,
            },
        )
        acts.write(
            actor,
            "set_distance",
            now,
            between=[low.code, high.code],
            road_km=str(road_km),
            sea_km=str(sea_km),
        )
    return row.id


def remove_distance(*, actor: Actor, origin_id: int, destination_id: int, now: datetime) -> bool:
    """Let the estimate count again for a pair; whether there was a figure of the office."""
    low, high = sorted((origin_id, destination_id))
    with transaction.atomic():
        row = (
            DistanceOverride.objects.select_related("origin", "destination")
            .filter(origin_id=low, destination_id=high)
            .first()
        )
        if row is None:
            return False
        between = [row.origin.code, row.destination.code]
        row.delete()
        acts.write(actor, "remove_distance", now, between=between)
    return True


def save_dusun(
    *,
    actor: Actor,
    village_id: int,
    name: str,
    now: datetime,
    number: int | None = None,
) -> int:
    """The dusun of that name in the village, made if it is new; its id.

    Raises:
        UnknownRegion, NameMissing, NameTaken: the number belongs to another dusun.
    """
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    village = _region(village_id, level=Level.VILLAGE)
    existing = Dusun.objects.filter(village=village, name=name).first()
    if existing is not None and number in (None, existing.number):
        return existing.id
    dusun = existing or Dusun(village=village, name=name)
    dusun.number = number
    try:
        with transaction.atomic():
            dusun.save()
            acts.write(actor, "save_dusun", now, village=village.code, dusun=dusun.id)
    except IntegrityError as fault:
        raise NameTaken from fault
    return dusun.id


def save_rukun_tetangga(
    *,
    actor: Actor,
    village_id: int,
    rt: str,
    now: datetime,
    rw: str = "",
    dusun_id: int | None = None,
) -> int:
    """The RT (``"3"`` is ``"003"``) of the village or of one of its dusun; its id.

    Raises:
        UnknownRegion, NameMissing: no digits in *rt*, or the dusun is another village's.
    """
    rt, rw = _three_digits(rt), _three_digits(rw)
    if not rt:
        raise NameMissing
    village = _region(village_id, level=Level.VILLAGE)
    dusun = Dusun.objects.filter(id=dusun_id, village=village).first() if dusun_id else None
    if dusun_id is not None and dusun is None:
        raise UnknownRegion
    with transaction.atomic():
        row, made = RukunTetangga.objects.get_or_create(village=village, dusun=dusun, rw=rw, rt=rt)
        if made:
            acts.write(actor, "save_rukun_tetangga", now, village=village.code, rt=rt, rw=rw)
    return row.id


def _service_point(ref: str) -> ServicePoint:
    point = ServicePoint.objects.filter(ref=ref).first()
    if point is None:
        raise UnknownServicePoint
    return point


def _three_digits(text: str) -> str:
    digits = text.strip()
    return digits.zfill(3) if digits.isdecimal() and int(digits) > 0 else ""


def _region(region_id: int, level: int | None = None) -> Region:
    region = Region.objects.filter(id=region_id, valid_to__isnull=True).first()
    if region is None or (level is not None and region.level != level):
        raise UnknownRegion
    return region


def _check_coordinates(lat: float | None, lng: float | None) -> None:
    if lat is None and lng is None:
        return
    if lat is None or lng is None or not (-90 <= lat <= 90 and -180 <= lng <= 180):
        raise BadCoordinates
