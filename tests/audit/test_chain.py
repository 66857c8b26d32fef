"""The chain by itself: whatever is done to its rows, it is noticed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.audit import chain
from tuntas.audit.chain import COLUMNS, GENESIS, Head, check_rows, row_hash

Row = tuple[Any, ...]


def chain_of(texts: list[str], name: str = "acts") -> tuple[list[Row], Head]:
    """A sound chain with one row for each of *texts*."""
    rows: list[Row] = []
    prev = GENESIS
    for n, text in enumerate(texts, start=1):
        middle = {"acts": ("[]", text, n, None), "views": ("[]", n, text)}[name]
        columns = (n, "2023-06-20T00:00:00.000000Z", "a" * 32, "room.verb", *middle, prev)
        prev = row_hash(name, columns)
        rows.append((*columns, prev))
    return rows, Head(len(rows), prev)


def problems(rows: list[Row], head: Head, name: str = "acts") -> list[chain.Problem]:
    return list(check_rows(name, rows, head))


texts = st.lists(st.text(max_size=20), min_size=1, max_size=12)
names = st.sampled_from(sorted(COLUMNS))


@given(texts, names)
def test_a_chain_nobody_touched_holds(written: list[str], name: str) -> None:
    rows, head = chain_of(written, name)

    assert problems(rows, head, name) == []


@given(texts, names, st.data())
def test_any_altered_column_is_noticed_at_its_row(
    written: list[str], name: str, data: st.DataObject
) -> None:
    rows, head = chain_of(written, name)
    place = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(COLUMNS[name])))
    altered = list(rows[place])
    was = altered[column]
    altered[column] = data.draw(
        st.one_of(st.none(), st.integers(0, 10**6), st.text(max_size=64)).filter(
            lambda value: value != was
        )
        if column
        else st.integers(1, 99).filter(lambda value: value != was)
    )
    rows[place] = tuple(altered)

    found = problems(rows, head, name)

    assert found
    assert found[0].place in {f"{name}/{place + 1}", f"{name}/{place + 2}", f"{name}/kepala"}


@given(texts, st.data())
def test_an_inserted_row_is_noticed(written: list[str], data: st.DataObject) -> None:
    rows, head = chain_of(written)
    place = data.draw(st.integers(0, len(rows)))
    prev = rows[place - 1][-1] if place else GENESIS
    columns = (place + 1, "", "b" * 32, "room.forged", "[]", "{}", None, None, prev)

    rows.insert(place, (*columns, row_hash("acts", columns)))

    assert problems(rows, head)


@given(texts, st.data())
def test_a_deleted_row_is_noticed_also_when_it_was_the_last(
    written: list[str], data: st.DataObject
) -> None:
    rows, head = chain_of(written)

    del rows[data.draw(st.integers(0, len(rows) - 1))]

    assert problems(rows, head)


@given(st.lists(st.text(max_size=5), min_size=2, max_size=9), st.data())
def test_two_rows_that_changed_places_are_noticed(written: list[str], data: st.DataObject) -> None:
    rows, head = chain_of(written)
    one, other = data.draw(
        st.lists(st.integers(0, len(rows) - 1), min_size=2, max_size=2, unique=True)
    )

    rows[one], rows[other] = rows[other], rows[one]

    assert problems(rows, head)


@given(texts, st.data())
def test_a_chain_cut_short_is_noticed(written: list[str], data: st.DataObject) -> None:
    rows, head = chain_of(written)
    kept = data.draw(st.integers(0, len(rows) - 1))

    found = problems(rows[:kept], head)

    assert [problem.place for problem in found] == ["acts/kepala"]


@given(texts)
def test_a_head_that_was_changed_is_noticed(written: list[str]) -> None:
    rows, head = chain_of(written)

    assert problems(rows, Head(head.n, "f" * 64))
    assert problems(rows, Head(head.n - 1, head.hash))


def test_one_altered_row_in_a_long_chain_is_one_problem() -> None:
    rows, head = chain_of([str(n) for n in range(500)])
    rows[250] = (*rows[250][:5], "something else", *rows[250][6:])

    found = problems(rows, head)

    assert [problem.place for problem in found] == ["acts/251"]


def test_the_same_moment_in_two_zones_is_stamped_alike() -> None:
    wita = timezone(timedelta(hours=8))

    assert chain.stamp(datetime(2023, 6, 20, 8, tzinfo=wita)) == chain.stamp(
        datetime(2023, 6, 20, tzinfo=UTC)
    )


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        chain.stamp(datetime(2023, 6, 20, tzinfo=UTC).replace(tzinfo=None))


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_stamped_moment_reads_back_as_it_was(moment: datetime) -> None:
    assert chain.unstamp(chain.stamp(moment)) == moment
    assert len(chain.stamp(moment)) == 27


def test_a_chain_rewritten_as_a_whole_is_sound_by_itself_and_so_needs_anchors() -> None:
    _, head = chain_of(["recorded", "handed over"])
    forged, new_head = chain_of(["recorded", "never happened"])

    assert problems(forged, new_head) == []
    assert new_head != head
