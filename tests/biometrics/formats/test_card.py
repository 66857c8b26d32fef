"""Minutiae as a chip compares them: three bytes each."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.biometrics.errors import BiometricError, DoesNotFit
from tuntas.biometrics.formats.iso19794_2_card import read_compact, write_compact
from tuntas.biometrics.template import BIFURCATION, ENDING, Template

ROWS = st.lists(
    st.tuples(
        st.integers(0, 499),
        st.integers(0, 499),
        st.integers(0, 255),
        st.integers(0, 2),
        st.integers(0, 100),
    ),
    max_size=80,
    unique_by=lambda row: row[:2],
)


def template(rows: list[tuple[int, ...]], side: int = 500) -> Template:
    return Template.of(*np.array(rows, np.int64).reshape(-1, 5).T, width=side, height=side)


def test_three_bytes_mean_what_the_standard_says() -> None:
    """10 mm right, 20 mm down, an ending at a quarter turn; then the origin, a bifurcation."""
    found = read_compact(bytes.fromhex("64c850 000080"))

    assert found.x.tolist() == [0, 197]
    assert found.y.tolist() == [0, 394]
    assert found.kind.tolist() == [BIFURCATION, ENDING]
    assert found.angle.tolist() == [0, 64]


@given(ROWS)
def test_positions_and_directions_move_by_no_more_than_the_format_rounds(rows: list) -> None:
    before = template(rows)

    after = read_compact(write_compact(before, most=80))

    assert len(after) == len(before)
    for one in range(len(before)):
        near = np.hypot(after.x - int(before.x[one]), after.y - int(before.y[one])) <= 2.2
        turned = (after.angle.astype(int) - int(before.angle[one]) + 128) % 256 - 128
        assert (near & (abs(turned) <= 2) & (after.kind == before.kind[one])).any()


@given(ROWS)
def test_the_best_are_kept_and_sorted_downwards(rows: list) -> None:
    content = write_compact(template(rows), most=7)

    places = [(content[at + 1], content[at]) for at in range(0, len(content), 3)]
    assert places == sorted(places)
    assert len(places) == min(7, len(rows))


def test_a_print_wider_than_a_byte_keeps_its_middle() -> None:
    middle = [(700 + at, 700, 0, 1, 90) for at in range(0, 60, 10)]
    wide = template([*middle, (10, 700, 0, 1, 99), (1500, 700, 0, 1, 99)], side=1600)

    assert len(read_compact(write_compact(wide))) == len(middle)


@pytest.mark.parametrize("content", [b"\0", b"\0\0\xc0", bytes(3 * 256)])
def test_what_is_no_compact_template_is_refused(content: bytes) -> None:
    with pytest.raises(BiometricError):
        read_compact(content)


def test_no_minutiae_at_all_cannot_be_asked_for() -> None:
    with pytest.raises(DoesNotFit):
        write_compact(template([]), most=0)
    assert write_compact(template([])) == b""
