"""How coarsely each subband is kept: bin widths from variances and a bit rate, and back.

IAFIS-IC-0110, sections 3.3 and 5: the widths minimise distortion for the rate under a model of
uniform quantisers; a band whose variance is below 1.01 is dropped.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.formats.wsq.bands import CODED, Region
from tuntas.biometrics.formats.wsq.wavelet import Floats

CENTRE: Final = 0.44
"""Where a value is put inside its bin."""
LEAST_VARIANCE: Final = 1.01
WEIGHTS: Final = np.array([1.0] * 52 + [1.32, 1.08, 1.42, 1.08, 1.32, 1.42, 1.08, 1.08])
FINEST: Final = 0.25
"""No bin is narrower: coefficients reach ±6,000 and are kept in 16 bits."""
FEWEST: Final = 16
"""A variance of fewer coefficients drops bands that matter (images below about 220 pixels)."""
SHARES: Final = np.array([1 / 1024] * 4 + [1 / 256] * 47 + [1 / 16] * 9)
"""Which part of the image's pixels each subband has."""


@dataclass(frozen=True, slots=True)
class Bins:
    """Widths of the bins, [64]; 0: the band is not coded. *zeros*: of the bin around zero."""

    widths: NDArray[np.float64]
    zeros: NDArray[np.float64]
    centre: float = CENTRE


def variances(image: Floats, bands: tuple[Region, ...]) -> NDArray[np.float64]:
    """Variance of each band in its middle; in all of it when the image is nearly flat."""
    middle = np.array([_variance(_middle(image, band)) for band in bands])
    if middle[:4].sum() >= 20_000:
        return middle
    return np.array([_variance(_all(image, band)) for band in bands])


def bins_for(variance: NDArray[np.float64], bitrate: float) -> Bins:
    """The widths for *bitrate* bits a pixel over bands of *variance* [60]."""
    widths, zeros = np.zeros(64), np.zeros(64)
    kept = variance >= LEAST_VARIANCE
    if kept.any():
        relative = np.ones(CODED)
        logarithms = np.log(np.maximum(variance, LEAST_VARIANCE))
        relative[4:] = 10 / (WEIGHTS[4:] * logarithms[4:])
        scale = _scale(np.sqrt(variance), relative, kept, bitrate)
        widths[:CODED] = np.where(kept, np.maximum(relative / scale, FINEST), 0)
        zeros[:CODED] = 1.2 * widths[:CODED]
    return Bins(widths, zeros)


def _scale(
    sigma: NDArray[np.float64],
    relative: NDArray[np.float64],
    kept: NDArray[np.bool_],
    bitrate: float,
) -> float:
    """q of the specification: bands that would get no bits leave the sum, one round at a time."""
    active = kept.copy()
    while True:
        share = SHARES[active].sum()
        product = (SHARES[active] * np.log(sigma[active] / relative[active])).sum()
        power = (bitrate / share - 1) * math.log(2) - product / share
        scale = math.exp(min(power, 60)) / 2.5
        empty = active & (relative / scale >= 5 * sigma)
        if not empty.any() or (active & ~empty).sum() == 0:
            return float(scale)
        active &= ~empty


def quantise(image: Floats, bands: tuple[Region, ...], bins: Bins) -> list[NDArray[np.int16]]:
    """The coefficients of each band, flat; empty where the band is not coded."""
    return [
        _quantised(_all(image, band), bins.widths[at], bins.zeros[at])
        if bins.widths[at]
        else np.empty(0, np.int16)
        for at, band in enumerate(bands)
    ]


def dequantise(
    coefficients: NDArray[np.int16], image: Floats, bands: tuple[Region, ...], bins: Bins
) -> None:
    """Fill *image* with what *coefficients*, all bands after each other, stand for."""
    at = 0
    for index, band in enumerate(bands):
        if not bins.widths[index]:
            continue
        part = coefficients[at : at + band.pixels].astype(np.float32)
        at += band.pixels
        sign = np.sign(part)
        value = bins.widths[index] * (part - sign * bins.centre) + sign * bins.zeros[index] / 2
        _all(image, band)[:] = value.reshape(band.height, band.width)


def _quantised(values: Floats, width: float, zero: float) -> NDArray[np.int16]:
    steps = np.floor((np.abs(values) - zero / 2) / width) + 1
    steps[np.abs(values) <= zero / 2] = 0
    signed = np.sign(values) * np.minimum(steps, 0x7FFF)
    return np.asarray(signed, np.int16).ravel()


def _variance(values: Floats) -> float:
    return float(np.var(values, ddof=1, dtype=np.float64)) if values.size > 1 else 0.0


def _all(image: Floats, band: Region) -> Floats:
    return image[band.y : band.y + band.height, band.x : band.x + band.width]


def _middle(image: Floats, band: Region) -> Floats:
    x, y = band.width // 8, 9 * band.height // 32
    cut = _all(image, band)[y : y + 7 * band.height // 16, x : x + 3 * band.width // 4]
    return cut if cut.size >= FEWEST else _all(image, band)
