"""What a fingertip leaves on a sensor: `impression` touches it once more.

Skin deforms as Cappelli, Maio & Maltoni (2001) measured it: the middle sticks to the glass, the
outside moves on with the bone, and a ring between gives way. Pressure and moisture do not thicken
drawn ridges; they lower the height from which the skin's relief touches, so minutiae change type
and neighbouring ridges join as they do in life.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.synthetic import capture as captures
from tuntas.biometrics.synthetic.capture import OPTICAL, TYPICAL, Capture, Sensor, Severity
from tuntas.biometrics.synthetic.noise import between, cells, clouds, lattice
from tuntas.biometrics.synthetic.prints import MM, NO_SKIN, MasterPrint
from tuntas.biometrics.synthetic.seeds import generator, truncated
from tuntas.biometrics.template import DPI

_PATCH_MM: Final = 2.2
_SPECKLE_MM: Final = 0.19
_EDGE_MM: Final = 0.8


@dataclass(frozen=True, slots=True)
class Impression:
    """A specimen image: ridges dark, 500 dpi.

    Ground truth: whose it is, how it was captured, and *touch*: uint8, 255 where skin touched.
    """

    pixels: NDArray[np.uint8]
    touch: NDArray[np.uint8]
    identity: int
    finger: Finger
    number: int
    capture: Capture
    sensor: Sensor
    dpi: int = DPI


def impression(
    finger: MasterPrint,
    number: int,
    *,
    severity: Severity = TYPICAL,
    sensor: Sensor = OPTICAL,
) -> Impression:
    """Touch *number* of *finger* on *sensor*; the same numbers give the same image.

    >>> from tuntas.biometrics.synthetic.prints import remembered
    >>> one = impression(remembered(1, Finger.RIGHT_INDEX), 0)
    >>> one.pixels.shape, one.dpi
    ((480, 416), 500)
    """
    person = generator("person/skin", finger.identity)
    rng = generator("impression", finger.identity, int(finger.finger), number, sensor.name)
    touch = captures.draw(rng, severity, truncated(person, 0.0, 0.5, 2.0), sensor)
    return touched(finger, number, touch, sensor)


def touched(
    finger: MasterPrint, number: int, capture: Capture, sensor: Sensor = OPTICAL
) -> Impression:
    """The image of exactly this *capture*."""
    rng = generator("surface", finger.identity, int(finger.finger), number, sensor.name)
    rows, columns = sensor.height_px, sensor.width_px
    pixels = np.full((rows, columns), sensor.background, np.float32)
    contact = np.zeros((rows, columns), np.uint8)
    _rendered(
        pixels,
        contact,
        finger.ridges,
        finger.marks,
        np.array(finger.origin),
        _movement(capture, finger, sensor),
        _look(capture, sensor),
        lattice(rng, *cells(rows, columns, MM * _PATCH_MM)),
        lattice(rng, *cells(rows, columns, MM * _SPECKLE_MM)),
        lattice(rng, *cells(rows, columns, MM * _EDGE_MM)),
    )
    pixels = _blurred(pixels, sensor.blur_px)
    pixels += capture.grain * rng.standard_normal(pixels.shape, dtype=np.float32)
    levels = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return Impression(levels, contact, finger.identity, finger.finger, number, capture, sensor)


def _look(capture: Capture, sensor: Sensor) -> NDArray[np.float64]:
    """How far skin touches and how it looks; the last three are the lattices' steps."""
    lowering = 0.05 + 0.7 * (capture.pressure - 0.62) + 0.55 * capture.moisture
    return np.array(
        [
            lowering,
            capture.patchiness,
            capture.speckle,
            capture.wear,
            sensor.background - sensor.ink,
            capture.dirt,
            _PATCH_MM * MM,
            _SPECKLE_MM * MM,
            _EDGE_MM * MM,
        ]
    )


def _movement(capture: Capture, finger: MasterPrint, sensor: Sensor) -> NDArray[np.float64]:
    """Placement, contact and slip in pixels; see `_rendered`."""
    half, above, below = finger.semi_axes_mm
    flat = 0.55 + 0.33 * capture.pressure
    middle = (0.5 * half * capture.roll, 0.40 * (above - below) * flat)
    return np.array(
        [
            sensor.height_px / 2 - capture.shift_mm[1] * MM,
            sensor.width_px / 2 + capture.shift_mm[0] * MM,
            np.radians(capture.rotation_deg),
            middle[0] * MM,
            middle[1] * MM,
            half * flat * (1 - 0.15 * abs(capture.roll)) * MM,
            0.5 * (above + below) * flat * MM,
            capture.slip_mm[0] * MM,
            capture.slip_mm[1] * MM,
            np.radians(capture.twist_deg),
        ]
    )


@compiled
def _slipped(dx: float, dy: float, move: NDArray[np.float64]) -> tuple[float, float]:
    """Where skin seen at (dx, dy) from the middle of contact lay before the finger moved.

    The middle third sticks; from there the skin gives way along half a cosine, and moves whole
    from one and a half radii outwards.
    """
    distance = np.sqrt((dx / move[5]) ** 2 + (dy / move[6]) ** 2)
    ring = min(max((distance - 0.33) / 1.2, 0.0), 1.0)
    brake = 0.5 - 0.5 * np.cos(np.pi * ring)
    turned_x = dx * np.cos(move[9]) - dy * np.sin(move[9])
    turned_y = dx * np.sin(move[9]) + dy * np.cos(move[9])
    return (
        dx + brake * (turned_x - dx + move[7]),
        dy + brake * (turned_y - dy + move[8]),
    )


@compiled
def _sample(ridges: NDArray[np.int8], row: float, column: float) -> float:
    i, j = int(row), int(column)
    u, v = row - i, column - j
    upper = ridges[i, j] * (1.0 - v) + ridges[i, j + 1] * v
    lower = ridges[i + 1, j] * (1.0 - v) + ridges[i + 1, j + 1] * v
    return float(upper * (1.0 - u) + lower * u) / 127.0


@compiled
def _rendered(
    pixels: NDArray[np.float32],
    contact: NDArray[np.uint8],
    ridges: NDArray[np.int8],
    marks: NDArray[np.uint8],
    origin: NDArray[np.float64],
    move: NDArray[np.float64],
    look: NDArray[np.float64],
    patches: NDArray[np.float32],
    speckle: NDArray[np.float32],
    edges: NDArray[np.float32],
) -> None:
    """Draw the finger into *pixels* and say in *contact* where it touched.

    *move*: see `_movement`; *look*: see `_look`; the three lattices: standard normals.
    """
    rows, columns = pixels.shape
    cosine, sine = np.cos(move[2]), np.sin(move[2])
    patch_step, speckle_step, edge_step = look[6], look[7], look[8]
    for row in range(rows):
        for column in range(columns):
            right, up = column - move[1], move[0] - row
            x = cosine * right + sine * up - move[3]
            y = cosine * up - sine * right - move[4]
            reach = np.sqrt((x / move[5]) ** 2 + (y / move[6]) ** 2)
            if reach > 1.3:
                continue
            edge = clouds(edges, row / edge_step, column / edge_step)
            patch = clouds(patches, row / patch_step, column / patch_step)
            # Pressure falls off towards the rim, and not evenly.
            press = 0.55 - 3.0 * (reach - 0.78) - 0.12 * edge
            if press < -1.3:
                continue
            x, y = _slipped(x, y, move)
            at_row, at_column = origin[0] - (y + move[4]), origin[1] + x + move[3]
            if not (1 <= at_row < ridges.shape[0] - 2 and 1 <= at_column < ridges.shape[1] - 2):
                continue
            if ridges[int(at_row), int(at_column)] == NO_SKIN:
                continue
            relief = _sample(ridges, at_row, at_column)
            grit = between(speckle, row / speckle_step, column / speckle_step)
            height = relief + look[0] + min(press, 0.0) * 1.6
            height += look[1] * patch + look[2] * grit * (0.6 + 0.4 * min(abs(patch), 1.5))
            touch = min(max(0.5 + 1.25 * height, 0.0), 1.0)
            touch *= 1.0 - min(look[3] * marks[int(at_row), int(at_column)] / 255.0, 1.0)
            # Where skin is pressed or moist a little ink fills the valleys too.
            depth = 0.86 + 0.14 * min(max(0.5 + look[0] + 0.5 * patch, 0.0), 1.0)
            pixels[row, column] -= np.float32(touch * depth * look[4])
            if press > -0.4:
                contact[row, column] = 255
    _dirty(pixels, patches, speckle, look)


@compiled
def _dirty(
    pixels: NDArray[np.float32],
    patches: NDArray[np.float32],
    speckle: NDArray[np.float32],
    look: NDArray[np.float64],
) -> None:
    """Smears and specks of the glass, a latent print's shade among them."""
    rows, columns = pixels.shape
    for row in range(rows):
        for column in range(columns):
            smear = between(patches, row / (look[6] * 1.9), column / (look[6] * 1.9))
            speck = between(speckle, (rows - row) / look[7], (columns - column) / look[7])
            stain = 9.0 * max(smear - 0.3, 0.0) + 26.0 * max(speck - 2.1, 0.0)
            pixels[row, column] -= np.float32(look[5] * stain)


@compiled
def _blurred(pixels: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """*pixels* under the sensor's optics: five taps each way."""
    rows, columns = pixels.shape
    near = np.exp(-0.5 / sigma**2)
    far = np.exp(-2.0 / sigma**2)
    total = 1.0 + 2.0 * near + 2.0 * far
    a, b, c = np.float32(1.0 / total), np.float32(near / total), np.float32(far / total)
    across = pixels.copy()
    for row in range(rows):
        for column in range(2, columns - 2):
            across[row, column] = (
                a * pixels[row, column]
                + b * (pixels[row, column - 1] + pixels[row, column + 1])
                + c * (pixels[row, column - 2] + pixels[row, column + 2])
            )
    out = across.copy()
    for row in range(2, rows - 2):
        for column in range(columns):
            out[row, column] = (
                a * across[row, column]
                + b * (across[row - 1, column] + across[row + 1, column])
                + c * (across[row - 2, column] + across[row + 2, column])
            )
    return out
