"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "wilayah.import_list": _("mengambil alih daftar wilayah"),
    "wilayah.open_office": _("menetapkan kantor"),
    "wilayah.install_demo_prefixes": _("memasang awalan NIK peragaan"),
    "wilayah.rename": _("mencatat nama wilayah yang baru"),
    "wilayah.split": _("mencatat pemekaran wilayah"),
    "wilayah.merge": _("mencatat penggabungan wilayah"),
    "wilayah.recode": _("mencatat kode wilayah yang baru"),
    "wilayah.save_service_point": _("menyimpan tempat pelayanan"),
    "wilayah.set_distance": _("menetapkan jarak"),
    "wilayah.remove_distance": _("menghapus jarak yang ditetapkan"),
    "wilayah.save_dusun": _("menyimpan dusun"),
    "wilayah.save_rukun_tetangga": _("menyimpan RT"),
    "wilayah.load_boundaries": _("memuat batas wilayah"),
}
