"""A cube that grew row by row says what one built at once says."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tuntas.ledger import cells
from tuntas.ledger.cube import Columns, Cube

OPENING = 737_606
CAUSES = ["listed", "recorded", "moved"]

rows = st.tuples(
    st.integers(OPENING, OPENING + 400),
    st.integers(OPENING, OPENING + 400),
    st.sampled_from([0, 3, 5, 9]),
    st.integers(0, cells.N_CELLS - 1),
    st.sampled_from([0, 3, 5, 9]),
    st.integers(0, cells.N_CELLS - 1),
    st.integers(0, len(CAUSES) - 1),
    st.integers(-3, 3),
)


def columns(told: list[tuple[int, ...]]) -> Columns:
    table = np.array(told, dtype=np.int64).reshape(-1, 8).T
    return Columns(*table).sorted_by_day()


@given(
    st.lists(rows, min_size=1, max_size=30),
    st.lists(rows, min_size=1, max_size=8),
    st.lists(st.integers(OPENING, OPENING + 500), min_size=1, max_size=5),
)
def test_a_grown_cube_equals_one_built_at_once(
    first: list[tuple[int, ...]], later: list[tuple[int, ...]], days: list[int]
) -> None:
    grown = Cube(columns(first), CAUSES, OPENING).extended(columns(later), CAUSES)
    whole = Cube(columns(first + later), CAUSES, OPENING)

    assert list(grown.villages) == list(whole.villages)
    slots = whole.slots(cells.LEFT, [3, 9])
    for day in days:
        assert (grown.stock(day) == whole.stock(day)).all()
        assert (grown.stock(day, OPENING + 100) == whole.stock(day, OPENING + 100)).all()
        assert grown.flow(OPENING, day, slots) == whole.flow(OPENING, day, slots)
    assert list(grown.series(sorted(days), slots)) == list(whole.series(sorted(days), slots))
