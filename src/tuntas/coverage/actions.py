"""Writing what stands beside the ledger: official figures, targets, deadlines."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime
from importlib.resources import files
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.coverage.models import Deadline, OfficialFigure, Target
from tuntas.ledger.actions import open_batch


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One official figure of one region as a document gives it; at least one number."""

    region_code: str
    region_name: str
    definition: str
    cut_off: date
    obliged: int | None
    captured: int | None
    left: int | None
    printed_percent: str
    document: str
    source: str


SEALED_TABLE: Final = "coverage_officialfigure"
SEALED_COLUMNS: Final = (
    "id",
    *(f'"{field.name}"' if field.name == "left" else field.name for field in fields(FigureRow)),
    "known_on",
    "seq",
)


def record_official_figures(
    *, actor: Principal, rows: Sequence[FigureRow], known_on: date, at: datetime
) -> int:
    """Put official figures beside the ledger, once each; how many were new.

    Raises:
        tuntas.ledger.errors.NotOpen
    """
    have = set(
        OfficialFigure.objects.values_list("region_code", "definition", "cut_off", "document")
    )
    fresh = [r for r in rows if (r.region_code, r.definition, r.cut_off, r.document) not in have]
    if not fresh:
        return 0
    with open_batch(
        actor=actor,
        verb="coverage.record_official_figures",
        source=fresh[0].document[:120],
        known_on=known_on,
        at=at,
    ) as batch:
        batch.detail["n"] = len(fresh)
        batch.seal(
            SEALED_TABLE,
            SEALED_COLUMNS,
            [
                (
                    batch.next_id(),
                    *(v.isoformat() if isinstance(v, date) else v for v in astuple(row)),
                    batch.known_on.isoformat(),
                    batch.seq,
                )
                for row in fresh
            ],
        )
    return len(fresh)


def set_target(
    *,
    actor: Principal,
    year: int,
    scope: str,
    basis_points: int,
    strictly_above: bool,
    source: str,
    at: datetime,
) -> Target:
    """Set or correct the target of a year for a scope (``national`` or a region code)."""
    with transaction.atomic():
        target, _ = Target.objects.update_or_create(
            year=year,
            scope=scope,
            defaults={
                "basis_points": basis_points,
                "strictly_above": strictly_above,
                "source": source,
            },
        )
        write_act(
            actor=actor.ref,
            verb="coverage.set_target",
            subjects=[],
            detail={
                "year": year,
                "scope": scope,
                "basis_points": basis_points,
                "source": source,
            },
            at=at,
        )
    return target


def add_deadline(*, actor: Principal, kind: str, on: date, source: str, at: datetime) -> Deadline:
    """Add a day by which the office wants to be done."""
    with transaction.atomic():
        deadline, _ = Deadline.objects.get_or_create(kind=kind, on=on, defaults={"source": source})
        write_act(
            actor=actor.ref,
            verb="coverage.add_deadline",
            subjects=[],
            detail={"kind": kind, "on": on.isoformat(), "source": source},
            at=at,
        )
    return deadline


def install_shipped_rows() -> None:
    """Targets and deadlines that ship with the program; rows the office has stay as they are."""
    for row in _shipped("targets.csv"):
        Target.objects.get_or_create(
            year=int(row["year"]),
            scope=row["scope"],
            defaults={
                "basis_points": int(row["basis_points"]),
                "strictly_above": row["strictly_above"] == "1",
                "source": row["source"],
            },
        )
    for row in _shipped("deadlines.csv"):
        Deadline.objects.get_or_create(
            kind=row["kind"],
            on=date.fromisoformat(row["on"]),
            defaults={"source": row["source"]},
        )


def _shipped(name: str) -> list[dict[str, str]]:
    text = files("tuntas.coverage").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
