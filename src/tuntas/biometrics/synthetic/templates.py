"""Fingers as minutiae, without an image: galleries of millions for measuring a search.

An identity is minutiae on a ridge flow with cores and deltas (zeros and poles), at least some
pixels apart; an impression sees part of it, turned, stretched, shaken, with minutiae missed and
invented. Everything follows from (seed, person, finger, impression), so nothing needs keeping.
Sizes and counts are those of 500-dpi sensors in general (about 38 minutiae on 1.1 x 1.6 cm); the
spread between impressions follows the literature on elastic skin and on extractors. What they
share with real prints is measured: docs/biometrics.md, "Gallery".

Source: Sherlock, Monro: A model for interpreting fingerprint topology (1993); Cappelli, Maio,
Maltoni: Modelling plastic distortion in fingerprint images (2001).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.template import Template

ROOM: Final = 96
"""Minutiae an impression can hold; an identity has about 65, an impression about 38."""
WIDTH: Final = 400
HEIGHT: Final = 480

_TAU: Final = 2 * np.pi
_MASK: Final = np.uint64(0xFFFFFFFFFFFFFFFF)


@dataclass(frozen=True, slots=True, eq=False)
class Impressions:
    """Many impressions as columns.

    x, y: int16 [n, ROOM]; angle, kind, quality: uint8 [n, ROOM], best first, as in Template.
    source: int16 [n, ROOM], which minutia of the identity it is; -1 invented.
    count: int32 [n], how many of ROOM are there.
    """

    x: NDArray[np.int16]
    y: NDArray[np.int16]
    angle: NDArray[np.uint8]
    kind: NDArray[np.uint8]
    quality: NDArray[np.uint8]
    source: NDArray[np.int16]
    count: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.count)

    def template(self, row: int) -> Template:
        """One of them as everything else takes it."""
        some = slice(int(self.count[row]))
        return Template.of(
            self.x[row, some],
            self.y[row, some],
            self.angle[row, some],
            self.kind[row, some],
            self.quality[row, some],
            width=WIDTH,
            height=HEIGHT,
        )


def impressions(
    *, seed: int, first: int, people: int, fingers: int = 10, number: int = 0
) -> Impressions:
    """The *number*-th impression of the fingers of persons *first* to *first + people*.

    Row person * fingers + finger, finger from 0. number 0 is as at enrolment, others are later
    touches of the same fingers.

    >>> once = impressions(seed=1, first=5, people=2)
    >>> again = impressions(seed=1, first=6, people=1)
    >>> len(once), once.template(10) == again.template(0)
    (20, True)
    """
    rows = people * fingers
    made = Impressions(
        np.zeros((rows, ROOM), np.int16),
        np.zeros((rows, ROOM), np.int16),
        np.zeros((rows, ROOM), np.uint8),
        np.zeros((rows, ROOM), np.uint8),
        np.zeros((rows, ROOM), np.uint8),
        np.full((rows, ROOM), -1, np.int16),
        np.zeros(rows, np.int32),
    )
    _fill(
        seed,
        first * fingers,
        number,
        made.x,
        made.y,
        made.angle,
        made.kind,
        made.quality,
        made.source,
        made.count,
    )
    return made


@compiled
def _fill(  # type: ignore[no-untyped-def]
    seed, first, number, x, y, angle, kind, quality, source, count
):
    state = np.zeros(1, np.uint64)
    finger = np.zeros((ROOM, 6), np.float64)
    seen = np.zeros((ROOM, 6), np.float64)
    for row in range(len(count)):
        _start(state, seed, first + row, 0)
        held = _identity(state, finger)
        _start(state, seed, first + row, number + 1)
        kept = _impression(state, finger, held, seen)
        order = np.argsort(-seen[:kept, 4])
        for place in range(kept):
            one = seen[order[place]]
            x[row, place] = round(one[0])
            y[row, place] = round(one[1])
            angle[row, place] = round(one[2] * 256 / _TAU) & 255
            kind[row, place] = int(one[3])
            quality[row, place] = int(one[4])
            source[row, place] = int(one[5])
        count[row] = kept


@compiled
def _start(state, seed, finger, number):  # type: ignore[no-untyped-def]
    state[0] = (
        np.uint64(seed) * np.uint64(0xD1B54A32D192ED03)
        ^ np.uint64(finger) * np.uint64(0x9E3779B97F4A7C15)
        ^ np.uint64(number) * np.uint64(0x94D049BB133111EB)
    )
    for _ in range(3):
        _uniform(state)


@compiled
def _uniform(state):  # type: ignore[no-untyped-def]
    """SplitMix64: the same numbers on every machine and in every version of numpy."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    mixed = state[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return float(mixed >> np.uint64(11)) / 9007199254740992.0


@compiled
def _normal(state):  # type: ignore[no-untyped-def]
    return np.sqrt(-2.0 * np.log(1.0 - _uniform(state))) * np.cos(_TAU * _uniform(state))


@compiled
def _identity(state, finger):  # type: ignore[no-untyped-def]
    """Fill *finger* with x, y, direction, kind, clearness; returns how many. Origin: its centre."""
    singular = np.zeros((4, 3), np.float64)
    points = _pattern(state, singular)
    tilt, arch = 0.08 * _normal(state), 0.5 + 0.15 * _normal(state)
    wide, high = 152.0 + 12.0 * _normal(state), 215.0 + 16.0 * _normal(state)
    wanted = min(ROOM - 8, max(28, round(65.0 + 12.0 * _normal(state))))
    run, phase = _TAU * _uniform(state), _TAU * _uniform(state)
    held = 0
    for _ in range(6000):
        if held == wanted:
            break
        x, y = (2 * _uniform(state) - 1) * wide, (2 * _uniform(state) - 1) * high
        if (x / wide) ** 2 + (y / high) ** 2 > 1 or _uniform(state) > _crowding(
            singular, points, x, y
        ):
            continue
        if _too_near(state, finger, held, x, y):
            continue
        flow = _flow(singular, points, x, y, tilt, arch) + 0.04 * _normal(state)
        along = np.cos((x * np.cos(run) + y * np.sin(run)) / 70.0 + phase)
        if _uniform(state) > 0.5 + 0.5 * along:
            flow += np.pi
        finger[held, 0], finger[held, 1], finger[held, 2] = x, y, flow
        finger[held, 3] = 1.0 if _uniform(state) < 0.58 else 2.0
        finger[held, 4] = 1.0 - 0.5 * _uniform(state) ** 3
        held += 1
    return held


@compiled
def _pattern(state, singular):  # type: ignore[no-untyped-def]
    """Cores (+1) and deltas (-1) of a loop, a whorl or an arch; returns how many there are."""
    kind, side = _uniform(state), 1.0
    if _uniform(state) < 0.5:
        side = -1.0
    high = 18.0 + 16.0 * _normal(state)
    if kind > 0.93:
        return 0
    singular[0] = (8.0 * _normal(state), high, 1.0)
    out, low = 80.0 + 18.0 * _normal(state), -85.0 + 22.0 * _normal(state)
    singular[1] = (side * out, low, -1.0)
    if kind > 0.32:
        return 2
    singular[2] = (8.0 * _normal(state), high - 34.0 - 12.0 * abs(_normal(state)), 1.0)
    singular[3] = (-side * (80.0 + 18.0 * _normal(state)), low + 16.0 * _normal(state), -1.0)
    return 4


@compiled
def _flow(singular, points, x, y, tilt, arch):  # type: ignore[no-untyped-def]
    """Direction of the ridges, up to a half turn."""
    if points == 0:
        lift = arch * np.exp(-(((y + 20.0) / 90.0) ** 2))
        return tilt - lift * np.sin(x / 45.0) * np.exp(-((x / 110.0) ** 2))
    found = tilt
    for one in range(points):
        found += 0.5 * singular[one, 2] * np.arctan2(y - singular[one, 1], x - singular[one, 0])
    return found


@compiled
def _crowding(singular, points, x, y):  # type: ignore[no-untyped-def]
    """Ridges begin and end where they bend: denser at cores and deltas. Up to 1."""
    found = 0.45
    for one in range(points):
        away = (x - singular[one, 0]) ** 2 + (y - singular[one, 1]) ** 2
        found += 0.4 * np.exp(-away / 3000.0)
    return found


@compiled
def _too_near(state, finger, held, x, y):  # type: ignore[no-untyped-def]
    """Never within 8 pixels of another, seldom within a ridge period or two."""
    nearest = 1e9
    for one in range(held):
        nearest = min(nearest, (finger[one, 0] - x) ** 2 + (finger[one, 1] - y) ** 2)
    near = np.sqrt(nearest)
    return near < 8.0 or (near < 24.0 and _uniform(state) > (near - 8.0) / 16.0)


@compiled
def _impression(state, finger, held, seen):  # type: ignore[no-untyped-def]
    """Fill *seen* with one touch of *finger*; returns how many minutiae it shows."""
    turn = max(-0.6, min(0.6, 0.13 * _normal(state)))
    part = 0.62 + 0.2 * _uniform(state) if _uniform(state) < 0.12 else 0.82 + 0.2 * _uniform(state)
    wide, high = 138.0 * part, 198.0 * part
    at_x, at_y = 14.0 * _normal(state), 20.0 * _normal(state)
    bend = np.zeros((2, 3), np.float64)
    for axis in range(2):
        for term in range(3):
            bend[axis, term] = 3.0 * _normal(state)
    dim = abs(_normal(state))
    cosine, sine = np.cos(turn), np.sin(turn)
    middle_x, middle_y = 200.0 + 10.0 * _normal(state), 240.0 + 12.0 * _normal(state)
    kept = 0
    for one in range(held):
        x, y = finger[one, 0] - at_x, finger[one, 1] - at_y
        clear = finger[one, 4] - 0.07 * dim
        if (x / wide) ** 2 + (y / high) ** 2 > 1 or _uniform(state) > 0.93 * clear:
            continue
        u, v = x / 100.0, y / 100.0
        x += bend[0, 0] * u * v + bend[0, 1] * (u * u - 0.4) + bend[0, 2] * (v * v - 0.8)
        y += bend[1, 0] * u * v + bend[1, 1] * (u * u - 0.4) + bend[1, 2] * (v * v - 0.8)
        x += 1.0 * _normal(state)
        y += 1.0 * _normal(state)
        seen[kept, 0] = middle_x + cosine * x - sine * y
        # Rows of an image run downwards, directions run anticlockwise.
        seen[kept, 1] = middle_y - (sine * x + cosine * y)
        seen[kept, 2] = finger[one, 2] + turn + 0.05 * _normal(state)
        swapped = _uniform(state) < 0.12
        seen[kept, 3] = 3.0 - finger[one, 3] if swapped else finger[one, 3]
        seen[kept, 4] = max(30.0, min(99.0, 104.0 * clear - 8.0 * abs(_normal(state))))
        seen[kept, 5] = one
        kept += 1
    return _invent(state, seen, kept, wide, high, middle_x, middle_y, dim)


@compiled
def _invent(state, seen, kept, wide, high, middle_x, middle_y, dim):  # type: ignore[no-untyped-def]
    wanted = int(1.0 + 2.5 * dim + 2.0 * _uniform(state))
    for _ in range(wanted):
        x, y = (2 * _uniform(state) - 1) * wide, (2 * _uniform(state) - 1) * high
        flow = _TAU * _uniform(state)
        if kept and kept < ROOM and (x / wide) ** 2 + (y / high) ** 2 <= 1:
            # An invented minutia lies along a ridge too: as the one it is nearest to.
            like = int(_uniform(state) * kept)
            nearest = 1e9
            for one in range(kept):
                away = (seen[one, 0] - middle_x - x) ** 2 + (seen[one, 1] - middle_y - y) ** 2
                if away < nearest:
                    nearest, like = away, one
            flow = seen[like, 2] + 0.2 * _normal(state)
            if _uniform(state) < 0.5:
                flow += np.pi
            seen[kept, 0], seen[kept, 1], seen[kept, 2] = middle_x + x, middle_y + y, flow
            seen[kept, 3] = 1.0 if _uniform(state) < 0.5 else 2.0
            seen[kept, 4] = 30.0 + 40.0 * _uniform(state)
            seen[kept, 5] = -1.0
            kept += 1
    return kept
