"""How far it is: by road, over the sea, and as the office knows better."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wilayah.conftest import NOW, TODAY
from tuntas.accounts.principals import Principal
from tuntas.wilayah import actions, distances, queries, travel
from tuntas.wilayah.errors import BadDistance, SamePlace, UnknownRegion
from tuntas.wilayah.models import DistanceOverride, TravelParameter
from tuntas.wilayah.travel import Parameters, Place

LAT = st.floats(min_value=-11, max_value=6)
LNG = st.floats(min_value=95, max_value=141)
PLACES = st.builds(Place, LAT, LNG, st.booleans())


def id_of(code: str) -> int:
    area = queries.region_by_code(code)
    assert area is not None
    return area.id


@given(PLACES, PLACES, st.lists(PLACES, max_size=4))
def test_there_is_as_far_as_back_and_never_shorter_than_straight(
    a: Place, b: Place, landings: list[Place]
) -> None:
    there = travel.estimate(a, b, landings, Parameters())
    back = travel.estimate(b, a, landings, Parameters())

    straight = travel.great_circle_km(a.lat, a.lng, b.lat, b.lng)
    assert there.total_km == pytest.approx(back.total_km)
    assert there.minutes == back.minutes
    assert there.total_km >= straight - 1e-6


@given(PLACES, PLACES, st.lists(PLACES, max_size=4))
def test_a_boat_is_taken_when_and_only_when_an_island_is_an_end(
    a: Place, b: Place, landings: list[Place]
) -> None:
    way = travel.estimate(a, b, landings, Parameters())

    if not a.is_island and not b.is_island:
        assert way.sea_km == 0
    if a.is_island and b.is_island:
        assert way.road_km == 0


@given(PLACES, PLACES)
def test_the_straight_line_is_a_distance(a: Place, b: Place) -> None:
    line = travel.great_circle_km(a.lat, a.lng, b.lat, b.lng)

    assert 0 <= line <= 5400
    assert travel.great_circle_km(a.lat, a.lng, a.lat, a.lng) == 0
    assert line == pytest.approx(travel.great_circle_km(b.lat, b.lng, a.lat, a.lng))


@pytest.mark.django_db
class TestInTheOffice:
    def test_the_way_to_an_island_has_a_sea_leg(self, gorut: None) -> None:
        way = distances.journey(id_of("75.05.02.2002"), id_of("75.05.03.2008"), on=TODAY)

        assert way is not None
        assert way.sea_km > 0
        assert way.road_km > 0
        assert way.basis == "estimate"

    def test_the_way_along_the_coast_has_none(self, gorut: None) -> None:
        km = distances.distance_km(id_of("75.05.02.2002"), id_of("75.05.05.2001"), on=TODAY)
        way = distances.journey(id_of("75.05.02.2002"), id_of("75.05.05.2001"), on=TODAY)

        assert way is not None
        assert way.sea_km == 0
        assert km == way.road_km
        assert 100 < km < 130

    def test_what_the_office_states_counts_both_ways(self, gorut: None, actor: Principal) -> None:
        here, there = id_of("75.05.02.2002"), id_of("75.05.03.2008")

        actions.set_distance(
            actor=actor,
            origin_id=there,
            destination_id=here,
            road_km=18.5,
            sea_km=2.0,
            minutes=70,
            source="perjalanan contoh",
            now=NOW,
        )

        for a, b in ((here, there), (there, here)):
            way = distances.journey(a, b, on=TODAY)
            assert way == travel.Journey(18.5, 2.0, 70, "override")
        assert distances.journeys_from_office(on=TODAY)[there].basis == "override"
        assert [row.minutes for row in distances.overrides()] == [70]

    def test_taking_it_back_returns_the_estimate(self, gorut: None, actor: Principal) -> None:
        here, there = id_of("75.05.02.2002"), id_of("75.05.03.2008")
        before = distances.journey(here, there, on=TODAY)
        actions.set_distance(
            actor=actor,
            origin_id=here,
            destination_id=there,
            road_km=1,
            sea_km=1,
            source="x",
            now=NOW,
        )

        assert actions.remove_distance(actor=actor, origin_id=there, destination_id=here, now=NOW)
        assert distances.journey(here, there, on=TODAY) == before
        assert not actions.remove_distance(
            actor=actor, origin_id=there, destination_id=here, now=NOW
        )

    def test_a_value_of_the_travel_model_holds_from_its_day(self, gorut: None) -> None:
        TravelParameter.objects.create(
            name="road_detour_factor",
            value=2.8,
            unit="ratio",
            valid_from=date(2024, 1, 1),
            source="pengukuran contoh",
        )
        a, b = id_of("75.05.02.2002"), id_of("75.05.05.2001")

        before = distances.distance_km(a, b, on=date(2023, 12, 31))
        after = distances.distance_km(a, b, on=date(2024, 1, 1))

        assert before is not None
        assert after == pytest.approx(2 * before)

    def test_a_place_without_coordinates_has_no_distance(self, gorut: None) -> None:
        assert distances.distance_km(id_of("75.05"), id_of("75.05.05.2001"), on=TODAY) is None

    def test_from_a_place_to_itself_it_is_nothing(self, gorut: None) -> None:
        here = id_of("75.05.02.2002")

        assert distances.distance_km(here, here, on=TODAY) == 0
        with pytest.raises(SamePlace):
            distances.journey(here, here, on=TODAY)

    @pytest.mark.parametrize(
        ("road", "sea", "minutes"),
        [
            (0, 0, None),
            (-1, 5, None),
            (float("nan"), 1, None),
            (float("inf"), 1, None),
            (2001, 0, None),
            (1, 0, -5),
        ],
    )
    def test_an_impossible_distance_is_refused(
        self, gorut: None, actor: Principal, road: float, sea: float, minutes: int | None
    ) -> None:
        with pytest.raises(BadDistance):
            actions.set_distance(
                actor=actor,
                origin_id=id_of("75.05.02.2002"),
                destination_id=id_of("75.05.03.2008"),
                road_km=road,
                sea_km=sea,
                minutes=minutes,
                source="x",
                now=NOW,
            )
        assert not DistanceOverride.objects.exists()

    def test_a_distance_needs_two_known_places(self, gorut: None, actor: Principal) -> None:
        here = id_of("75.05.02.2002")
        for other, error in ((here, SamePlace), (0, UnknownRegion)):
            with pytest.raises(error):
                actions.set_distance(
                    actor=actor,
                    origin_id=here,
                    destination_id=other,
                    road_km=1,
                    sea_km=0,
                    source="x",
                    now=NOW,
                )
