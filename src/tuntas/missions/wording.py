"""Codes of this room in the words of a page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from tuntas.missions import errors
from tuntas.web.language import sentence

STAGES: Final = {
    "planned": _("direncanakan"),
    "letters": _("menunggu tanda tangan surat"),
    "ready": _("siap berangkat"),
    "under_way": _("di lapangan"),
    "reported": _("laporan menunggu ditutup"),
    "closed": _("selesai"),
    "cancelled": _("dibatalkan"),
}
TONES: Final = {
    "planned": "outline",
    "letters": "left",
    "ready": "",
    "under_way": "",
    "reported": "left",
    "closed": "done",
    "cancelled": "outline",
}
STEPS: Final = (
    ("planned", _("Rencana")),
    ("letters", _("Surat")),
    ("ready", _("Siap")),
    ("under_way", _("Lapangan")),
    ("reported", _("Laporan")),
    ("closed", _("Selesai")),
)
SKILLS: Final = {
    "operator": _("operator perekaman"),
    "driver": _("sopir"),
    "skipper": _("juru mudi"),
    "printer": _("pencetak"),
    "lead": _("ketua tim"),
}
SESSIONS: Final = {"day": _("siang"), "evening": _("malam")}
WEEKDAYS: Final = (
    _("Senin"),
    _("Selasa"),
    _("Rabu"),
    _("Kamis"),
    _("Jumat"),
    _("Sabtu"),
    _("Minggu"),
)
LEFT: Final = {
    "will_not_come": _("sisanya diperkirakan tidak datang"),
    "time_ran_out": _("waktunya tidak cukup untuk semua"),
    "better_elsewhere": _("jam tim membawa lebih banyak di tempat lain"),
    "too_far": _("terlalu jauh untuk sekali jalan"),
    "no_boat": _("perlu perahu"),
    "no_network": _("tanpa jaringan, dan tidak ada perangkat luring atau satelit"),
    "no_power": _("tanpa listrik, dan tidak ada genset"),
    "no_printer": _("perlu pencetak"),
    "no_woman_officer": _("perlu petugas perempuan"),
    "no_skill": _("perlu keahlian yang tidak ada di tim"),
    "no_date": _("tanggal yang disepakati tidak cocok"),
    "forbidden": _("dilarang oleh permintaan"),
    "nobody": _("tidak ada yang belum rekam"),
}
WORTH: Final = {
    "kit": _("satu perangkat lagi"),
    "session": _("satu hari tim lagi"),
    "day": _("satu hari lagi"),
    "team": _("satu tim lagi"),
    "boat": _("satu perahu lagi"),
    "generator": _("satu genset lagi"),
    "link": _("satu jaringan satelit lagi"),
    "printer": _("satu pencetak lagi"),
    "vehicle": _("satu kendaraan lagi"),
}
VALUES: Final = {
    "case_minutes": _("Menit melayani satu orang"),
    "home_minutes": _("Menit satu kunjungan rumah"),
    "setup_minutes": _("Menit memasang di satu tempat"),
    "pack_minutes": _("Menit mengemas"),
    "day_starts": _("Tim berangkat pukul"),
    "day_ends": _("Tim kembali pukul"),
    "night_starts": _("Layanan malam mulai pukul"),
    "night_ends": _("Layanan malam selesai pukul"),
    "friday_from": _("Salat Jumat dari pukul"),
    "friday_until": _("Salat Jumat sampai pukul"),
    "comes_chance": _("Peluang orang datang sebelum ada pengalaman"),
    "person_day_rupiah": _("Uang harian satu petugas"),
    "road_km_rupiah": _("Biaya satu kilometer jalan"),
    "sea_km_rupiah": _("Biaya satu kilometer laut"),
    "fair_share": _("Bagian terkecil yang dijamin tiap kecamatan"),
    "sessions_a_day": _("Sesi satu tim dalam sehari"),
    "evenings": _("Layanan malam (1 ya, 0 tidak)"),
    "most_stops": _("Tempat terbanyak dalam satu sesi"),
    "weekend_factor": _("Pengali kedatangan akhir pekan"),
    "night_factor": _("Pengali kedatangan malam"),
    "market_factor": _("Pengali kedatangan hari pasar"),
    "joint_factor": _("Pengali kedatangan keroyok desa"),
    "plan_seconds": _("Detik mencari rencana"),
    "cards_per_ribbon": _("Kartu satu pita pencetak"),
}
UNITS: Final = {
    "minutes": _("menit"),
    "hour": _("pukul"),
    "share": _("bagian"),
    "rupiah": _("rupiah"),
    "factor": _("kali"),
    "sessions": _("sesi"),
    "places": _("tempat"),
    "seconds": _("detik"),
    "cards": _("kartu"),
}


def refusal(code: str) -> str:
    """The sentence of an error code that stands on a row; empty for none."""
    for each in vars(errors).values():
        if isinstance(each, type) and issubclass(each, errors.MissionsError) and each.code == code:
            return sentence(each)
    return str(_("Perencana berhenti karena kesalahan. Minta rencana baru.")) if code else ""
