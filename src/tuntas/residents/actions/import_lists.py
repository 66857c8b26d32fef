"""Lists of rows for the office: rejected ones to be corrected, and those that carry a warning."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tuntas.residents import import_files, rejections
from tuntas.residents.models import RegisterImport
from tuntas.residents.queries_import import rejects_of
from tuntas.residents.register_file import OpenFile

REJECT_HEADERS: Final = ("TOLAK_BARIS", "TOLAK_KOLOM", "TOLAK_SEBAB", "TOLAK_PERBAIKAN")
WARNING_HEADERS: Final = ("PERINGATAN_BARIS", "PERINGATAN_SEBAB")
"""No register column has these names, so a corrected list is imported as it is."""

_LONG_NUMBER: Final = 12


def write_rejects(row: RegisterImport, file: OpenFile) -> None:
    """The rejected rows with all their columns, the line, the column, the reason and the remedy."""
    listed = rejects_of(row).values_list("line", "column", "code")
    rejects = {line: (column, rejections.explain(code)) for line, column, code in listed}
    said = {line: (line, column, why.id, why.remedy_id) for line, (column, why) in rejects.items()}
    _write(import_files.rejects_path(row.ref.hex), file, REJECT_HEADERS, said)


def write_warnings(path: Path, file: OpenFile) -> None:
    """The accepted rows that carry warnings, with all their columns, the line and what is odd."""
    found = file.con.execute(
        "SELECT line, warnings FROM checked WHERE code = '' AND warnings <> '' AND NOT twin"
    ).fetchall()
    said = {
        line: (line, " ".join(map(rejections.explain_warning, codes.split())))
        for line, codes in found
    }
    _write(path, file, WARNING_HEADERS, said)


def _write(
    path: Path, file: OpenFile, headers: Sequence[str], said: Mapping[int, tuple[object, ...]]
) -> None:
    width = max(file.named_width, 1)
    draft = path.with_suffix(".part")
    # The mark at the start tells spreadsheets that this is UTF-8.
    with open(draft, "w", encoding="utf-8-sig", newline="", opener=_private) as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow([*file.headers[:width], *headers])
        for line, cells in _raw_rows(file, sorted(said), width):
            writer.writerow([*map(_safe, cells), *said[line]])
    draft.replace(path)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _raw_rows(
    file: OpenFile, lines: list[int], width: int
) -> Iterator[tuple[int, Iterable[str | None]]]:
    if not lines:
        return
    file.con.execute("CREATE OR REPLACE TABLE wanted (line BIGINT)")
    file.con.execute("INSERT INTO wanted SELECT unnest($lines)", {"lines": lines})
    cells = ", ".join(f"c{at}" for at in range(width))
    cursor = file.con.execute(
        f"SELECT line, {cells} FROM raw WHERE line IN (SELECT line FROM wanted) ORDER BY line"
    )
    while part := cursor.fetchmany(1000):
        for row in part:
            yield row[0], row[1:]


def _safe(cell: str | None) -> str:
    """A cell that a spreadsheet neither rounds nor runs."""
    text = cell or ""
    if text.isdigit() and len(text) >= _LONG_NUMBER:
        return f'="{text}"'
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
