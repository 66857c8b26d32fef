"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "authority.assign": _("mencatat pengisian jabatan"),
    "authority.end_assignment": _("mengakhiri pengisian jabatan"),
    "authority.note_milestone": _("mencatat tanggal penting jabatan"),
    "authority.record_absence": _("mencatat pejabat berhalangan"),
    "authority.record_certificate": _("mencatat sertifikat TTE"),
    "authority.record_suspension": _("mencatat penutupan akses SIAK"),
    "authority.record_mandate": _("mencatat mandat atau delegasi"),
    "authority.end": _("mengakhiri catatan kewenangan"),
    "authority.confirm_competence": _("memastikan baris tabel kewenangan"),
    "authority.set_competence": _("mengubah tabel kewenangan"),
}
