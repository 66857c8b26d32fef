"""Signatures of nobody: the path of a pen with time and pressure, and its image.

A stroke is a sum of lognormal pulses of speed, each along an arc, as muscles make them
(Plamondon, *A kinematic theory of rapid human movements*, 1995). An identity keeps its pulses; a
second signature shifts them a little in time, size and direction.

>>> one = signature(9, 0)
>>> bool((np.diff(one.time_s) > 0).all()), one.image(300).shape
(True, (300, 900))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tuntas.biometrics.synthetic.seeds import generator, truncated

HERTZ: Final = 200
"""Samples a second, as signature pads take them."""
WIDTH_MM, HEIGHT_MM = 90.0, 30.0
"""The pad."""
_MARGIN_MM: Final = 4.0

Line = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PenPath:
    """x_mm to the right, y_mm downwards from the pad's upper left corner; pressure 0 (lifted)
    to 1; one row a sample, HERTZ a second."""

    time_s: Line
    x_mm: Line
    y_mm: Line
    pressure: Line
    identity: int
    number: int

    def image(self, height_px: int = 300) -> NDArray[np.uint8]:
        """The ink on white, uint8 [height_px, 3 × height_px]; wider where the pen pressed."""
        fine = 3
        scale = fine * height_px / HEIGHT_MM
        size = (int(height_px * WIDTH_MM / HEIGHT_MM), height_px)
        sheet = Image.new("L", (fine * size[0], fine * size[1]), 255)
        pen = ImageDraw.Draw(sheet)
        for at in range(1, len(self.x_mm)):
            press = min(self.pressure[at - 1], self.pressure[at])
            if press > 0:
                ends = [(self.x_mm[k] * scale, self.y_mm[k] * scale) for k in (at - 1, at)]
                width = max(int((0.25 + 0.45 * press) * scale), 1)
                pen.line(ends, fill=25, width=width)
                x, y = ends[1]
                pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=25)
        return np.asarray(sheet.resize(size, Image.Resampling.BOX))


@dataclass(frozen=True, slots=True)
class _Pulses:
    """One movement each: start (s), spread, size (mm), direction at its start and end."""

    start: Line
    mu: Line
    sigma: Line
    size: Line
    begin: Line
    end: Line
    down: NDArray[np.bool_]


def signature(identity: int, number: int, *, severity: float = 1.0) -> PenPath:
    """Signature *number* of specimen *identity*; *severity* 0 repeats it exactly."""
    pulses = _varied(_pulses(identity), generator("signature", identity, number), severity)
    length = float(pulses.start[-1] + np.exp(pulses.mu[-1] + 3 * pulses.sigma[-1])) + 0.1
    time = np.arange(int(length * HERTZ)) / HERTZ
    speed_x, speed_y, speed, lifted = _moved(pulses, time)
    x, y = np.cumsum(speed_x) / HERTZ, np.cumsum(speed_y) / HERTZ
    rng = generator("signature/place", identity, number)
    x_mm, y_mm = _placed(x, y, rng, severity)
    press = np.clip(0.85 - 0.0022 * speed, 0.15, 1.0) * (1 - lifted)
    ramp = np.clip(np.minimum(time, time[-1] - time) / 0.04, 0, 1)
    return PenPath(time, x_mm, y_mm, np.where(press > 0.12, press * ramp, 0.0), identity, number)


def _pulses(identity: int) -> _Pulses:
    rng = generator("signature/person", identity)
    count = int(rng.integers(14, 30))
    gaps = 0.055 + rng.gamma(3.0, 0.022, count)
    size = rng.gamma(4.0, 1.7, count) + 1.5
    size[rng.integers(0, 3)] *= 2.2  # the first letter is tall
    swing = np.cumsum(rng.uniform(1.3, 2.6, count) * rng.choice([1, 1, 1, -1], count))
    swing += truncated(rng, 0.0, 0.5)
    curl = rng.uniform(0.7, 2.1, count) * np.sign(np.append(np.diff(swing), 1.0))
    size[-1] *= rng.uniform(1.5, 4.0)  # and the last stroke sweeps
    swing[-1] = rng.uniform(-0.4, 0.4)
    down = rng.random(count) > 0.10
    down[0] = True
    return _Pulses(
        np.cumsum(gaps),
        np.log(rng.uniform(0.09, 0.16, count)),
        rng.uniform(0.25, 0.42, count),
        size,
        swing,
        swing + curl,
        down,
    )


def _varied(pulses: _Pulses, rng: np.random.Generator, severity: float) -> _Pulses:
    count = len(pulses.start)
    turn = severity * truncated(rng, 0, 0.03)

    def around(spread: float) -> Line:
        return np.asarray(severity * spread * np.clip(rng.standard_normal(count), -2, 2))

    return _Pulses(
        np.sort(pulses.start * (1 + severity * truncated(rng, 0, 0.05)) + around(0.006)),
        pulses.mu + around(0.05),
        pulses.sigma * (1 + around(0.05)),
        pulses.size * (1 + around(0.07)),
        pulses.begin + turn + around(0.06),
        pulses.end + turn + around(0.06),
        pulses.down,
    )


def _moved(pulses: _Pulses, time: Line) -> tuple[Line, Line, Line, Line]:
    """Speed along x and y, its size (mm/s), and the share of the pen that is lifted."""
    since = np.maximum(time[None, :] - pulses.start[:, None], 1e-6)
    sigma, mu = pulses.sigma[:, None], pulses.mu[:, None]
    order = (np.log(since) - mu) / sigma
    pulse = np.exp(-0.5 * order**2) / (sigma * np.sqrt(2 * np.pi) * since)
    done = np.cumsum(pulse, axis=1) / HERTZ
    angle = pulses.begin[:, None] + (pulses.end - pulses.begin)[:, None] * np.clip(done, 0, 1)
    each = pulses.size[:, None] * pulse
    x, y = (each * np.cos(angle)).sum(axis=0), (each * np.sin(angle)).sum(axis=0)
    total = each.sum(axis=0)
    lifted = (each * ~pulses.down[:, None]).sum(axis=0) / np.maximum(total, 1e-9)
    return x, y, np.hypot(x, y), (lifted > 0.6).astype(np.float64)


def _placed(x: Line, y: Line, rng: np.random.Generator, severity: float) -> tuple[Line, Line]:
    """Drawn out along the line and set into the pad, with the pen's own unsteadiness."""
    x = x + np.linspace(0, 1.6 * np.ptp(y), len(x))
    scale = min((WIDTH_MM - 22) / max(np.ptp(x), 1e-6), (HEIGHT_MM - 10) / max(np.ptp(y), 1e-6))
    scale *= 1 + severity * truncated(rng, 0, 0.03)
    x, y = (x - x.min()) * scale, (y - y.min()) * scale
    left = (WIDTH_MM - np.ptp(x)) / 2 + severity * truncated(rng, 0, 2.0)
    top = (HEIGHT_MM - np.ptp(y)) / 2 + severity * truncated(rng, 0, 1.0)
    return (
        np.clip(x + left, _MARGIN_MM / 2, WIDTH_MM - _MARGIN_MM / 2),
        np.clip(y + top, _MARGIN_MM / 2, HEIGHT_MM - _MARGIN_MM / 2),
    )
