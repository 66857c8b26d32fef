"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "outreach.propose_aside": _("mengusulkan keluar"),
    "outreach.approve_aside": _("menyetujui usulan keluar"),
    "outreach.decline_aside": _("menolak usulan keluar"),
    "outreach.take_back_aside": _("menarik kembali usulan keluar"),
}
