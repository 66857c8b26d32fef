"""From the texts of a register's cells to answers: each rule reads the distinct texts once.

Columns hold few distinct words, so Python reads those, and the answers come back to the
rows by the cheapest way: as they stand, by cases, or by a join with a small table ``map_…``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from tuntas.residents import register_cells as cells
from tuntas.residents.register_file import OpenFile
from tuntas.residents.register_mapping import ColumnMapping
from tuntas.residents.sixteen import literal
from tuntas.residents.tanggal import (
    DEFAULT_DAYS,
    DateNote,
    ReadDate,
    TanggalProblem,
    duckdb_tanggal,
    read_tanggal,
)
from tuntas.residents.vocabulary import (
    Column,
    is_unknown_word,
    read_citizenship,
    read_event,
    read_ktp_status,
    read_marital,
    read_permit,
    read_register_status,
    read_sex,
)

Place = Callable[[str, str, str, str], int | str]
"""(desa, kecamatan, desa code, kecamatan code) as written → village id, or why none."""


@dataclass(frozen=True)
class Cells:
    """SQL for the cells of one file under one mapping; unmapped columns are ``''``."""

    file: OpenFile
    mapping: ColumnMapping

    def of(self, column: Column) -> str:
        at = self.mapping.position(column)
        return cells.cell(None if column in self.file.spoilt else at, self.file.is_tidy)

    def tidied(self, column: Column) -> str:
        return cells.tidy(self.of(column), self.file.is_tidy)

    def first_said(self, *columns: Column) -> str:
        said = ", ".join(f"nullif({self.of(column)}, '')" for column in columns)
        return f"coalesce({said}, '')"

    def permit(self) -> str:
        """A permit, or a citizenship that may tell of one."""
        if self.of(Column.IZIN_TINGGAL) == NOTHING:
            return self.of(Column.KEWARGANEGARAAN)
        return self.first_said(Column.IZIN_TINGGAL, Column.KEWARGANEGARAAN)

    def leading(self) -> str:
        """The first cell that is not empty."""
        said = [f"nullif({cells.cell(n)}, '')" for n in range(min(self.file.width, 12))]
        return f"coalesce({', '.join(said)}, '')"

    def shifted(self) -> str:
        """Whether something stands beyond the columns that the header names."""
        beyond = [f"c{n}" for n in range(self.file.named_width, self.file.width)]
        said = ", ".join(f"nullif(trim({cell}), '')" for cell in beyond)
        return f"coalesce({said}, NULL) IS NOT NULL" if beyond else "false"

    def expressions(self) -> dict[str, str]:
        """Name → SQL of everything the check reads from the raw cells."""
        return {
            "nik_raw": self.of(Column.NIK),
            "kk_raw": self.of(Column.NO_KK),
            "name_raw": self.tidied(Column.NAMA),
            "nik_before_raw": self.of(Column.NIK_LAMA),
            **{f"raw_{name}": self.of(column) for name, (column, _) in WORDS.items()},
            **{f"raw_{name}": self.of(column) for name, column in DAYS.items()},
            **{f"raw_{name}": self.of(column) for name, column in TEXTS.items()},
            **{name: self.of(column) for name, column in PLACE.items()},
            "raw_permit": self.permit(),
        }


def answer_all(file: OpenFile, mapping: ColumnMapping, place: Place, cut_off: date) -> None:
    """Small tables ``map_…``: the answer to each distinct text of a column."""
    texts = Cells(file, mapping).expressions()
    written = {expression: _distinct(file, expression) for expression in _word_cells(texts)}
    for name in WORDS:
        _map_words(file, name, written[texts[f"raw_{name}"]])
    for name in DAYS:
        _map_days(file, name, texts[f"raw_{name}"], cut_off)
    _map_texts(file, {name: texts[f"raw_{name}"] for name in TEXTS})
    _map_places(file, [texts[name] for name in PLACE], place)


def _word_cells(texts: Mapping[str, str]) -> set[str]:
    """Two questions may be put to one column; it is looked through once."""
    return {texts[f"raw_{name}"] for name in WORDS}


def _sex(text: str) -> tuple[str, bool]:
    return _told(read_sex(text), text)


def _marital(text: str) -> tuple[str, bool]:
    return _told(read_marital(text), text)


def _citizenship(text: str) -> tuple[str, bool]:
    return _told(read_citizenship(text), text)


def _permit(text: str) -> tuple[str, bool]:
    """From the permit column, or from a citizenship column that says ``WNA ITAP``."""
    value, unread = _told(read_permit(text), text)
    return value, unread and read_citizenship(text) is None


def _register_status(text: str) -> tuple[str, bool]:
    return _told(read_register_status(text), text)


def _event(text: str) -> tuple[str, bool]:
    return _told(read_event(text), text)


def _ktp_status(text: str) -> tuple[str, bool]:
    """A status is kept verbatim; an unknown one is flagged, never dropped."""
    status = read_ktp_status(text)
    return (text[:60], not status.known) if status else ("", False)


def _told(value: StrEnum | None, text: str) -> tuple[str, bool]:
    """The value as text, and whether the cell says something that nobody understands."""
    return (value.value, False) if value is not None else ("", not is_unknown_word(text))


WORDS: Final[dict[str, tuple[Column, Callable[[str], tuple[str, bool]]]]] = {
    "sex": (Column.JENIS_KELAMIN, _sex),
    "marital": (Column.STATUS_KAWIN, _marital),
    "citizenship": (Column.KEWARGANEGARAAN, _citizenship),
    "permit": (Column.IZIN_TINGGAL, _permit),
    "ktp_status": (Column.STATUS_KTP, _ktp_status),
    "register_status": (Column.STATUS_PENDUDUK, _register_status),
    "event": (Column.PERISTIWA, _event),
}
DAYS: Final = {
    "birth": Column.TANGGAL_LAHIR,
    "permit_end": Column.IZIN_TINGGAL_SAMPAI,
    "event_day": Column.TANGGAL_PERISTIWA,
}
PLACE: Final = {
    "desa": Column.DESA,
    "kecamatan": Column.KECAMATAN,
    "kode_desa": Column.KODE_DESA,
    "kode_kecamatan": Column.KODE_KECAMATAN,
}


NOTHING: Final = cells.cell(None)
"""SQL for the cells of a column that the file does not have."""

TEXTS: Final = {**cells.TEXT_COLUMNS, "rt": Column.RT, "rw": Column.RW}
_LONGEST: Final = {**cells.TEXT_LENGTHS, "rt": 3, "rw": 3}


def _distinct(file: OpenFile, expression: str) -> list[str]:
    if expression == NOTHING:
        return [""]
    found = file.con.execute(f"SELECT DISTINCT {expression} FROM raw").fetchall()
    return [row[0] for row in found]


def _map_words(file: OpenFile, name: str, texts: Sequence[str]) -> None:
    read = WORDS[name][1]
    rows = [(text, *read(text)) for text in texts]
    _answers(file, f"map_{name}", "value VARCHAR, unread BOOLEAN", rows)


def _map_days(file: OpenFile, name: str, expression: str, cut_off: date) -> None:
    shape = (
        "raw VARCHAR, on_day DATE, problem VARCHAR, is_default BOOLEAN, iso VARCHAR, ddmmyy INTEGER"
    )
    file.con.execute(f"CREATE OR REPLACE TABLE map_{name} ({shape})")
    if expression == NOTHING:
        return
    defaults = ", ".join(f"({month}, {day})" for day, month in sorted(DEFAULT_DAYS))
    # The common forms in SQL, the others by the rule; a test holds the two together.
    file.con.execute(
        f"INSERT INTO map_{name} BY NAME SELECT raw, {duckdb_tanggal('raw')} AS on_day,"
        " '' AS problem,"
        f" coalesce((month(on_day), day(on_day)) IN ({defaults}), false) AS is_default"
        f" FROM (SELECT DISTINCT {expression} AS raw FROM raw)"
    )
    others = f"SELECT raw FROM map_{name} WHERE on_day IS NULL"
    rows: list[tuple[Any, ...]] = []
    for (text,) in file.con.execute(others).fetchall():
        read = read_tanggal(text, pivot=cut_off)
        if isinstance(read, ReadDate):
            rows.append((text, read.on.isoformat(), "", bool(read.notes & DateNote.DEFAULT_DAY)))
        else:
            problem = "" if read is TanggalProblem.EMPTY else read.explanation.code
            rows.append((text, None, problem, False))
    file.con.execute(f"DELETE FROM map_{name} WHERE on_day IS NULL")
    _fill(file, f"map_{name} (raw, on_day, problem, is_default)", rows)
    # As it is kept, and as the digits of a man's NIK say it: once for all who share the day.
    file.con.execute(
        f"UPDATE map_{name} SET iso = on_day::VARCHAR,"
        " ddmmyy = day(on_day) * 10000 + month(on_day) * 100 + year(on_day) % 100"
    )


def _map_texts(file: OpenFile, texts: Mapping[str, str]) -> None:
    """Free texts are tidied once for each distinct one of a column.

    All columns in one statement: of a small file DuckDB is longer at reading the rule than
    at following it.
    """
    ruled = {name: text for name, text in texts.items() if text != NOTHING}
    distinct = " UNION ALL ".join(
        f"SELECT DISTINCT '{name}' AS name, {_LONGEST[name]} AS longest, {text} AS raw FROM raw"
        for name, text in ruled.items()
    )
    if not distinct:
        return
    place = "name IN ('rt', 'rw')"
    file.con.execute(
        "CREATE OR REPLACE TABLE map_texts AS SELECT name, raw,"
        " trim(left(tidied, longest)) AS value, length(tidied) > longest AS was_cut"
        f" FROM (SELECT *, CASE WHEN {place} THEN {cells.neighbourhood('raw')}"
        f" ELSE {cells.known_text('said')} END AS tidied"
        f" FROM (SELECT *, {cells.tidy('raw')} AS said FROM ({distinct})))"
    )
    for name in ruled:
        file.con.execute(
            f"CREATE OR REPLACE VIEW map_{name} AS"
            f" SELECT raw, value, was_cut FROM map_texts WHERE name = '{name}'"
        )


def _map_places(file: OpenFile, expressions: Sequence[str], place: Place) -> None:
    written = file.con.execute(f"SELECT DISTINCT {', '.join(expressions)} FROM raw").fetchall()
    rows = []
    for said in written:
        found = place(*said)
        known = isinstance(found, int)
        rows.append((*said, found if known else 0, "" if known else found))
    shape = ", ".join(f"{name} VARCHAR" for name in PLACE)
    shape += ", village INTEGER, problem VARCHAR"
    file.con.execute(f"CREATE OR REPLACE TABLE map_place ({shape})")
    _fill(file, "map_place", rows)


def _answers(file: OpenFile, table: str, shape: str, rows: Sequence[Sequence[Any]]) -> None:
    file.con.execute(f"CREATE OR REPLACE TABLE {table} (raw VARCHAR, {shape})")
    _fill(file, table, rows)


def _fill(file: OpenFile, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Rows into a small table, column by column: far faster than ``executemany``."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        each = ", ".join(["unnest(?)"] * len(columns))
        file.con.execute(f"INSERT INTO {table} SELECT {each}", columns)


_NAMED_AS: Final = {
    **{name: {"value": name, "unread": f"unread_{name}"} for name in WORDS},
    **{name: {"value": name} for name in TEXTS},
    "birth": {
        "iso": "birth_on",
        "on_day": "birth_day",
        "ddmmyy": "birth_digits",
        "problem": "birth_problem",
        "is_default": "birth_default",
    },
    "permit_end": {"on_day": "permit_end", "problem": "permit_end_problem"},
    "event_day": {"on_day": "event_on", "problem": "event_day_problem"},
}
"""What the answers of each map are called: column of the map → name in the result."""

_NEUTRAL: Final = {
    "value": NOTHING,
    "unread": "false",
    "on_day": "NULL::DATE",
    "iso": "NULL::VARCHAR",
    "ddmmyy": "NULL::INTEGER",
    "problem": NOTHING,
    "is_default": "false",
}


@dataclass(frozen=True)
class Way:
    """How the answers of one map reach the rows: as they stand, by cases, or by a join.

    A join carries every other column along; a dozen of them over a million rows cost
    more than all rules together.
    """

    answers: dict[str, str]
    join: str = ""
    was_cut: str = ""

    @classmethod
    def of(cls, file: OpenFile, name: str, text: str) -> Way:
        named = _NAMED_AS[name]
        if text == NOTHING:
            return cls({known_as: _NEUTRAL[column] for column, known_as in named.items()})
        known = _Known.of(file, name)
        if known.says_itself and name in TEXTS:
            return cls({name: f"raw_{name}"})
        if known.size <= _FEW:
            cases = {known_as: known.cases(column) for column, known_as in named.items()}
            return cls(cases, was_cut=known.cases("was_cut") if known.any_cut else "")
        answers = {known_as: f"t_{name}.{column}" for column, known_as in named.items()}
        join = f"JOIN map_{name} AS t_{name} ON t_{name}.raw = raw_{name}"
        return cls(answers, join, f"t_{name}.was_cut" if known.any_cut else "")


_FEW: Final = 10


@dataclass(frozen=True)
class _Known:
    """A map as far as it matters for how its answers are looked up."""

    name: str
    size: int
    says_itself: bool
    any_cut: bool
    rows: list[dict[str, Any]]

    @classmethod
    def of(cls, file: OpenFile, name: str) -> _Known:
        cursor = file.con.execute(f"SELECT * FROM map_{name} LIMIT {_FEW + 1}")
        columns = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        itself, cut = False, False
        if name in TEXTS:
            looked = "coalesce(bool_and(value = raw), true), coalesce(bool_or(was_cut), false)"
            itself, cut = file.con.execute(f"SELECT {looked} FROM map_{name}").fetchone() or (0, 0)
        return cls(name, len(rows), bool(itself), bool(cut), rows)

    def cases(self, column: str) -> str:
        """SQL: the answer to each text, one after the other."""
        answers = [(literal(row["raw"]), _sql(row[column], column)) for row in self.rows]
        if len({answer for _, answer in answers}) == 1:
            return answers[0][1]
        whens = " ".join(f"WHEN {raw} THEN {answer}" for raw, answer in answers)
        return f"CASE raw_{self.name} {whens} END"


def _sql(value: object, column: str) -> str:
    if value is None:
        return _NEUTRAL[column]
    if isinstance(value, int):
        return str(value).lower()
    if isinstance(value, date):
        return f"DATE '{value}'"
    return literal(str(value))
