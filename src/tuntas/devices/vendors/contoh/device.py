"""What is peculiar to this maker: its error numbers, and how its service wants to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tuntas.devices.errors import Words

WORDS: Final[Mapping[int, Words]] = {
    501: Words(
        "Kaca alat kotor. Lap dengan kain kering, lalu ambil lagi.",
        "The glass is dirty. Wipe it with a dry cloth, then capture again.",
    ),
    502: Words(
        "Lampu alat terlalu panas. Tunggu dua menit, lalu ambil lagi.",
        "The device's lamp is too hot. Wait two minutes, then capture again.",
    ),
}
"""Numbers 500 to 599 are the maker's own: its manual says what they mean."""


def adjust(request: dict[str, object]) -> dict[str, object]:
    """This maker's service wants to be told to cut single fingers out of a slap."""
    return request | {"customOpts": {"segment": "true"}}
