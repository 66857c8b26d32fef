"""What ``tuntas verify`` asks of missions: closed evenings add up and say what the lists say."""

from __future__ import annotations

from collections.abc import Iterator

from tuntas.audit.chain import Problem
from tuntas.letters import queries as letters
from tuntas.missions.models import Mission, Report
from tuntas.missions.queries import missions as queries


def check() -> Iterator[Problem]:
    """Every closed report whose outcomes do not come to its list, or whose list has changed, and
    every mission that went out without signed letters."""
    closed = Report.objects.filter(closed_on__isnull=False).select_related("mission")
    for report in closed.order_by("id"):
        name = f"missions_report {report.mission.ref}"
        counted = sum(report.outcomes.values())
        if counted != report.listed or report.without_outcome:
            yield Problem(
                name,
                f"jumlah hasil {counted} tidak sama dengan daftar {report.listed}",
                f"outcomes come to {counted}, the list to {report.listed}",
            )
        listed = queries.evening_of(queries.mission(report.mission.ref)).listed
        if listed != report.listed:
            yield Problem(
                name,
                f"daftarnya kini {listed} nama, laporan menyebut {report.listed}",
                f"its list now holds {listed} names, the report says {report.listed}",
            )
    yield from _unsigned()


def _unsigned() -> Iterator[Problem]:
    out = Mission.objects.filter(state__in=["under_way", "reported", "closed"])
    for mission in out.order_by("id"):
        wanted = {mission.assignment_letter, mission.travel_order}
        for missing in sorted(wanted - letters.signed_among(wanted)):
            yield Problem(
                f"missions_mission {mission.ref}",
                f"berangkat tanpa surat {missing} yang ditandatangani",
                f"went out without letter {missing} being signed",
            )
