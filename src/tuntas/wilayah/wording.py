"""Words for the machine codes of this room, as people read them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.wilayah import codes
from tuntas.wilayah.boundaries import RejectedBoundary
from tuntas.wilayah.models import Level, ServicePointKind
from tuntas.wilayah.tree import VILLAGE, Area

_HISTORY: dict[str, Promise] = {
    "renamed": _("ganti nama"),
    "split": _("pemekaran"),
    "merge": _("penggabungan"),
    "recode": _("ganti kode"),
}

_BOUNDARY_REASONS: dict[str, Promise] = {
    "no_code": _("tidak memuat kode wilayah (kode, code, atau id)"),
    "unknown_code": _("kode tidak dikenal di kantor ini"),
    "repeated_code": _("kode sudah dipakai bidang sebelumnya"),
    "not_a_polygon": _("bukan bidang (Polygon atau MultiPolygon)"),
    "empty_geometry": _("bidang tanpa titik"),
    "too_many_points": _("terlalu banyak titik; sederhanakan batasnya"),
    "ring_too_short": _("garis batas kurang dari empat titik"),
    "ring_not_closed": _("garis batas tidak tertutup"),
    "bad_coordinate": _("koordinat bukan angka"),
    "lat_lng_swapped": _("lintang dan bujur tertukar"),
    "not_wgs84": _("koordinat bukan WGS84; ekspor ulang dalam derajat"),
    "invalid_geometry": _("garis batas memotong dirinya sendiri atau rusak"),
}

_LIST_REASONS: dict[str, Promise] = {
    "bad_code": _("bukan kode wilayah Kemendagri"),
    "bad_name": _("nama kosong atau terlalu panjang"),
    "parent_against_code": _("kode induk tidak cocok dengan kodenya"),
    "parent_unknown": _("wilayah induknya tidak ada"),
    "repeated": _("baris yang sama muncul dua kali"),
    "repeated_with_other_content": _("kode yang sama dengan isi lain"),
    "older_than_history": _("nama ini lebih lama daripada riwayat yang tercatat"),
}

_UNRESOLVED: dict[str, Promise] = {
    "not_given": _("Desa tidak diisi."),
    "unknown_code": _("Kode desa tidak dikenal."),
    "not_a_village": _("Kode ini bukan kode desa."),
    "unknown_name": _("Nama desa tidak dikenal."),
    "ambiguous_name": _("Nama ini ada di beberapa kecamatan; sebutkan kecamatan atau kodenya."),
    "unknown_district": _("Nama kecamatan tidak dikenal."),
    "name_against_code": _("Nama desa tidak cocok dengan kodenya."),
}


def level_name(area: Area) -> str:
    """``kecamatan``, ``desa`` …: what a region is."""
    if area.level == VILLAGE:
        return str(_("kelurahan") if codes.is_kelurahan(area.code) else _("desa"))
    return str(Level(area.level).label)


def kind_name(kind: str) -> str:
    return str(ServicePointKind(kind).label)


def history_name(kind: str) -> str:
    return str(_HISTORY[kind])


def list_reason(code: str) -> str:
    """Why a row of a list of regions was not taken over."""
    return str(_LIST_REASONS[code])


def unresolved_reason(code: str) -> str:
    """Why no village could be named (``resolve.Unresolved.code``), and what to do."""
    return str(_UNRESOLVED[code])


def rejected_boundaries(rows: Sequence[RejectedBoundary]) -> list[tuple[RejectedBoundary, str]]:
    """Each rejected feature with its reason in words."""
    return [(row, str(_BOUNDARY_REASONS[row.reason])) for row in rows]
