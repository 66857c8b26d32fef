"""Both sides in one DuckDB, with the forms by which they are compared.

Tables ``people`` and ``entries`` have the same columns; ``unique_id`` is the person's id
and the row's line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb

from tuntas.residents.matching.masked import UNSEEN
from tuntas.residents.matching.naming import forms
from tuntas.residents.matching.reading import Entries


@dataclass(frozen=True)
class People:
    """Everybody the register has known, a column a field; all of one length."""

    person: list[int] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    nik: list[str] = field(default_factory=list)
    kk: list[str] = field(default_factory=list)
    sex: list[str] = field(default_factory=list)
    birth: list[str] = field(default_factory=list)
    birth_place: list[str] = field(default_factory=list)
    village: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.person)


def load(
    con: duckdb.DuckDBPyConnection,
    people: People,
    entries: Entries,
    district_of: Mapping[int, int],
) -> None:
    """Create tables ``people`` and ``entries``.

    Args:
        district_of: village id → id of its kecamatan.
    """
    years = [int(day[:4]) if day else 0 for day in people.birth]
    _table(con, "people", people.person, people.nik, people, years, district_of)
    _table(con, "entries", entries.line, entries.pattern, entries, entries.year, district_of)


def _table(
    con: duckdb.DuckDBPyConnection,
    name: str,
    ids: Sequence[int],
    patterns: Sequence[str],
    side: People | Entries,
    years: Sequence[int],
    district_of: Mapping[int, int],
) -> None:
    # A hundred and seventy megabytes, for lists only.
    import pyarrow as pa

    named = forms(side.name)
    columns: dict[str, Any] = {
        "unique_id": pa.array(ids, pa.int64()),
        "pattern": patterns,
        "kk": side.kk,
        "sex": side.sex,
        "birth": side.birth,
        "year": pa.array(years, pa.int32()),
        "birth_place": side.birth_place,
        "village": pa.array(side.village, pa.int64()),
        "district": pa.array([district_of.get(v, 0) for v in side.village], pa.int64()),
        "joined": [form.joined for form in named],
        "name_key": [form.key for form in named],
        "sound_key": [" ".join(form.sounds) for form in named],
    }
    con.register("given", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TABLE {name} AS {_WITH_KEYS}")
    con.unregister("given")


_WITH_KEYS: Final = f"""
    SELECT *,
        CASE WHEN contains(pattern, '{UNSEEN}') THEN '' ELSE pattern END AS nik,
        length(pattern) - length(replace(pattern, '{UNSEEN}', '')) AS unseen,
        birth[6:] AS month_day,
        CASE WHEN birth <> '' AND birth[9:] <= '12' AND birth[9:] <> birth[6:7]
            THEN birth[:5] || birth[9:] || '-' || birth[6:7] ELSE '' END AS birth_swapped,
        CASE WHEN sound_key = '' THEN [] ELSE string_split(sound_key, ' ') END AS sounds,
        upper(regexp_replace(birth_place, '[^A-Za-z]', '', 'g')) AS place_key
    FROM given
    """
