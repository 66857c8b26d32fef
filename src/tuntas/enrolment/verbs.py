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
    "enrolment.begin_session": _("memulai sesi perekaman"),
    "enrolment.confirm_biodata": _("memastikan biodata dalam sesi perekaman"),
    "enrolment.except_part": _("mencatat pengecualian biometrik"),
    "enrolment.approve_exceptions": _("menyetujui pengecualian biometrik"),
    "enrolment.distrust_device": _("menolak jawaban alat perekaman yang mencurigakan"),
    "enrolment.abandon_session": _("membatalkan sesi perekaman"),
    "enrolment.look_at_stuck": _("melihat siapa yang statusnya tertahan"),
    "enrolment.add_reader": _("memasang kunci pembuka paket"),
    "enrolment.end_reader": _("mengakhiri kunci pembuka paket"),
    "enrolment.add_device": _("mendaftarkan perangkat perekaman"),
    "enrolment.revoke_device": _("mencabut perangkat perekaman"),
}
