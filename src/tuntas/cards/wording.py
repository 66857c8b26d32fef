"""Codes of the print queue in the reader's words."""

from __future__ import annotations

from datetime import date
from typing import Final
from urllib.parse import quote

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tuntas.cards.causes import Cause, Document
from tuntas.cards.printers.contract import words
from tuntas.cards.queue import Deadline, Hold, deadlines
from tuntas.web.numerals import long_date, supported

CAUSES: Final = {
    Cause.NEWCOMER: gettext_lazy("KTP-el pertama, pemula"),
    Cause.FIRST: gettext_lazy("KTP-el pertama"),
    Cause.LOST: gettext_lazy("Hilang"),
    Cause.DAMAGED: gettext_lazy("Rusak"),
    Cause.CHANGED: gettext_lazy("Perubahan data"),
    Cause.MOVED_IN: gettext_lazy("Pindah datang"),
    Cause.FACE: gettext_lazy("Perubahan fisik tetap"),
    Cause.OUTSIDE: gettext_lazy("Luar domisili"),
}
HOLDS: Final = {
    Hold.AGE: gettext_lazy("Belum 17 tahun dan belum pernah kawin"),
    Hold.DUPLICATE: gettext_lazy("Pusat masih memeriksa kegandaan"),
    Hold.DATA_CHANGE: gettext_lazy("Perubahan data sedang diproses"),
    Hold.DOCUMENTS: gettext_lazy("Dokumen permohonan belum lengkap"),
    Hold.OTHER: gettext_lazy("Ditahan petugas"),
}
HOLDS_BY_HAND: Final = (Hold.DATA_CHANGE, Hold.DUPLICATE, Hold.OTHER)
SPOILED: Final = {
    "failed_print": gettext_lazy("gagal cetak"),
    "failed_encode": gettext_lazy("gagal encode"),
    "damaged": gettext_lazy("rusak"),
    "unused": gettext_lazy("tidak tercetak, blangko utuh"),
    "printed": gettext_lazy("tercetak"),
}
FAULTS: Final = {
    "offline": gettext_lazy("tidak terhubung"),
    "no_ribbon": gettext_lazy("pita habis"),
    "failed_print": gettext_lazy("gagal cetak"),
    "failed_encode": gettext_lazy("gagal encode"),
    "silent": gettext_lazy("diam, tidak menjawab"),
}
"""What a simulated printer shall do next."""


def cause(code: str) -> str:
    return str(CAUSES[Cause(code)])


def hold(code: Hold, until: date | None) -> str:
    """Why somebody is held, and until when where that is known."""
    said = str(HOLDS[code])
    if until is None:
        return said
    return _("%(why)s, sampai %(day)s") % {
        "why": said,
        "day": long_date(until, supported(get_language())),
    }


def document(one: Document) -> str:
    return one.title_en if _english() else one.title_id


def deadline(code: str) -> str:
    """Why a card is needed by a day."""
    named: dict[str, Deadline] = {one.code: one for one in deadlines()}
    if code not in named:
        return _("diperlukan")
    return named[code].title_en if _english() else named[code].title_id


def printer(code: str) -> str:
    """A condition of a printer, or what became of a card, in words."""
    return words()[code][_english()]


def message(office: str) -> str:
    """The text that tells somebody that the card is ready: no name, no number of theirs."""
    return _(
        "%(office)s: KTP-el Anda sudah jadi dan dapat diambil di kantor pada jam kerja. Bawa tanda "
        "terima perekaman. Bila diambil orang lain, bawa dokumen hubungan keluarga. Gratis."
    ) % {"office": office}


def whatsapp(office: str) -> str:
    """A link that opens WhatsApp with the text; the officer chooses whom to send it."""
    return f"https://wa.me/?text={quote(message(office))}"


def _english() -> bool:
    return supported(get_language()) == "en"
