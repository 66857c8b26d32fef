"""Splits, mergers, new codes and new names: the old stays, the new is linked to it by day.

Nothing here touches people. The ledger restates who lives where (cause *recoded*) from
the pairs of old and new villages that these actions return.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from tuntas.wilayah import codes
from tuntas.wilayah.actions import acts
from tuntas.wilayah.actions.acts import Actor
from tuntas.wilayah.errors import (
    ChildrenLeft,
    CodeTaken,
    NameMissing,
    NothingChanged,
    NotInForce,
    UnknownRegion,
    WrongLevel,
)
from tuntas.wilayah.models import (
    Level,
    NikPrefix,
    Region,
    RegionName,
    RegionSuccession,
    SuccessionKind,
)


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One new region of a split.

    ``moved`` maps the code of a region below the old one to its code below the new one.
    """

    code: str
    name: str
    moved: Mapping[str, str] = field(default_factory=dict)
    lat: float | None = None
    lng: float | None = None


@dataclass(frozen=True, slots=True)
class Replaced:
    """Village *old_id* ends and *new_id* stands in its place from the effective day on."""

    old_id: int
    new_id: int


@dataclass(frozen=True, slots=True)
class SplitResult:
    new_ids: tuple[int, ...]
    replaced: tuple[Replaced, ...]


def rename_region(
    *,
    actor: Actor,
    code: str,
    name: str,
    effective_on: date,
    source: str,
    now: datetime,
) -> int:
    """Give a region another name from a day on; it stays the same region with the same id.

    Raises:
        UnknownRegion, NameMissing, NothingChanged, NotInForce.
    """
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    with transaction.atomic():
        region = _standing(code, effective_on)
        if region.name == name:
            raise NothingChanged(code)
        if region.former_names.filter(valid_to__gte=effective_on).exists():
            raise NotInForce(code)
        RegionName.objects.create(
            region=region, name=region.name, valid_to=effective_on, source=source
        )
        old, region.name = region.name, name
        region.save()
        acts.write(
            actor,
            "rename",
            now,
            code=code,
            old=old,
            new=name,
            on=effective_on.isoformat(),
        )
    return region.id


def split_region(
    *,
    actor: Actor,
    code: str,
    parts: Sequence[SplitPart],
    effective_on: date,
    source: str,
    now: datetime,
    continues: bool = True,
) -> SplitResult:
    """Split a region (*pemekaran*). It usually *continues* with what is not moved away.

    Raises:
        UnknownRegion, NotInForce, CodeTaken, WrongLevel, NameMissing.
    """
    with transaction.atomic():
        old = _standing(code, effective_on)
        new_ids: list[int] = []
        replaced: list[Replaced] = []
        for part in parts:
            _check_moved(old, part)
            new = _new_region(part.code, part.name, old.level, effective_on, source, part)
            _link(old, new, effective_on, SuccessionKind.SPLIT, source)
            new_ids.append(new.id)
            replaced += _move_children(old, new, part.moved, effective_on, source)
        if not continues:
            _end(old, effective_on)
        acts.write(
            actor,
            "split",
            now,
            code=code,
            parts=[part.code for part in parts],
            on=effective_on.isoformat(),
            continues=continues,
        )
    return SplitResult(tuple(new_ids), tuple(replaced))


def recode_region(
    *,
    actor: Actor,
    code: str,
    new_code: str,
    effective_on: date,
    source: str,
    now: datetime,
    name: str = "",
) -> SplitResult:
    """Give a region, and all below it, a new code (perhaps under another parent) from a day on.

    Raises:
        UnknownRegion, NotInForce, CodeTaken, WrongLevel, NothingChanged.
    """
    if code == new_code:
        raise NothingChanged(code)
    with transaction.atomic():
        old = _standing(code, effective_on)
        replaced: list[Replaced] = []
        new = _recode(old, new_code, name or old.name, effective_on, source, replaced)
        acts.write(
            actor,
            "recode",
            now,
            code=code,
            new_code=new_code,
            on=effective_on.isoformat(),
        )
    return SplitResult((new.id,), tuple(replaced))


def merge_regions(
    *,
    actor: Actor,
    merged: Sequence[str],
    into: SplitPart,
    effective_on: date,
    source: str,
    now: datetime,
) -> SplitResult:
    """Join regions of one level into one; *into* is one of them or a new code.

    Raises:
        UnknownRegion, NotInForce, CodeTaken, WrongLevel, NothingChanged.
    """
    with transaction.atomic():
        olds = [_standing(code, effective_on) for code in merged if code != into.code]
        if not olds:
            raise NothingChanged(into.code)
        keeps = into.code in merged
        target = (
            _standing(into.code, effective_on)
            if keeps
            else _new_region(into.code, into.name, olds[0].level, effective_on, source, into)
        )
        replaced: list[Replaced] = []
        for old in olds:
            if old.level != target.level:
                raise WrongLevel(old.code)
            replaced += _move_children(old, target, into.moved, effective_on, source)
            _succeed(old, target, effective_on, SuccessionKind.MERGE, source, replaced)
        acts.write(
            actor,
            "merge",
            now,
            merged=[old.code for old in olds],
            into=target.code,
            on=effective_on.isoformat(),
        )
    return SplitResult((target.id,), tuple(replaced))


# --- the steps -----------------------------------------------------------------------------------


def _standing(code: str, on: date) -> Region:
    region = Region.objects.select_for_update().filter(code=code, valid_to__isnull=True).first()
    if region is None:
        raise UnknownRegion(code)
    if region.valid_from is not None and region.valid_from >= on:
        raise NotInForce(code)
    return region


def _new_region(
    written: str, name: str, level: int, on: date, source: str, part: SplitPart | Region
) -> Region:
    code = codes.normal(written)
    name = " ".join(name.split())
    if code is None or codes.level(code) != level:
        raise WrongLevel(written)
    if not name:
        raise NameMissing(written)
    # A code that is still borne, or was until after this day, cannot be given again.
    if Region.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), code=code).exists():
        raise CodeTaken(code)
    region = Region.objects.create(
        code=code,
        name=name,
        level=level,
        parent=_parent_of(code, on),
        valid_from=on,
        lat=part.lat,
        lng=part.lng,
        area_km2=part.area_km2 if isinstance(part, Region) else None,
        is_island=part.is_island if isinstance(part, Region) else False,
        source=source,
    )
    if level == Level.DISTRICT:
        _add_nik_prefix(region, on, source)
    return region


def _parent_of(code: str, on: date) -> Region | None:
    parent_code = codes.parent(code)
    if parent_code is None:
        return None
    parent = Region.objects.filter(code=parent_code, valid_to__isnull=True).first()
    if parent is None or (parent.valid_from is not None and parent.valid_from > on):
        raise UnknownRegion(parent_code)
    return parent


def _add_nik_prefix(district: Region, on: date, source: str) -> None:
    """A new district issues NIKs of its own; those of the old one stay valid for ever."""
    NikPrefix.objects.get_or_create(
        prefix6=codes.nik_prefix(district.code),
        defaults={"region": district, "valid_from": on, "source": source},
    )


def _check_moved(old: Region, part: SplitPart) -> None:
    for old_code in part.moved:
        if codes.parent(old_code) != old.code:
            raise WrongLevel(old_code)


def _move_children(
    old: Region, new: Region, moved: Mapping[str, str], on: date, source: str
) -> list[Replaced]:
    """Give new codes to those of *moved* that lie below *old*."""
    replaced: list[Replaced] = []
    for old_code, new_code in moved.items():
        if codes.parent(old_code) != old.code:
            continue
        if codes.parent(new_code) != new.code:
            raise WrongLevel(new_code)
        child = _standing(old_code, on)
        _recode(child, new_code, child.name, on, source, replaced)
    return replaced


def _recode(
    old: Region,
    new_code: str,
    name: str,
    on: date,
    source: str,
    replaced: list[Replaced],
) -> Region:
    """A new region with the new code; everything below follows with its own digits kept."""
    below = list(Region.objects.filter(parent=old, valid_to__isnull=True).order_by("code"))
    new = _new_region(new_code, name, old.level, on, source, old)
    for child in below:
        _recode(
            child,
            new.code + child.code[len(old.code) :],
            child.name,
            on,
            source,
            replaced,
        )
    _succeed(old, new, on, SuccessionKind.RECODE, source, replaced)
    return new


def _succeed(
    old: Region,
    new: Region,
    on: date,
    kind: SuccessionKind,
    source: str,
    replaced: list[Replaced],
) -> None:
    _end(old, on)
    _link(old, new, on, kind, source)
    if old.level == Level.VILLAGE:
        replaced.append(Replaced(old.id, new.id))


def _end(region: Region, on: date) -> None:
    if Region.objects.filter(parent=region, valid_to__isnull=True).exists():
        raise ChildrenLeft(region.code)
    region.valid_to = on
    region.save()
    NikPrefix.objects.filter(region=region, valid_to__isnull=True).update(valid_to=on)


def _link(old: Region, new: Region, on: date, kind: SuccessionKind, source: str) -> None:
    RegionSuccession.objects.create(
        predecessor=old, successor=new, effective_on=on, kind=kind, source=source
    )
