"""Reading coverage: areas, days, letters, months, deadlines, official figures."""

from __future__ import annotations

from datetime import date

import pytest

from tests.lives import NOW, OPENING, happened, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.coverage import queries
from tuntas.coverage.actions import (
    FigureRow,
    add_deadline,
    install_shipped_rows,
    record_official_figures,
)
from tuntas.coverage.targets import Goal
from tuntas.enrolment.actions import record_person
from tuntas.ledger import cells
from tuntas.ledger.actions import open_batch
from tuntas.ledger.errors import BeforeOpening, NamelessSpent
from tuntas.ledger.verification import verify

pytestmark = pytest.mark.django_db

JUNE = date(2023, 6, 1)
DAY = date(2023, 6, 20)


@pytest.fixture
def office(small_office: SmallOffice) -> SmallOffice:
    opened()
    install_shipped_rows()
    return small_office


def recorded(ref: str, on: date) -> None:
    record_person(
        actor=system("test"), person_ref=ref, nonce=f"n-{ref}", on=on, place="Kantor", now=NOW
    )


def test_villages_sum_to_kecamatan_and_kecamatan_to_the_regency(office: SmallOffice) -> None:
    for village in (office.village, office.village, office.neighbour, office.elsewhere):
        listed(village.id)

    whole = queries.rows(level="kabupaten", on=DAY)[0].figures
    for level in ("kecamatan", "desa"):
        parts = [row.figures for row in queries.rows(level=level, on=DAY)]  # type: ignore[arg-type]
        assert sum(part.left for part in parts) == whole.left == 4
        assert sum(part.obliged for part in parts) == whole.obliged


def test_the_fall_is_split_by_cause_and_balances(office: SmallOffice) -> None:
    here = office.village.id
    people = [listed(here) for _ in range(5)]
    listed(here, birth_on="2006-06-10")
    recorded(people[0].ref.hex, date(2023, 6, 5))
    happened(people[1], "died", date(2023, 6, 6))
    happened(people[2], "moved_out", date(2023, 6, 7))
    happened(people[3], "moved", date(2023, 6, 8), village=office.neighbour.id)

    whole = queries.fall(after=JUNE, until=DAY)
    village = queries.fall(after=JUNE, until=DAY, villages=[here])

    assert whole.entered == {"birthday": 1}
    assert whole.recorded == {"marked": 1}
    assert whole.removed == {"died": 1, "moved_out": 1}
    assert (whole.opening, whole.closing, whole.moved) == (5, 3, 0)
    assert (village.opening, village.closing, village.moved) == (5, 2, -1)
    assert whole.balances
    assert village.balances


def test_between_two_letters_late_reports_restate_the_opening(office: SmallOffice) -> None:
    people = [listed(office.village.id) for _ in range(3)]
    happened(people[0], "died", date(2023, 5, 1), known_on=date(2023, 6, 10))

    fall = queries.between_letters(first=(JUNE, JUNE), second=(DAY, DAY))

    assert (fall.opening, fall.restated, fall.closing) == (3, -1, 2)
    assert fall.balances


def test_a_corrected_birth_date_counts_for_all_days(office: SmallOffice) -> None:
    person = listed(office.village.id, birth_on="2004-01-01")
    assert queries.figures_of(on=JUNE).left == 1

    happened(person, "corrected", DAY, birth_on="2008-01-01")

    assert queries.figures_of(on=JUNE).left == 0
    assert queries.figures_of(on=JUNE, known=JUNE).left == 1


def test_a_birth_date_found_wrong_can_be_withdrawn(office: SmallOffice) -> None:
    person = listed(office.village.id, birth_on="2004-01-01")

    happened(person, "corrected", DAY, birth_on=None)

    figures = queries.figures_of(on=JUNE)
    assert (figures.left, figures.unknown) == (0, 1)
    person.refresh_from_db()
    assert person.birth_on is None
    assert list(verify()) == []


def test_who_becomes_obliged_in_the_coming_months(office: SmallOffice) -> None:
    here = office.village.id
    early = listed(here, birth_on="2006-07-15")
    listed(here, birth_on="2006-07-31")
    listed(here, birth_on="2006-09-01")
    recorded(early.ref.hex, DAY)

    months = queries.becoming_due(from_on=date(2023, 7, 1), months=3)

    assert [(m.first_day.month, m.n, m.captured_early) for m in months] == [
        (7, 2, 1),
        (8, 0, 0),
        (9, 1, 0),
    ]


def test_pace_counts_those_who_come_and_the_working_days(office: SmallOffice) -> None:
    people = [listed(office.village.id) for _ in range(10)]
    listed(office.village.id, birth_on="2006-06-25")
    for person in people[:7]:
        recorded(person.ref.hex, date(2023, 6, 13))

    pace = queries.pace(on=DAY, deadline=date(2023, 7, 4))

    assert (pace.left, pace.becoming_due, pace.to_record) == (3, 1, 4)
    # Idul Adha is on 29 June, its collective leave on 28 and 30 June 2023.
    assert (pace.days, pace.working_days) == (14, 7)
    assert pace.recorded_lately == 7
    assert pace.projected_left == 0
    assert pace.will_make_it


def test_a_target_leaves_a_remainder(office: SmallOffice) -> None:
    for _ in range(10):
        listed(office.village.id)

    pace = queries.pace(on=DAY, deadline=date(2023, 7, 4), goal=Goal(9000))

    assert pace.may_be_left == 1
    assert pace.to_record == 9


def test_targets_are_dated_rows(office: SmallOffice) -> None:
    goals = {year: queries.goal_on(date(year, 6, 1)) for year in (2019, 2020, 2021, 2022, 2023)}

    assert goals[2019] is None
    assert [goal and goal.basis_points for goal in list(goals.values())[1:]] == [
        9800,
        9900,
        9900,
        9940,
    ]


def test_deadlines_ahead(office: SmallOffice) -> None:
    add_deadline(actor=system("test"), kind="own", on=date(2023, 6, 30), source="rapat", at=NOW)

    ahead = queries.deadlines(DAY)

    assert [(d.kind, d.on) for d in ahead][:2] == [
        ("voter_list", date(2023, 6, 21)),
        ("own", date(2023, 6, 30)),
    ]


def test_days_before_the_opening_are_refused(office: SmallOffice) -> None:
    listed(office.village.id)

    with pytest.raises(BeforeOpening):
        queries.figures_of(on=date(2020, 6, 29))


def figure(region: str, **numbers: object) -> FigureRow:
    row = {"obliged": None, "captured": None, "left": None, "printed_percent": ""} | numbers
    return FigureRow(
        region_code=region,
        region_name="",
        definition="DKB_SMT",
        cut_off=DAY,
        document="DKB Semester I 2023",
        source="uji",
        **row,  # type: ignore[arg-type]
    )


def test_an_official_figure_stands_beside_the_ledgers_own(office: SmallOffice) -> None:
    person = listed(office.village.id)
    listed(office.village.id)
    recorded(person.ref.hex, JUNE)
    record_official_figures(
        actor=system("test"),
        rows=[figure("99.05", obliged=3, captured=2, printed_percent="66,70")],
        known_on=DAY,
        at=NOW,
    )

    beside = queries.official_beside_ledger()[0]

    assert (beside.obliged_difference, beside.captured_difference) == (1, 1)
    assert beside.percent == "66.67"
    assert set(beside.reasons) == {"frozen_semester", "percent_differs_from_counts"}
    assert [b.obliged for b in queries.denominator_breaks(JUNE, DAY)] == [3]


def test_above_100_percent_is_flagged_and_never_clamped(office: SmallOffice) -> None:
    listed(office.village.id)
    record_official_figures(
        actor=system("test"),
        rows=[figure("99.05", obliged=172_806, captured=175_087)],
        known_on=DAY,
        at=NOW,
    )

    beside = queries.official_beside_ledger()[0]

    assert beside.percent == "101.32"
    assert beside.over_100
    assert "live_over_frozen" in beside.reasons


def test_the_same_official_figure_twice_is_one(office: SmallOffice) -> None:
    listed(office.village.id)
    for _ in range(2):
        record_official_figures(
            actor=system("test"), rows=[figure("99.05", left=7)], known_on=DAY, at=NOW
        )

    assert len(queries.official_beside_ledger()) == 1
    assert list(verify()) == []


def test_totals_only_then_the_names_of_the_unrecorded(office: SmallOffice) -> None:
    here = office.village.id
    due_left, due_recorded = cells.encode(2, 0, 0, 0), cells.encode(2, 0, 1, 0)
    with batch() as opening:
        opening.nameless(village=here, cell=due_left, n=2, source="Rekap desa")
        opening.nameless(village=here, cell=due_recorded, n=98, source="Rekap desa")
    assert queries.figures_of(on=OPENING).percent() == "98.00"
    assert "ages_of_nameless" in queries.what_cannot_be_known()

    for _ in range(2):
        listed(here)
        with batch() as named:
            named.nameless(village=here, cell=due_left, n=-1, source="BNBA")

    figures = queries.figures_of(on=DAY)
    assert (figures.obliged, figures.left) == (100, 2)
    assert list(verify()) == []
    with pytest.raises(NamelessSpent), batch() as third:
        third.nameless(village=here, cell=due_left, n=-1, source="BNBA")


def batch():  # type: ignore[no-untyped-def]
    return open_batch(
        actor=system("test"), verb="test.totals", source="rekap", known_on=OPENING, at=NOW
    )


def test_a_divided_village_keeps_its_history(office: SmallOffice) -> None:
    person = listed(office.village.id)
    happened(person, "moved", date(2022, 1, 1), village=office.neighbour.id, recoded=True)

    before = queries.figures_of([office.village.id], on=date(2021, 12, 31))
    after = queries.figures_of([office.neighbour.id], on=date(2022, 1, 1))
    whole = queries.fall(after=date(2021, 1, 1), until=DAY)

    assert (before.left, after.left) == (1, 1)
    assert (whole.entered, whole.removed, whole.moved) == ({}, {}, 0)
