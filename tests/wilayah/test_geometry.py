"""Drawing geometry holds its promises for any places."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon

from tuntas.wilayah import geometry, shading
from tuntas.wilayah.geometry import Bounds, Frame, Projection
from tuntas.wilayah.labels import LabelWish, place_labels
from tuntas.wilayah.travel import great_circle_km

UNITS = st.floats(min_value=0, max_value=300, allow_nan=False)
POINTS = st.lists(st.tuples(UNITS, UNITS), min_size=1, max_size=40)


@given(lat=st.floats(-10, 5), dlat=st.floats(-0.3, 0.3), dlng=st.floats(-0.6, 0.6))
def test_the_projection_keeps_distances_of_a_regency(lat: float, dlat: float, dlng: float) -> None:
    projection = Projection(lat + dlat / 2)
    ax, ay = projection.km(123.0, lat)
    bx, by = projection.km(123.0 + dlng, lat + dlat)

    drawn = math.hypot(bx - ax, by - ay)

    assert drawn == pytest.approx(
        great_circle_km(lat, 123.0, lat + dlat, 123.0 + dlng), rel=2e-3, abs=1e-6
    )


@settings(max_examples=25)
@given(POINTS, st.floats(min_value=2, max_value=9))
def test_circles_never_overlap(points: list[tuple[float, float]], radius: float) -> None:
    centres = geometry.spread(np.array(points), radius)

    for i in range(len(centres)):
        for j in range(i):
            apart = float(np.hypot(*(centres[i] - centres[j])))
            assert apart >= 2 * radius, (i, j)


@given(POINTS)
def test_spreading_is_the_same_every_time(points: list[tuple[float, float]]) -> None:
    anchors = np.array(points)

    assert np.array_equal(geometry.spread(anchors, 4.0), geometry.spread(anchors, 4.0))
    assert np.array_equal(anchors, np.array(points))


def test_circles_that_have_room_stay_where_they_are() -> None:
    anchors = np.array([[0.0, 0.0], [40.0, 0.0], [0.0, 40.0]])

    assert np.abs(geometry.spread(anchors, 5.0) - anchors).max() < 0.01


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(2, 20))
def test_a_larger_number_is_never_a_smaller_circle(a: int, b: int, radius: float) -> None:
    small, large = sorted((a, b))

    first = geometry.radius_for(small, large, radius)
    second = geometry.radius_for(large, large, radius)

    assert 0 < first <= second == pytest.approx(radius)


SHAPES = st.lists(
    st.tuples(st.floats(0, 200), st.floats(0, 200), st.floats(0.2, 60), st.integers(3, 24)),
    min_size=1,
    max_size=3,
)


def regular(x: float, y: float, size: float, corners: int) -> Polygon:
    turns = [2 * math.pi * k / corners for k in range(corners)]
    return Polygon([(x + size * math.cos(t), y + size * math.sin(t)) for t in turns])


@given(SHAPES)
def test_a_path_comes_back_to_the_drawn_corners(
    parts: list[tuple[float, float, float, int]],
) -> None:
    for part in parts:
        shape = regular(*part)

        rings = corners_of(geometry.path(shape))

        if part[2] >= 1:
            again = Polygon(rings[0])
            assert again.hausdorff_distance(shape) < 0.2
            assert again.area == pytest.approx(shape.area, rel=0.15)


def corners_of(d: str) -> list[list[tuple[float, float]]]:
    """Read a path as a browser would: relative steps after each start."""
    rings = []
    for ring in filter(None, d.split("z")):
        numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", ring)]
        x, y = numbers[0], numbers[1]
        corners = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            corners.append((x, y))
        rings.append(corners)
    return rings


def test_no_islet_is_left_off_the_map() -> None:
    square = [[123.0, 0.8], [123.2, 0.8], [123.2, 1.0], [123.0, 1.0], [123.0, 0.8]]
    islet = [[123.3, 0.9], [123.3001, 0.9], [123.3001, 0.9001], [123.3, 0.9]]
    projection = Projection(0.9)
    frame = Frame(1.0, 0.0, 0.0)

    shape = geometry.drawn_shape([[square], [islet]], projection, frame)

    assert len(shape.geoms) == 2
    assert all(part.area > 0.3 for part in shape.geoms)
    assert geometry.path(shape).count("z") == 2


def test_neighbours_make_one_outline() -> None:
    west = MultiPolygon([Polygon([(0, 0), (10, 0), (10, 10), (0, 10)])])
    east = MultiPolygon([Polygon([(10.4, 0), (20, 0), (20, 10), (10.4, 10)])])

    assert geometry.merged([west, east]).geom_type == "Polygon"


@given(
    st.dictionaries(
        st.integers(0, 30),
        st.tuples(st.floats(0, 100), st.floats(0.1, 30)),
        min_size=1,
        max_size=9,
    ),
    st.integers(1, 3),
)
def test_rows_hold_every_group_once_and_are_never_wider_than_one_row(
    groups: dict[int, tuple[float, float]], rows: int
) -> None:
    spans = {key: Bounds(left, 0, left + width, 1) for key, (left, width) in groups.items()}

    parts = geometry.rows_by_width(spans, rows)

    assert sorted(key for part in parts for key in part) == sorted(spans)
    whole = max(s.right for s in spans.values()) - min(s.left for s in spans.values())
    for part in parts:
        assert max(spans[k].right for k in part) - min(spans[k].left for k in part) <= whole


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 200), st.integers(2, 14)), max_size=14)
)
def test_labels_stay_on_the_page_and_off_each_other(
    homes: list[tuple[int, int, int]],
) -> None:
    wishes = [
        LabelWish(n, "x" * length, Bounds(x, y, x + 30, y + 20), float(n))
        for n, (x, y, length) in enumerate(homes)
    ]
    page = Bounds(0, 0, 760, 240)

    placed = place_labels(
        wishes, obstacles=np.zeros((0, 4)), page=page, letter_width=7.3, line_height=15
    )

    boxes = [
        (
            label.x - len(label.text) * 3.65,
            label.y - 11,
            label.x + len(label.text) * 3.65,
            label.y + 3,
        )
        for label in placed
    ]
    for n, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[2] <= 760
        for other in boxes[:n]:
            apart = (
                box[0] >= other[2] or other[0] >= box[2] or box[1] >= other[3] or other[1] >= box[3]
            )
            assert apart


def test_a_label_alone_is_always_placed() -> None:
    wish = LabelWish(1, "Tolinggula", Bounds(740, 100, 759, 110), 1.0)

    placed = place_labels(
        [wish],
        obstacles=np.zeros((0, 4)),
        page=Bounds(0, 0, 760, 240),
        letter_width=7.3,
        line_height=15,
    )

    assert [label.text for label in placed] == ["Tolinggula"]


@given(st.lists(st.integers(0, 10**5), max_size=130))
def test_classes_rise_and_hold_every_value(values: list[int]) -> None:
    bounds = shading.class_bounds(values)

    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) <= 4
    for value in values:
        place = shading.class_of(value, bounds)
        assert (place == 0) == (value == 0)
        if place:
            assert bounds[place - 1] <= value
            assert place == len(bounds) or value < bounds[place]
