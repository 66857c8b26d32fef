"""One kind of image for everything after: 500 pixels per inch, dark ridges on light.

The resolution comes from the file; where that says nothing believable it comes from the ridges,
whose mean period in adults is about nine pixels at 500 dpi (D. Maltoni et al., Handbook of
Fingerprint Recognition, 2009, 3.2).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tuntas.biometrics.errors import ImageTooLarge
from tuntas.biometrics.fingers import foreground
from tuntas.biometrics.images import MOST_PIXELS, SMALLEST, Grey
from tuntas.biometrics.template import DPI

PERIOD: Final = 9.0
"""Pixels from ridge to ridge at 500 dpi."""

_WINDOW: Final = 64
_SHORTEST, _LONGEST = 3.0, 26.0
# Periods differ by a quarter between people (children and women finer): within that a scanner of
# 500 dpi is the likeliest; beyond it, the nearest resolution that scanners are built with.
_SAME: Final = 0.33
_BUILT: Final = (250, 1000)
_BACKGROUND_SHARE: Final = 0.05


def standard(grey: Grey) -> Grey:
    """*grey* at 500 dpi with dark ridges. Raises ImageTooLarge when it would be beyond bounds."""
    dpi = grey.dpi or estimated_dpi(grey.pixels)
    pixels = grey.pixels if dpi == DPI else resampled(grey.pixels, DPI / dpi)
    return Grey(dark_ridges(pixels), DPI)


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
    if not period or abs(period / PERIOD - 1) <= _SAME:
        return DPI
    told = DPI * period / PERIOD
    return min(_BUILT, key=lambda built: abs(np.log(built / told)))


def ridge_period(pixels: NDArray[np.uint8]) -> float:
    """Median pixels from ridge to ridge, weighed by how clear each place is; 0 when none is."""
    periods, weights = [], []
    taper = np.hanning(_WINDOW)[:, None] * np.hanning(_WINDOW)[None]
    radius = np.hypot(np.fft.fftfreq(_WINDOW)[:, None], np.fft.rfftfreq(_WINDOW)[None])
    band = (radius >= 1 / _LONGEST) & (radius <= 1 / _SHORTEST)
    for top in range(0, pixels.shape[0] - _WINDOW + 1, _WINDOW // 2):
        for left in range(0, pixels.shape[1] - _WINDOW + 1, _WINDOW // 2):
            part = pixels[top : top + _WINDOW, left : left + _WINDOW].astype(np.float64)
            # Whitened: pressure and moisture change slowly and would outweigh the ridges.
            power = np.abs(np.fft.rfft2((part - part.mean()) * taper)) ** 2 * radius * band
            whole = power.sum()
            if whole <= 0:
                continue
            near = power > 0.25 * power.max()
            periods.append(float(power[near].sum() / (power * radius)[near].sum()))
            # All the energy in one place of the spectrum: parallel ridges, not texture.
            weights.append(float(np.sqrt(whole) * (power.max() / whole) ** 2))
    return _weighted_median(np.array(periods), np.array(weights)) if periods else 0.0


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    order = np.argsort(values)
    share = weights[order].cumsum() / weights.sum()
    return float(values[order][np.searchsorted(share, 0.5)])


def dark_ridges(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """*pixels*, inverted when the background is darker than the finger.

    An image that the finger fills shows no background: it is left as it is.
    """
    blocks = foreground.find(pixels).blocks
    if not blocks.any() or (~blocks).mean() < _BACKGROUND_SHARE:
        return pixels
    size = foreground.BLOCK
    whole = pixels[: blocks.shape[0] * size, : blocks.shape[1] * size]
    finger = np.kron(blocks, np.ones((size, size), np.bool_))
    darker = np.median(whole[~finger]) < np.mean(whole[finger])
    return np.asarray(255 - pixels if darker else pixels, np.uint8)
