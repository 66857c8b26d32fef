"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "coverage.record_official_figures": _("mencatat angka resmi"),
    "coverage.set_target": _("menetapkan target"),
    "coverage.add_deadline": _("menambah tenggat"),
}
