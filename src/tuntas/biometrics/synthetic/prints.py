"""A finger of nobody: `master` grows the whole skin of a fingertip from two numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.positions import Finger
from tuntas.biometrics.synthetic import growth, skin
from tuntas.biometrics.synthetic.orientation import directions, flow_of
from tuntas.biometrics.synthetic.patterns import Pattern, kind_of, pattern_of
from tuntas.biometrics.synthetic.seeds import generator, truncated
from tuntas.biometrics.synthetic.spacing import periods
from tuntas.biometrics.template import DPI

MM: Final = DPI / 25.4
"""Pixels to a millimetre."""
_COARSE: Final = 2
_PASSES: Final = 14
_FINISHING: Final = 2
_SEEDS_PER_CM2: Final = 120.0
"""More seeds leave more places where fronts meet; more passes smooth them away again. Chosen so
that minutiae lie as close together as in FVC's prints; see docs/decisions/."""
NO_SKIN: Final = -128
"""What `MasterPrint.ridges` holds beyond the skin."""
_AROUND_MM: Final = 1.3
"""Skin beyond the pad that touches: a finger that slips or rolls shows it."""
_SIZES: Final = {1: 1.17, 2: 1.0, 3: 1.02, 4: 0.98, 5: 0.86}
"""Width of a fingertip, thumb to little finger, relative to the index finger."""


@dataclass(frozen=True, slots=True)
class MasterPrint:
    """Everything a fingertip could leave, at 500 dpi.

    ridges: int8 [rows, columns], 127 on a ridge's crest, -127 in a valley, NO_SKIN beyond.
    marks: uint8 of the same shape, how much ink creases, scars and pores take away.
    origin: (row, column) of the upper core. semi_axes_mm: half width, length above, below it.
    """

    identity: int
    finger: Finger
    pattern: Pattern
    ridges: NDArray[np.int8]
    marks: NDArray[np.uint8]
    origin: tuple[float, float]
    semi_axes_mm: tuple[float, float, float]
    period_mm: float


def master(identity: int, finger: Finger) -> MasterPrint:
    """The print of *finger* of specimen *identity*: the same on every call and machine.

    A sixth of a second of one core; see `remembered` when the same fingers come again.

    >>> master(1, Finger.RIGHT_INDEX).ridges.shape
    (536, 416)
    """
    person = generator("person", identity)
    rng = generator("print", identity, int(finger))
    kind = kind_of(finger, generator("person/pattern", identity), rng)
    pattern = pattern_of(kind, rng)
    flow = flow_of(pattern, rng)
    scale = truncated(person, 1.0, 0.06) * _SIZES[(finger - 1) % 5 + 1]
    axes = (8.4 * scale, 10.6 * scale, truncated(rng, 13.6, 0.5) * scale)
    period = truncated(person, 0.46, 0.033) * truncated(rng, 1.0, 0.035) * scale**0.5
    y, x, _ = _grid(axes, _COARSE)
    fine_y, fine_x, fine_origin = _grid(axes, 1)
    inside = skin.inside(axes, fine_x, fine_y, _AROUND_MM)
    ridges = growth.refine(
        growth.grow(
            *_tuned(directions(flow, x, y), periods(period, pattern, x, y, flow.wander), _COARSE),
            skin.inside(axes, x, y, _AROUND_MM + 0.4),
            _seeds(rng, axes, x, y),
            _PASSES,
        ),
        *_tuned(
            directions(flow, fine_x, fine_y),
            periods(period, pattern, fine_x, fine_y, flow.wander),
            1,
        ),
        inside,
        _FINISHING,
    )
    return MasterPrint(
        identity,
        finger,
        pattern,
        np.where(inside, ridges // 2, NO_SKIN).astype(np.int8),
        skin.marks(rng, truncated(person, 0.5, 0.25), ridges, fine_origin, axes),
        fine_origin,
        axes,
        period,
    )


@lru_cache(maxsize=64)
def remembered(identity: int, finger: Finger) -> MasterPrint:
    """`master`, kept for the next impression of the same finger (0.5 MB each)."""
    return master(identity, finger)


def _grid(
    axes: tuple[float, float, float], step: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], tuple[float, float]]:
    """y [rows, 1] and x [1, columns] in millimetres from the core, and the core's pixel.

    Both grids cover the same skin: a coarse pixel is 2 × 2 fine ones.
    """
    half, above, below = (int(np.ceil((axis + _AROUND_MM + 0.6) * MM / 8)) * 8 for axis in axes)
    down = np.arange(0, above + below, step, dtype=np.float64)
    along = np.arange(0, 2 * half, step, dtype=np.float64)
    y = (above - (down + (step - 1) / 2)) / MM
    x = (along + (step - 1) / 2 - half) / MM
    return y[:, None], x[None, :], (float(above), float(half))


_COARSE_BANK: Final = (3.0, 7.0)
_FINE_BANK: Final = (6.0, 14.0)


def _tuned(
    direction: NDArray[np.float64], period_mm: NDArray[np.float64], step: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.int16]]:
    """Which filter each pixel takes, and the filters."""
    shortest, longest = _COARSE_BANK if step == _COARSE else _FINE_BANK
    turn = np.rint(direction * growth.TURNS / np.pi).astype(np.int64) % growth.TURNS
    place = (period_mm * MM / step - shortest) / (longest - shortest) * (growth.PERIODS - 1)
    nearest = np.clip(np.rint(place), 0, growth.PERIODS - 1)
    return turn.astype(np.uint8), nearest.astype(np.uint8), _filters(step)


@lru_cache(maxsize=2)
def _filters(step: int) -> NDArray[np.int16]:
    if step == _COARSE:
        return growth.bank(*_COARSE_BANK, taps=16, gain=1.7)
    return growth.bank(*_FINE_BANK, taps=24, gain=1.15)


def _seeds(
    rng: np.random.Generator,
    axes: tuple[float, float, float],
    x: NDArray[np.float64],
    y: NDArray[np.float64],
) -> NDArray[np.intp]:
    """Where ridges begin to grow: scattered, as many as the skin's area asks for."""
    rows, columns = np.nonzero(skin.inside(axes, x, y, _AROUND_MM - 0.3))
    count = int(len(rows) * (_COARSE / MM / 10) ** 2 * _SEEDS_PER_CM2)
    chosen = rng.choice(len(rows), count, replace=False)
    return np.stack([rows[chosen], columns[chosen]], axis=1)
