"""A picture like a fingerprint, the same each time: what the codecs are tried on."""

import numpy as np
from numpy.typing import NDArray


def ridges(height: int, width: int, seed: int = 0) -> NDArray[np.uint8]:
    """Curved ridges nine pixels apart in an oval on light ground, with the sensor's noise."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width].astype(np.float64)
    turn = 0.5 * np.sin(x / width * 3 + seed) + y / height
    wave = np.sin(2 * np.pi / 9 * (x * np.cos(turn) + y * np.sin(turn)))
    inside = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) < 0.2
    grey = np.where(inside, 120 + 80 * wave, 230) + random.normal(0, 6, (height, width))
    return np.clip(grey, 0, 255).astype(np.uint8)


def psnr(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Peak signal-to-noise ratio in dB; 120 when the two are equal."""
    error = np.mean((one.astype(np.float64) - other.astype(np.float64)) ** 2)
    return float(10 * np.log10(255**2 / error)) if error else 120.0
