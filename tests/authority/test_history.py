"""The office's own 2020 and 2021, walked day by day through the ordinary actions of the demo.

``golden/history.txt`` is the table that a person checks against what the press told; its head
(``history_head.txt``) says against what. ``make golden`` writes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from tuntas.accounts.principals import Principal
from tuntas.authority import actions, board, queries, wording
from tuntas.authority.competence import Answer, Block, Remedy
from tuntas.authority.seats import Capacity
from tuntas.demo import appointments, office, script
from tuntas.demo.roster import Cast
from tuntas.web.numerals import weekday_date

pytestmark = pytest.mark.django_db

HEAD = Path(__file__).with_name("history_head.txt").read_text("utf-8")
NEWS = sorted(day for day in appointments.days() if day > script.OPENING_ON)
FIELD_WORK = ("recording", "data_entry", "outreach", "planning", "ktp_print")
ON_PAPER = ("assignment_letter", "travel_order", "invitation", "minutes")
WITH_TTE = ("kk", "civil_certificate", "moving_letter", "biodata", "suket")

Walk = Callable[[date], None]


@pytest.fixture
def walk(settings: Settings) -> Iterator[Walk]:
    """``walk(day)``: everything that happened until that day is recorded, and nothing later."""
    settings.DEMO = True
    office.set_up()
    cast, lived = Cast(), {script.OPENING_ON}

    def until(day: date) -> None:
        for on in NEWS:
            if on <= day and on not in lived:
                appointments.happen(actor=cast["sekretaris"], on=on, now=office.at(on, 8))
                lived.add(on)

    with translation.override("id"):
        yield until


@pytest.fixture
def secretary(walk: Walk) -> Principal:
    return Cast()["sekretaris"]


def ask(code: str, on: date) -> Answer:
    return queries.who_may(code, on)


def blocks(code: str, on: date) -> list[Block]:
    return [obstacle.kind for obstacle in ask(code, on).obstacles]


def days_asked() -> list[date]:
    """Each day of the history, with the day before and the day after."""
    return sorted({day + timedelta(n) for day in NEWS for n in (-1, 0, 1)})


def answers_in_words(on: date) -> str:
    """What can be issued on day *on*, the documents with the same answer on one line."""
    stopped, running = board.grouped(queries.can_issue(on))
    said: list[str] = []
    for group in running:
        titles = ", ".join(line.title for line in group.lines)
        said.append(f"  berjalan, {'; '.join(group.told)}:\n    {titles}")
    for group in stopped:
        titles = ", ".join(line.title for line in group.lines)
        if titles == "Surat panggilan camat":
            continue  # Ten kecamatan have no camat in the demo: no news of any day.
        opens = ", ".join(group.remedies)
        said.append(f"  terhenti, {'; '.join(group.told)}; membuka: {opens}:\n    {titles}")
    return "\n".join(said)


def test_what_can_be_issued_on_each_day_of_that_history(
    walk: Walk, golden: Callable[[str, str], None]
) -> None:
    told, before = [HEAD], ""
    for day in days_asked():
        walk(day)
        told.append(f"{weekday_date(day)} ({day.isoformat()})")
        told += [f"  * {source}" for source in appointments.sources(day)]
        answers = answers_in_words(day)
        told.append("  sama dengan hari di atas" if answers == before else answers)
        before = answers

    golden("history.txt", "\n".join(told) + "\n")


def test_a_new_head_signs_on_paper_at_once_and_electronically_a_month_later(walk: Walk) -> None:
    walk(date(2020, 9, 29))
    sworn_in = date(2020, 9, 29)

    assert all(ask(code, sworn_in).possible for code in (*FIELD_WORK, *ON_PAPER))
    for code in WITH_TTE:
        assert blocks(code, sworn_in) == [Block.NO_CERTIFICATE]
        assert ask(code, sworn_in).remedies == (Remedy.ISSUE_CERTIFICATE,)
    walk(date(2020, 10, 26))
    assert not ask("kk", date(2020, 10, 25)).possible
    assert ask("kk", date(2020, 10, 26)).possible


def test_a_strike_a_letter_the_press_and_a_statement_take_nothing_away(walk: Walk) -> None:
    walk(date(2021, 9, 12))
    before = queries.can_issue(date(2021, 9, 12))

    for day in (date(2021, 9, 13), date(2021, 9, 16), date(2021, 9, 19)):
        walk(day)
        assert queries.can_issue(day) == before


def test_an_absent_head_is_no_empty_seat(walk: Walk) -> None:
    """The deputy regent: not official, waits for the regent. So a Plh, and no Plt, would do."""
    day = date(2021, 9, 21)
    walk(day)

    assert blocks("assignment_letter", day) == [Block.HOLDER_ABSENT]
    assert ask("assignment_letter", day).remedies == (
        Remedy.APPOINT_PLH,
        Remedy.RETURN_OF_HOLDER,
    )
    (alarm,) = board.board(day).alarms
    assert alarm.endswith("berhalangan sejak 20 September 2021; belum ada Plh")


def test_recording_and_printing_need_not_have_stopped_on_any_day(walk: Walk) -> None:
    for day in days_asked():
        walk(day)
        stopped = [code for code in FIELD_WORK if not ask(code, day).possible]
        assert stopped == [], day


def test_with_a_plh_mobile_service_need_not_have_stopped(walk: Walk, secretary: Principal) -> None:
    day = date(2021, 9, 21)
    walk(day)
    stopped = [code for code in ON_PAPER if not ask(code, day).possible]

    actions.assign(
        actor=secretary,
        seat="head",
        officer_ref=secretary.officer_ref,
        capacity="plh",
        starts=day,
        decree="094/1/2021",
        source="Surat perintah Plh (andai)",
        now=office.at(day, 9),
    )

    assert stopped == list(ON_PAPER)
    for code in ON_PAPER:
        signer = ask(code, day).signer
        assert signer is not None
        assert (signer.officer, signer.capacity) == (secretary.officer_ref, Capacity.PLH)
    assert not ask("kk", day).possible


def test_with_a_release_and_a_plt_only_staffing_and_budget_would_have_waited(
    walk: Walk, secretary: Principal
) -> None:
    """Had the regent released the head on 21 September and named a Plt the same day."""
    day, certified = date(2021, 9, 21), date(2021, 9, 28)
    walk(day)
    head = Cast()["kepala"].officer_ref
    (ref,) = queries.entries_of("assignment", head, day, seat="head")
    actions.end_assignment(
        actor=secretary, ref=ref, ends=day, ended_by="SK Bupati (andai)", now=office.at(day, 9)
    )
    assert blocks("assignment_letter", day) == [Block.SEAT_EMPTY]
    actions.assign(
        actor=secretary,
        seat="head",
        officer_ref=secretary.officer_ref,
        capacity="plt",
        starts=day,
        decree="821/9/2021",
        source="SK Plt dari Bupati (andai)",
        now=office.at(day, 9),
    )
    actions.record_certificate(
        actor=secretary,
        officer_ref=secretary.officer_ref,
        starts=certified,
        source="TTE Plt (andai)",
        now=office.at(day, 9),
    )

    def open_on(on: date) -> set[str]:
        return {row.rule.code for row, answer in queries.can_issue(on) if answer.possible}

    assert set(ON_PAPER) | {"governor_report", "ministry_proposal"} <= open_on(day)
    assert open_on(day).isdisjoint(WITH_TTE)
    every = {row.rule.code for row in queries.documents()}
    assert every - open_on(certified) == {"staffing", "budget_change"}


def test_the_story_leaves_alone_what_the_user_recorded_first(
    walk: Walk, secretary: Principal
) -> None:
    """A Plh and an absence entered before the script's day stay; its own entry is left out."""
    walk(date(2021, 9, 16))
    head = Cast()["kepala"].officer_ref
    actions.record_absence(
        actor=secretary,
        officer_ref=head,
        starts=date(2021, 9, 17),
        source="Surat izin (pemakai)",
        now=office.at(date(2021, 9, 17), 9),
    )

    walk(date(2021, 10, 11))

    (obstacle, *_rest) = ask("assignment_letter", date(2021, 10, 11)).obstacles
    assert (obstacle.kind, obstacle.since) == (Block.HOLDER_ABSENT, date(2021, 9, 17))


def test_the_rehearsal_told_beforehand_what_stopped(walk: Walk) -> None:
    day = date(2021, 9, 10)
    walk(day)

    tried = queries.rehearse("head", day)

    by_remedy = {
        remedy: {row.rule.code for row, opens in tried.stops if opens is remedy}
        for remedy in (Remedy.APPOINT_PLT, Remedy.ISSUE_CERTIFICATE, Remedy.DEFINITIVE_HOLDER)
    }
    assert by_remedy[Remedy.APPOINT_PLT] >= set(ON_PAPER)
    assert by_remedy[Remedy.ISSUE_CERTIFICATE] == set(WITH_TTE)
    assert by_remedy[Remedy.DEFINITIVE_HOLDER] == {"staffing", "budget_change"}
    assert {row.rule.code for row in tried.goes_on} >= set(FIELD_WORK)
    assert wording.remedy(Remedy.APPOINT_PLT).startswith("SK Plt")
