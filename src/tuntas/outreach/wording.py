"""Why somebody is proposed to leave the list, and how the proposal stands, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

# What is stored is the code, and codes are never changed; only their words are.
REASONS: Final = {
    "MENINGGAL_BELUM_LAPOR": _("Meninggal, aktanya belum ada"),
    "PINDAH_BELUM_LAPOR": _("Sudah pindah, suratnya belum ada"),
    "TIDAK_DIKENAL": _("Tidak dikenal di desa ini"),
    "GANDA_NIK": _("Data ganda"),
    "LUAR_NEGERI": _("Di luar negeri"),
}
STATES: Final = {
    "open": _("menunggu orang kedua"),
    "approved": _("disetujui"),
    "declined": _("ditolak"),
}


def reason(stored: str) -> str:
    """The reason in the reader's language; one of an older list as it is."""
    return str(REASONS.get(stored, stored))
