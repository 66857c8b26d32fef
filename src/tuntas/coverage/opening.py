"""Totals of a document taken in: an opening where nobody is known, and figures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tuntas.accounts.principals import Principal
from tuntas.coverage.actions import FigureRow, record_official_figures
from tuntas.residents.actions.totals import TotalsFile, VillageTotals, open_with_totals


@dataclass(frozen=True, slots=True)
class Document:
    """Where numbers come from: what it is, its definition of them, its day and its file."""

    title: str
    definition: str
    cut_off: date
    file_name: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Desa that the totals opened in the ledger, and official figures that are new."""

    opened: int
    figures: int


def take_totals(
    *, actor: Principal, read: TotalsFile, document: Document, today: date, now: datetime
) -> Taken:
    """Open what can be opened, and record every accepted row beside the ledger.

    Taken twice it changes nothing the second time.
    """
    opened = open_with_totals(
        actor=actor,
        rows=read.accepted,
        document=document.title,
        cut_off=document.cut_off,
        today=today,
        now=now,
    )
    figures = record_official_figures(
        actor=actor,
        rows=[_figure(row, document) for row in read.accepted],
        known_on=today,
        at=now,
    )
    return Taken(len(opened), figures)


def _figure(row: VillageTotals, document: Document) -> FigureRow:
    return FigureRow(
        region_code=row.code,
        region_name=row.name,
        definition=document.definition,
        cut_off=document.cut_off,
        obliged=row.totals.obliged,
        captured=row.totals.captured,
        left=row.totals.left,
        printed_percent="",
        document=document.title,
        source=document.file_name,
    )
