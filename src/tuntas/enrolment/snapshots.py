"""A snapshot of the national system as a file: a column of NIKs, a column of statuses.

CSV or XLSX as SIAK's operators export them, read by the reader of register files. Which columns
they are is guessed by their headers and confirmed by a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tuntas.residents.nik import CleanNik, clean_nik
from tuntas.residents.register_file import OpenFile, open_file
from tuntas.residents.vocabulary import Column, fold_word, match_headers, read_ktp_status

STATUS_WORDS: Final = ("STATUS", "KTP", "EKTP", "REKAM", "PEREKAMAN", "ENROLL")
NOT_A_COLUMN: Final = -1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a file says. rows: (NIK, status verbatim), one a person, the last line counts.

    nik_at, status_at: which columns, `NOT_A_COLUMN` while nobody knows. without_nik, silent:
    lines without a NIK or a status. spoilt: the NIKs stood in number cells. unknown: statuses that
    nobody knows, with how many lines.
    """

    headers: tuple[str, ...]
    nik_at: int
    status_at: int
    rows: dict[str, str] = field(repr=False)
    without_nik: int
    silent: int
    spoilt: bool
    unknown: tuple[tuple[str, int], ...]

    @property
    def mapped(self) -> bool:
        return NOT_A_COLUMN not in (self.nik_at, self.status_at)


def read(
    path: Path, work_dir: Path, *, nik_at: int = NOT_A_COLUMN, status_at: int = NOT_A_COLUMN
) -> Snapshot:
    """The file at *path*; columns that are not given are guessed.

    Raises:
        tuntas.residents.register_file.FileRefused: empty, unreadable, or without a line that looks
            like a header.
    """
    opened = open_file(path, work_dir, _likeness)
    try:
        return _read(opened, nik_at, status_at)
    finally:
        opened.close()


def _read(opened: OpenFile, nik_at: int, status_at: int) -> Snapshot:
    guessed = match_headers(list(opened.headers))
    nik_at = _within(opened, nik_at, guessed.get(Column.NIK))
    status_at = _within(opened, status_at, guessed.get(Column.STATUS_KTP, _status(opened.headers)))
    rows: dict[str, str] = {}
    without_nik = silent = 0
    unknown: Counter[str] = Counter()
    if NOT_A_COLUMN not in (nik_at, status_at):
        lines = opened.con.execute(f"SELECT c{nik_at}, c{status_at} FROM raw ORDER BY line")
        for raw_nik, status in lines.fetchall():
            nik, said = clean_nik(raw_nik or ""), read_ktp_status(status)
            if not isinstance(nik, CleanNik):
                without_nik += 1
            elif said is None:
                silent += 1
            else:
                rows[nik.nik] = (status or "").strip()
                unknown[said.code] += not said.known
    spoilt = Column.NIK in opened.spoilt
    named = tuple(opened.headers[: opened.named_width])
    told = tuple((code, n) for code, n in unknown.most_common() if n)
    return Snapshot(named, nik_at, status_at, rows, without_nik, silent, spoilt, told)


def _within(opened: OpenFile, said: int, guessed: int | None) -> int:
    if 0 <= said < opened.width:
        return said
    return NOT_A_COLUMN if guessed is None else guessed


def _status(headers: Sequence[str]) -> int:
    """A column that is called something of status or recording."""
    for at, header in enumerate(headers):
        if any(word in fold_word(header) for word in STATUS_WORDS):
            return at
    return NOT_A_COLUMN


def _likeness(cells: Sequence[str]) -> int:
    """A line with NIK and status is a header, whatever else it names."""
    found = match_headers(list(cells))
    named = Column.NIK in found and (Column.STATUS_KTP in found or _status(cells) >= 0)
    return max(len(found), 2 if named else 0)
