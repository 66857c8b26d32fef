"""What the minutes of a closed evening say: numbers, costs, and nobody of the register."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from tuntas.missions.models import Report
from tuntas.missions.queries import resources
from tuntas.missions.queries.missions import MissionRow
from tuntas.outreach import wording as outreach
from tuntas.web import numerals
from tuntas.wilayah import queries as wilayah


def said(row: MissionRow, report: Report) -> dict[str, Any]:
    """The fields of the letter kind ``minutes``, in the language of letters."""
    tree, mission = wilayah.tree(), row.mission
    where = "; ".join(dict.fromkeys(tree.full_name(stop.village_id) for stop in row.stops))
    with override("id"):
        return {
            "about": _("Pelayanan bergerak perekaman KTP-el di %(where)s") % {"where": where},
            "place": where,
            "on": mission.on.isoformat(),
            "parties": _parties(row),
            "findings": _findings(report),
            "items": [*_outcomes(report), *_costs(report)],
        }


def _parties(row: MissionRow) -> list[dict[str, str]]:
    teams = resources.teams(row.mission.on)
    members = next((one.members for one in teams if one.id == row.mission.team_id), [])
    return [{"name": one.name, "position": row.mission.team.name} for one in members]


def _findings(report: Report) -> list[str]:
    told = [
        _("Di daftar %(n)s orang; setiap nama mempunyai satu hasil.")
        % {"n": numerals.whole(report.listed, "id")}
    ]
    if report.mode == "national":
        told.append(
            _("Tanda yang menunggu cuplikan pusat: %(n)s.")
            % {"n": numerals.whole(report.waiting_snapshot, "id")}
        )
    return [*told, report.note] if report.note else told


def _outcomes(report: Report) -> list[dict[str, str]]:
    rows = [
        {"what": outreach.outcome(code), "count": numerals.whole(n, "id"), "note": ""}
        for code, n in sorted(report.outcomes.items())
    ]
    apart = ((_("Tanpa undangan"), report.walk_ins), (_("Kabupaten lain"), report.elsewhere))
    return rows + [
        {"what": what, "count": numerals.whole(n, "id"), "note": _("di luar daftar")}
        for what, n in apart
        if n
    ]


def _costs(report: Report) -> list[dict[str, str]]:
    return [
        {"what": cost["what"], "count": f"Rp {numerals.whole(cost['rupiah'], 'id')}", "note": ""}
        for cost in report.costs
    ]
