"""Words on the page of a link: who holds it, what is asked, what may be answered."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tuntas.outreach.links import ANSWERS
from tuntas.web.language import sentence

ROLES: Final = {
    "camat": _("Camat"),
    "village_head": _("Kepala desa atau lurah"),
    "hamlet_head": _("Kepala dusun"),
    "ppk": _("PPK (panitia pemilihan kecamatan)"),
    "pps": _("PPS (panitia pemungutan suara)"),
}
QUESTIONS: Final = {
    "come": _("Kapan bisa datang merekam?"),
    "died": _("Benarkah sudah meninggal? Mohon foto suratnya."),
    "moved": _("Benarkah sudah pindah? Ke mana?"),
    "known": _("Apakah dikenal di sini?"),
    "has": _("Benarkah sudah punya KTP-el?"),
}
PURPOSES: Final = {
    "page": _("halaman"),
    "copy": _("salinan luring"),
    "person": _("satu orang"),
    "no_script": _("jawaban"),
}


def answers() -> list[tuple[str, str]]:
    """What may be answered, in the reader's language."""
    return [(code.value, answer(code.value)) for code in ANSWERS]


def answer(code: str) -> str:
    """One answer in words, beginning with a capital."""
    words = next((sentence(one.meaning) for one in ANSWERS if one.value == code), code)
    return words[:1].upper() + words[1:]
