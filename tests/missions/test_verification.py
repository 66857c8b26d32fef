"""``tuntas verify`` sees an evening that was made to add up."""

from __future__ import annotations

from pathlib import Path

from tests.missions.field import TODAY, Field, at
from tests.missions.test_going import told, under_way
from tuntas.letters.models import Letter
from tuntas.missions import actions
from tuntas.missions.models import Report
from tuntas.missions.verification import check


def closed(field: Field, folder: Path) -> Report:
    mission, who = under_way(field, folder), field.who("coordinator")
    told(field, mission, "absent", 100)
    actions.file_report(actor=who, ref=mission.ref, costs=[], note="", on=TODAY, now=at(20))
    return actions.close_report(actor=who, ref=mission.ref, on=TODAY, now=at(21))


def test_a_closed_evening_holds(mobile: Field, tmp_path: Path) -> None:
    closed(mobile, tmp_path)

    assert list(check()) == []


def test_numbers_changed_afterwards_are_seen(mobile: Field, tmp_path: Path) -> None:
    report = closed(mobile, tmp_path)
    Report.objects.update(outcomes={"recorded": report.listed + 3}, listed=report.listed + 1)

    problems = [problem.en for problem in check()]

    assert problems == [
        f"outcomes come to {report.listed + 3}, the list to {report.listed + 1}",
        f"its list now holds {report.listed} names, the report says {report.listed + 1}",
    ]


def test_a_mission_whose_letter_was_cancelled_after_the_fact_is_seen(
    mobile: Field, tmp_path: Path
) -> None:
    report = closed(mobile, tmp_path)
    Letter.objects.filter(ref=report.mission.travel_order).update(state="cancelled")

    assert "being signed" in next(iter(check())).en
