"""Every row of an opened file gets its verdict: accepted with typed values, or rejected.

Rules are the pure ones of this room. Where DuckDB has no twin of a rule, the rule reads
the distinct values of the column, which are few, and the answers are joined back. No
row is lost: ``accepted + rejected = read``, always.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from tuntas.residents import register_cells as cells
from tuntas.residents import register_warnings
from tuntas.residents.kk import DUCKDB_KK
from tuntas.residents.nik import (
    DUCKDB_NIK,
    DUCKDB_NIK_BEFORE,
    NIK_EXPLANATIONS,
    NikReason,
    excel_damage_of_counts,
)
from tuntas.residents.register_answers import (
    DAYS,
    NOTHING,
    PLACE,
    TEXTS,
    WORDS,
    Cells,
    Place,
    Way,
    answer_all,
)
from tuntas.residents.register_file import FileRefused, OpenFile
from tuntas.residents.register_mapping import ColumnMapping
from tuntas.residents.sixteen import literal, staged
from tuntas.residents.vocabulary import Citizenship, Column, Permit


class FileKind(StrEnum):
    """What a file tells: people as they stand, events, or only the unrecorded."""

    REGISTER = "register"
    EVENTS = "events"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True)
class Rules:
    """What the check must know beside the file.

    Attributes:
        place: (desa, kecamatan, desa code, kecamatan code) as written → village id, or the
            code of a rejection.
        nik_prefixes: known six-digit beginnings; provinces not among them are not judged.
        default_village: village of rows of a file without a desa column; 0 = none.
    """

    kind: FileKind
    cut_off: date
    place: Place
    nik_prefixes: frozenset[str]
    default_village: int = 0

    def village(self, desa: str, kecamatan: str, kode_desa: str, kode_kecamatan: str) -> int | str:
        """The village of a row; the default one where its cells say nothing."""
        if self.default_village and not (desa or kode_desa):
            return self.default_village
        return self.place(desa, kecamatan, kode_desa, kode_kecamatan)


class Row(NamedTuple):
    """One row with its verdict; texts are ``''`` where the file says nothing.

    ``code`` is empty for an accepted row, else why it is rejected, ``column`` where;
    ``twin`` marks a word-for-word repetition. Days are ISO texts or None.
    """

    line: int
    code: str
    column: str
    twin: bool
    nik: str
    kk: str
    name: str
    sex: str
    birth_place: str
    birth_on: str | None
    marital: str
    religion: str
    occupation: str
    citizenship: str
    permit_until: str | None
    family_role: str
    address: str
    dusun: str
    rt: str
    rw: str
    village: int
    warnings: str
    payload: str
    permit_from: str | None
    ktp_status: str
    register_status: str
    event: str
    event_on: str | None
    nik_before: str

    @property
    def stated(self) -> tuple[str | None, ...]:
        """The fields of a person, in the order of ``PERSON_FIELDS``."""
        return cast("tuple[str | None, ...]", self[4:20])


@dataclass(frozen=True)
class Counts:
    """What the check found. ``rejected`` by code; ``warned`` rows carry at least one warning."""

    read: int
    accepted: int
    rejected: int
    twins: int
    warned: int
    by_code: dict[str, int] = field(default_factory=dict)


# From this share of NIKs in scientific or decimal notation on, the column is spoilt, not a cell.
_SPOILT_SHARE: Final = 0.01
_SPOILT_ROWS: Final = 3


def check(file: OpenFile, mapping: ColumnMapping, rules: Rules) -> Counts:
    """Judge every row; afterwards table ``checked`` has the columns of :class:`Row`.

    Raises:
        FileRefused: the file as a whole cannot be trusted or lacks a column.
    """
    _demand_columns(file, mapping, rules)
    if file.con.execute("SELECT line FROM raw LIMIT 1").fetchone() is None:
        raise FileRefused("file_empty")
    answer_all(file, mapping, rules.village, rules.cut_off)
    _judge(file, mapping, rules)
    _refuse_spoilt(file)
    _find_twins(file, rules.kind)
    return counts(file)


def _demand_columns(file: OpenFile, mapping: ColumnMapping, rules: Rules) -> None:
    missing = mapping.missing()
    if Column.NIK in file.spoilt:
        raise FileRefused("file_nik_numbers")
    if Column.NIK in missing:
        raise FileRefused("file_no_nik")
    if rules.kind is FileKind.EVENTS:
        if mapping.position(Column.PERISTIWA) is None:
            raise FileRefused("file_no_event")
        return
    if Column.NAMA in missing:
        raise FileRefused("file_no_name")
    if not mapping.has_place() and not rules.default_village:
        raise FileRefused("file_no_village")


# --- whole-file doubts --------------------------------------------------------------------


def _refuse_spoilt(file: OpenFile) -> None:
    """Refuse a file whose NIK column went through number cells."""
    found = file.con.execute(
        f"SELECT count(*), count(*) FILTER (nik_reason IN ({_SPOILT_REASONS})),"
        " count(*) FILTER (nik_reason = 0), count(*) FILTER (nik_reason = 0 AND nik LIKE '%0')"
        " FROM checked"
    ).fetchone()
    assert found is not None
    rows, spoilt, usable, zeros = found
    if spoilt == rows or spoilt >= max(_SPOILT_ROWS, _SPOILT_SHARE * rows):
        raise FileRefused("file_nik_numbers")
    if excel_damage_of_counts(rows=usable, zeros=zeros).suspicious:
        raise FileRefused("excel_damage")


_SPOILT_REASONS: Final = f"{NikReason.SCIENTIFIC}, {NikReason.DECIMAL}"


# --- verdicts -----------------------------------------------------------------------------


def _judge(file: OpenFile, mapping: ColumnMapping, rules: Rules) -> None:
    """Table ``checked``: typed values, warnings and verdict of each row, in one pass."""
    foreign = f"citizenship = '{Citizenship.WNA}'"
    tests = _tests(rules)
    fields = ", ".join(_expression(name) for name in Row._fields[4:20])
    file.con.execute(
        f"""
        CREATE OR REPLACE TABLE checked AS
        SELECT line, {_by_test(tests, [test.code for test in tests])} AS code,
            {_by_test(tests, [literal(test.column) for test in tests])} AS "column",
            false AS twin, number, nik_reason, kk_reason, flags, {register_warnings.odd()} AS odd,
            {fields}, village, '' AS warnings, permit_from::VARCHAR AS permit_from,
            ktp_status, register_status, event, event_on::VARCHAR AS event_on, nik_before
        FROM (
            SELECT *, {_first_failed(tests)} AS failed, {register_warnings.flags()} AS flags,
                CASE WHEN {foreign} AND permit <> '{Permit.LIMITED}' THEN permit_end END
                    AS permit_until,
                CASE WHEN {foreign} AND permit = '{Permit.PERMANENT}' AND permit_end IS NULL
                    THEN DATE '{rules.cut_off}' END AS permit_from
            FROM ({_typed(file, mapping, rules)})
        )
        """
    )
    register_warnings.write(file.con, rules.nik_prefixes)


def _typed(file: OpenFile, mapping: ColumnMapping, rules: Rules) -> str:
    """SELECT of one typed value a column, still without a verdict."""
    raw = Cells(file, mapping)
    _find_feet(file, raw)
    said = raw.expressions()
    chosen = ", ".join(f"{text} AS {name}" for name, text in said.items())
    ways = [Way.of(file, name, said[f"raw_{name}"]) for name in (*WORDS, *DAYS, *TEXTS)]
    answers = ", ".join(f"{text} AS {name}" for way in ways for name, text in way.answers.items())
    was_cut = " OR ".join(way.was_cut for way in ways if way.was_cut)
    joins = " ".join(way.join for way in ways if way.join)
    same_place = " AND ".join(f"p.{name} = said.{name}" for name in PLACE if said[name] != NOTHING)
    known = register_warnings.is_known_prefix("plain_nik", rules.nik_prefixes)
    numbers = [DUCKDB_NIK, DUCKDB_KK]
    has_before = said["nik_before_raw"] != NOTHING
    if has_before:
        numbers.append(DUCKDB_NIK_BEFORE)
    return f"""
        SELECT line, plain_nik, plain_kk, kk_raw, nik_reason, kk_reason, shifted, is_foot, nik, kk,
            coalesce(plain_nik, TRY_CAST(nullif(nik, '') AS BIGINT)) AS number,
            {"nik_before" if has_before else NOTHING} AS nik_before,
            {cells.known_text("name_raw")} AS name, {answers}, {was_cut or "false"} AS was_cut,
            p.village, p.problem AS place_problem, {known} AS is_known_prefix
        FROM (
            SELECT *, {raw.shifted()} AS shifted, {_is_foot(file)} AS is_foot
            FROM ({staged(f"(SELECT *, {chosen} FROM raw)", *numbers)})
        ) AS said JOIN map_place AS p ON {same_place or "true"} {joins}
        """


def _find_feet(file: OpenFile, raw: Cells) -> None:
    """Table ``feet``: lines that are a total, a foot or the header once more, not a person."""
    nik, name = raw.of(Column.NIK), raw.tidied(Column.NAMA)
    header_again = f"upper({nik}) IN ('NIK', 'NO NIK', 'NOMOR NIK')"
    # Hardly any row comes to the second question; a million would take long with it.
    file.con.execute(
        "CREATE OR REPLACE TABLE feet AS SELECT line FROM"
        f" (SELECT * FROM raw WHERE length({nik}) <> 16 OR {nik} > ':')"
        f" WHERE {cells.is_total(raw.leading())} OR {header_again} OR ({nik} = '' AND {name} = '')"
    )


def _is_foot(file: OpenFile) -> str:
    found = file.con.execute("SELECT line FROM feet LIMIT 1").fetchone()
    return "line IN (SELECT line FROM feet)" if found else "false"


def _expression(name: str) -> str:
    return f"{name}::VARCHAR AS {name}" if name == "permit_until" else name


class Test(NamedTuple):
    """One reason to reject: SQL of when, SQL of the code, and the column it is about."""

    when: str
    code: str
    column: str


def _tests(rules: Rules) -> list[Test]:
    """Reasons for a rejection, the first that holds counts."""
    cut_off = f"DATE '{rules.cut_off}'"
    foot = f"nik_reason IN ({NikReason.NONE}, {NikReason.NOT_DIGITS}) AND is_foot"
    tests = [
        Test(foot, "'not_a_person'", ""),
        Test("nik_reason <> 0", _reason_code("nik_reason"), Column.NIK),
        Test("shifted", "'columns_shifted'", ""),
        Test(_LONG_NAME, "'name_too_long'", Column.NAMA),
        Test("birth_problem <> ''", "birth_problem", Column.TANGGAL_LAHIR),
        Test(f"birth_day > {cut_off}", "'birth_after_cut_off'", Column.TANGGAL_LAHIR),
        Test("event_day_problem <> ''", "event_day_problem", Column.TANGGAL_PERISTIWA),
        Test(f"event_on > {cut_off}", "'event_after_cut_off'", Column.TANGGAL_PERISTIWA),
    ]
    if rules.kind is FileKind.EVENTS:
        tests.append(Test("event = ''", "'event_unknown'", Column.PERISTIWA))
        tests.append(Test(f"{_PLACE_SAID} AND place_problem <> ''", "place_problem", Column.DESA))
    else:
        tests.insert(3, Test("name = ''", "'name_missing'", Column.NAMA))
        tests.append(Test("place_problem <> ''", "place_problem", Column.DESA))
    return tests


def _first_failed(tests: Sequence[Test]) -> str:
    """SQL for the number of the first test that rejects a row, from 1; 0 for none."""
    whens = " ".join(f"WHEN {test.when} THEN {n}" for n, test in enumerate(tests, start=1))
    return f"(CASE {whens} ELSE 0 END)::UTINYINT"


def _by_test(tests: Sequence[Test], answers: Sequence[str]) -> str:
    """SQL for what the test that rejected a row says; ``''`` for an accepted row."""
    whens = " ".join(f"WHEN {n} THEN {answer}" for n, answer in enumerate(answers, start=1))
    return f"CASE WHEN failed = 0 THEN '' ELSE CASE failed {whens} END END"


# The bytes are counted in no time, the letters are not.
_LONG_NAME: Final = f"strlen(name) > {cells.NAME_LENGTH} AND length(name) > {cells.NAME_LENGTH}"

# A row of an event says nothing of a place when its place cells are empty.
_PLACE_SAID: Final = "place_problem <> 'village_missing'"


def _reason_code(reason: str) -> str:
    cases = " ".join(
        f"WHEN {int(number)} THEN {literal(explanation.code)}"
        for number, explanation in NIK_EXPLANATIONS.items()
    )
    return f"CASE {reason} {cases} END"


# --- the same person twice in one file ----------------------------------------------------


def _find_twins(file: OpenFile, kind: FileKind) -> None:
    """Repetitions: word for word they collapse; otherwise nobody guesses which row is right."""
    con = file.con
    con.execute("CREATE OR REPLACE TABLE repeated_niks (number BIGINT)")
    con.execute("INSERT INTO repeated_niks SELECT unnest($n)", {"n": _repeated(file).tolist()})
    if kind is FileKind.EVENTS:
        same = f"nik, event, event_on, {_TOLD}"
    else:
        _reject_shared(file)
        same = "nik"
    con.execute(
        f"""
        CREATE OR REPLACE TABLE repeated AS
        SELECT line, row_number() OVER (PARTITION BY {same} ORDER BY line) AS place
        FROM checked JOIN repeated_niks USING (number) WHERE code = ''
        """
    )
    con.execute(
        "UPDATE checked SET twin = true FROM repeated"
        " WHERE checked.line = repeated.line AND repeated.place > 1"
    )


def _repeated(file: OpenFile) -> NDArray[np.int64]:
    """The NIKs that more than one row names, as numbers: sorting a million takes 60 ms."""
    numbers = file.con.execute("SELECT number FROM checked WHERE number IS NOT NULL").fetchnumpy()
    in_order = np.sort(np.asarray(numbers["number"], dtype=np.int64))
    return np.unique(in_order[1:][in_order[1:] == in_order[:-1]])


_TOLD: Final = ", ".join(f'"{name}"' for name in Row._fields[4:21])


def _reject_shared(file: OpenFile) -> None:
    """One NIK, two people: both are listed. One person twice with different data: both too."""
    file.con.execute(
        f"""
        CREATE OR REPLACE TABLE shared AS
        SELECT number, CASE WHEN count(DISTINCT regexp_replace(upper(name), '[^A-Z]', '', 'g')) > 1
            THEN 'nik_shared' WHEN count(DISTINCT ({_TOLD}, ktp_status, register_status))
            FILTER (code = '') > 1 THEN 'nik_twice' ELSE '' END AS problem
        FROM checked JOIN repeated_niks USING (number)
        GROUP BY nik, number
        """
    )
    file.con.execute(
        f"""UPDATE checked SET code = shared.problem, "column" = '{Column.NIK}' FROM shared
        WHERE checked.number = shared.number AND checked.code = '' AND shared.problem <> ''"""
    )
    if not _has_before(file):
        return
    # An old NIK that another row of the file bears, or that two rows claim.
    file.con.execute(
        f"""UPDATE checked SET code = 'nik_two_persons', "column" = '{Column.NIK_LAMA}'
        WHERE code = '' AND nik_before <> '' AND nik_before <> nik AND (
            nik_before IN (SELECT nik FROM checked) OR nik_before IN (
                SELECT nik_before FROM checked WHERE nik_before <> '' AND NOT twin
                GROUP BY nik_before HAVING count(DISTINCT nik) > 1))"""
    )


def _has_before(file: OpenFile) -> bool:
    said = file.con.execute("SELECT line FROM checked WHERE nik_before <> '' LIMIT 1").fetchone()
    return said is not None


# --- reading the verdicts -----------------------------------------------------------------


def counts(file: OpenFile) -> Counts:
    by_code = dict(
        file.con.execute(
            "SELECT code, count(*) FROM checked WHERE code <> '' GROUP BY code ORDER BY 2 DESC, 1"
        ).fetchall()
    )
    found = file.con.execute(
        "SELECT count(*), count(*) FILTER (code = ''), count(*) FILTER (twin),"
        " count(*) FILTER (code = '' AND warnings <> '') FROM checked"
    ).fetchone()
    assert found is not None
    read, accepted, twins, warned = found
    return Counts(read, accepted, read - accepted, twins, warned, by_code)


def warnings(file: OpenFile) -> dict[str, int]:
    """How many accepted rows carry each warning, the most frequent first."""
    found = file.con.execute(
        "SELECT code, count(*) FROM (SELECT unnest(string_split(warnings, ' ')) AS code"
        " FROM checked WHERE code = '' AND warnings <> '' AND NOT twin)"
        " GROUP BY code ORDER BY 2 DESC, 1"
    ).fetchall()
    return {str(code): int(n) for code, n in found}


def rows(
    file: OpenFile, *, after_line: int, size: int, until: int | None = None
) -> Iterator[list[Row]]:
    """Rows with their verdicts beyond *after_line*, in the order of the file, *size* at a time.

    *until*: no lines after this one.
    """
    payload = f"{payload_expression(file)} AS payload"
    names = ", ".join(payload if name == "payload" else f'"{name}"' for name in Row._fields)
    # Almost always the table has kept the order of the file; sorting it again costs as much
    # as reading it.
    found = file.con.execute(
        "SELECT bool_and(line > before) FROM (SELECT line, lag(line, 1, 0) OVER () AS before"
        " FROM checked)"
    ).fetchone()
    order = "" if found and found[0] else " ORDER BY line"
    within = "line > ?" if until is None else f"line > ? AND line <= {until}"
    cursor = file.con.execute(f"SELECT {names} FROM checked WHERE {within}{order}", [after_line])
    last = after_line
    while part := cursor.fetchmany(size):
        # The cursor of an import is a line: rows out of order would be passed over.
        assert last < part[0][0] <= part[-1][0]
        last = part[-1][0]
        yield list(map(Row._make, part))


def payload_expression(file: OpenFile) -> str:
    """SQL for the payload of ``listed`` and other entries: all that the row tells."""
    keys = [*Row._fields[4:20], "permit_from"]
    looks = ", ".join(
        f"bool_or(coalesce({key}, '') = ''),"
        f" bool_or(contains({key}, '\"') OR contains({key}, '\\'))"
        for key in keys
    )
    seen = file.con.execute(f"SELECT {looks} FROM checked").fetchone()
    assert seen is not None
    texts = {
        key: cells.Piece(key, seen[2 * n] is not False, seen[2 * n + 1] is not False)
        for n, key in enumerate(keys)
    }
    return cells.payload(texts, ("village", "village"))


def readable_niks(file: OpenFile) -> set[str]:
    """Every NIK that the file names, in rejected rows too: these people are not missing from it."""
    named = "SELECT nik FROM checked UNION SELECT nik_before FROM checked"
    return {row[0] for row in file.con.execute(named).fetchall() if row[0]}
