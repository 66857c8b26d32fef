"""Figures that stand beside the ledger: what was published, and the frozen semester counts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Final

from tuntas.accounts.principals import Principal
from tuntas.coverage.actions import FigureRow, record_official_figures
from tuntas.demo import script
from tuntas.demo.story import Story
from tuntas.wilayah import queries as wilayah

_PRESS: Final = "PERS"
_DKB: Final = "DKB_SMT"
_INVENTED: Final = "demo (sintetis)"


def days() -> set[date]:
    """Days on which something of this kind becomes known."""
    return {known for _, known in script.SEMESTERS} | {known for known, _ in _shipped()}


def put_beside(*, actor: Principal, story: Story, on: date, at: datetime) -> int:
    """Enter what became known on a day; how many figures."""
    rows = [row for known, row in _shipped() if known == on]
    for cut_off, known in script.SEMESTERS:
        if known == on:
            rows += _semester(story, cut_off)
    if not rows:
        return 0
    return record_official_figures(actor=actor, rows=rows, known_on=on, at=at)


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[date, FigureRow], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[date, FigureRow]]:
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


def _semester(story: Story, cut_off: date) -> list[FigureRow]:
    """The consolidated register of a semester: frozen, so the live one runs away from it."""
    document = f"DKB Semester {'I' if cut_off.month == 6 else 'II'} {cut_off.year}"
    counts = story.semesters[cut_off]
    by_district: Counter[str] = Counter()
    for village, n in zip(story.people.villages, counts.tolist(), strict=True):
        by_district[village.code.rpartition(".")[0]] += n
    office = wilayah.office_region()
    names = {area.code: area.name for area in wilayah.districts(cut_off)}
    rows = [(office.code, office.name, int(counts.sum()))]
    rows += [(code, names[code], n) for code, n in sorted(by_district.items())]
    return [
        FigureRow(
            region_code=code,
            region_name=name,
            definition=_DKB,
            cut_off=cut_off,
            obliged=obliged,
            captured=None,
            left=None,
            printed_percent="",
            document=document,
            source=_INVENTED,
        )
        for code, name, obliged in rows
    ]
