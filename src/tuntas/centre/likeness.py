"""What a card shows of its holder, out of the recording: the portrait, and the pen's strokes.

Only while the recording's images still exist; afterwards a card is printed from what the national
centre holds, or with a drawn outline. Opened anew each time, never kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.formats import iso19794_5
from tuntas.biometrics.signatures import HEIGHT, WIDTH, Trajectory
from tuntas.centre import drawing, presented
from tuntas.centre.models import Job
from tuntas.centre.workshop import Workshop
from tuntas.packets.errors import PacketError

Stroke = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """portrait: PNG, empty when there is none. signature: strokes in the pad's pixels."""

    portrait: bytes = b""
    signature: tuple[Stroke, ...] = ()


NONE = Likeness()


def likeness(shop: Workshop, person: str) -> Likeness:
    """Of the latest recording of *person* (ref) that proved unique and still has its images."""
    proved = (Job.Outcome.UNIQUE, Job.Outcome.REPEAT)
    jobs = Job.objects.filter(person=person, outcome__in=proved, destroyed_on__isnull=True)
    packet = jobs.order_by("-id").values_list("packet", flat=True).first()
    if packet is None:
        return NONE
    try:
        content = shop.custody.open(packet, shop.keyring.readers())
    except PacketError:
        return NONE
    return Likeness(_portrait(content), _signature(content))


def _portrait(content: dict[str, bytes]) -> bytes:
    try:
        record = presented.image_of(content, "Face", "")
        return drawing.png(iso19794_5.read(record)[0].pixels()) if record else b""
    except (BiometricError, PacketError):
        return b""


def _signature(content: dict[str, bytes]) -> tuple[Stroke, ...]:
    try:
        path = Trajectory.unpack(content["signature"])
    except (KeyError, BiometricError):
        return ()
    return tuple(
        [(float(x) * WIDTH, float(y) * HEIGHT) for x, y, _ in line] for line in path.lines()
    )
