"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "enrolment.recorded": _("merekam"),
    "enrolment.recorded_many": _("merekam beberapa orang"),
    "enrolment.marked": _("menandai direkam di klien nasional"),
    "enrolment.marked_many": _("menandai beberapa orang direkam di klien nasional"),
    "enrolment.observe_statuses": _("membaca status dari pusat"),
    "enrolment.void_recording": _("membatalkan perekaman"),
    "enrolment.authorise_mode": _("mencatat wewenang mode perekaman"),
}
