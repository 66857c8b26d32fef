"""Everything that can be said of kept packets without opening them: whole, genuine, none missing.

A packet that was destroyed is checked by the header it left: it still stands in its device's row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tuntas.packets import chain, keys
from tuntas.packets.chain import FlawKind
from tuntas.packets.custody import Custody
from tuntas.packets.errors import PacketError
from tuntas.packets.sealing import Header, digest_of


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. where: a packet, or device and number."""

    where: str
    code: str
    id: str
    en: str


_OF_THE_ROW: Final[Mapping[FlawKind, tuple[str, str]]] = {
    FlawKind.MISSING: ("paket bernomor ini tidak ada", "the packet of this number is missing"),
    FlawKind.FORKED: ("dua paket bernomor sama", "two packets have this number"),
    FlawKind.BROKEN: (
        "tidak menyambung dengan paket sebelumnya",
        "does not follow the packet before it",
    ),
    FlawKind.CLOCK: ("jam perangkat mundur", "the device's clock ran backwards"),
}
UNKNOWN: Final = ("unknown_device", "perangkatnya tidak terdaftar", "its device is not registered")
FORGED: Final = ("forged", "tanda tangannya salah", "its signature is wrong")


def check(custody: Custody, publics: Mapping[str, bytes]) -> Iterator[Finding]:
    """What is wrong with the packets in *custody*; nothing when all is well.

    publics: device → its registered public key.
    """
    headers: list[Header] = []
    digests: dict[str, str] = {}
    for name in [*custody.names(), *custody.gone()]:
        try:
            header, signature = custody.signed_header(name)
        except PacketError as refused:
            yield Finding(name, refused.code, refused.id, refused.en)
            continue
        wrong = _wrong(header, signature, publics)
        if wrong is not None:
            yield Finding(name, *wrong)
            continue
        headers.append(header)
        digests[header.packet] = digest_of(header, signature)
    for flaw in chain.flaws(headers, digests):
        yield Finding(f"{flaw.device} {flaw.number}", flaw.kind, *_OF_THE_ROW[flaw.kind])


def _wrong(
    header: Header, signature: bytes, publics: Mapping[str, bytes]
) -> tuple[str, str, str] | None:
    public = publics.get(header.device)
    if public is None:
        return UNKNOWN
    return None if keys.signed(header.text(), signature, public) else FORGED
