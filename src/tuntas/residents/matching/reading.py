"""The rows of a list as values that can be compared; what cannot be read stays empty.

A list is a claim beside the register: a row with half its cells is still somebody the sender
means, so nothing is refused here but lines that are nobody (totals, signatures).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

from tuntas.residents.matching.columns import Field, ListMapping
from tuntas.residents.matching.masked import read_pattern
from tuntas.residents.nik import excel_damage_of_counts
from tuntas.residents.register_cells import NAME_LENGTH, is_total
from tuntas.residents.register_file import OpenFile
from tuntas.residents.sixteen import clean_sixteen
from tuntas.residents.tanggal import TanggalProblem, read_tanggal
from tuntas.residents.vocabulary import (
    Column,
    ever_married,
    is_unknown_word,
    read_marital,
    read_sex,
)

Place = Callable[[str, str, str], int]
"""(desa, kecamatan, desa code) as written → village id, 0 when none can be named."""

_blanks = re.compile(r"[\s\x00-\x1f\x7f\u00a0]+")
_year = re.compile(r"(?:^|[^0-9])((?:19|20)[0-9]{2})$")
_place_and_day = re.compile(r"^(.*?)[\s,/;-]*([0-9*xX#]{1,2}[\s./-].*)$")
_T = TypeVar("_T")


@dataclass(frozen=True)
class Entries:
    """The rows of a list, a column a field; all of one length, in the order of the file.

    Attributes:
        line: as the sender counts, from 1.
        pattern: the NIK as far as it is shown (``masked``).
        birth: ISO day or ``""``; *year* stands also where only the year is shown, else 0.
        village: id, 0 where no village of the office is named.
        married: True, False, or None where the list does not say.
    """

    line: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    pattern: list[str] = field(default_factory=list)
    kk: list[str] = field(default_factory=list)
    sex: list[str] = field(default_factory=list)
    birth: list[str] = field(default_factory=list)
    year: list[int] = field(default_factory=list)
    birth_place: list[str] = field(default_factory=list)
    village: list[int] = field(default_factory=list)
    married: list[bool | None] = field(default_factory=list)
    institution: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.line)


def read_entries(file: OpenFile, mapping: ListMapping, place: Place, pivot: date) -> Entries:
    """Every row that is somebody.

    Args:
        pivot: the day of the list; a two-digit year does not lie after it.
    """
    said = _columns(file, mapping)
    lines = said.pop("line")
    patterns = _patterns(said[Field.NIK], is_spoilt=Column.NIK in file.spoilt)
    days = [_told(told, pivot) for told in _birth_cells(said)]
    return Entries(
        line=lines,
        name=_each(_tidy_name, said[Field.NAME]),
        pattern=patterns,
        kk=_each(lambda cell: clean_sixteen(cell)[0], said[Field.KK]),
        sex=_each(lambda cell: str(read_sex(cell) or ""), said[Field.SEX]),
        birth=[day for day, _year, _place in days],
        year=[year for _day, year, _place in days],
        birth_place=[
            _tidy(cell)[:80] or place
            for cell, (_day, _year, place) in zip(said[Field.BIRTH_PLACE], days, strict=True)
        ],
        village=_places(said, place),
        married=_each(lambda cell: ever_married(read_marital(cell)), said[Field.MARITAL]),
        institution=_each(lambda cell: _tidy(cell)[:120], said[Field.INSTITUTION]),
    )


def _columns(file: OpenFile, mapping: ListMapping) -> dict[Any, list[Any]]:
    """Field → its cells, ``""`` for empty ones; and ``line``."""
    at = {field: mapping.position(field) for field in Field}
    first = f"coalesce(nullif(trim(c{at[Field.NAME] or 0}), ''), '')"
    lead = next((f"c{n}" for n in range(file.width)), "''")
    chosen = ", ".join(f"coalesce(c{n}, '') AS {name}" for name, n in at.items() if n is not None)
    cells = file.con.sql(
        f"SELECT line, {chosen} FROM raw WHERE NOT ({first} = '' AND "
        f"(coalesce({lead}, '') = '' OR {is_total(f'coalesce({lead}, {chr(39) * 2})')}))"
        " ORDER BY line"
    ).to_arrow_table()
    said: dict[Any, list[Any]] = {"line": cells.column("line").to_pylist()}
    nothing = [""] * len(said["line"])
    return said | {
        field: nothing if n is None else cells.column(field.value).to_pylist()
        for field, n in at.items()
    }


def _each(read: Callable[[str], _T], cells: Sequence[str]) -> list[_T]:
    """*read* of each cell; a text that occurs often is read once."""
    known: dict[str, _T] = {}
    found = []
    for cell in cells:
        if cell not in known:
            known[cell] = read(cell)
        found.append(known[cell])
    return found


def _tidy(cell: str) -> str:
    text = _blanks.sub(" ", cell).strip()
    return "" if is_unknown_word(text) else text


def _tidy_name(cell: str) -> str:
    return _blanks.sub(" ", cell).strip(" '\"")[:NAME_LENGTH]


def _patterns(cells: Sequence[str], *, is_spoilt: bool) -> list[str]:
    """The NIKs as far as they can be believed: spreadsheets turn last digits into zeros."""
    patterns = [read_pattern(cell, last_digit_lost=is_spoilt) for cell in cells]
    if is_spoilt:
        return patterns
    whole = [pattern for pattern in patterns if pattern and "?" not in pattern]
    zeros = sum(pattern.endswith("0") for pattern in whole)
    if not excel_damage_of_counts(rows=len(whole), zeros=zeros).suspicious:
        return patterns
    return [f"{text[:-1]}?" if text.endswith("0") else text for text in patterns]


def _birth_cells(said: dict[Any, list[Any]]) -> Iterator[tuple[str, str]]:
    """(cell of the day, cell of place and day together) of each row."""
    return zip(said[Field.BIRTH_ON], said[Field.BIRTH], strict=True)


_DAYS: Final[dict[tuple[tuple[str, str], date], tuple[str, int, str]]] = {}
_MOST_DAYS: Final = 60_000


def _told(cells: tuple[str, str], pivot: date) -> tuple[str, int, str]:
    """(ISO day, year, place of birth) that the cells say."""
    key = (cells, pivot)
    if key not in _DAYS:
        if len(_DAYS) >= _MOST_DAYS:
            _DAYS.clear()
        _DAYS[key] = _read_day(*cells, pivot)
    return _DAYS[key]


def _read_day(day: str, together: str, pivot: date) -> tuple[str, int, str]:
    """
    >>> _read_day("", "Kwandang, 17-08-1990", date(2023, 6, 14))
    ('1990-08-17', 1990, 'Kwandang')
    >>> _read_day("**-**-1990", "", date(2023, 6, 14))
    ('', 1990, '')
    """
    place = ""
    if not day.strip() and together.strip():
        found = _place_and_day.match(_tidy(together))
        place, day = (found[1].strip(" ,"), found[2]) if found else (_tidy(together), "")
    read = read_tanggal(day, pivot=pivot)
    if not isinstance(read, TanggalProblem):
        return (read.on.isoformat(), read.on.year, place[:80])
    shown = _year.search(day.strip())
    return ("", int(shown[1]) if shown else 0, place[:80])


def _places(said: dict[Any, list[Any]], place: Place) -> list[int]:
    known: dict[tuple[str, str, str], int] = {}
    found = []
    columns = (said[Field.VILLAGE], said[Field.DISTRICT], said[Field.VILLAGE_CODE])
    for cells in zip(*columns, strict=True):
        if cells not in known:
            known[cells] = place(*map(_tidy, cells)) if any(cells) else 0
        found.append(known[cells])
    return found
