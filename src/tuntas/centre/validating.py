"""Whether a packet is what it says: its signature, its device, its place in the device's row."""

from __future__ import annotations

from datetime import date
from typing import Final

from tuntas.centre.models import Job
from tuntas.enrolment.models import Device
from tuntas.packets import sealing
from tuntas.packets.sealing import Packet


class Held(Exception):
    """Nothing goes on until a person has looked. *code* as ``wording.HELD_FOR`` words it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code: Final = code


def validate(job: Job, packet: Packet, on: date) -> list[str]:
    """What is odd about *packet* and stops nothing.

    Whatever a person released is let through, but for a forged signature.

    Raises:
        Held: ``unknown_device``, ``forged``, ``revoked``, ``forked``, ``broken``.
    """
    device = Device.objects.filter(device=job.device).first()
    if device is None:
        raise Held("unknown_device")
    if not sealing.genuine(packet, bytes.fromhex(device.public)):
        raise Held("forged")
    if not job.released_by:
        _trusted(job, device, on)
    return _odd(job)


def _trusted(job: Job, device: Device, on: date) -> None:
    # A thief sets the clock back: what arrives after the day is looked into, whatever it says.
    if device.revoked_on is not None and (
        job.received_on >= device.revoked_on or job.sealed_at[:10] >= device.revoked_on.isoformat()
    ):
        raise Held("revoked")
    others = Job.objects.filter(device=job.device).exclude(pk=job.pk)
    if others.filter(number=job.number).exists():
        raise Held("forked")
    earlier = others.filter(number=job.number - 1).first()
    follows = job.before == (earlier.digest if earlier else "") or earlier is None
    if not follows or (job.number == 1 and job.before):
        raise Held("broken")


def _odd(job: Job) -> list[str]:
    earlier = Job.objects.filter(device=job.device, number=job.number - 1).first()
    odd = []
    if job.number > 1 and earlier is None:
        odd.append("missing_before")
    if earlier is not None and job.sealed_at < earlier.sealed_at:
        odd.append("clock")
    return odd
