"""What is said to residents about a slot: one person's message, and words for everybody.

Spoken to residents, so always in Indonesian, whatever language the page around it has.

>>> from datetime import date, time
>>> said = Announced("Balai Desa Contoh", date(2023, 6, 16), time(8), time(15), "WITA")
>>> "Tidak dipungut biaya" in for_everybody(said, office="Disdukcapil"), whatsapp("Halo & salam")
(True, 'https://wa.me/?text=Halo%20%26%20salam')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final
from urllib.parse import quote

from tuntas.web import numerals

BRING: Final = ("Kartu Keluarga (KK) asli atau salinannya",)
"""What somebody who is recorded for the first time needs; nothing else may be asked for."""


@dataclass(frozen=True, slots=True)
class Announced:
    """Where and when, as people say it; *ends* at or before *starts*: past midnight."""

    place: str
    on: date
    starts: time
    ends: time
    zone: str = ""

    @property
    def hours(self) -> str:
        """
        >>> Announced("x", date(2023, 6, 16), time(8), time(15), "WITA").hours
        '08.00–15.00 WITA'
        """
        return f"{self.starts:%H.%M}–{self.ends:%H.%M} {self.zone}".strip()

    @property
    def day(self) -> str:
        return numerals.weekday_date(self.on)


def for_one(said: Announced, *, name: str, office: str, number: int | None = None) -> str:
    """A message to one person, ready to be sent by whoever knows them.

    *number*: their place in the queue, when they hold one.
    """
    queue = f" Nomor antrean: {number}." if number else ""
    return (
        f"Assalamualaikum/salam, {name}. {office} mengundang Anda merekam KTP-el di "
        f"{said.place}, {said.day}, pukul {said.hours}. Bawa {BRING[0]}.{queue} "
        "Gratis. Bila tidak bisa datang, balas pesan ini kapan bisa."
    )


def for_everybody(said: Announced, *, office: str) -> str:
    """For the loudspeaker of the mosque, the church, the market: no name, no number of anybody."""
    return (
        f"Pengumuman dari {office}. Bagi warga berusia 17 tahun ke atas atau sudah pernah kawin "
        f"yang belum merekam KTP elektronik: petugas melayani perekaman di {said.place}, "
        f"{said.day}, pukul {said.hours}. Cukup membawa {BRING[0]}. Tidak dipungut biaya. "
        "Warga yang akan berusia 17 tahun boleh ikut merekam. Orang yang sakit atau sukar berjalan "
        "dapat meminta petugas datang ke rumah melalui kepala dusun. Terima kasih."
    )


def whatsapp(text: str) -> str:
    """A link that opens the sender's own WhatsApp with *text*; nothing is sent by us."""
    return f"https://wa.me/?text={quote(text, safe='')}"
