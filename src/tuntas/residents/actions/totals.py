"""Opening balances from official totals: people known only as a number, desa by desa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import connection

from tuntas.accounts.principals import Principal
from tuntas.ledger.actions import Batch, open_batch, open_ledger
from tuntas.ledger.cells import encode
from tuntas.ledger.models import Head
from tuntas.ledger.tracks import Card, Enrol, Standing
from tuntas.residents import import_files
from tuntas.residents.actions.import_foresee import Places
from tuntas.residents.errors import FileNotAccepted
from tuntas.residents.official_totals import Totals, judge, match_number_header, read_count
from tuntas.residents.register_file import FileRefused, OpenFile, columns_named, open_file
from tuntas.residents.vocabulary import Column

LEFT_CELL: Final = encode(Standing.DUE, 0, Enrol.NONE, Card.NONE)
CAPTURED_CELL: Final = encode(Standing.DUE, 0, Enrol.CAPTURED, Card.NONE)
PRINTED_CELL: Final = encode(Standing.DUE, 0, Enrol.UNIQUE, Card.PRINTED)


@dataclass(frozen=True, slots=True)
class VillageTotals:
    """One accepted row: a village of the office and its numbers."""

    line: int
    village: int
    code: str
    name: str
    totals: Totals


@dataclass
class TotalsFile:
    """A judged file; *rejected* holds (line, code)."""

    read: int = 0
    accepted: list[VillageTotals] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)


def read_totals(path: Path, *, cut_off: date) -> TotalsFile:
    """Judge each row of a file of totals (CSV or XLSX): desa, obliged, recorded, unrecorded.

    Raises:
        FileNotAccepted
    """
    with import_files.work_dir() as work:
        try:
            file = open_file(path, work, _likeness)
        except FileRefused as refusal:
            raise FileNotAccepted(refusal.code) from refusal
        try:
            return _judged(file, Places(cut_off))
        finally:
            file.close()


def _likeness(cells: Sequence[str]) -> int:
    return columns_named(cells) + sum(match_number_header(cell) is not None for cell in cells)


def _judged(file: OpenFile, places: Places) -> TotalsFile:
    from tuntas.wilayah import queries as wilayah

    numbers = {
        name: at for at, text in enumerate(file.headers) if (name := match_number_header(text))
    }
    found = TotalsFile()
    met: set[int] = set()
    for line, cells in file.first_rows(100_000):
        if _is_foot(cells):
            continue
        found.read += 1
        village = places(*_place_cells(file, cells))
        totals, problem = judge({name: read_count(cells[at]) for name, at in numbers.items()})
        if isinstance(village, str):
            problem = village
        elif village in met:
            problem = "totals_twice"
        if problem or totals is None or isinstance(village, str):
            found.rejected.append((line, problem))
            continue
        met.add(village)
        area = wilayah.region(village)
        assert area is not None
        found.accepted.append(VillageTotals(line, village, area.code, area.name, totals))
    return found


def _place_cells(file: OpenFile, cells: Sequence[str]) -> tuple[str, str, str, str]:
    at = dict(file.detected().positions)
    wanted = (Column.DESA, Column.KECAMATAN, Column.KODE_DESA, Column.KODE_KECAMATAN)
    said = [cells[at[column]].strip() if column in at else "" for column in wanted]
    return said[0], said[1], said[2], said[3]


def _is_foot(cells: Sequence[str]) -> bool:
    """A total below the villages would count everybody twice."""
    first = next((cell.strip().upper() for cell in cells if cell.strip()), "")
    return first.startswith(("JUMLAH", "TOTAL", "GRAND TOTAL"))


def open_with_totals(
    *,
    actor: Principal,
    rows: Sequence[VillageTotals],
    document: str,
    cut_off: date,
    today: date,
    now: datetime,
) -> list[VillageTotals]:
    """Lay opening balances for villages of which the ledger knows nobody; the rows taken.

    The first totals open the ledger on their cut-off. Later ones must have the ledger's
    own opening day: numbers of another day are official figures, not an opening.
    """
    head = Head.objects.first()
    if head is None:
        open_ledger(opening_on=cut_off, known_on=today)
    elif head.opening_on != cut_off:
        return []
    known = _villages_known()
    taken = [row for row in rows if row.village not in known]
    if not taken:
        return []
    with open_batch(
        actor=actor,
        verb="residents.open_with_totals",
        source=document[:120],
        known_on=today,
        at=now,
    ) as batch:
        for row in taken:
            _lay(batch, row, document)
        batch.detail |= {"villages": len(taken), "n": sum(r.totals.obliged for r in taken)}
    return taken


def _lay(batch: Batch, row: VillageTotals, document: str) -> None:
    printed = row.totals.printed or 0
    cells = {
        LEFT_CELL: row.totals.left,
        CAPTURED_CELL: row.totals.captured - printed,
        PRINTED_CELL: printed,
    }
    for cell, n in cells.items():
        if n:
            batch.nameless(village=row.village, cell=cell, n=n, source=document[:200])


def _villages_known() -> set[int]:
    """Villages of which the ledger knows people or a total."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT village FROM ledger_spell UNION SELECT DISTINCT village"
            " FROM ledger_opening"
        )
        return {row[0] for row in cursor.fetchall()}
