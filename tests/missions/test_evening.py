"""The evening's arithmetic, whatever was told and recorded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tuntas.missions.evening import tally

PEOPLE = st.integers(min_value=1, max_value=30)
OUTCOMES = st.sampled_from(["absent", "died", "refused", "failed"])


@given(
    listed=st.sets(PEOPLE),
    told=st.dictionaries(PEOPLE, OUTCOMES),
    recorded=st.sets(PEOPLE),
    walk_ins=st.sets(PEOPLE),
    elsewhere=st.integers(min_value=0, max_value=9),
)
def test_outcomes_and_open_names_come_to_the_list(
    listed: set[int],
    told: dict[int, str],
    recorded: set[int],
    walk_ins: set[int],
    elsewhere: int,
) -> None:
    evening = tally(
        listed=listed, told=told, recorded=recorded, walk_ins=walk_ins, elsewhere=elsewhere
    )

    assert sum(evening.outcomes.values()) + evening.without_outcome == evening.listed == len(listed)
    assert evening.adds_up == (listed <= told.keys() | recorded)
    # Nobody is counted twice: a listed name is no walk-in, and a recording wins over a word.
    assert evening.outcomes.get("recorded", 0) == len(listed & recorded)
    assert evening.walk_ins == len(walk_ins - listed)


def test_whoever_was_noted_absent_and_came_later_is_recorded() -> None:
    evening = tally(listed={1}, told={1: "absent"}, recorded={1}, walk_ins=(), elsewhere=0)

    assert evening.outcomes == {"recorded": 1}
