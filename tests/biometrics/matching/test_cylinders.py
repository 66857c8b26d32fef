"""The bits of a cylinder are those of the definition, cell by cell."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tests.biometrics.matching import hands
from tuntas.biometrics.matching.cylinders import (
    CELL_COUNT,
    CELLS,
    LAYERS,
    SET_FROM,
    SIDE,
    SIGMA,
    SIGMA_DIRECTION,
    STEP,
    cylinders,
    valid_cells,
    vectors,
)
from tuntas.biometrics.template import Template


def influence(template: Template, minutia: int) -> NDArray[np.float64]:
    """[LAYERS, CELL_COUNT] by the definition, in plain numpy."""
    x, y = template.x.astype(float), -template.y.astype(float)
    turn = template.angle.astype(float) * 2 * np.pi / 256
    row, column = np.nonzero(CELLS >= 0)
    u, v = (column - (SIDE - 1) / 2) * STEP, (row - (SIDE - 1) / 2) * STEP
    cx = x[minutia] + u * math.cos(turn[minutia]) - v * math.sin(turn[minutia])
    cy = y[minutia] + u * math.sin(turn[minutia]) + v * math.cos(turn[minutia])
    total = np.zeros((LAYERS, CELL_COUNT))
    for other in set(range(len(x))) - {minutia}:
        off = np.hypot(cx - x[other], cy - y[other])
        near = np.exp(-(off**2) / (2 * SIGMA**2)) / (SIGMA * math.sqrt(2 * math.pi))
        near[off > 3 * SIGMA] = 0
        for layer in range(LAYERS):
            middle = -math.pi + (layer + 0.5) * 2 * math.pi / LAYERS
            angle = middle - (turn[minutia] - turn[other])
            angle = (angle + math.pi) % (2 * math.pi) - math.pi
            high, low = (
                math.erf((angle + side) / (SIGMA_DIRECTION * math.sqrt(2)))
                for side in (math.pi / LAYERS, -math.pi / LAYERS)
            )
            total[layer] += near * (high - low) / 2
    return total


def test_bits_are_set_where_the_definition_says() -> None:
    template = hands.one()

    built = cylinders(template)

    bits, valid = vectors(built).reshape(-1, LAYERS, CELL_COUNT), valid_cells(built)
    for place, minutia in enumerate(built.minutia):
        expected = influence(template, int(minutia))
        # The program's neighbourhoods end in a square, not a circle: 3e-4 at its corners.
        clear = np.abs(expected - SET_FROM) > 1e-3
        assert clear.mean() > 0.9
        wanted = (expected > SET_FROM) & (valid[place] == 1)
        assert np.array_equal(bits[place][clear], wanted[clear])


def test_no_bit_is_set_outside_its_mask_and_whole_cylinders_come_first() -> None:
    built = cylinders(hands.one())

    bits, valid = vectors(built).reshape(-1, LAYERS, CELL_COUNT), valid_cells(built)
    assert not (bits & ~valid[:, None] & 1).any()
    assert valid[: built.whole].all()
    assert not valid[built.whole :].all(axis=1).any()


def test_a_lonely_minutia_has_no_cylinder() -> None:
    alone = Template.of([10], [10], [0], [1], [90], width=100, height=100)

    assert len(cylinders(alone)) == 0
