"""How good a finger's image is, 0 to 100, and what the operator can do about it.

The score says how likely this finger is to be found again; each measure says why not, in words.
Anchors come from physics (a finger's size, a ridge's period) and from the quality literature
(ISO/IEC 29794-4; NFIQ 2), not from fitting; how well the score predicts matching is measured in
``docs/biometrics.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled
from tuntas.biometrics.fingers.foreground import BLOCK, Foreground
from tuntas.biometrics.fingers.minutiae import Minutiae
from tuntas.biometrics.judgement import Advice, Judgement, Measure, Span

Mask = NDArray[np.bool_]

_PRESS: Final = Advice(
    "Baru sebagian jari yang terekam. Tempelkan seluruh bantalan jari, rata dan di tengah.",
    "Only part of the finger was captured. Lay the whole pad flat on the middle of the scanner.",
)
_DRY: Final = Advice(
    "Jari terlalu kering. Lembapkan sedikit (gosokkan ke dahi atau beri pelembap), lalu tekan "
    "sedikit lebih kuat.",
    "The finger is too dry. Moisten it a little (rub it on the forehead, or use lotion) and press "
    "slightly harder.",
)
_WET: Final = Advice(
    "Jari terlalu basah atau ditekan terlalu kuat. Keringkan jari dan kaca, lalu tekan lebih "
    "pelan.",
    "The finger is too wet or pressed too hard. Dry the finger and the glass, and press less.",
)
_FAINT: Final = Advice(
    "Gambar terlalu pucat. Bersihkan kaca pemindai dan jari, lalu ambil lagi.",
    "The image is too faint. Clean the scanner's glass and the finger and capture again.",
)
_UNCLEAR: Final = Advice(
    "Garis sidik jari tidak jelas. Bersihkan jari, tahan tanpa bergerak; bila aus atau terluka, "
    "pakai jari lain dan catat sebabnya.",
    "The ridges are not clear. Clean the finger and hold it still; if it is worn or hurt, use "
    "another finger and note why.",
)
_FEW: Final = Advice(
    "Terlalu sedikit titik ciri yang terbaca. Ambil lagi dengan bagian tengah jari di kaca.",
    "Too few minutiae can be read. Capture again with the centre of the finger on the glass.",
)
_DOUBTFUL: Final = Advice(
    "Titik ciri banyak yang meragukan. Bersihkan jari dan kaca, lalu ambil lagi.",
    "Many minutiae are doubtful. Clean the finger and the glass and capture again.",
)


@dataclass(frozen=True, slots=True)
class FingerQuality:
    """score: 0 (nothing can be found again) to 100. judgement: the measures behind it, with what
    to do where one is out of its span: area (mm²), moisture (share of the finger that is dark),
    contrast (grey levels between ridge and valley), clarity (0–1, how well neighbouring ridges
    agree), minutiae (how many), certainty (0–1, their mean quality)."""

    score: int
    judgement: Judgement

    @property
    def advice(self) -> tuple[Advice, ...]:
        """What to do, the most useful first; nothing when all is well."""
        return self.judgement.advice


def judged(pixels: NDArray[np.uint8], finger: Foreground, found: Minutiae) -> FingerQuality:
    """The quality of a *finger* in *pixels* (500 dpi, dark ridges) with the minutiae *found*."""
    contrast, moisture = _ink(pixels, finger.heart)
    clarity = float(finger.coherence[finger.heart].mean()) if not finger.empty else 0.0
    certainty = float(found.quality.mean()) if len(found) else 0.0
    measures = (
        Measure("area", finger.area_mm2, Span(low=110), below=_PRESS),
        Measure("moisture", moisture, Span(low=0.18, high=0.70), below=_DRY, above=_WET),
        Measure("contrast", contrast, Span(low=25), below=_FAINT),
        Measure("clarity", clarity, Span(low=0.45), below=_UNCLEAR),
        Measure("minutiae", float(len(found)), Span(low=14), below=_FEW),
        Measure("certainty", certainty, Span(low=0.72), below=_DOUBTFUL),
    )
    # Expected true minutiae: what a matcher will have to work with.
    evidence = _between(float(found.quality.sum()), 4, 45)
    parts = (
        (3, evidence),
        (1, _between(finger.area_mm2, 40, 220)),
        (1, _between(clarity, 0.2, 0.75)),
        (1, _between(contrast, 8, 60)),
        (1, _between(0.5 - abs(moisture - 0.48), 0.08, 0.38)),
    )
    whole = np.prod([part**weight for weight, part in parts]) ** (1 / sum(w for w, _ in parts))
    return FingerQuality(round(100 * float(whole)), Judgement(measures))


def _between(value: float, nothing: float, full: float) -> float:
    return min(1.0, max(0.0, (value - nothing) / (full - nothing)))


def _ink(pixels: NDArray[np.uint8], blocks: Mask) -> tuple[float, float]:
    """(grey levels between ridges and valleys, share of the finger darker than halfway).

    The first is local. The second is not: a place pressed until its valleys are full is dark as
    a whole.
    """
    if not blocks.any():
        return 0.0, 0.5
    size = BLOCK
    whole = pixels[: blocks.shape[0] * size, : blocks.shape[1] * size]
    on_it = whole[np.kron(blocks, np.ones((size, size), np.bool_))]
    dark, light = np.percentile(on_it, [5, 95])
    levels = _levels(pixels, blocks)
    return float(levels.mean()), float((on_it < (dark + light) / 2).mean())


@compiled
def _levels(pixels: NDArray[np.uint8], blocks: Mask) -> NDArray[np.float32]:
    """Grey levels between the darkest and the lightest tenth of each finger block's 24×24."""
    out = np.empty(blocks.sum(), np.float32)
    counts = np.empty(256, np.int64)
    n = 0
    for row in range(blocks.shape[0]):
        for column in range(blocks.shape[1]):
            if blocks[row, column]:
                top, left = max(0, (row - 1) * BLOCK), max(0, (column - 1) * BLOCK)
                part = pixels[top : (row + 2) * BLOCK, left : (column + 2) * BLOCK]
                counts[:] = 0
                for y in range(part.shape[0]):
                    for x in range(part.shape[1]):
                        counts[part[y, x]] += 1
                tenth = part.size // 10
                low, seen = 0, counts[0]
                while seen <= tenth:
                    low += 1
                    seen += counts[low]
                high, seen = 255, counts[255]
                while seen <= tenth:
                    high -= 1
                    seen += counts[high]
                out[n] = max(0, high - low)
                n += 1
    return out
