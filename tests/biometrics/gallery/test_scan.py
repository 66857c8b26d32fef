"""The kernels say what a plain count of bits says, and parts add up to the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.biometrics.gallery.codes import SLOTS, projection
from tuntas.biometrics.gallery.scan import ABSENT, Codes, Moments, Probe, fused, moments, scan


def people(rows: int, words: int, seed: int) -> Codes:
    generator = np.random.Generator(np.random.PCG64(seed))
    codes = generator.integers(1, 2**63, (rows, 10, words, SLOTS), dtype=np.uint64)
    codes[generator.random((rows, 10)) < 0.2] = 0
    codes[..., generator.integers(1, SLOTS) :] = 0
    return codes


def plainly(codes: Codes, probe: Probe, weight: np.ndarray) -> np.ndarray:
    found = np.full((len(codes), len(probe.positions)), ABSENT, np.int16)
    for row, column in np.ndindex(*found.shape):
        finger = codes[row, probe.positions[column]]
        ours = probe.codes[column][:, : probe.counts[column]]
        if finger[0, 0]:
            theirs = finger[:, finger[0] != 0]
            apart = np.bitwise_count(theirs[:, :, None] ^ ours[:, None, :]).sum(axis=0, dtype=int)
            found[row, column] = weight[apart.min(axis=1)].sum()
    return found


@pytest.mark.parametrize("words", [1, 2])
@pytest.mark.parametrize("threads", [1, 2])
def test_a_scan_counts_what_a_plain_count_counts(words: int, threads: int) -> None:
    weight = np.arange(64 * words, -1, -1).astype(np.int16)
    codes = people(30, words, 1)
    probe = Probe.of(people(1, words, 2)[0, [1, 4, 7]] | np.uint64(1), [1, 4, 9])
    scores = np.empty((30, 3), np.int16)

    scan(codes, probe, weight, scores, threads=threads)

    assert np.array_equal(scores, plainly(codes, probe, weight))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=4), st.integers(0, 2**32))
def test_moments_of_parts_add_up_to_those_of_the_whole(cuts: list[int], seed: int) -> None:
    generator = np.random.Generator(np.random.PCG64(seed))
    scores = generator.integers(-1, 32_000, (50, 4)).astype(np.int16)

    bounds = [0, *sorted(cuts), 50]
    parts = [moments(scores[a:b]) for a, b in pairwise(bounds)]

    assert sum(parts[1:], parts[0]) == moments(scores)


def test_a_finger_tried_at_many_positions_counts_once_by_its_best() -> None:
    scores = np.array([[5, 9, 4], [ABSENT, ABSENT, 4], [ABSENT, ABSENT, ABSENT]], np.int16)
    probe = Probe.of(np.ones((3, 2, SLOTS), np.uint64), [0, 1, 2], [1, 1, 2])
    # Mean 0 and deviation 5 in every column.
    of = Moments((4, 4, 4), (0, 0, 0), (100, 100, 100))

    found = fused(scores, probe, of)

    assert found[0] == pytest.approx(9 / 5 + 4 / 5)
    assert found[1] == pytest.approx(4 / 5)
    assert found[2] == -np.inf


def test_no_score_can_leave_sixteen_bits() -> None:
    for bits in (64, 128):
        assert SLOTS * int(projection(bits).weight.max()) < 2**15
