"""Four fingers or two thumbs on one platen, with where each lies: for a slap scanner.

>>> one = slap(3, Hand.RIGHT, 0)
>>> one.pixels.shape, [segment.finger.name for segment in one.segments]
((1500, 1600), ['RIGHT_INDEX', 'RIGHT_MIDDLE', 'RIGHT_RING', 'RIGHT_LITTLE'])
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.positions import Finger, Hand
from tuntas.biometrics.synthetic import capture as captures
from tuntas.biometrics.synthetic.capture import OPTICAL, TYPICAL, Capture, Severity
from tuntas.biometrics.synthetic.impressions import touched
from tuntas.biometrics.synthetic.prints import MM, MasterPrint, remembered
from tuntas.biometrics.synthetic.seeds import generator, truncated
from tuntas.biometrics.template import DPI

HEIGHT_PX: Final = 1500
WIDTH_PX: Final = 1600
"""A platen of 3.2 × 3.0 inches (81 × 76 mm), as FAP 60 asks."""
_TILE: Final = replace(OPTICAL, name="platen", width_px=520, height_px=660)
_GAP_MM: Final = 2.6
_HEIGHTS_MM: Final = {1: 0.0, 2: 5.0, 3: 11.0, 4: 6.5, 5: -10.0}
"""How far each fingertip reaches above the hand's middle line."""
_FAN_DEG: Final = {1: 14.0, 2: 5.0, 3: 1.0, 4: -4.0, 5: -11.0}
"""How each finger of a right hand leans, anticlockwise."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Where *finger* touched: the box around its skin, pixels; its lean, degrees anticlockwise."""

    finger: Finger
    row: int
    column: int
    height: int
    width: int
    rotation_deg: float


@dataclass(frozen=True, slots=True)
class Slap:
    """A specimen image, 500 dpi, ridges dark; segments from left to right."""

    pixels: NDArray[np.uint8]
    segments: tuple[Segment, ...]
    identity: int
    number: int
    dpi: int = DPI


def slap(
    identity: int,
    hand: Hand,
    number: int,
    *,
    severity: Severity = TYPICAL,
    missing: Collection[Finger] = (),
) -> Slap:
    """Touch *number* of the four fingers of *hand*; those *missing* leave nothing."""
    start = 2 if hand is Hand.RIGHT else 7
    fingers = [Finger(place) for place in range(start, start + 4)]
    if hand is Hand.LEFT:
        fingers.reverse()
    return _pressed(identity, fingers, number, severity, missing)


def thumbs(
    identity: int,
    number: int,
    *,
    severity: Severity = TYPICAL,
    missing: Collection[Finger] = (),
) -> Slap:
    """Touch *number* of both thumbs, the left one on the left."""
    pair = [Finger.LEFT_THUMB, Finger.RIGHT_THUMB]
    return _pressed(identity, pair, number, severity, missing)


def _pressed(
    identity: int,
    fingers: list[Finger],
    number: int,
    severity: Severity,
    missing: Collection[Finger],
) -> Slap:
    rng = generator("slap", identity, int(fingers[0]), number)
    lean = severity.placement * truncated(rng, 0.0, 4.0)
    off = severity.placement * np.array([truncated(rng, 0, 1.5), truncated(rng, 0, 1.5)])
    canvas = np.full((HEIGHT_PX, WIDTH_PX), OPTICAL.background, np.float32)
    canvas += severity.sensor * OPTICAL.grain * rng.standard_normal(canvas.shape, dtype=np.float32)
    pixels = np.clip(np.rint(canvas), 0, 255).astype(np.uint8)
    segments = []
    for finger, place in _places(identity, fingers, lean, off):
        if finger not in missing:
            segments.append(_set_down(pixels, identity, finger, number, severity, place))
    return Slap(pixels, tuple(segments), identity, number)


def _places(
    identity: int, fingers: list[Finger], lean: float, off: NDArray[np.float64]
) -> Iterator[tuple[Finger, tuple[float, float, float]]]:
    """Each finger's core (x, y in millimetres from the platen's middle) and lean, degrees."""
    halves = [remembered(identity, finger).semi_axes_mm[0] * 0.86 for finger in fingers]
    gap = 16.0 if len(fingers) == 2 else _GAP_MM
    x = -sum(halves) - gap * (len(fingers) - 1) / 2
    turn = np.radians(lean)
    for finger, half in zip(fingers, halves, strict=True):
        x += half
        digit = (finger - 1) % 5 + 1
        fan = _FAN_DEG[digit] * (1 if finger.hand is Hand.RIGHT else -1)
        y = _HEIGHTS_MM[digit] - 2.0
        at = np.cos(turn) * x - np.sin(turn) * y + off[0], np.sin(turn) * x + np.cos(turn) * y
        yield finger, (float(at[0]), float(at[1] + off[1]), fan + lean)
        x += half + gap


def _set_down(
    pixels: NDArray[np.uint8],
    identity: int,
    finger: Finger,
    number: int,
    severity: Severity,
    place: tuple[float, float, float],
) -> Segment:
    master = remembered(identity, finger)
    x, y, rotation = place
    row = int(HEIGHT_PX / 2 - y * MM - _TILE.height_px / 2)
    column = int(WIDTH_PX / 2 + x * MM - _TILE.width_px / 2)
    tile = touched(master, number, _capture(master, number, severity, rotation), _TILE)
    top, left = max(row, 0), max(column, 0)
    window = pixels[top : row + _TILE.height_px, left : column + _TILE.width_px]
    part = np.s_[top - row :, left - column :]
    seen = tile.pixels[part][: window.shape[0], : window.shape[1]]
    np.minimum(window, seen, out=window, where=seen < _TILE.background - 12)
    rows, columns = np.nonzero(tile.touch[part][: window.shape[0], : window.shape[1]])
    return Segment(
        finger,
        int(rows.min()) + top,
        int(columns.min()) + left,
        int(np.ptp(rows)) + 1,
        int(np.ptp(columns)) + 1,
        rotation,
    )


def _capture(master: MasterPrint, number: int, severity: Severity, rotation_deg: float) -> Capture:
    """As one finger alone, but where the hand puts it, and with less room to roll."""
    person = generator("person/skin", master.identity)
    rng = generator("slap/finger", master.identity, int(master.finger), number)
    drawn = captures.draw(rng, severity, truncated(person, 0.0, 0.5, 2.0), _TILE)
    return replace(
        drawn, rotation_deg=rotation_deg, shift_mm=(0.0, 0.0), roll=drawn.roll / 2, dirt=0.0
    )
