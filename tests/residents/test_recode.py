"""A divided or recoded desa: people go along, history stays, nobody is counted as removed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.lives import NOW, listed, opened
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.coverage import queries as coverage
from tuntas.ledger.verification import verify
from tuntas.residents.actions.recode import recode_people
from tuntas.wilayah import actions, queries
from tuntas.wilayah.actions import SplitPart

pytestmark = pytest.mark.django_db

SPLIT_ON = date(2022, 1, 1)
DAY = date(2023, 6, 20)


@pytest.fixture
def divided(small_office: SmallOffice) -> tuple[int, int]:
    """Desa Sini Satu, of which dusun Pantai became a desa of its own in 2022."""
    opened()
    old = small_office.village
    for dusun in ("PANTAI", "PANTAI", "TENGAH"):
        listed(old.id, dusun=dusun)
    made = actions.split_region(
        actor=system("test"),
        code=old.code,
        parts=[SplitPart("99.05.01.2009", "Desa Sini Pantai")],
        effective_on=SPLIT_ON,
        source="Perda uji",
        now=NOW,
    )
    new = made.new_ids[0]
    assert move(old.id, new) == 2
    return old.id, new


def move(old: int, new: int) -> int:
    return recode_people(
        actor=system("test"),
        moves={},
        dusun={(old, "PANTAI"): new},
        effective_on=SPLIT_ON,
        source="Perda uji",
        known_on=date(2022, 3, 1),
        at=NOW,
    )


def test_the_hamlet_goes_and_the_rest_stays(divided: tuple[int, int]) -> None:
    old, new = divided

    assert coverage.figures_of([old], on=date(2021, 12, 31)).left == 3
    assert coverage.figures_of([old], on=SPLIT_ON).left == 1
    assert coverage.figures_of([new], on=SPLIT_ON).left == 2
    assert list(verify()) == []


def test_it_is_no_removal_and_no_entry(divided: tuple[int, int]) -> None:
    whole = coverage.fall(after=date(2021, 6, 1), until=DAY)

    assert (whole.opening, whole.closing) == (3, 3)
    assert (whole.entered, whole.removed) == ({}, {})


def test_the_old_desa_with_its_successor_keeps_its_sum(
    divided: tuple[int, int], small_office: SmallOffice
) -> None:
    ids = queries.subtree_village_ids(small_office.own.id)

    for day in (date(2021, 12, 31), SPLIT_ON, DAY):
        assert coverage.figures_of(ids, on=day).left == 3


def test_running_it_again_moves_nobody(divided: tuple[int, int]) -> None:
    assert move(*divided) == 0
