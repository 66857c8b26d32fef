"""Accounts, movements and items of the stock in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.accounts.models import Officer
from tuntas.cards.models import Movement, Printer
from tuntas.cards.stock import Item, Kind, Move, kind_of, place_of
from tuntas.wilayah import queries as wilayah

ITEMS: Final = {
    Item.BLANK: gettext_lazy("Blangko"),
    Item.OLD_CARD: gettext_lazy("Kartu lama"),
    Item.RIBBON: gettext_lazy("Pita (ribbon)"),
    Item.FILM: gettext_lazy("Film"),
    Item.CLEANING: gettext_lazy("Perangkat pembersih"),
}

MOVES: Final = {
    Move.RECEIVED: gettext_lazy("diterima"),
    Move.BORROWED: gettext_lazy("dipinjam dari kantor lain"),
    Move.GIVEN_BACK: gettext_lazy("dikembalikan ke pemiliknya"),
    Move.ISSUED: gettext_lazy("dikeluarkan"),
    Move.RETURNED: gettext_lazy("kembali ke kantor"),
    Move.TAKEN: gettext_lazy("diambil untuk dicetak"),
    Move.UNUSED: gettext_lazy("batal dipakai"),
    Move.PRINTED: gettext_lazy("tercetak"),
    Move.FAILED_PRINT: gettext_lazy("gagal cetak"),
    Move.FAILED_ENCODE: gettext_lazy("gagal encode"),
    Move.DAMAGED: gettext_lazy("rusak"),
    Move.HANDED_OVER: gettext_lazy("diserahkan kepada pemegang"),
    Move.WITHDRAWN: gettext_lazy("kartu lama ditarik"),
    Move.LENT: gettext_lazy("dipinjamkan"),
    Move.LENT_BACK: gettext_lazy("pinjaman kembali"),
    Move.STOLEN: gettext_lazy("dicuri"),
    Move.MISSING: gettext_lazy("hilang"),
    Move.FOUND: gettext_lazy("ditemukan kembali"),
    Move.USED: gettext_lazy("habis dipakai"),
    Move.DESTROYED: gettext_lazy("dimusnahkan"),
    Move.CORRECTION: gettext_lazy("koreksi"),
}

_KINDS: Final = {
    Kind.MINISTRY: gettext_lazy("Ditjen Dukcapil"),
    Kind.OTHER: gettext_lazy("kantor lain"),
    Kind.HOLDERS: gettext_lazy("pemegang kartu"),
    Kind.OFFICE: gettext_lazy("Gudang kantor"),
    Kind.DISTRICT: gettext_lazy("Kecamatan"),
    Kind.PRINTER: gettext_lazy("Printer"),
    Kind.WORK: gettext_lazy("Sedang dicetak"),
    Kind.PRINTED: gettext_lazy("Tercetak, menunggu diserahkan"),
    Kind.HANDED_OVER: gettext_lazy("Diserahkan"),
    Kind.FAILED_PRINT: gettext_lazy("Gagal cetak"),
    Kind.FAILED_ENCODE: gettext_lazy("Gagal encode"),
    Kind.DAMAGED: gettext_lazy("Rusak"),
    Kind.WITHDRAWN: gettext_lazy("Kartu lama yang ditarik"),
    Kind.LENT: gettext_lazy("Dipinjamkan"),
    Kind.STOLEN: gettext_lazy("Dicuri"),
    Kind.MISSING: gettext_lazy("Hilang"),
    Kind.DESTROYED: gettext_lazy("Dimusnahkan"),
    Kind.USED: gettext_lazy("Habis dipakai"),
}


def kind(account: str) -> str:
    """The kind of *account* alone."""
    return str(_KINDS[kind_of(account)])


def place(account: str, printers: Mapping[str, str] | None = None) -> str:
    """*account* as people call it; *printers*: their names by code, where a list has them."""
    where = place_of(account)
    if not where:
        return kind(account)
    match kind_of(account):
        case Kind.PRINTER:
            return _printer(where, printers)
        case Kind.WORK:
            return _("sedang dicetak di %(printer)s") % {"printer": _printer(where, printers)}
        case Kind.DISTRICT:
            area = wilayah.region_by_code(where)
            return _("Kecamatan %(name)s") % {"name": area.name if area else where}
        case Kind.LENT:
            return _("dipinjamkan ke %(name)s") % {"name": where}
    return where


def printer_names() -> dict[str, str]:
    """Names of the office's printers by code."""
    return dict(Printer.objects.values_list("code", "name"))


def _printer(code: str, printers: Mapping[str, str] | None) -> str:
    return (printer_names() if printers is None else printers).get(code) or code


def officers(refs: Iterable[str]) -> dict[str, str]:
    """Names of officers by ref, for pages and papers of the office only."""
    found = dict(Officer.objects.filter(ref__in=set(refs)).values_list("ref", "full_name"))
    return {ref: found.get(ref) or _("program") for ref in refs if ref}


def officer(ref: str) -> str:
    """The name of the officer *ref*."""
    return officers([ref]).get(ref, "")


def move(movement: Movement) -> str:
    """What *movement* is, a correction with what it takes back."""
    said = str(MOVES[Move(movement.move)])
    if movement.reverses is not None:
        return _("koreksi atas: %(move)s") % {"move": MOVES[Move(movement.reverses.move)]}
    return said
