"""The pictures of a case, out of packets that still exist; opened anew each time, never kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tuntas.biometrics.errors import BiometricError
from tuntas.biometrics.formats import cbeff, iso19794_5, iso19794_6
from tuntas.biometrics.matching.matcher import match
from tuntas.biometrics.positions import Finger
from tuntas.centre import drawing, presented
from tuntas.centre.drawing import Side
from tuntas.centre.errors import ImageGone
from tuntas.centre.models import Candidate
from tuntas.centre.workshop import Workshop
from tuntas.packets.errors import PacketError

PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "wajah": ("Face", ""),
    "mata-kanan": ("Iris", "Right"),
    "mata-kiri": ("Iris", "Left"),
}


def picture(shop: Workshop, packet: str, part: str) -> bytes:
    """Face or eye of a packet as a PNG. Raises ImageGone."""
    record = presented.image_of(_content(shop, packet), *PARTS[part])
    if record is None:
        raise ImageGone
    try:
        if part == "wajah":
            return drawing.png(iso19794_5.read(record)[0].pixels())
        return drawing.png(iso19794_6.read(record)[0].pixels())
    except BiometricError as unreadable:
        raise ImageGone from unreadable


def prints(
    shop: Workshop, packet: str, candidate: Candidate, ours: Finger, theirs: Finger, label: str
) -> str:
    """Finger *ours* of *packet* beside *theirs* of the candidate, paired, as an SVG.

    Raises:
        ImageGone: not even a template is left.
    """
    left = _side(shop, packet, ours)
    right = _side(shop, candidate.identity, theirs) or _template(shop, candidate, theirs)
    if left is None or right is None:
        raise ImageGone
    return drawing.side_by_side(left, right, match(left.template, right.template).pairs, label)


def exist(shop: Workshop, packet: str) -> bool:
    """Whether anything of *packet* can be looked at here and now."""
    try:
        return bool(_content(shop, packet))
    except ImageGone:
        return False


def _content(shop: Workshop, packet: str) -> dict[str, bytes]:
    try:
        return shop.custody.open(packet, shop.keyring.readers())
    except PacketError as gone:
        raise ImageGone from gone


def _side(shop: Workshop, packet: str, finger: Finger) -> Side | None:
    try:
        record = presented.image_of(_content(shop, packet), "Finger", cbeff.subtype_of(finger))
    except ImageGone:
        return None
    if record is None:
        return None
    grey = presented.finger_image(record)
    template = shop.extractor.extract(grey).template
    fits = (template.width, template.height) == (grey.width, grey.height)
    # A template of an image at another resolution has other pixels: drawn without the image.
    return Side(template, grey.pixels if fits else None)


def _template(shop: Workshop, candidate: Candidate, finger: Finger) -> Side | None:
    staff = candidate.kind == Candidate.Kind.STAFF
    with shop.looking("staff" if staff else "citizens") as held:
        template = (
            held.person(candidate.identity).get(finger) if candidate.identity in held else None
        )
    return None if template is None else Side(template, None)
