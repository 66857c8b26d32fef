"""Parts, steps and reasons in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from tuntas.enrolment import parts
from tuntas.web.numerals import supported

FINGERS = {
    1: gettext_lazy("ibu jari kanan"),
    2: gettext_lazy("telunjuk kanan"),
    3: gettext_lazy("jari tengah kanan"),
    4: gettext_lazy("jari manis kanan"),
    5: gettext_lazy("kelingking kanan"),
    6: gettext_lazy("ibu jari kiri"),
    7: gettext_lazy("telunjuk kiri"),
    8: gettext_lazy("jari tengah kiri"),
    9: gettext_lazy("jari manis kiri"),
    10: gettext_lazy("kelingking kiri"),
}
OTHERS = {
    parts.FACE: gettext_lazy("wajah"),
    "iris.1": gettext_lazy("iris kanan"),
    "iris.2": gettext_lazy("iris kiri"),
    parts.SIGNATURE: gettext_lazy("tanda tangan"),
    parts.DECLARATION: gettext_lazy("pernyataan biodata benar"),
    parts.CONSENT: gettext_lazy("persetujuan orang tua"),
    "hands": gettext_lazy("semua jari"),
    "eyes": gettext_lazy("kedua iris"),
    "slap.right": gettext_lazy("4 jari kanan"),
    "slap.left": gettext_lazy("4 jari kiri"),
    "slap.thumbs": gettext_lazy("2 ibu jari"),
    "irises": gettext_lazy("kedua iris"),
}
STEPS = {
    "none": gettext_lazy("tidak ada"),
    "record": gettext_lazy("rekam"),
    "resend": gettext_lazy("kirim ulang"),
    "rerecord": gettext_lazy("minta hapus di pusat, lalu rekam ulang"),
    "choose": gettext_lazy("pilih satu identitas, minta hapus yang lain"),
    "wait": gettext_lazy("tunggu pusat; bila lama, pastikan NIK belum pernah direkam"),
    "print": gettext_lazy("cetak"),
    "hand_over": gettext_lazy("serahkan"),
}
CASES = {
    "home": gettext_lazy("di rumah orangnya"),
    "exceptions": gettext_lazy("dengan pengecualian"),
    "elderly": gettext_lazy("lanjut usia"),
    "plain": gettext_lazy("biasa"),
}
STILL_TO_DO = {
    "biodata": gettext_lazy("biodata belum dipastikan oleh orangnya"),
    "declaration": gettext_lazy("pernyataan biodata belum ditandatangani"),
    "consent": gettext_lazy("persetujuan orang tua belum ditandatangani"),
    "parts": gettext_lazy("masih ada bagian yang belum diambil"),
    "cosign": gettext_lazy("pengecualian belum disetujui orang kedua"),
}


def name(target: str) -> str:
    """A part or group of parts by its code."""
    if target in parts.FINGER_PARTS:
        return str(FINGERS[int(target.split(".")[1])])
    if target in OTHERS:
        return str(OTHERS[target])
    return _("dokumen %(what)s") % {"what": target.partition(".")[2]}


def both(target: str) -> tuple[str, str]:
    """A part in Indonesian and in English, for sentences that carry both."""
    with override("id"):
        own = name(target)
    with override("en"):
        return own, name(target)


def reason(code: str) -> str:
    found = parts.REASONS[code]
    return found.en if supported(get_language()) == "en" else found.id


def spoken(advice: tuple[str, str]) -> str:
    """(Indonesian, English) advice in the language of the page."""
    return advice[1] if supported(get_language()) == "en" else advice[0]
