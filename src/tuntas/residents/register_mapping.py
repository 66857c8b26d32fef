"""Which column of a file means what: detected by its headers, confirmed by a person, remembered.

>>> mapping = detect(["No", "NIK", "Nama Lengkap", "Desa", "Tgl Lahir"])
>>> mapping.position(Column.NAMA), mapping.missing()
(2, ())
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tuntas.residents.vocabulary import Column, fold_word, match_headers

PLACE_COLUMNS: Final = (Column.DESA, Column.KODE_DESA)


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Column → position in the file, from 0."""

    positions: tuple[tuple[Column, int], ...]

    def position(self, column: Column) -> int | None:
        return dict(self.positions).get(column)

    def missing(self) -> tuple[Column, ...]:
        """Columns without which no row can be taken over."""
        known = dict(self.positions)
        return tuple(column for column in (Column.NIK, Column.NAMA) if column not in known)

    def has_place(self) -> bool:
        known = dict(self.positions)
        return any(column in known for column in PLACE_COLUMNS)

    def dump(self) -> str:
        return json.dumps({column.value: at for column, at in self.positions})


def detect(headers: Sequence[str]) -> ColumnMapping:
    return of(match_headers(list(headers)))


def of(positions: Mapping[Column, int]) -> ColumnMapping:
    return ColumnMapping(tuple(sorted(positions.items(), key=lambda pair: pair[1])))


def load(text: str) -> ColumnMapping:
    """Inverse of :meth:`ColumnMapping.dump`; columns this version does not know are left out.

    >>> load('{"nik": 1, "golongan_darah": 7}').positions
    ((<Column.NIK: 'nik'>, 1),)
    """
    known = {column.value for column in Column}
    told: dict[str, int] = json.loads(text)
    return of({Column(name): int(at) for name, at in told.items() if name in known})


def signature(headers: Sequence[str]) -> str:
    """What files with the same headers have in common, whatever their case and spacing.

    >>> signature(["NIK", "Nama"]) == signature([" nik ", "NAMA."])
    True
    """
    return hashlib.sha256("|".join(map(fold_word, headers)).encode()).hexdigest()
