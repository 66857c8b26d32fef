"""What this room puts into the office's correspondence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from tuntas.accounts.principals import Principal
from tuntas.coverage import queries as coverage
from tuntas.letters import actions as letters
from tuntas.reports.governor import GovernorReport
from tuntas.web.numerals import whole


def draft_governor_letter(
    *, actor: Principal, report: GovernorReport, language: str, on: date, now: datetime
) -> str:
    """The report as a letter that waits for its signature; its ref. Every count is the ledger's.

    Raises:
        tuntas.letters.errors.Incomplete: no target is set for the day.
    """
    return letters.draft(
        actor=actor,
        kind="governor_report",
        said=_said(report, language),
        on=on,
        now=now,
        language=language,
    )


def _said(report: GovernorReport, language: str) -> dict[str, Any]:
    figures, goal = report.figures, report.goal
    districts = coverage.rows(level="kecamatan", on=report.on, known=report.known)
    return {
        "as_of": report.on.isoformat(),
        "obliged": figures.obliged,
        "captured": figures.captured,
        "left": figures.left,
        "target": goal.basis_points if goal else None,
        "districts": [
            {
                "name": row.name,
                "obliged": whole(row.figures.obliged, language),
                "captured": whole(row.figures.captured, language),
                "left": whole(row.figures.left, language),
            }
            for row in districts
        ],
        "notes": _notes(report, language),
        "snapshot": f"{report.on} / {report.known} / {report.seq}",
    }


def _notes(report: GovernorReport, language: str) -> list[str]:
    """The dynamic figure stands beside the full one wherever they differ."""
    figures = report.figures
    if figures.left_dynamic == figures.left:
        return []
    said = _DYNAMIC_EN if language == "en" else _DYNAMIC_ID
    return [said.format(whole(figures.left_dynamic, language))]


_DYNAMIC_ID: Final = "Belum rekam dinamis (tanpa yang diusulkan keluar): {}."
_DYNAMIC_EN: Final = "Unrecorded, dynamic (without those proposed to leave): {}."
