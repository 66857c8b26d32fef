"""Errors and verbs: numbered once, in both languages, every act of the room has words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tuntas.wilayah.actions as room
from tests.wilayah.conftest import NOW
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, errors, queries
from tuntas.wilayah.verbs import VERBS

CATALOGUE = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, errors.WilayahError)
]


def test_numbers_and_codes_are_given_once() -> None:
    assert len({error.number for error in CATALOGUE}) == len(CATALOGUE)
    assert len({error.code for error in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("error", CATALOGUE)
def test_every_refusal_speaks_both_languages(error: type[errors.WilayahError]) -> None:
    raised = error("rinci")

    assert raised.sentence("id") == error.id
    assert raised.sentence("en-gb") == error.en
    assert error.id.endswith(".")
    assert error.en.endswith(".")
    assert error.id != error.en


def test_every_act_has_words() -> None:
    folder = Path(room.__file__).parent
    written = {
        f"wilayah.{verb}"
        for file in folder.glob("*.py")
        for verb in re.findall(r'acts\.write\(\s*actor,\s*"(\w+)"', file.read_text())
    }

    assert written == VERBS.keys()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"ref": "0" * 32}, errors.UnknownServicePoint),
        ({"kind": "istana"}, errors.UnknownKind),
        ({"region_id": 0}, errors.UnknownRegion),
    ],
)
def test_a_place_that_is_not_there_is_not_made_up(
    gorut: None, actor: Principal, changes: dict[str, object], error: type[errors.WilayahError]
) -> None:
    values = {
        "region_id": queries.villages()[0].id,
        "kind": "school",
        "name": "SD Contoh",
        "lat": None,
        "lng": None,
        "now": NOW,
    }
    before = queries.service_points(active=False)

    with pytest.raises(error):
        actions.save_service_point(actor=actor, **(values | changes))  # type: ignore[arg-type]

    assert queries.service_points(active=False) == before
