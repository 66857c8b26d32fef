"""Drawn portraits of specimens: plainly a drawing, yet with a face where a detector finds one.

>>> one = portrait(4, 0)
>>> one.pixels.shape
(800, 600, 3)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.synthetic.face_paint import painted
from tuntas.biometrics.synthetic.face_shape import Dress, relief, traits_of
from tuntas.biometrics.synthetic.seeds import generator, truncated
from tuntas.biometrics.synthetic.specimen import stamped

HEIGHT_PX: Final = 800
WIDTH_PX: Final = 600
SCALE_PX: Final = 140.0
"""Pixels to half the face's width: pupils about 127 pixels apart."""
_LEFT, _TOP, _RIGHT, _BOTTOM = -2.4, -2.3, 2.4, 3.2
_PLANE_PX: Final = 140.0
GROUNDS: Final = ((178, 34, 40), (38, 82, 150))
"""Red and blue, as passport photographs in Indonesia are taken."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One moment before the camera. Degrees: yaw to the viewer's right, pitch up, roll
    anticlockwise. light_x, light_y: where the lamp stands, -1 to 1. noise: grey levels."""

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    scale: float = 1.0
    shift_px: tuple[float, float] = (0.0, 0.0)
    light_x: float = 0.0
    light_y: float = -0.3
    brightness: float = 1.0
    warmth: float = 0.0
    noise: float = 1.0


@dataclass(frozen=True, slots=True)
class Portrait:
    """A specimen picture: uint8 RGB [HEIGHT_PX, WIDTH_PX, 3]; it bears the word SPESIMEN."""

    pixels: NDArray[np.uint8]
    identity: int
    number: int
    dress: Dress
    sitting: Sitting


def portrait(
    identity: int, number: int, *, severity: float = 1.0, dress: Dress | None = None
) -> Portrait:
    """Picture *number* of specimen *identity*. *severity* 0: straight, evenly lit, every time."""
    rng = generator("face/capture", identity, number)
    sitting = Sitting(
        yaw_deg=severity * truncated(rng, 0, 4.5),
        pitch_deg=severity * truncated(rng, 0, 3.0),
        roll_deg=severity * truncated(rng, 0, 2.0),
        scale=1 + severity * truncated(rng, 0, 0.035),
        shift_px=(severity * truncated(rng, 0, 8), severity * truncated(rng, 0, 8)),
        light_x=severity * truncated(rng, 0, 0.28),
        light_y=-0.3 + severity * truncated(rng, 0, 0.12),
        brightness=1 + severity * truncated(rng, 0, 0.06),
        warmth=severity * truncated(rng, 0, 0.03),
        noise=1.0 + severity,
    )
    return sat(identity, number, sitting, dress=dress)


def sat(identity: int, number: int, sitting: Sitting, *, dress: Dress | None = None) -> Portrait:
    """The picture of exactly this *sitting*."""
    worn = _dress(identity) if dress is None else dress
    height, colours = _remembered(identity, worn)
    ground = np.array(GROUNDS[identity % 2], np.float32)
    picture = np.empty((HEIGHT_PX, WIDTH_PX, 3), np.float32)
    pose = np.radians([sitting.yaw_deg, sitting.pitch_deg, sitting.roll_deg])
    light = np.array([sitting.light_x, sitting.light_y, 1.0])
    place = np.array([WIDTH_PX / 2 + sitting.shift_px[0], 375 + sitting.shift_px[1]])
    _render(
        picture, height, colours, ground, pose, light / np.linalg.norm(light), place, sitting.scale
    )
    tint = sitting.brightness * np.array([1 + sitting.warmth, 1.0, 1 - sitting.warmth])
    rng = generator("face/noise", identity, number)
    picture = picture * tint.astype(np.float32)
    picture += sitting.noise * rng.standard_normal(picture.shape[:2], np.float32)[..., None]
    pixels = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    marked = stamped(pixels, height_px=22, row=HEIGHT_PX - 34, column=14)
    return Portrait(marked, identity, number, worn, sitting)


def _dress(identity: int) -> Dress:
    share = generator("face/dress", identity).random()
    return Dress(int(np.searchsorted([0.38, 0.55, 0.88], share)))


@lru_cache(maxsize=8)
def _remembered(identity: int, dress: Dress) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Relief and colours of one specimen on the plane, ready to be seen from anywhere."""
    columns = int((_RIGHT - _LEFT) * _PLANE_PX)
    rows = int((_BOTTOM - _TOP) * _PLANE_PX)
    u = np.linspace(_LEFT, _RIGHT, columns, dtype=np.float32)[None, :]
    v = np.linspace(_TOP, _BOTTOM, rows, dtype=np.float32)[:, None]
    u, v = np.broadcast_to(u, (rows, columns)), np.broadcast_to(v, (rows, columns))
    traits = traits_of(identity)
    return relief(traits, u, v), painted(identity, traits, dress, u, v)


@compiled
def _bilinear(plane: NDArray[np.float32], row: float, column: float) -> float:
    row = min(max(row, 0.0), plane.shape[0] - 1.001)
    column = min(max(column, 0.0), plane.shape[1] - 1.001)
    i, j = int(row), int(column)
    a, b = row - i, column - j
    upper = plane[i, j] * (1.0 - b) + plane[i, j + 1] * b
    lower = plane[i + 1, j] * (1.0 - b) + plane[i + 1, j + 1] * b
    return float(upper * (1.0 - a) + lower * a)


@compiled
def _render(
    picture: NDArray[np.float32],
    height: NDArray[np.float32],
    colours: NDArray[np.float32],
    ground: NDArray[np.float32],
    pose: NDArray[np.float64],
    light: NDArray[np.float64],
    place: NDArray[np.float64],
    scale: float,
) -> None:
    """Turn the relief by *pose*, light it, and draw shades in steps, as a pencil would."""
    rows, columns = picture.shape[:2]
    cosine, sine = np.cos(pose[2]), np.sin(pose[2])
    unit, grid = SCALE_PX * scale, _PLANE_PX
    for row in range(rows):
        for column in range(columns):
            right, down = (column - place[0]) / unit, (row - place[1]) / unit
            x, y = cosine * right - sine * down, cosine * down + sine * right
            u, v = x, y
            # A point that stands out by z moves by z times the sine: solve for where it came from.
            for _ in range(6):
                z = _bilinear(height, (v - _TOP) * grid, (u - _LEFT) * grid) - 0.35
                u = (x - z * np.sin(pose[0])) / np.cos(pose[0])
                v = (y + z * np.sin(pose[1])) / np.cos(pose[1])
            r, c = (v - _TOP) * grid, (u - _LEFT) * grid
            slope_x = (_bilinear(height, r, c + 2.0) - _bilinear(height, r, c - 2.0)) / (4.0 / grid)
            slope_y = (_bilinear(height, r + 2.0, c) - _bilinear(height, r - 2.0, c)) / (4.0 / grid)
            slope_x, slope_y = min(max(slope_x, -1.6), 1.6), min(max(slope_y, -1.6), 1.6)
            facing = -slope_x * light[0] - slope_y * light[1] + light[2]
            facing /= np.sqrt(1.0 + slope_x * slope_x + slope_y * slope_y)
            shade = 0.42 + 0.62 * max(facing, 0.0)
            shade = 0.7 * shade + 0.3 * np.floor(shade * 10.0 + 0.5) / 10.0
            drawn = _bilinear(colours[:, :, 3], r, c)
            for channel in range(3):
                tone = _bilinear(colours[:, :, channel], r, c) * shade
                picture[row, column, channel] = ground[channel] * (1.0 - drawn) + tone
