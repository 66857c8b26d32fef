"""Why somebody is proposed to leave the list, and how the proposal stands, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

# What is stored is the key: short, Indonesian, and never changed.
REASONS: Final = {
    "meninggal": _("Meninggal, aktanya belum ada"),
    "pindah": _("Sudah pindah, suratnya belum ada"),
    "tidak dikenal": _("Tidak dikenal di desa ini"),
    "ganda": _("Data ganda"),
    "luar negeri": _("Di luar negeri"),
}
STATES: Final = {
    "open": _("menunggu orang kedua"),
    "approved": _("disetujui"),
    "declined": _("ditolak"),
}


def reason(stored: str) -> str:
    """The reason in the reader's language; one of an older list as it is."""
    return str(REASONS.get(stored, stored))
