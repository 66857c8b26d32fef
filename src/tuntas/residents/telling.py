"""A person's facts in words: what happened, said so that a clerk can read it to the person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.residents.timeline import Entry
from tuntas.wilayah import queries as wilayah

HEADINGS = {
    "listed": gettext_lazy("Tercatat dalam berkas register"),
    "born": gettext_lazy("Lahir"),
    "moved_in": gettext_lazy("Datang"),
    "moved": gettext_lazy("Pindah di dalam kabupaten"),
    "married": gettext_lazy("Status kawin berubah"),
    "corrected": gettext_lazy("Data diperbaiki"),
    "changed": gettext_lazy("Data berubah"),
    "permit": gettext_lazy("Izin tinggal tetap"),
    "deactivated": gettext_lazy("NIK dinonaktifkan oleh kementerian"),
    "reactivated": gettext_lazy("NIK diaktifkan lagi"),
    "moved_out": gettext_lazy("Pindah keluar"),
    "unlisted": gettext_lazy("Tidak lagi dalam register"),
    "died": gettext_lazy("Meninggal"),
    "merged": gettext_lazy("Digabung dengan data lain"),
    "recorded": gettext_lazy("Direkam di kantor ini"),
    "marked": gettext_lazy("Ditandai direkam di klien nasional"),
    "observed": gettext_lazy("Status dari pusat"),
    "card_printed": gettext_lazy("KTP-el dicetak"),
    "card_handed": gettext_lazy("KTP-el diserahkan"),
    "card_undone": gettext_lazy("KTP-el yang dicetak batal diserahkan"),
    "card_gone": gettext_lazy("KTP-el lama tidak berlaku lagi"),
    "set_aside": gettext_lazy("Diusulkan keluar, disetujui dua orang"),
    "taken_back": gettext_lazy("Usulan keluar ditarik kembali"),
    "void": gettext_lazy("Catatan dibatalkan"),
}
FIELDS = {
    "name": gettext_lazy("nama"),
    "sex": gettext_lazy("jenis kelamin"),
    "birth_on": gettext_lazy("tanggal lahir"),
    "birth_place": gettext_lazy("tempat lahir"),
    "marital": gettext_lazy("status kawin"),
    "address": gettext_lazy("alamat"),
    "dusun": gettext_lazy("dusun"),
    "occupation": gettext_lazy("pekerjaan"),
    "kk": gettext_lazy("nomor KK"),
    "nik": gettext_lazy("NIK"),
}
DONE = frozenset({"recorded", "marked"})
CARD_DONE = frozenset({"card_printed", "card_handed"})
GONE = frozenset({"died", "merged", "moved_out", "unlisted", "deactivated"})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the timeline as ``components/timeline.html`` draws it."""

    fact_id: int
    on: date
    known_on: date
    heading: str
    body: str
    tone: str
    source: str
    voided: bool


def tell(entries: Iterable[Entry], reason: Callable[[str], str] = str) -> list[Told]:
    """The entries in words; those that were taken back are kept and say so.

    *reason* puts into words why somebody was set aside: a room above this one knows the list.
    """
    return [_tell(entry, reason) for entry in entries]


def _tell(entry: Entry, reason: Callable[[str], str]) -> Told:
    heading = HEADINGS.get(entry.kind)
    return Told(
        fact_id=entry.fact_id,
        on=entry.on,
        known_on=entry.known_on,
        heading=str(heading) if heading else entry.kind,
        body=_body(entry, reason),
        tone="done" if entry.kind in DONE | CARD_DONE else "left" if entry.kind in GONE else "",
        source=entry.source,
        voided=entry.voided,
    )


def _body(entry: Entry, reason: Callable[[str], str]) -> str:
    told = entry.told
    if entry.kind == "observed":
        return str(told.get("status", ""))
    if entry.kind in DONE | CARD_DONE:
        return str(told.get("place", ""))
    if entry.kind in ("moved", "moved_in", "listed", "born"):
        return _village(told.get("village"))
    if entry.kind in ("corrected", "changed"):
        named = [str(FIELDS.get(name, name)) for name in told]
        return ", ".join(named)
    if entry.kind in ("void", "taken_back"):
        return str(told.get("reason", ""))
    if entry.kind == "set_aside":
        return _("alasan: %(reason)s") % {"reason": reason(str(told.get("reason", "")))}
    return ""


def _village(village_id: object) -> str:
    if not isinstance(village_id, int) or wilayah.region(village_id) is None:
        return ""
    return wilayah.full_name(village_id)
