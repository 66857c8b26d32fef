"""Capacities, obstacles and remedies in sentences."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tuntas.authority.competence import Block, Obstacle, Remedy, Signer
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
    Remedy.APPOINT_PLT: gettext_lazy("SK Plt dari Bupati, diteruskan ke Ditjen Dukcapil"),
    Remedy.APPOINT_PLH: gettext_lazy("surat perintah Plh"),
    Remedy.RETURN_OF_HOLDER: gettext_lazy("pejabatnya kembali bertugas"),
    Remedy.DEFINITIVE_HOLDER: gettext_lazy("pejabat definitif"),
    Remedy.ISSUE_CERTIFICATE: gettext_lazy("TTE atas nama pejabat itu diterbitkan"),
    Remedy.RESTORE_ACCESS: gettext_lazy("Ditjen membuka lagi akses SIAK"),
    Remedy.ENTER_RULE: gettext_lazy("kantor mengisi tabel wewenang"),
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


def obstacle(found: Obstacle) -> str:
    """What stands in the way, and since when where that is known."""
    told = str(BLOCKS[found.kind])
    if found.since is None:
        return told
    return _("%(what)s sejak %(day)s") % {
        "what": told,
        "day": long_date(found.since, get_language() or "id"),
    }


def remedy(found: Remedy) -> str:
    return str(REMEDIES[found])


def seat_title(seat: Seat) -> str:
    return seat.title_en if get_language() == "en" else seat.title_id
