"""What the columns of another agency's list mean: detected, confirmed by a person, remembered.

>>> detect(["No", "NKK", "NIK", "Nama", "Tempat, Tgl Lahir", "L/P", "TPS"]).position(Field.BIRTH)
4
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tuntas.residents.vocabulary import Column, fold_word, match_headers


class Field(StrEnum):
    """What a column of a list can mean."""

    NIK = "nik"
    KK = "kk"
    NAME = "name"
    BIRTH_PLACE = "birth_place"
    BIRTH_ON = "birth_on"
    BIRTH = "birth"  # place and day in one cell
    SEX = "sex"
    MARITAL = "marital"
    ADDRESS = "address"
    VILLAGE = "village"
    VILLAGE_CODE = "village_code"
    DISTRICT = "district"
    INSTITUTION = "institution"


_OF_REGISTER: Final[Mapping[Column, Field]] = {
    Column.NIK: Field.NIK,
    Column.NO_KK: Field.KK,
    Column.NAMA: Field.NAME,
    Column.TEMPAT_LAHIR: Field.BIRTH_PLACE,
    Column.TANGGAL_LAHIR: Field.BIRTH_ON,
    Column.JENIS_KELAMIN: Field.SEX,
    Column.STATUS_KAWIN: Field.MARITAL,
    Column.ALAMAT: Field.ADDRESS,
    Column.DESA: Field.VILLAGE,
    Column.KODE_DESA: Field.VILLAGE_CODE,
    Column.KECAMATAN: Field.DISTRICT,
}


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold_word(word) for word in text.split(","))


_OF_LISTS: Final[Mapping[Field, tuple[str, ...]]] = {
    Field.NIK: _words("NIK SISWA, NIK PASIEN, NIK PESERTA, NIK ART, NOKTP, NIK (DISAMARKAN)"),
    Field.KK: _words("NOMOR KARTU KELUARGA, NO KK SISWA"),
    Field.NAME: _words(
        "NAMA SISWA, NAMA PESERTA DIDIK, NAMA PASIEN, NAMA PESERTA, NAMA ART, NAMA SANTRI,"
        "NAMA WARGA BINAAN, NAMA PENERIMA, NAMA WBP, NM SISWA, NAMA KLIEN, NAMA LANSIA"
    ),
    Field.BIRTH: _words(
        "TEMPAT TANGGAL LAHIR, TEMPAT TGL LAHIR, TTL, TMPT TGL LAHIR, TEMPAT DAN TANGGAL LAHIR,"
        "TEMPAT/TGL LAHIR, TEMPAT/TANGGAL LAHIR"
    ),
    Field.INSTITUTION: _words(
        "SEKOLAH, NAMA SEKOLAH, SATUAN PENDIDIKAN, NAMA SATUAN PENDIDIKAN, ASAL SEKOLAH, LEMBAGA,"
        "NAMA LEMBAGA, PONDOK PESANTREN, PESANTREN, FASKES, PUSKESMAS, PANTI, LAPAS, RUTAN"
    ),
}
_BY_WORD: Final = {word: field for field, words in _OF_LISTS.items() for word in words}


@dataclass(frozen=True, slots=True)
class ListMapping:
    """Field → position in the file, from 0."""

    positions: tuple[tuple[Field, int], ...]

    def position(self, field: Field) -> int | None:
        return dict(self.positions).get(field)

    def lacks_name(self) -> bool:
        """Without a name nobody can be recognised, and a number alone is not believed."""
        return self.position(Field.NAME) is None

    def dump(self) -> str:
        return json.dumps({field.value: at for field, at in self.positions})


def of(positions: Mapping[Field, int]) -> ListMapping:
    return ListMapping(tuple(sorted(positions.items(), key=lambda pair: pair[1])))


def load(text: str) -> ListMapping:
    """Inverse of :meth:`ListMapping.dump`; fields this version does not know are left out."""
    known = {field.value for field in Field}
    told: dict[str, int] = json.loads(text)
    return of({Field(name): int(at) for name, at in told.items() if name in known})


def detect(headers: Sequence[str]) -> ListMapping:
    """The columns that their headers name."""
    found = {
        _OF_REGISTER[column]: at
        for column, at in match_headers(list(headers)).items()
        if column in _OF_REGISTER
    }
    taken = set(found.values())
    for at, text in enumerate(headers):
        field = _BY_WORD.get(fold_word(text))
        if field is not None and at not in taken and field not in found:
            found[field] = at
    return of(found)


def likeness(cells: Sequence[str]) -> int:
    """How many columns of a list a line names: the header names the most."""
    return len(detect(cells).positions)


def signature(headers: Sequence[str]) -> str:
    """What lists with the same headers have in common; never that of a register file."""
    return hashlib.sha256(("list|" + "|".join(map(fold_word, headers))).encode()).hexdigest()
