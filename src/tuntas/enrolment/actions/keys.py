"""Who can open packets and which devices are trusted: dated, rotated, revoked, never deleted."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.enrolment.models import Device, Reader
from tuntas.packets.keys import device_id


def add_reader(*, actor: Principal, role: str, public: str, starts: date, now: datetime) -> None:
    """A new key of centre or recovery from day *starts*; the one before ends that day."""
    with transaction.atomic():
        Reader.objects.filter(role=role, ends__isnull=True).update(ends=starts)
        Reader.objects.create(role=role, public=public, starts=starts)
        _tell(actor, "add_reader", {"role": role, "public": public, "starts": starts}, now)


def end_reader(*, actor: Principal, public: str, ends: date, now: datetime) -> None:
    """A key that is lost or known to others: nothing is sealed to it from day *ends* on."""
    with transaction.atomic():
        Reader.objects.filter(public=public).update(ends=ends)
        _tell(actor, "end_reader", {"public": public, "ends": ends}, now)


def add_device(*, actor: Principal, public: bytes, name: str, starts: date, now: datetime) -> str:
    """Trust a device that seals; its id. Twice is once."""
    device = device_id(public)
    with transaction.atomic():
        _, made = Device.objects.get_or_create(
            device=device, defaults={"public": public.hex(), "name": name, "starts": starts}
        )
        if made:
            _tell(actor, "add_device", {"device": device, "name": name}, now)
    return device


def revoke_device(*, actor: Principal, device: str, on: date, now: datetime) -> None:
    """A stolen or broken machine: what it seals from day *on* is looked into, not trusted."""
    with transaction.atomic():
        Device.objects.filter(device=device, revoked_on__isnull=True).update(revoked_on=on)
        _tell(actor, "revoke_device", {"device": device, "on": on}, now)


def _tell(actor: Principal, verb: str, detail: dict[str, object], now: datetime) -> None:
    told = {k: v.isoformat() if isinstance(v, date) else v for k, v in detail.items()}
    write_act(actor=actor.ref, verb=f"enrolment.{verb}", subjects=[], detail=told, at=now)
