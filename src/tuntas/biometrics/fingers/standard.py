"""One kind of image for everything after: 500 pixels per inch, dark ridges on light.

The resolution comes from the file; where that says nothing believable it comes from the ridges,
whose mean period in adults is about nine pixels at 500 dpi (D. Maltoni et al., Handbook of
Fingerprint Recognition, 2009, 3.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tuntas.biometrics.errors import ImageTooLarge
from tuntas.biometrics.fingers import foreground
from tuntas.biometrics.fingers.foreground import Foreground
from tuntas.biometrics.images import MOST_PIXELS, SMALLEST, Grey
from tuntas.biometrics.template import DPI

PERIOD: Final = 9.0
"""Pixels from ridge to ridge at 500 dpi."""

_WINDOW: Final = 64
_SHORTEST, _LONGEST = 3.0, 26.0
# Periods differ by a quarter between people, children and women finer, and more where a finger is
# pressed: between these shares of PERIOD, 500 dpi is likeliest.
_FINEST, _COARSEST = 0.55, 1.65
_BUILT: Final = (250, 1000)
_BACKGROUND_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Standard:
    """image: at 500 dpi, dark ridges. finger: where on it. estimated: its resolution came from
    the ridges. inverted: it came with light ridges."""

    image: Grey
    finger: Foreground
    estimated: bool
    inverted: bool


def standard(grey: Grey) -> Standard:
    """*grey* at 500 dpi with dark ridges. Raises ImageTooLarge when it would be beyond bounds."""
    dpi = grey.dpi or estimated_dpi(grey.pixels)
    pixels = grey.pixels if dpi == DPI else resampled(grey.pixels, DPI / dpi)
    finger = foreground.find(pixels)
    inverted = has_light_ridges(pixels, finger)
    image = Grey(255 - pixels if inverted else pixels, DPI)
    return Standard(image, finger, not grey.dpi, inverted)


def resampled(pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """*pixels* at *scale*; what would alias is filtered away. Raises ImageTooLarge."""
    height, width = (max(SMALLEST, round(side * scale)) for side in pixels.shape)
    if height * width > MOST_PIXELS:
        raise ImageTooLarge
    resized = Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)
    return np.asarray(resized, np.uint8)


def estimated_dpi(pixels: NDArray[np.uint8]) -> int:
    """The resolution that the ridges tell; 500 when there are none."""
    period = ridge_period(pixels)
    if not period or _FINEST <= period / PERIOD <= _COARSEST:
        return DPI
    told = DPI * period / PERIOD
    return min(_BUILT, key=lambda built: abs(np.log(built / told)))


def ridge_period(pixels: NDArray[np.uint8]) -> float:
    """Median pixels from ridge to ridge, weighed by how clear each place is; 0 when none is."""
    parts = _windows(pixels).astype(np.float32)
    taper = (np.hanning(_WINDOW)[:, None] * np.hanning(_WINDOW)[None]).astype(np.float32)
    radius = np.hypot(np.fft.fftfreq(_WINDOW)[:, None], np.fft.rfftfreq(_WINDOW)[None])
    band = (radius >= 1 / _LONGEST) & (radius <= 1 / _SHORTEST)
    # Whitened: pressure and moisture change slowly and would outweigh the ridges.
    spectra = np.fft.rfft2((parts - parts.mean((1, 2), keepdims=True)) * taper)
    power = np.abs(spectra[:, band]) ** 2 * radius[band]
    whole, highest = power.sum(1), power.max(1, initial=0)
    power[power <= 0.25 * highest[:, None]] = 0
    clear = whole > 0
    periods = power[clear].sum(1) / (power[clear] * radius[band]).sum(1)
    # All the energy in one place of the spectrum: parallel ridges, not texture.
    weights = np.sqrt(whole[clear]) * (highest[clear] / whole[clear]) ** 2
    return _weighted_median(periods, weights) if len(periods) else 0.0


def _windows(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Squares side by side [n, 64, 64], and once more half a square further."""
    tiles = []
    for start in (0, _WINDOW // 2):
        part = pixels[start:, start:]
        rows, columns = (side // _WINDOW for side in part.shape)
        whole = part[: rows * _WINDOW, : columns * _WINDOW]
        split = whole.reshape(rows, _WINDOW, columns, _WINDOW).transpose(0, 2, 1, 3)
        tiles.append(split.reshape(-1, _WINDOW, _WINDOW))
    return np.concatenate(tiles)


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    share = weights[order].cumsum() / weights.sum()
    return float(values[order][np.searchsorted(share, 0.5)])


def has_light_ridges(pixels: NDArray[np.uint8], finger: Foreground) -> bool:
    """Whether the background is darker than the finger.

    An image that the finger fills shows no background: its ridges are taken as dark.
    """
    blocks = finger.blocks
    if not blocks.any() or (~blocks).mean() < _BACKGROUND_SHARE:
        return False
    size = foreground.BLOCK
    whole = pixels[: blocks.shape[0] * size, : blocks.shape[1] * size]
    on_it = np.kron(blocks, np.ones((size, size), np.bool_))
    return bool(np.median(whole[~on_it]) < np.mean(whole[on_it]))
