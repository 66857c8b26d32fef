"""The centre's codes in words for its pages."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.centre.models import Case, Job

Words = str | Promise

HELD_FOR: Final[dict[str, tuple[Words, Words]]] = {
    "unknown_device": (
        _("Perangkatnya tidak terdaftar"),
        _("Cari tahu dari mana paket ini; daftarkan perangkatnya bila memang milik kantor."),
    ),
    "forged": (
        _("Tanda tangan perangkatnya tidak sah"),
        _("Paket ini tidak dapat dilepas. Laporkan, dan rekam lagi orangnya."),
    ),
    "revoked": (
        _("Perangkatnya sudah dicabut"),
        _("Pastikan orangnya direkam sebelum perangkat dicabut; bila tidak, rekam lagi."),
    ),
    "forked": (
        _("Dua paket dengan satu nomor urut"),
        _("Periksa apakah perangkatnya pernah dipulihkan dari salinan lama."),
    ),
    "broken": (
        _("Tidak menyambung ke paket sebelumnya"),
        _("Periksa apakah perangkatnya pernah dipulihkan dari salinan lama."),
    ),
    "damaged": (_("Isinya rusak"), _("Kirim ulang dari perangkat asal, atau rekam lagi.")),
    "unreadable": (_("Biometriknya tidak terbaca"), _("Rekam lagi orangnya.")),
    "unknown_person": (
        _("Orangnya tidak ada di register"),
        _("Impor dulu datanya, lalu lepas paket ini."),
    ),
    "failed": (
        _("Berkali-kali gagal diproses"),
        _("Lepas untuk mencoba lagi; bila gagal lagi, lihat catatan sistem."),
    ),
    "no_key": (
        _("Menunggu kunci pusat"),
        _("Pemegang kunci perlu membuka kunci: TUNTAS_CENTRE_SECRET."),
    ),
    "no_space": (_("Diska penuh"), _("Kosongkan diska; paket dicoba lagi sendiri.")),
    "no_weights": (
        _("Bobot pengenal wajah belum dipasang"),
        _("Jalankan make setup; paket dicoba lagi sendiri."),
    ),
}

NOTES: Final[dict[str, Words]] = {
    "missing_before": _("paket sebelumnya dari perangkat ini belum datang"),
    "clock": _("jam perangkat mundur"),
    "repeated": _("satu jari terekam di dua tempat"),
}

TONES: Final = {
    Job.State.HELD: "left",
    Job.State.CASE: "outline",
    Job.State.DECIDED: "done",
}

REMEDIES: Final[dict[str, tuple[Words, ...]]] = {
    Case.Decision.SAME: (
        _("Tanyakan dulu: dua NIK lebih sering berasal dari pindah atau salah catat."),
        _("Orangnya memilih satu NIK; NIK yang lain diusulkan dinonaktifkan."),
        _("Bila salah satu NIK dari daerah lain, proses dulu surat pindah datangnya."),
        _("Usulkan penghapusan rekaman ganda ke pusat; kartu hanya terbit untuk satu NIK."),
        _("Dugaan penyamaran diteruskan sebagai kasus ke kepala dinas, bukan sanksi otomatis."),
    ),
    Case.Decision.DIFFERENT: (
        _("Rekaman ini tunggal; kartunya dapat dicetak bila umurnya cukup."),
    ),
    Case.Decision.RECAPTURE: (
        _("Hapus rekaman lama di halaman Pusat, lalu undang orangnya untuk rekam lagi."),
        _("Siapkan pelembap dan operator yang terlatih; catat pengecualian bila memang perlu."),
    ),
}

BASES: Final[dict[str, Words]] = {
    "fingers": _("sidik jari"),
    "face_iris": _("wajah dan iris"),
    "rest": _("bukti yang tersisa"),
}

FINGERS: Final[dict[int, Words]] = {
    1: _("ibu jari kanan"),
    2: _("telunjuk kanan"),
    3: _("jari tengah kanan"),
    4: _("jari manis kanan"),
    5: _("kelingking kanan"),
    6: _("ibu jari kiri"),
    7: _("telunjuk kiri"),
    8: _("jari tengah kiri"),
    9: _("jari manis kiri"),
    10: _("kelingking kiri"),
}
