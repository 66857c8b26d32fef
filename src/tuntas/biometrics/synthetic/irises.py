"""Photographs of eyes that nobody has: VGA, grey, near-infrared.

>>> one = eye_image(5, Eye.LEFT, 0)
>>> one.pixels.shape, 90 < one.iris_radius_px < 130
((480, 640), True)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.positions import Eye
from tuntas.biometrics.synthetic.iris_texture import DEPTHS, TURNS, Tissue, texture
from tuntas.biometrics.synthetic.noise import between, cells, clouds, lattice
from tuntas.biometrics.synthetic.seeds import generator, truncated

HEIGHT_PX: Final = 480
WIDTH_PX: Final = 640
_SKIN_GRAIN: Final = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """One moment before the camera, pixels and degrees.

    gaze_deg: the eye turned aside. rotation_deg: the head leant. pupil_share: the pupil's radius
    over the iris'. opening: 0 closed, 1 wide open. blur_px: the lens, a Gaussian's sigma.
    noise: grey levels.
    """

    row: float
    column: float
    gaze_deg: float
    rotation_deg: float
    pupil_share: float
    opening: float
    blur_px: float
    noise: float
    light: float


@dataclass(frozen=True, slots=True)
class EyeImage:
    """A specimen image with its ground truth."""

    pixels: NDArray[np.uint8]
    identity: int
    eye: Eye
    number: int
    iris_radius_px: float
    look: Look


def eye_image(identity: int, eye: Eye, number: int, *, severity: float = 1.0) -> EyeImage:
    """Capture *number* of *eye*; *severity* 0 is a look straight into a still camera."""
    own = generator("eye", identity, int(eye))
    rng = generator("eye/capture", identity, int(eye), number)
    pupil = truncated(own, 0.38, 0.04)
    return looked(
        identity,
        eye,
        number,
        Look(
            row=HEIGHT_PX / 2 + severity * truncated(rng, 0, 14),
            column=WIDTH_PX / 2 + severity * truncated(rng, 0, 22),
            gaze_deg=severity * truncated(rng, 0, 7),
            rotation_deg=severity * truncated(rng, 0, 2.5),
            pupil_share=float(np.clip(pupil + severity * truncated(rng, 0, 0.05), 0.2, 0.6)),
            opening=float(np.clip(0.80 - severity * abs(truncated(rng, 0, 0.14)), 0.2, 1)),
            blur_px=0.6 + severity * abs(truncated(rng, 0, 0.9)),
            noise=1.0 + 3.0 * severity,
            light=1 + severity * truncated(rng, 0, 0.08),
        ),
    )


def looked(identity: int, eye: Eye, number: int, look: Look) -> EyeImage:
    """The image of exactly this *look*."""
    own = generator("eye/shape", identity, int(eye))
    radius = truncated(own, 110, 5)
    # Width of the opening, its slant (the nose's side lies lower), how round, how grey each is.
    shape = np.array(
        [
            truncated(own, 2.05, 0.08) * radius,
            (-1 if eye is Eye.RIGHT else 1) * truncated(own, 0.06, 0.02),
            truncated(own, 0.10, 0.03),
            truncated(own, 92, 9),
            truncated(own, 178, 8),
            truncated(own, 168, 14),
        ]
    )
    rng = generator("eye/surface", identity, int(eye), number)
    grain = lattice(own, *cells(HEIGHT_PX, WIDTH_PX, _SKIN_GRAIN))
    pixels = np.empty((HEIGHT_PX, WIDTH_PX), np.float32)
    numbers = (
        look.row,
        look.column,
        np.radians(look.rotation_deg),
        look.pupil_share,
        look.opening,
        np.radians(look.gaze_deg),
    )
    _draw(pixels, _remembered(identity, eye), grain, shape, radius, np.array(numbers))
    _lashes(pixels, _lash_roots(own), shape, np.array(numbers), radius)
    pixels = _soft(pixels, look.blur_px)
    pixels = look.light * pixels + look.noise * rng.standard_normal(pixels.shape, np.float32)
    levels = np.clip(np.rint(pixels), 0, 255).astype(np.uint8)
    return EyeImage(levels, identity, eye, number, radius, look)


@lru_cache(maxsize=32)
def _remembered(identity: int, eye: Eye) -> Tissue:
    return texture(identity, eye)


@compiled
def _lids(
    across: float, shape: NDArray[np.float64], opening: float, radius: float
) -> tuple[float, float]:
    """How far above and below the middle of the pupil the lids stand at *across*, pixels."""
    share = across / shape[0]
    if abs(share) >= 1.0:
        return -50.0, -50.0
    bow = (1.0 - share * share) * (1.0 + shape[2] * share)
    return (1.55 * opening - 0.22) * radius * bow, (0.70 + 0.38 * opening) * radius * bow


@compiled
def _draw(
    pixels: NDArray[np.float32],
    tissue: NDArray[np.float32],
    grain: NDArray[np.float32],
    shape: NDArray[np.float64],
    radius: float,
    look: NDArray[np.float64],
) -> None:
    """Skin, the white, iris, pupil and the lamps' reflections; *look*: see `looked`."""
    rows, columns = pixels.shape
    cosine, sine = np.cos(look[2]), np.sin(look[2])
    for row in range(rows):
        for column in range(columns):
            right, up = column - look[1], look[0] - row
            x, y = cosine * right + sine * up, cosine * up - sine * right
            upper, lower = _lids(x, shape, look[4], radius)
            height = y - shape[1] * x
            skin = clouds(grain, (row - look[0] + 700) / 5.0, (column - look[1] + 700) / 5.0)
            fold = np.exp(-(((height - upper - 0.38 * radius) / 7.0) ** 2))
            fade = max(1.0 - (x / shape[0]) ** 2, 0.0)
            value = shape[5] + 5.0 * skin - 34.0 * fade * fold - 0.06 * abs(x) - 0.05 * height
            ball_x = x / np.cos(look[5])
            gap = min(upper - height, lower + height)
            if gap > 0.0:
                value = _ball(ball_x, y, tissue, grain, shape, radius, look[3], look[5])
                value *= 0.62 + 0.38 * min((upper - height) / 26.0, 1.0)  # the upper lid's shade
            elif gap > -5.0:
                value = 0.72 * value + 30.0  # the wet rim
            for lamp in range(2):
                off_x, off_y = x - (18.0 * lamp - 9.0), y - 6.0
                if off_x * off_x + off_y * off_y < 26.0 and gap > 0.0:
                    value = 250.0
            pixels[row, column] = np.float32(value)


@compiled
def _ball(
    x: float,
    y: float,
    tissue: NDArray[np.float32],
    grain: NDArray[np.float32],
    shape: NDArray[np.float64],
    radius: float,
    pupil_share: float,
    gaze: float,
) -> float:
    """Grey of the eyeball at (x, y) from the iris' middle. The pupil sits a little off it."""
    distance = np.sqrt(x * x + y * y)
    white = shape[4] - 0.09 * max(abs(x) - radius, 0.0)
    white += 4.0 * between(grain, (y + 900.0) / 30.0, (x + 900.0) / 9.0)
    limbus = min(max((distance - radius) / 5.0 + 0.5, 0.0), 1.0)
    if limbus >= 1.0:
        return float(white)
    px, py = x - (0.02 + 0.12 * gaze) * radius, y - 0.015 * radius
    pupil = pupil_share * radius
    from_pupil = np.sqrt(px * px + py * py)
    depth = (from_pupil - pupil) / max(radius - pupil, 1.0)
    depth = min(max(depth, 0.0), 1.0)
    # Tissue does not stretch evenly: the pupil's side gives way first (Wyatt 2000).
    depth += 0.6 * (pupil_share - 0.38) * np.sin(np.pi * depth) * (1.0 - depth)
    turn = np.arctan2(py, px) / (2.0 * np.pi) % 1.0
    r, c = depth * (DEPTHS - 1.001), turn * TURNS
    i, j = int(r), int(c) % TURNS
    u, v, k = r - i, c - int(c), (int(c) + 1) % TURNS
    upper = tissue[i, j] * (1.0 - v) + tissue[i, k] * v
    lower = tissue[i + 1, j] * (1.0 - v) + tissue[i + 1, k] * v
    iris = shape[3] + 8.0 * (upper * (1.0 - u) + lower * u) - 16.0 * max(depth - 0.86, 0.0) / 0.14
    black = min(max((from_pupil - pupil) / 2.5 + 0.5, 0.0), 1.0)
    iris = 22.0 * (1.0 - black) + iris * black
    return float(iris * (1.0 - limbus) + white * limbus)


def _lash_roots(rng: np.random.Generator) -> NDArray[np.float64]:
    """Place along the lid (-1 to 1), length, lean, above (1) or below (0), for each lash."""
    above, below = int(rng.integers(55, 85)), int(rng.integers(20, 36))
    roots = np.empty((above + below, 4))
    roots[:, 0] = rng.uniform(-0.92, 0.92, above + below)
    roots[:, 1] = rng.uniform(0.6, 1.0, above + below)
    roots[:, 2] = 0.9 * roots[:, 0] + 0.15 * rng.standard_normal(above + below)
    roots[:, 3] = np.arange(above + below) < above
    return roots


@compiled
def _lashes(
    pixels: NDArray[np.float32],
    roots: NDArray[np.float64],
    shape: NDArray[np.float64],
    look: NDArray[np.float64],
    radius: float,
) -> None:
    rows, columns = pixels.shape
    cosine, sine = np.cos(look[2]), np.sin(look[2])
    for lash in range(roots.shape[0]):
        x = roots[lash, 0] * shape[0]
        upper, lower = _lids(x, shape, look[4], radius)
        above = roots[lash, 3] > 0.5
        y = (upper if above else -lower) + shape[1] * x
        length = roots[lash, 1] * (46.0 if above else 24.0)
        for step in range(120):
            along = step / 120.0
            # Upper lashes first hang over the eye, then sweep up.
            rise = length * (1.5 * along * along - 0.55 * along) if above else -length * along
            lx, ly = x + length * roots[lash, 2] * along, y + rise
            row = int(look[0] - (sine * lx + cosine * ly))
            column = int(look[1] + cosine * lx - sine * ly)
            wide = 2 if along < 0.5 else 1
            if 0 <= row < rows and 0 <= column < columns - wide:
                for c in range(column, column + wide):
                    pixels[row, c] = min(pixels[row, c], np.float32(46.0 + 40.0 * along))


@compiled
def _soft(pixels: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """*pixels* out of focus: a Gaussian of nine taps each way."""
    rows, columns = pixels.shape
    weights = np.empty(9, np.float32)
    for tap in range(9):
        weights[tap] = np.exp(-((tap - 4) ** 2) / (2.0 * sigma * sigma))
    weights /= weights.sum()
    across = np.empty_like(pixels)
    for row in range(rows):
        for column in range(columns):
            total = np.float32(0.0)
            for tap in range(9):
                total += weights[tap] * pixels[row, min(max(column + tap - 4, 0), columns - 1)]
            across[row, column] = total
    out = np.zeros_like(pixels)
    for row in range(rows):
        for tap in range(9):
            line = across[min(max(row + tap - 4, 0), rows - 1)]
            out[row] += weights[tap] * line
    return out
