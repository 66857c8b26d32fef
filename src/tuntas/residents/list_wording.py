"""Differences, kinds and standings in words: for our pages, and for the agency that asked."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuntas.residents.matching.columns import Field
from tuntas.residents.matching.differences import Difference, Standing
from tuntas.residents.models import PersonList

Kind = PersonList.Kind

KINDS: Final = {
    Kind.VOTERS: _("Pemilih (DP4, DPS, DPT)"),
    Kind.SCHOOL: _("Sekolah (Dapodik, EMIS)"),
    Kind.BOARDING: _("Pesantren atau asrama"),
    Kind.HEALTH: _("Kesehatan (puskesmas, rumah sakit)"),
    Kind.SOCIAL: _("Sosial (Dinsos, panti)"),
    Kind.PRISON: _("Lapas atau rutan"),
    Kind.VILLAGE: _("Desa"),
    Kind.OTHER: _("Lainnya"),
}

DIFFERENCES: Final = {
    Difference.SAME: _("Cocok dengan register"),
    Difference.DOUBLE: _("Ganda di daftar"),
    Difference.UNDECIDED: _("Menunggu keputusan petugas"),
    Difference.NOT_HERE: _("Ada di daftar, tidak di register"),
    Difference.DEAD: _("Tercatat meninggal"),
    Difference.MOVED_OUT: _("Tercatat pindah keluar"),
    Difference.INACTIVE: _("NIK dinonaktifkan atau digabung"),
    Difference.UNDER_AGE: _("Belum cukup umur pada hari daftar"),
    Difference.WRONG_NIK: _("NIK di daftar keliru"),
    Difference.OTHER_VILLAGE: _("Desa di daftar lain dari register"),
    Difference.ABSENT: _("Ada di register, tidak di daftar"),
}

EXPLAINED: Final = {
    Difference.SAME: _("Orang ini ada di register kami seperti tertulis di daftar Anda."),
    Difference.DOUBLE: _("Orang ini sudah ada di baris lain daftar Anda; sisakan satu."),
    Difference.UNDECIDED: _("Ada orang yang mirip di register; belum dipastikan petugas kami."),
    Difference.NOT_HERE: _("Tidak ditemukan di register kami. Periksa NIK, nama, tanggal lahir."),
    Difference.DEAD: _("Tercatat meninggal di register. Cocokkan dengan akta kematian."),
    Difference.MOVED_OUT: _("Tercatat pindah ke luar daerah."),
    Difference.INACTIVE: _("NIK ini tidak aktif; yang bersangkutan perlu datang ke Dukcapil."),
    Difference.UNDER_AGE: _("Belum 17 tahun dan belum kawin pada hari daftar ini."),
    Difference.WRONG_NIK: _("Orangnya dikenali, NIK di daftar berbeda. Minta lihat KTP atau KK."),
    Difference.OTHER_VILLAGE: _("Di register tercatat di desa lain."),
    Difference.ABSENT: _("Tidak ada di daftar Anda, padahal tinggal di wilayahnya."),
}
"""What the sender of a list reads beside a row; never a NIK, never somebody else's data."""

STANDINGS: Final = {
    Standing.RECORDED: pgettext_lazy("keadaan", "Sudah rekam"),
    Standing.UNRECORDED: pgettext_lazy("keadaan", "Belum rekam"),
    Standing.COMING: pgettext_lazy("keadaan", "Belum wajib"),
    Standing.UNKNOWN: pgettext_lazy("keadaan", "Tidak dihitung"),
}

FIELDS: Final = {
    Field.NIK: _("NIK, boleh disamarkan"),
    Field.KK: _("Nomor KK"),
    Field.NAME: _("Nama lengkap"),
    Field.BIRTH_PLACE: _("Tempat lahir"),
    Field.BIRTH_ON: _("Tanggal lahir"),
    Field.BIRTH: _("Tempat dan tanggal lahir"),
    Field.SEX: _("Jenis kelamin"),
    Field.MARITAL: _("Status kawin"),
    Field.ADDRESS: _("Alamat"),
    Field.VILLAGE: _("Desa/kelurahan"),
    Field.VILLAGE_CODE: _("Kode desa"),
    Field.DISTRICT: _("Kecamatan"),
    Field.INSTITUTION: _("Sekolah atau lembaga"),
}

STEPS: Final = {
    "": _("Menunggu giliran"),
    "read": _("Membaca berkas"),
    "load": _("Menyiapkan nama"),
    "exact": _("Mencocokkan NIK"),
    "gather": _("Mengumpulkan yang mirip"),
    "weigh": _("Menimbang kemiripan"),
    "write": _("Menyimpan hasil"),
}
"""What a worker is doing, in the order of its work."""
