"""A template keeps what it was given, in one order, and refuses bytes that are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.biometrics.errors import UnreadableRecord
from tuntas.biometrics.template import MOST, Template

MINUTIAE = st.lists(
    st.tuples(
        st.integers(0, 799),
        st.integers(0, 799),
        st.integers(0, 255),
        st.integers(0, 2),
        st.integers(0, 100),
    ),
    max_size=300,
)


def template(rows: list[tuple[int, ...]]) -> Template:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return Template.of(*columns, width=800, height=800)


@given(MINUTIAE, st.randoms())
def test_the_order_of_arrival_does_not_matter(rows: list, random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)

    assert template(rows) == template(shuffled)
    kept = template(rows)
    assert len(kept) == min(len(rows), MOST)
    assert list(kept.quality) == sorted(kept.quality, reverse=True)


@given(MINUTIAE)
def test_packing_loses_nothing(rows: list) -> None:
    assert Template.unpack(template(rows).pack()) == template(rows)


@given(st.binary(max_size=80))
def test_bytes_that_are_no_template_are_refused(content: bytes) -> None:
    try:
        read = Template.unpack(content)
    except UnreadableRecord:
        return
    assert read.pack() == content


def test_a_cut_template_is_refused() -> None:
    with pytest.raises(UnreadableRecord):
        Template.unpack(template([(1, 2, 3, 1, 50)]).pack()[:-1])
