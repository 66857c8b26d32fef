"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "missions.save_team": _("mengubah tim pelayanan bergerak"),
    "missions.join_team": _("memasukkan petugas ke tim"),
    "missions.leave_team": _("mengeluarkan petugas dari tim"),
    "missions.save_asset": _("mengubah sarana pelayanan bergerak"),
    "missions.break_asset": _("mencatat sarana tidak dapat dipakai"),
    "missions.mend_asset": _("mencatat sarana dapat dipakai lagi"),
    "missions.save_venue": _("mengubah tempat pelayanan"),
    "missions.agree_day": _("mencatat kesepakatan tanggal"),
    "missions.save_leave_day": _("mencatat hari libur kantor"),
    "missions.set_parameter": _("mengubah nilai perencana"),
    "missions.set_budget": _("mencatat anggaran pelayanan bergerak"),
    "missions.note_problem": _("mencatat masalah desa"),
    "missions.answer_problem": _("mencatat penyelesaian masalah desa"),
    "missions.ask_plan": _("meminta rencana pelayanan bergerak"),
    "missions.adopt_plan": _("memakai rencana yang diubah"),
    "missions.discard_plan": _("membuang rencana"),
    "missions.approve_plan": _("menyetujui rencana pelayanan bergerak"),
    "missions.draft_letters": _("mengajukan surat tugas pelayanan bergerak"),
    "missions.invite": _("membuka layanan dan mengundang warga"),
    "missions.start": _("memulai tugas pelayanan bergerak"),
    "missions.cancel": _("membatalkan tugas pelayanan bergerak"),
    "missions.pack": _("membuat paket kerja perangkat"),
    "missions.file_report": _("membuat laporan malam"),
    "missions.close_report": _("menutup laporan malam"),
    "missions.draft_minutes": _("membuat berita acara tugas"),
    "missions.add_photo": _("menambah foto laporan malam"),
    "missions.add_service": _("mencatat layanan instansi lain"),
    "missions.make_joint": _("menggabungkan tugas dengan layanan desa terpadu"),
    "missions.make_feed": _("membuat alamat kalender"),
    "missions.end_feed": _("mengakhiri alamat kalender"),
    "missions.day_sheet": _("membuka lembar hari"),
    "missions.see_photo": _("membuka foto laporan malam"),
    "missions.work_package": _("mengunduh paket kerja perangkat"),
}
