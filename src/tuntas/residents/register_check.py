"""Every row of an opened file gets its verdict: accepted with typed values, or rejected.

Rules are the pure ones of this room. Where DuckDB has no twin of a rule, the rule reads
the distinct values of the column, which are few, and the answers are joined back. No
row is lost: ``accepted + rejected = read``, always.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, cast

from tuntas.residents import register_cells as cells
from tuntas.residents.kk import DUCKDB_CLEAN_KK, DUCKDB_KK_REASON, KK_EXPLANATIONS, KkReason
from tuntas.residents.nik import (
    DUCKDB_CLEAN_NIK,
    DUCKDB_NIK_REASON,
    NIK_EXPLANATIONS,
    NikReason,
    duckdb_nik_warnings,
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
from tuntas.residents.sixteen import literal
from tuntas.residents.vocabulary import Citizenship, Column, Permit, RegisterStatus


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
    code, column = _verdict(rules)
    fields = ", ".join(_expression(name) for name in Row._fields[4:20])
    length = cells.WARNINGS_LENGTH
    file.con.execute(
        f"""
        CREATE OR REPLACE TABLE checked AS
        SELECT line, code, "column", false AS twin, nik_reason, {fields}, village,
            CASE WHEN length(warned) <= {length} THEN warned
                ELSE regexp_replace(left(warned, {length + 1}), ' [^ ]*$', '') END AS warnings,
            permit_from::VARCHAR AS permit_from, ktp_status, register_status, event,
            event_on::VARCHAR AS event_on, nik_before
        FROM (
            SELECT *, {code} AS code, {column} AS "column", {_warned(rules)} AS warned,
                CASE WHEN {foreign} AND permit <> '{Permit.LIMITED}' THEN permit_end END
                    AS permit_until,
                CASE WHEN {foreign} AND permit = '{Permit.PERMANENT}' AND permit_end IS NULL
                    THEN DATE '{rules.cut_off}' END AS permit_from
            FROM ({_typed(file, mapping)})
        )
        """
    )


def _typed(file: OpenFile, mapping: ColumnMapping) -> str:
    """SELECT of one typed value a column, still without a verdict."""
    raw = Cells(file, mapping)
    said = raw.expressions()
    chosen = ", ".join(f"{text} AS {name}" for name, text in said.items())
    ways = [Way.of(file, name, said[f"raw_{name}"]) for name in (*WORDS, *DAYS, *TEXTS)]
    answers = ", ".join(f"{text} AS {name}" for way in ways for name, text in way.answers.items())
    was_cut = " OR ".join(way.was_cut for way in ways if way.was_cut)
    joins = " ".join(way.join for way in ways if way.join)
    same_place = " AND ".join(f"p.{name} = said.{name}" for name in PLACE if said[name] != NOTHING)
    before = said["nik_before_raw"] == NOTHING
    return f"""
        SELECT line, nik_reason, kk_reason, shifted, is_foot,
            {_digits("nik", DUCKDB_CLEAN_NIK)} AS nik, {_digits("kk", DUCKDB_CLEAN_KK)} AS kk,
            {NOTHING if before else _CLEAN_NIK_BEFORE} AS nik_before,
            {cells.known_text("name_raw")} AS name, {answers}, {was_cut or "false"} AS was_cut,
            p.village, p.problem AS place_problem
        FROM (
            SELECT line, {chosen}, {raw.shifted()} AS shifted,
                {DUCKDB_NIK_REASON} AS nik_reason, {DUCKDB_KK_REASON} AS kk_reason,
                CASE WHEN length(nik_raw) <> 16 OR nik_raw > ':'
                    THEN {_is_foot(raw.leading())} ELSE false END AS is_foot
            FROM raw
        ) AS said JOIN map_place AS p ON {same_place or "true"} {joins}
        """


def _digits(name: str, clean: str) -> str:
    """The sixteen digits; almost always they stand there as they should."""
    plain = f"{name}_reason = 0 AND length({name}_raw) = 16"
    usable = f"{name}_reason IN ({NikReason.OK}, {NikReason.TEMPORARY})"
    return f"CASE WHEN {plain} THEN {name}_raw WHEN {usable} THEN {clean} ELSE '' END"


_CLEAN_NIK_BEFORE: Final = DUCKDB_CLEAN_NIK.replace("nik_raw", "nik_before_raw")


def _is_foot(leading: str) -> str:
    header_again = "upper(nik_raw) IN ('NIK', 'NO NIK', 'NOMOR NIK')"
    return f"({cells.is_total(leading)} OR {header_again} OR (nik_raw = '' AND name_raw = ''))"


def _expression(name: str) -> str:
    return f"{name}::VARCHAR AS {name}" if name in ("birth_on", "permit_until") else name


def _verdict(rules: Rules) -> tuple[str, str]:
    """SQL for the code and the column of a rejection; the first that holds counts."""
    cut_off = f"DATE '{rules.cut_off}'"
    foot = f"nik_reason IN ({NikReason.NONE}, {NikReason.NOT_DIGITS}) AND is_foot"
    tests: list[tuple[str, str, str]] = [
        (foot, "'not_a_person'", ""),
        ("nik_reason <> 0", _reason_code("nik_reason"), Column.NIK),
        ("shifted", "'columns_shifted'", ""),
        (f"length(name) > {cells.NAME_LENGTH}", "'name_too_long'", Column.NAMA),
        ("birth_problem <> ''", "birth_problem", Column.TANGGAL_LAHIR),
        (f"birth_on > {cut_off}", "'birth_after_cut_off'", Column.TANGGAL_LAHIR),
        ("event_day_problem <> ''", "event_day_problem", Column.TANGGAL_PERISTIWA),
        (f"event_on > {cut_off}", "'event_after_cut_off'", Column.TANGGAL_PERISTIWA),
    ]
    if rules.kind is FileKind.EVENTS:
        tests.append(("event = ''", "'event_unknown'", Column.PERISTIWA))
        tests.append((f"{_PLACE_SAID} AND place_problem <> ''", "place_problem", Column.DESA))
    else:
        tests.insert(3, ("name = ''", "'name_missing'", Column.NAMA))
        tests.append(("place_problem <> ''", "place_problem", Column.DESA))
    code = " ".join(f"WHEN {test} THEN {code}" for test, code, _ in tests)
    column = " ".join(f"WHEN {test} THEN {literal(column)}" for test, _, column in tests)
    return f"CASE {code} ELSE '' END", f"CASE {column} ELSE '' END"


# A row of an event says nothing of a place when its place cells are empty.
_PLACE_SAID: Final = "place_problem <> 'village_missing'"


def _reason_code(reason: str) -> str:
    cases = " ".join(
        f"WHEN {int(number)} THEN {literal(explanation.code)}"
        for number, explanation in NIK_EXPLANATIONS.items()
    )
    return f"CASE {reason} {cases} END"


def _warned(rules: Rules) -> str:
    """SQL for the codes of what is odd about a row, parted by blanks."""
    prefixes = literal("|".join(["", *sorted(rules.nik_prefixes)]))
    provinces = literal("|".join(["", *sorted({prefix[:2] for prefix in rules.nik_prefixes})]))
    known = f"contains({prefixes}, '|' || left(nik, 6))"
    judged = f"CASE WHEN contains({provinces}, '|' || left(nik, 2)) THEN {known} END"
    mask = duckdb_nik_warnings("nik", "birth_on", "nullif(sex, '')", judged)
    # Where the digits say just what the biodata says there is nothing to look for.
    agrees = (
        "substr(nik, 9, 4) = strftime(birth_on, '%m%y')"
        " AND substr(nik, 7, 2)::INTEGER = day(birth_on) + CASE sex WHEN 'P' THEN 40 WHEN 'L'"
        f" THEN 0 ELSE 100 END AND substr(nik, 13) <> '0000' AND {known}"
    )
    parts = [
        f"CASE WHEN nik = '' OR {agrees} THEN NULL ELSE {cells.nik_warning_words(f'({mask})')} END",
        _kk_reason_words(),
        cells.kk_warning_words("kk", "nik"),
        f"CASE WHEN {cells.name_remark('name')} THEN 'name_remark' END",
        "CASE WHEN birth_default THEN 'birth_default' END",
        "CASE WHEN unread_sex THEN 'sex_unread' END",
        "CASE WHEN unread_marital THEN 'marital_unread' END",
        "CASE WHEN unread_citizenship THEN 'citizenship_unread' END",
        "CASE WHEN unread_permit OR permit_end_problem <> '' THEN 'permit_unread' END",
        "CASE WHEN unread_ktp_status THEN 'ktp_status_unknown' END",
        "CASE WHEN unread_register_status THEN 'register_status_unread' END",
        _reported(),
        "CASE WHEN was_cut THEN 'text_cut' END",
    ]
    return f"concat_ws(' ', {', '.join(parts)})"


def _kk_reason_words() -> str:
    """A KK number that could not be used; its absence is no warning."""
    cases = " ".join(
        f"WHEN {int(reason)} THEN {literal(explanation.code)}"
        for reason, explanation in KK_EXPLANATIONS.items()
        if reason is not KkReason.NONE
    )
    return f"CASE kk_reason {cases} END"


def _reported() -> str:
    cases = " ".join(
        f"WHEN '{status}' THEN 'reported_{status}'"
        for status in (RegisterStatus.MISSING, RegisterStatus.AWAY, RegisterStatus.INVALID)
    )
    return f"CASE register_status {cases} END"


# --- the same person twice in one file ----------------------------------------------------


def _find_twins(file: OpenFile, kind: FileKind) -> None:
    """Repetitions: word for word they collapse; otherwise nobody guesses which row is right."""
    con = file.con
    con.execute(
        "CREATE OR REPLACE TABLE repeated_niks AS"
        " SELECT nik FROM checked WHERE nik <> '' GROUP BY nik HAVING count(*) > 1"
    )
    if kind is FileKind.EVENTS:
        same = f"nik, event, event_on, {_TOLD}"
    else:
        _reject_shared(file)
        same = "nik"
    con.execute(
        f"""
        CREATE OR REPLACE TABLE repeated AS
        SELECT line, row_number() OVER (PARTITION BY {same} ORDER BY line) AS place
        FROM checked WHERE code = '' AND nik IN (SELECT nik FROM repeated_niks)
        """
    )
    con.execute(
        "UPDATE checked SET twin = true FROM repeated"
        " WHERE checked.line = repeated.line AND repeated.place > 1"
    )


_TOLD: Final = ", ".join(f'"{name}"' for name in Row._fields[4:21])


def _reject_shared(file: OpenFile) -> None:
    """One NIK, two people: both are listed. One person twice with different data: both too."""
    file.con.execute(
        f"""
        CREATE OR REPLACE TABLE shared AS
        SELECT nik, CASE WHEN count(DISTINCT regexp_replace(upper(name), '[^A-Z]', '', 'g')) > 1
            THEN 'nik_shared' WHEN count(DISTINCT ({_TOLD}, ktp_status, register_status))
            FILTER (code = '') > 1 THEN 'nik_twice' ELSE '' END AS problem
        FROM checked WHERE nik IN (SELECT nik FROM repeated_niks)
        GROUP BY nik
        """
    )
    file.con.execute(
        f"""UPDATE checked SET code = shared.problem, "column" = '{Column.NIK}' FROM shared
        WHERE checked.nik = shared.nik AND checked.code = '' AND shared.problem <> ''"""
    )
    # An old NIK that another row of the file bears, or that two rows claim.
    file.con.execute(
        f"""UPDATE checked SET code = 'nik_two_persons', "column" = '{Column.NIK_LAMA}'
        WHERE code = '' AND nik_before <> '' AND nik_before <> nik AND (
            nik_before IN (SELECT nik FROM checked) OR nik_before IN (
                SELECT nik_before FROM checked WHERE nik_before <> '' AND NOT twin
                GROUP BY nik_before HAVING count(DISTINCT nik) > 1))"""
    )


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
