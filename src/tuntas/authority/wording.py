"""Capacities, obstacles, remedies and forms in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tuntas.authority.competence import Block, Form, Obstacle, Remedy, Signer
from tuntas.authority.endings import Ending
from tuntas.authority.models import Seat
from tuntas.authority.seats import Capacity
from tuntas.web.numerals import long_date

BLOCKS = {
    Block.SEAT_EMPTY: gettext_lazy("Jabatan kosong"),
    Block.HOLDER_ABSENT: gettext_lazy("Pejabatnya berhalangan"),
    Block.NOT_FOR_PLT: gettext_lazy("Bukan wewenang Plt"),
    Block.NOT_FOR_PLH: gettext_lazy("Bukan wewenang Plh"),
    Block.NO_CERTIFICATE: gettext_lazy("TTE pejabatnya tidak aktif"),
    Block.SUSPENDED: gettext_lazy("Akses SIAK ditutup"),
    Block.NO_RULE: gettext_lazy("Belum ada aturan wewenangnya"),
}
REMEDIES = {
    Remedy.APPOINT_PLT: gettext_lazy(
        "SK Plt dari Bupati (untuk kepala dinas diteruskan ke Ditjen Dukcapil)"
    ),
    Remedy.APPOINT_PLH: gettext_lazy("surat perintah Plh"),
    Remedy.RETURN_OF_HOLDER: gettext_lazy("pejabatnya kembali bertugas"),
    Remedy.DEFINITIVE_HOLDER: gettext_lazy("pejabat definitif"),
    Remedy.ISSUE_CERTIFICATE: gettext_lazy("TTE atas nama pejabat itu diterbitkan"),
    Remedy.RESTORE_ACCESS: gettext_lazy("Ditjen membuka lagi akses SIAK"),
    Remedy.ENTER_RULE: gettext_lazy("kantor mengisi tabel wewenang"),
}
FORMS = {
    Form.NONE: gettext_lazy("tanpa tanda tangan pejabat"),
    Form.WET: gettext_lazy("tanda tangan basah"),
    Form.TTE: gettext_lazy("tanda tangan elektronik (TTE)"),
}
ENDINGS = {
    Ending.TERM: gettext_lazy("masa tugas"),
    Ending.PLT_TERM: gettext_lazy("masa tugas Plt"),
    Ending.CERTIFICATE: gettext_lazy("sertifikat TTE"),
    Ending.RETIREMENT: gettext_lazy("batas usia pensiun"),
}
CAPACITIES = {
    Capacity.DEFINITIVE: gettext_lazy("definitif"),
    Capacity.PLT: gettext_lazy("Plt"),
    Capacity.PLH: gettext_lazy("Plh"),
    Capacity.MANDATE: gettext_lazy("atas nama, dengan mandat"),
    Capacity.DELEGATION: gettext_lazy("dengan delegasi"),
}


def capacity(signer: Signer) -> str:
    return str(CAPACITIES[signer.capacity])


def signs(signer: Signer, names: Mapping[str, str], seats: Mapping[str, Seat]) -> str:
    """Who signs, in what capacity, for which seat."""
    told = f"{names.get(signer.officer, '–')}, {capacity(signer)}"
    if not signer.on_behalf_of:
        return told
    return _("%(who)s dari %(seat)s") % {
        "who": told,
        "seat": title(seats[signer.on_behalf_of]),
    }


def obstacle(found: Obstacle) -> str:
    """What stands in the way, and since when where that is known."""
    if found.since:
        return since(BLOCKS[found.kind], found.since)
    if found.kind is Block.SEAT_EMPTY:
        return _("Jabatan kosong, atau pejabatnya belum dicatat")
    return str(BLOCKS[found.kind])


def since(what: object, day: date) -> str:
    return _("%(what)s sejak %(day)s") % {"what": what, "day": on(day)}


def on(day: date) -> str:
    return long_date(day, get_language() or "id")


def remedy(found: Remedy) -> str:
    return str(REMEDIES[found])


class Titled(Protocol):
    @property
    def title_id(self) -> str: ...

    @property
    def title_en(self) -> str: ...


def title(named: Titled) -> str:
    """The name of a seat or a document in the language of the reader."""
    return named.title_en if get_language() == "en" else named.title_id
