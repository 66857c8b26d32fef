"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "letters.draft": _("membuat konsep surat"),
    "letters.revise": _("mengubah konsep surat"),
    "letters.submit": _("mengajukan surat untuk ditandatangani"),
    "letters.move_ahead": _("mendahulukan surat"),
    "letters.return": _("mengembalikan surat ke pembuat konsep"),
    "letters.sign": _("menandatangani surat"),
    "letters.file_scan": _("mengarsipkan pindaian surat"),
    "letters.cancel": _("membatalkan surat"),
    "letters.set_letterhead": _("mengubah kop surat"),
    "letters.set_pattern": _("mengubah pola nomor surat"),
    "letters.view": _("membuka surat yang memuat nama"),
}
