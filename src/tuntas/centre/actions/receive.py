"""Packets come in: every one that is kept and not yet known becomes a job; once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.centre.errors import NotHeld, ReasonMissing
from tuntas.centre.models import Case, Job
from tuntas.packets.custody import Custody
from tuntas.packets.errors import PacketError
from tuntas.packets.sealing import Packet

State = Job.State
LEAST_REASON = 10


def receive(*, custody: Custody, on: date, now: datetime) -> int:
    """Make a job of every packet in *custody* that has none; how many were new.

    In the order in which each device sealed them, so that its row can be checked.
    """
    known = set(Job.objects.filter(destroyed_on__isnull=True).values_list("packet", flat=True))
    new = [(name, _parsed(custody, name)) for name in custody.names() if name not in known]
    new.sort(key=lambda one: (one[1].header.device, one[1].header.number) if one[1] else ("", 0))
    return sum(_make(name, packet, on, now) for name, packet in new if not _again(custody, name))


def release(*, actor: Principal, packet: str, reason: str, now: datetime) -> None:
    """Let a packet that was held be worked on after all. Raises NotHeld, ReasonMissing."""
    if len(reason.strip()) < LEAST_REASON:
        raise ReasonMissing
    with transaction.atomic():
        held = Job.objects.filter(packet=packet, state=State.HELD)
        # What people have agreed on is carried out, not searched for anew.
        agreed = Case.objects.filter(job__packet=packet, state=Case.State.CLOSED).exists()
        if not held.update(
            state=State.AGREED if agreed else State.RECEIVED,
            released_by=actor.officer_ref or actor.ref,
            attempts=0,
            error="",
        ):
            raise NotHeld
        write_act(
            actor=actor.ref,
            verb="centre.release",
            subjects=[],
            detail={"packet": packet, "reason": reason.strip()},
            at=now,
        )


def _again(custody: Custody, name: str) -> bool:
    """A packet sent again after its images were destroyed: decided long ago, destroyed again."""
    if not Job.objects.filter(packet=name, destroyed_on__isnull=False).exists():
        return False
    custody.destroy(name)
    return True


def _parsed(custody: Custody, name: str) -> Packet | None:
    try:
        return custody.packet(name)
    except PacketError:
        return None


def _make(name: str, packet: Packet | None, on: date, now: datetime) -> bool:
    """A file that is no packet becomes a held job: somebody must see it."""
    head = packet.header if packet else None
    _, made = Job.objects.get_or_create(
        packet=name,
        defaults={
            "device": head.device if head else "",
            "number": head.number if head else 0,
            "before": head.before if head else "",
            "digest": packet.digest if packet else "",
            "sealed_at": head.sealed_at[:40] if head else "",
            "received_on": on,
            "received_at": now,
            "state": State.RECEIVED if packet else State.HELD,
            "error": "" if packet else "damaged",
        },
    )
    return made
