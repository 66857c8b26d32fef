"""The invented people: plausible, spread like the voters, and impossible to take for real ones."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pytest

from tuntas.demo import numbers, people, script, sources
from tuntas.demo.households import Marital, Relation
from tuntas.demo.people import spread, synthesise
from tuntas.residents.nik import parse_nik

ON = date(2020, 6, 30)


@pytest.fixture(scope="module")
def crowd(villages):
    return synthesise(
        villages=villages,
        size=130_000,
        adults=88_770,
        on=ON,
        permits_until=script.PERMITS_END_ON,
        sources=sources.read(),
        seed=11,
    )


@pytest.fixture(scope="module")
def ages(crowd):
    days = (np.datetime64(ON) - crowd.born).astype("timedelta64[D]").astype(float)
    return np.where(np.isnat(crowd.born), np.nan, days / 365.25)


def test_every_nik_stands_under_a_province_that_does_not_exist(crowd):
    assert all(nik.startswith("99") and len(nik) == 16 and nik.isdigit() for nik in crowd.nik)
    assert all(kk.startswith("9905") and len(kk) == 16 for kk in crowd.kk)


def test_every_nik_of_the_whole_story_is_distinct(crowd, told):
    assert len(set(crowd.nik.tolist())) == len(crowd)
    assert len(set(told.people.nik.tolist())) == len(told.people)
    assert all(nik.startswith("99") for nik in told.people.nik.tolist())


def test_few_niks_end_in_zero_so_no_importer_suspects_a_spreadsheet(crowd):
    assert sum(nik.endswith("0") for nik in crowd.nik.tolist()) < 0.05 * len(crowd)


def test_a_womans_day_is_forty_higher_and_the_office_parser_agrees(crowd):
    agreeing = disagreeing = 0
    for person in range(0, len(crowd), 97):
        if np.isnat(crowd.born[person]):
            continue
        parts = parse_nik(str(crowd.nik[person]))
        same = (
            crowd.born[person].item() in parts.birth_candidates
            and parts.female == crowd.female[person]
        )
        agreeing, disagreeing = agreeing + same, disagreeing + (not same)

    assert agreeing > 97 * disagreeing
    assert disagreeing > 0


def test_some_numbers_tell_a_place_of_before_the_split(crowd):
    prefixes = Counter(nik[:4] for nik in crowd.nik.tolist())

    assert set(prefixes) == {"9905", "9901", "9979"}
    assert 0.03 < (prefixes["9901"] + prefixes["9979"]) / len(crowd) < 0.15


def test_villages_are_filled_in_proportion_to_their_voters(crowd, villages):
    found = np.bincount(crowd.village, minlength=len(villages))
    voters = np.array([village.voters for village in villages])

    assert np.abs(found - len(crowd) * voters / voters.sum()).max() < 1


def test_as_many_are_seventeen_as_asked_for(crowd):
    seventeen = people.birthday(crowd.born, 17) <= np.datetime64(ON)
    unknown = int(np.isnat(crowd.born).sum())

    assert int(seventeen.sum()) + unknown == 88_770


def test_the_ages_keep_the_shape_of_the_model(crowd, ages):
    shares = sources.read().age_shares
    known = ages[~np.isnan(ages)].astype(int)
    found = np.bincount(known, minlength=len(shares))[: len(shares)] / len(known)

    assert np.abs(found - shares / shares.sum()).max() < 0.0035


def test_each_family_has_one_head_one_card_and_one_village(crowd):
    heads = crowd.head
    assert (crowd.relation[heads] == Relation.HEAD).all()
    assert (heads[heads] == heads).all()
    assert (crowd.village[heads] == crowd.village).all()
    assert (crowd.kk[heads] == crowd.kk).all()
    assert len(set(crowd.kk.tolist())) == len(set(heads.tolist()))


def test_families_are_as_large_as_families_are(crowd):
    sizes = np.bincount(crowd.head)
    sizes = sizes[sizes > 0]

    assert 3.0 < sizes.mean() < 4.2
    assert (sizes > 10).sum() < 0.002 * len(sizes)


def test_mothers_are_older_than_their_children(crowd, ages):
    wives = np.full(len(crowd), -1)
    wife = np.flatnonzero(crowd.relation == Relation.WIFE)
    wives[crowd.head[wife]] = wife
    child = np.flatnonzero(crowd.relation == Relation.CHILD)
    mother = wives[crowd.head[child]]
    gaps = ages[mother[mother >= 0]] - ages[child[mother >= 0]]

    assert np.nanmin(gaps) > 14
    assert 24 < np.nanmedian(gaps) < 30


def test_elderly_parents_live_with_their_children(crowd, ages):
    parents = np.flatnonzero(crowd.relation == Relation.PARENT)

    assert len(parents) > 500
    assert (ages[parents] - ages[crowd.head[parents]] >= 14).mean() > 0.99


def test_nobody_under_sixteen_is_married_and_a_few_at_sixteen_are(crowd, ages):
    married = crowd.marital != Marital.SINGLE

    assert not (married & (ages < 15.9)).any()
    assert 3 <= (married & (ages < 17)).sum() <= 60


def test_there_are_widows_and_more_of_them_than_widowers(crowd):
    widowed = crowd.marital == Marital.WIDOWED

    assert (widowed & crowd.female).sum() > 1.5 * (widowed & ~crowd.female).sum() > 0


def test_some_birth_dates_are_unknown_and_some_people_are_foreign(crowd):
    unknown = np.isnat(crowd.born)
    single = crowd.marital == Marital.SINGLE

    assert (unknown & single).sum() == 10
    assert (unknown & ~single).sum() == 30
    assert crowd.foreign.sum() == 9
    assert (crowd.foreign & ~np.isnat(crowd.permit_until)).sum() == len(script.PERMITS_END_ON)


def test_names_are_regional_with_single_names_apostrophes_and_old_spellings(crowd, ages):
    known = ~np.isnan(ages)
    single_old = [" " not in n for n, a in zip(crowd.name, ages, strict=True) if a > 60]
    single_young = [" " not in n for n, a in zip(crowd.name, ages, strict=True) if a < 20]

    assert known.any()
    assert sum("'" in name for name in crowd.name) > 1_000
    assert sum("oe" in name.lower() or name.startswith("Dj") for name in crowd.name) > 1_000
    assert np.mean(single_old) > 2 * np.mean(single_young) > 0
    assert len(set(crowd.name)) > 50_000


def test_most_are_muslim_and_families_share_their_faith(crowd):
    assert (crowd.religion == 0).mean() > 0.95
    assert (crowd.religion == crowd.religion[crowd.head]).all()


def test_children_go_to_school_and_do_not_work(crowd, ages):
    jobs = np.array(people.OCCUPATIONS, dtype=object)[crowd.occupation]

    assert set(jobs[ages < 5.9]) == {"BELUM/TIDAK BEKERJA"}
    assert set(jobs[(ages > 7) & (ages < 17)]) == {"PELAJAR/MAHASISWA"}


def test_two_seeds_give_two_populations(crowd, villages):
    other = synthesise(
        villages=villages,
        size=3_000,
        adults=2_000,
        on=ON,
        permits_until=(),
        sources=sources.read(),
        seed=12,
    )

    assert len(other) == 3_000
    assert other.name[:50] != crowd.name[:50]


def test_whole_units_are_shared_to_the_last_one():
    weights = np.array([3.0, 1.0, 1.0, 0.0])

    assert spread(7, weights).sum() == 7
    assert spread(7, weights)[3] == 0


def test_serials_cannot_run_over():
    same = np.full(10_000, np.datetime64("1990-01-01"))

    with pytest.raises(numbers.SerialsExhausted):
        numbers.niks(
            prefixes=np.full(10_000, 990501), days=same, female=np.zeros(10_000, dtype=bool)
        )
