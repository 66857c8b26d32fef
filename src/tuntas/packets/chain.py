"""The packets of a device in a row: what is missing, repeated, changed or out of order shows.

>>> from tuntas.packets.keys import Device, Reader
>>> from tuntas.packets.sealing import seal
>>> kit, centre = Device.new(), Reader.new()
>>> said = dict(device=kit, session="ab", sealed_at="2023-06-20T08:00:00+08:00", schema="1",
...     recipients=[centre.public])
>>> one = seal({"a": b"1"}, number=1, before="", **said)
>>> three = seal({"a": b"3"}, number=3, before="00" * 32, **said)
>>> [(flaw.kind.value, flaw.number) for flaw in flaws([one.header, three.header],
...     {one.header.packet: one.digest, three.header.packet: three.digest})]
[('missing', 2)]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tuntas.packets.sealing import Header


class FlawKind(StrEnum):
    MISSING = "missing"
    """A number between two that are here has not come."""
    FORKED = "forked"
    """Two different packets have one number."""
    BROKEN = "broken"
    """A packet follows another one than the one that is here before it."""
    CLOCK = "clock"
    """The device's clock ran backwards between two packets."""


@dataclass(frozen=True, slots=True)
class Flaw:
    device: str
    kind: FlawKind
    number: int


def flaws(headers: Iterable[Header], digests: Mapping[str, str]) -> Iterator[Flaw]:
    """Everything that does not hold, by device and number; nothing when all is well.

    headers: in any order, the same packet any number of times. digests: packet → digest.
    A lost tail is not seen here: the last number that a device reports tells of it.
    """
    devices: dict[str, dict[str, Header]] = defaultdict(dict)
    for header in headers:
        devices[header.device][header.packet] = header
    for device in sorted(devices):
        yield from _of_device(device, list(devices[device].values()), digests)


def _of_device(device: str, headers: list[Header], digests: Mapping[str, str]) -> Iterator[Flaw]:
    numbered: dict[int, list[Header]] = defaultdict(list)
    for header in headers:
        numbered[header.number].append(header)
    last: Header | None = None
    for number in range(1, max(numbered) + 1):
        here = numbered.get(number, [])
        if not here:
            yield Flaw(device, FlawKind.MISSING, number)
            last = None
            continue
        if len(here) > 1:
            yield Flaw(device, FlawKind.FORKED, number)
        follows = [one for one in here if last is None or one.before == digests[last.packet]]
        if not follows or (number == 1 and here[0].before):
            yield Flaw(device, FlawKind.BROKEN, number)
        elif last and follows[0].sealed_at < last.sealed_at:
            yield Flaw(device, FlawKind.CLOCK, number)
        last = (follows or here)[0]
