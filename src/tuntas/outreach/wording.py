"""Codes of this room in the words of a page: reasons, outcomes, steps, owners, proposals."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tuntas.outreach import reasons
from tuntas.outreach.duties import Owner, Stand, Step
from tuntas.outreach.outcomes import Outcome
from tuntas.web.language import sentence

STATES: Final = {
    "open": _("menunggu orang kedua"),
    "approved": _("disetujui"),
    "declined": _("ditolak"),
}

OWNERS: Final = {
    Owner.VILLAGE: _("Desa"),
    Owner.CAMAT: _("Camat"),
    Owner.TEAM: _("Tim jemput bola"),
    Owner.OPERATOR: _("Operator"),
    Owner.ADB: _("Administrator basis data"),
    Owner.DAFDUK: _("Pendaftaran penduduk"),
    Owner.CAPIL: _("Pencatatan sipil"),
    Owner.PIAK: _("PIAK"),
    Owner.COORDINATOR: _("Kepala bidang"),
}

STEPS: Final = {
    # what to do, and by what it is done
    Step.FIND_REASON: (_("Cari tahu alasannya"), _("alasan tercatat")),
    Step.GET_EVIDENCE: (_("Minta buktinya"), _("surat atau berkasnya tercatat")),
    Step.PROPOSE: (_("Usulkan keluar"), _("usulan dibuat")),
    Step.DECIDE: (_("Putuskan usulannya"), _("disetujui atau ditolak orang kedua")),
    Step.WRITE_LETTER: (_("Buat surat ke kementerian"), _("suratnya ditandatangani")),
    Step.AWAIT_ANSWER: (_("Tanyakan jawaban kementerian"), _("register berubah")),
    Step.REGISTER_DEATH: (_("Terbitkan akta kematian"), _("kematian masuk register")),
    Step.REGISTER_MOVE: (_("Terbitkan surat pindah"), _("perpindahan masuk register")),
    Step.ENTER_RECORDING: (_("Catat perekamannya"), _("perekaman tercatat")),
    Step.ENTER_OUTCOME: (_("Isi hasil undangannya"), _("hasilnya tercatat")),
    Step.AWAIT_SLOT: (_("Tunggu di jadwal"), _("hasil jadwal tercatat")),
    Step.AWAIT_PROMISE: (_("Tunggu janjinya"), _("datang, atau hasil lain tercatat")),
    Step.PLAN_CASE: (_("Buat rencana khusus"), _("ada yang berangkat dan harinya")),
    Step.VISIT_CASE: (_("Kunjungi menurut rencana"), _("hasil kunjungan tercatat")),
    Step.HOME_VISIT: (_("Rekam di tempatnya"), _("direkam")),
    Step.PERSUADE: (_("Bujuk bersama camat"), _("direkam")),
    Step.INVITE: (_("Undang"), _("diundang ke jadwal, atau direkam")),
    Step.PUT_ON_ROUTE: (_("Masukkan rute jemput bola"), _("direkam")),
    Step.RECORD_ELSEWHERE: (_("Atur perekaman di tempatnya sekarang"), _("direkam")),
    Step.CHECK_CENTRE: (_("Periksa status di pusat"), _("status tercatat")),
    Step.RECORD_AGAIN: (_("Rekam atau kirim ulang"), _("direkam")),
    Step.CORRECT_BIRTH: (_("Perbaiki tanggal lahir"), _("register diperbaiki")),
}

STANDS: Final = {
    Stand.UNKNOWN: _("Alasan belum diketahui"),
    Stand.REASONED: _("Alasan diketahui"),
    Stand.PROPOSED: _("Usulan menunggu orang kedua"),
    Stand.ASIDE: _("Diusulkan keluar, tetap dihitung"),
}

CHANNELS: Final = {
    "visit": _("kunjungan"),
    "call": _("telepon"),
    "slot": _("jadwal"),
    "link": _("tautan desa"),
    "school": _("sekolah"),
}


def reason(stored: str) -> str:
    """The reason in the reader's language; one of an older list as it is."""
    if not stored:
        return str(_("belum diketahui"))
    known = reasons.words(stored)
    return sentence(known) if known else stored


def outcome(stored: str) -> str:
    """The outcome in the reader's language."""
    return sentence(Outcome(stored).meaning)
