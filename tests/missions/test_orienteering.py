"""Team orienteering: the format, the tours, the best of what can be written out."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.missions.planning import orienteering
from tuntas.missions.planning.choice import Limit
from tuntas.missions.planning.master import solve_whole
from tuntas.missions.planning.orienteering import Instance

TEXT = "n;4\nm;2\ntmax;6.0\n0;0;0\n1;1;5\n2;0;3\n3;0;0\n"


class Ticks:
    """A clock that moves by each look at it: the same number of steps in every run."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.05
        return self.now


def quick(instance: Instance, seed: int = 1) -> list[orienteering.Tour]:
    return orienteering.solve(instance, seed=seed, limit=Limit(1.0, Ticks()), solver=solve_whole)


def written_out(instance: Instance) -> float:
    """The most any tours collect: every order of every choice, two tours at most."""
    inner = range(1, len(instance.xy) - 1)
    possible = {
        frozenset(order)
        for size in range(1, len(inner) + 1)
        for order in itertools.permutations(inner, size)
        if orienteering.length(instance, order) <= instance.limit
    } | {frozenset()}
    sets = itertools.product(possible, repeat=instance.tours)
    return max(
        orienteering.value(instance, [tuple(s) for s in chosen])
        for chosen in sets
        if sum(map(len, chosen)) == len(frozenset().union(*chosen))
    )


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 20)), min_size=3, max_size=6
    ),
    st.integers(1, 2),
    st.floats(4, 25),
)
def test_small_instances_are_solved_to_the_best_there_is(points, tours, limit):
    table = np.array([(0, 0, 0), *points, (5, 5, 0)], np.float64)
    instance = Instance(table[:, :2], table[:, 2], tours, limit)

    found = quick(instance)

    assert orienteering.check(instance, found) == []
    assert orienteering.value(instance, found) == written_out(instance)


@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT.replace(";", " "), TEXT.replace(";", "\t"), TEXT.replace("\n", "\r\n") + "\n\n",
     "\ufeff" + TEXT, TEXT.replace(";", ", ")],
)  # fmt: skip
def test_the_format_is_read_however_it_is_written(text):
    instance = orienteering.read(text)

    assert (instance.tours, instance.limit) == (2, 6.0)
    assert instance.prizes.tolist() == [0, 5, 3, 0]


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 0), (TEXT.replace("n;4", "n;5"), 7), (TEXT.replace("2;0;3", "2;x;3"), 6)],
)
def test_what_is_no_instance_is_refused_with_its_line(text, line):
    with pytest.raises(orienteering.BadInstance, match=f"line {line}"):
        orienteering.read(text)


def test_the_check_finds_tours_that_are_too_long_or_share_a_place():
    instance = orienteering.read(TEXT)

    assert orienteering.check(instance, [(1, 2), (2,)]) == ["a place twice"]
    assert orienteering.check(instance, [(1,), (2,), ()]) == ["too many tours"]
    assert orienteering.check(instance, [(0, 9)]) == ["no such place"]
    far = Instance(instance.xy * 9, instance.prizes, 2, 6.0)
    assert orienteering.check(far, [(1,)]) == ["tour 0 is too long"]


def test_nothing_is_collected_where_nothing_can_be_reached():
    assert (
        quick(Instance(np.array([[0.0, 0], [9, 9], [1, 0]]), np.array([0.0, 5, 0]), 1, 2.0)) == []
    )


def reference() -> Path:
    beside = Path(__file__).parents[2].parent / "shared" / "data"
    folder = Path(os.environ.get("TUNTAS_DATA") or beside) / "orienteering"
    if not folder.is_dir():
        pytest.skip("needs the orienteering instances of TUNTAS_DATA")
    return folder


@pytest.mark.parametrize("name", ["p5.2.z", "p5.4.z", "p4.4.j"])
def test_best_known_values_are_reached_in_seconds(name):
    folder = reference()
    known = json.loads((folder / "best_known.json").read_text())[name]
    instance = orienteering.read((folder / f"{name}.txt").read_text())

    found = orienteering.solve(
        instance, seed=1, limit=Limit(4.0, Ticks()), solver=solve_whole, enough=known
    )

    assert orienteering.check(instance, found) == []
    assert orienteering.value(instance, found) >= 0.99 * known
