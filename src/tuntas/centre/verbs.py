"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "centre.decide": _("memutuskan hasil perekaman"),
    "centre.open_case": _("membuka kasus kemiripan"),
    "centre.look_at": _("melihat kasus kemiripan"),
    "centre.look_at_names": _("melihat siapa yang perlu direkam lagi"),
    "centre.give_opinion": _("memberi pendapat atas kasus"),
    "centre.close_case": _("menutup kasus"),
    "centre.open_again": _("membuka kembali kasus"),
    "centre.release": _("melepas paket yang ditahan"),
    "centre.clear": _("menghapus rekaman agar dapat direkam lagi"),
    "centre.destroy_images": _("memusnahkan gambar perekaman"),
    "centre.destroy_templates": _("memusnahkan ciri biometrik"),
    "centre.keep_staff": _("menyimpan sidik jari petugas"),
    "centre.forget_staff": _("memusnahkan sidik jari petugas"),
    "centre.list_sealed": _("mengambil daftar rekaman untuk SIAK"),
    "centre.export_mosip": _("mengeluarkan paket untuk MOSIP"),
    "centre.import_mosip": _("menerima paket dari MOSIP"),
    "centre.verify_finger": _("mencocokkan jari 1:1"),
    "centre.set_end": _("menetapkan ujung pusat"),
    "centre.make_token": _("membuat kunci ABIS"),
    "centre.end_token": _("mengakhiri kunci ABIS"),
}
