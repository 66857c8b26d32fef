"""The story comes to the published figures, counted by hand and not by the ledger."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest

from tests.demo.by_hand import count, lives_as_known
from tuntas.demo import script, sources, story
from tuntas.demo.acts import Verb

OPENING = date(2020, 6, 30)
END = date(2023, 6, 21)
REGISTER_VERBS = {
    Verb.BORN,
    Verb.ARRIVED,
    Verb.DIED,
    Verb.LEFT,
    Verb.MOVED,
    Verb.MARRIED,
    Verb.BIRTH_CORRECTED,
    Verb.DEACTIVATED,
    Verb.REACTIVATED,
    Verb.DEATH_WITHDRAWN,
}


@pytest.fixture(scope="module")
def lives(told):
    return lives_as_known(told, OPENING, END)


def assert_published_figures(lives):
    december = count(lives, date(2020, 12, 31))
    assert 89_300 <= december.obliged < 89_400
    assert round(100 * december.captured / december.obliged, 2) == 99.50

    september = count(lives, date(2021, 9, 30))
    assert (september.obliged, september.captured, september.left) == (90_060, 88_491, 1_569)

    left = {day: count(lives, date(2023, 6, day)).left for day in (12, 14, 19, 20)}
    assert left == {12: 900, 14: 862, 19: 650, 20: 554}


def test_the_published_figures_hold_as_known_today(lives):
    assert_published_figures(lives)


@pytest.mark.parametrize("seed", [1, 2, 2023])
def test_the_published_figures_hold_for_other_seeds_too(villages, closed, seed):
    other = story.tell(villages=villages, closed=closed, sources=sources.read(), seed=seed)

    assert_published_figures(lives_as_known(other, OPENING, END))


def test_the_published_figures_hold_as_they_were_known_on_their_days(told):
    for on, obliged, left in (
        (date(2020, 12, 31), None, 446),
        (date(2021, 9, 30), 90_060, 1_569),
        (date(2023, 6, 14), None, 862),
        (date(2023, 6, 20), None, 554),
    ):
        then = count(lives_as_known(told, OPENING, on), on)

        assert then.left == left
        assert obliged is None or then.obliged == obliged


def test_villages_are_restated_after_a_published_figure(told, lives):
    on = date(2021, 9, 30)

    then = count(lives_as_known(told, OPENING, on), on)
    now = count(lives, on)

    assert then.obliged == now.obliged
    assert then.obliged_by_village != now.obliged_by_village


def test_the_national_target_is_reached_on_20_june_and_on_no_day_before(lives):
    def reaches(on):
        counted = count(lives, on)
        return counted.captured * 10_000 >= 9_940 * counted.obliged

    days = [date(2022, 1, 1) + timedelta(days=75 * n) for n in range(7)]
    june = [date(2023, 6, 12) + timedelta(days=n) for n in (0, 4, 7)]

    assert not any(reaches(on) for on in [*days, *june])
    assert reaches(date(2023, 6, 20))


def test_the_19th_prints_99_30_percent(lives):
    counted = count(lives, date(2023, 6, 19))

    assert round(100 * counted.captured / counted.obliged, 2) == 99.30


def test_anggrek_is_the_largest_among_the_last_554(told, lives):
    counted = count(lives, date(2023, 6, 20))
    villages = told.people.villages
    by_district = Counter()
    for village, n in counted.left_by_village.items():
        by_district[villages[village].district] += n

    (first, n_first), (_, n_second) = by_district.most_common(2)

    assert first == "Anggrek"
    assert 115 <= n_first <= 190
    assert n_first > n_second * 1.4
    assert len(by_district) == 11


def test_no_mobile_service_during_the_strike(told):
    autumn = [
        act.text
        for act in told.acts
        if act.verb is Verb.RECORDED and date(2021, 9, 13) <= act.known_on <= date(2021, 10, 31)
    ]

    assert autumn
    assert set(autumn) == {"Kantor Disdukcapil"}


def test_nothing_is_recorded_while_all_services_are_suspended(told):
    assert not [
        act
        for act in told.acts
        if act.verb is Verb.RECORDED and date(2020, 9, 29) <= act.known_on <= date(2020, 10, 25)
    ]


def test_schools_are_swept_in_autumn_2022_before_the_birthday(told):
    swept = [act for act in told.acts if act.text.startswith("Jemput bola sekolah")]

    assert 600 <= len(swept) <= 1_300
    assert {act.known_on.year for act in swept} == {2022}
    corrected = {act.person: act.born for act in told.acts if act.born}
    for act in swept:
        born = corrected.get(act.person) or told.people.born[act.person].item()
        assert born.replace(year=born.year + 16, day=min(born.day, 28)) <= act.effective_on
        assert date(born.year + 17, born.month, min(born.day, 28)) >= act.effective_on


def test_the_swarm_of_14_june_is_in_sumalata_timur(told):
    there = [
        act
        for act in told.acts
        if act.known_on == date(2023, 6, 14) and act.text.startswith("Keroyok desa")
    ]

    assert len(there) >= 10
    assert all(act.text.endswith("Sumalata Timur") for act in there)


def test_each_day_of_june_has_one_planned_village(told):
    for n in range(12, 22):
        planned = {
            act.text
            for act in told.acts
            if act.known_on == date(2023, 6, n) and act.text.startswith("Keroyok desa")
        }
        assert len(planned) == 1


def test_deaths_are_sometimes_known_months_later(told):
    lags = [(act.known_on - act.effective_on).days for act in told.acts if act.verb is Verb.DIED]

    assert min(lags) >= 0
    assert 20 <= sum(lag > 92 for lag in lags) < len(lags) / 5


def test_register_news_come_on_days_of_files_only(told):
    news = {act.known_on for act in told.acts if act.verb in REGISTER_VERBS}

    outside_june = {on for on in news if (on.year, on.month) != (2023, 6)}
    assert all((on + timedelta(days=1)).day == 1 for on in outside_june)
    assert {on.month for on in outside_june if on < date(2023, 4, 1)} == {3, 6, 9, 12}
    assert {on.day for on in news - outside_june} <= {12, 14, 16, 19, 20, 21}


def test_nobody_is_recorded_twice_or_after_having_gone(told, lives):
    recordings = Counter(a.person for a in told.acts if a.verb is Verb.RECORDED)
    withdrawn = {a.person for a in told.acts if a.verb is Verb.RECORDING_WITHDRAWN}

    assert len(withdrawn) == 1
    assert all(n == 1 for person, n in recordings.items())
    for act in told.acts:
        if act.verb is Verb.RECORDED:
            assert lives[act.person].is_here(act.effective_on), act


def test_a_card_is_never_printed_before_the_person_is_obliged(told, lives):
    printed = [
        act
        for act in told.acts
        if act.verb is Verb.STATUS_SEEN
        and act.text in ("CARD_PRINTED", "CARD_ISSUED", "card_shippped")
    ]

    assert len(printed) > 5_000
    assert all(lives[act.person].is_obliged(act.effective_on) for act in printed)


def test_who_is_set_aside_is_still_obliged_and_unrecorded(told, lives):
    asides = [act for act in told.acts if act.verb is Verb.ASIDE_APPROVED]

    assert 15 <= len(asides) <= 40
    for act in asides:
        life = lives[act.person]
        assert life.is_obliged(act.known_on)
        assert not life.is_recorded(act.known_on)


def test_some_become_obliged_by_marriage_at_sixteen(told):
    brides = [
        act
        for act in told.acts
        if act.verb is Verb.MARRIED
        and told.people.born[act.person].item().replace(day=1, year=act.effective_on.year - 17)
        > date(act.effective_on.year - 17, 1, 1)
        and (act.effective_on - told.people.born[act.person].item()).days < 17 * 365
    ]

    assert 80 <= len(brides) <= 200
    assert all(
        (act.effective_on - told.people.born[act.person].item()).days >= 16 * 365 for act in brides
    )


def test_a_death_and_a_recording_are_withdrawn(told):
    verbs = Counter(act.verb for act in told.acts)

    assert verbs[Verb.DEATH_WITHDRAWN] == 1
    assert verbs[Verb.RECORDING_WITHDRAWN] == 1


def test_about_as_many_turn_seventeen_each_year_as_in_reality(told):
    born = told.people.born[: told.opening_size]
    year = (born >= np.datetime64("2004-06-30")) & (born < np.datetime64("2005-06-30"))

    assert 2_150 <= int(year.sum()) <= 2_500


def test_the_same_seed_tells_the_same_story(told, villages, closed):
    again = story.tell(villages=villages, closed=closed, sources=sources.read(), seed=script.SEED)

    assert again.acts == told.acts
    assert again.people.name == told.people.name
    assert (again.people.nik == told.people.nik).all()
