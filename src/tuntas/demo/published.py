"""Figures that stand beside the ledger: what was published, and the frozen semester counts."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from importlib import resources
from typing import Final

from tuntas.accounts.principals import Principal
from tuntas.coverage import queries as coverage
from tuntas.coverage.actions import FigureRow, record_official_figures
from tuntas.wilayah import queries as wilayah

_PRESS: Final = "PERS"
_DKB: Final = "DKB_SMT"
_INVENTED: Final = "demo (sintetis)"
_SEMESTERS: Final = (
    # (cut-off, the day on which the consolidated register became known weeks later)
    (date(2020, 12, 31), date(2021, 2, 8)),
    (date(2021, 12, 31), date(2022, 2, 7)),
    (date(2022, 6, 30), date(2022, 8, 8)),
    (date(2022, 12, 31), date(2023, 2, 6)),
)


def days() -> set[date]:
    """Days on which something of this kind becomes known."""
    return {known for _, known in _SEMESTERS} | {known for known, _ in _shipped()}


def put_beside(*, actor: Principal, on: date, at: datetime) -> int:
    """Enter what became known on a day; how many figures."""
    rows = [row for known, row in _shipped() if known == on]
    for cut_off, known in _SEMESTERS:
        if known == on:
            rows += _semester(cut_off)
    if not rows:
        return 0
    return record_official_figures(actor=actor, rows=rows, known_on=on, at=at)


def _shipped() -> Iterator[tuple[date, FigureRow]]:
    text = resources.files("tuntas.demo").joinpath("data", "published.csv").read_text("utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        yield (
            date.fromisoformat(row["known_on"]),
            FigureRow(
                region_code=row["region_code"],
                region_name=row["region_name"],
                definition=_PRESS,
                cut_off=date.fromisoformat(row["cut_off"]),
                obliged=_number(row["obliged"]),
                captured=_number(row["captured"]),
                left=_number(row["left"]),
                printed_percent=row["printed_percent"],
                document=row["document"],
                source=row["source"],
            ),
        )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _semester(cut_off: date) -> list[FigureRow]:
    """The register at a semester's end as it was known then: frozen, so the live one runs away."""
    document = f"DKB Semester {'I' if cut_off.month == 6 else 'II'} {cut_off.year}"
    office = wilayah.office_region()
    found = [(office.code, office.name, coverage.figures_of(on=cut_off, known=cut_off))]
    found += [
        (row.code, row.name, row.figures)
        for row in coverage.rows(level="kecamatan", on=cut_off, known=cut_off)
    ]
    return [
        FigureRow(
            region_code=code,
            region_name=name,
            definition=_DKB,
            cut_off=cut_off,
            obliged=figures.obliged,
            captured=None,
            left=None,
            printed_percent="",
            document=document,
            source=_INVENTED,
        )
        for code, name, figures in found
    ]
