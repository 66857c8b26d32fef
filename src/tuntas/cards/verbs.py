"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "cards.propose_movement": _("mencatat mutasi stok, menunggu orang kedua"),
    "cards.refuse_movement": _("menolak mutasi stok"),
    "cards.received": _("stok: diterima"),
    "cards.borrowed": _("stok: dipinjam dari kantor lain"),
    "cards.given_back": _("stok: dikembalikan ke pemiliknya"),
    "cards.issued": _("stok: dikeluarkan"),
    "cards.returned": _("stok: kembali ke kantor"),
    "cards.taken": _("stok: blangko diambil untuk dicetak"),
    "cards.unused": _("stok: blangko batal dipakai"),
    "cards.printed": _("stok: blangko tercetak"),
    "cards.failed_print": _("stok: gagal cetak"),
    "cards.failed_encode": _("stok: gagal encode"),
    "cards.damaged": _("stok: rusak"),
    "cards.handed_over": _("stok: kartu diserahkan"),
    "cards.withdrawn": _("stok: kartu lama ditarik"),
    "cards.lent": _("stok: dipinjamkan"),
    "cards.lent_back": _("stok: pinjaman kembali"),
    "cards.stolen": _("stok: dicuri"),
    "cards.missing": _("stok: hilang"),
    "cards.found": _("stok: ditemukan kembali"),
    "cards.used": _("stok: bahan habis dipakai"),
    "cards.destroyed": _("stok: dimusnahkan"),
    "cards.correction": _("stok: koreksi"),
    "cards.count_stock": _("menghitung stok dengan tangan"),
    "cards.close_day": _("menutup hari stok blangko"),
}
