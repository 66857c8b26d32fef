"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "residents.receive_file": _("menerima berkas penduduk"),
    "residents.confirm_mapping": _("memastikan arti kolom berkas penduduk"),
    "residents.discard_import": _("membatalkan impor berkas penduduk"),
    "residents.purge_file": _("menghapus berkas simpanan"),
    "residents.import_columns": _("melihat baris pertama berkas penduduk"),
    "residents.import_rejects": _("mengambil baris yang ditolak"),
    "residents.exits": _("melihat usulan keluar register"),
    "residents.queue_import": _("mengantrekan impor berkas penduduk"),
    "residents.refuse_file": _("menolak berkas penduduk"),
    "residents.import_chunk": _("mengimpor sebagian berkas penduduk"),
    "residents.finish_import": _("menyelesaikan impor berkas penduduk"),
    "residents.decline_exits": _("menolak kumpulan usulan keluar register"),
    "residents.second_exits": _("mendukung usulan keluar register"),
    "residents.approve_exits": _("menyetujui kumpulan usulan keluar register"),
    "residents.listed": _("mencatat penduduk terdaftar"),
    "residents.born": _("mencatat kelahiran"),
    "residents.moved_in": _("mencatat pindah datang"),
    "residents.moved_out": _("mencatat pindah keluar"),
    "residents.moved": _("mencatat pindah dalam wilayah"),
    "residents.unlisted": _("mencatat tidak lagi terdaftar"),
    "residents.died": _("mencatat kematian"),
    "residents.merged": _("menggabungkan data ganda"),
    "residents.married": _("mencatat perkawinan"),
    "residents.corrected": _("membetulkan data"),
    "residents.changed": _("mengubah data"),
    "residents.permit": _("mencatat izin tinggal"),
    "residents.deactivated": _("mencatat penonaktifan"),
    "residents.reactivated": _("mencatat pengaktifan kembali"),
    "residents.recode": _("memindahkan penduduk ke kode wilayah baru"),
    "residents.void": _("membatalkan peristiwa register"),
    "residents.open_with_totals": _("membuka buku besar dengan angka resmi per desa"),
    "residents.coming": _("melihat daftar wajib KTP baru"),
    "residents.left_list": _("melihat daftar belum rekam"),
    "residents.export_left": _("mengekspor daftar belum rekam"),
    "residents.person": _("melihat seorang penduduk"),
    "residents.search": _("mencari penduduk"),
}
