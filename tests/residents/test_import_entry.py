"""Short cuts of the first load give what the long way gives."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.principals import SmallOffice
from tests.residents.registers import person, send
from tuntas.ledger.compose import compose, walk
from tuntas.ledger.facts import Fact, payload
from tuntas.ledger.tracks import Change, TrackSet, settle
from tuntas.residents.actions.import_entry import entry_tracks
from tuntas.residents.models import RegisterEvent
from tuntas.residents.register_check import Row
from tuntas.residents.tracks import derive
from tuntas.residents.vocabulary import Marital

OPENING = date(2023, 1, 1)
DAYS = st.integers(-400, 400).map(lambda n: OPENING + timedelta(days=n))
MAYBE_DAY = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2024, 1, 1)))


def row(**said: object) -> Row:
    empty: dict[str, object] = dict.fromkeys(Row._fields, "")
    return Row(**{**empty, "line": 1, "twin": False, "village": 7, **said})  # type: ignore[arg-type]


def iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


@given(
    on=DAYS,
    born=MAYBE_DAY,
    marital=st.sampled_from(["", *(marital.value for marital in Marital)]),
    citizenship=st.sampled_from(["", "WNI", "WNA"]),
    permit=st.tuples(MAYBE_DAY, MAYBE_DAY),
)
def test_an_entry_gives_the_tracks_that_its_event_gives(
    on: date,
    born: date | None,
    marital: str,
    citizenship: str,
    permit: tuple[date | None, date | None],
) -> None:
    foreign = citizenship == "WNA"
    told = {
        "birth_on": iso(born),
        "marital": marital,
        "citizenship": citizenship,
        "permit_from": iso(permit[0]) if foreign else None,
        "permit_until": iso(permit[1]) if foreign else None,
    }
    fact = Fact(1, 1, "listed", on, payload({**told, "village": 7}), 1, None)

    place, standing = entry_tracks(row(**told), "listed", on)

    assert {"place": place, "standing": standing} == derive([fact])


@st.composite
def tracks(draw: st.DrawFn) -> TrackSet:
    def changes(values: st.SearchStrategy[int], most: int) -> tuple[Change, ...]:
        found = draw(st.lists(st.tuples(DAYS, values), max_size=most))
        return settle([Change(on, value, f"c{n}") for n, (on, value) in enumerate(found)])

    return TrackSet(
        changes(st.sampled_from([0, 7, 8]), 2),
        changes(st.integers(0, 2), 3),
        changes(st.integers(0, 1), 1),
        changes(st.integers(0, 2), 2),
        changes(st.integers(0, 2), 2),
    )


@given(tracks())
def test_the_short_way_from_tracks_to_arcs_is_the_long_one(found: TrackSet) -> None:
    assert compose(found, OPENING) == walk(found, OPENING)


@pytest.mark.django_db(transaction=True)
def test_the_payload_is_canonical_to_the_byte(office: SmallOffice) -> None:
    signs = 'JL "A\\B" / É 😀'
    send(
        [
            person(1, ALAMAT=f'"{signs.replace(chr(34), chr(34) * 2)}"'),
            person(2, TGL_LHR="", NO_KK=""),
        ]
    )

    for event in RegisterEvent.objects.all():
        told = json.loads(event.payload)
        assert payload(told) == event.payload
    assert json.loads(RegisterEvent.objects.earliest("id").payload)["address"] == signs
