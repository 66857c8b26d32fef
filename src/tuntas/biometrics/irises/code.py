"""The iris code: phases of a log-Gabor filter, one bit for each half of the circle.

Source: Daugman 2004 and 2006; the log-Gabor filter of L. Masek (2003) in place of the Gabor, for
it does not see brightness; bits near a change of phase are left out as K. Hollingsworth, K. Bowyer
and P. Flynn propose ("The best bits in an iris code", 2009).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.compiled import compiled, popcount
from tuntas.biometrics.errors import NoIris, UnreadableRecord
from tuntas.biometrics.irises.eye import Plane
from tuntas.biometrics.irises.sheet import COLUMNS, ROWS, Sheet

Words = NDArray[np.uint64]

BANDS: Final = 16
"""Rings that are coded."""
WAVES: Final = (COLUMNS * 18 / 240, COLUMNS * 36 / 240)
"""Columns of a period: Masek's 18 of 240, and its double."""
BANDWIDTH: Final = 0.5
FRAGILE: Final = 0.25
"""Share of bits nearest to a change of phase, which flip from image to image."""
BITS: Final = COLUMNS * BANDS * 2 * len(WAVES)
TYPICAL: Final = BITS * 911 // 2048
"""Bits of a usual comparison, in proportion to Daugman's."""
LEAST: Final = BITS // 12
"""Bits without which a comparison says nothing."""
SHIFTS: Final = 12
"""Columns either way: a head may lean 17 degrees."""


@dataclass(frozen=True, slots=True, eq=False)
class IrisCode:
    """phase, valid: uint64 [COLUMNS], one word a column: BANDS × waves × (real, imaginary)."""

    phase: Words
    valid: Words

    def pack(self) -> bytes:
        """4,096 bytes: phases, then which count."""
        return self.phase.astype("<u8").tobytes() + self.valid.astype("<u8").tobytes()

    @classmethod
    def unpack(cls, packed: bytes) -> IrisCode:
        """The code that *packed* holds. Raises UnreadableRecord when it holds none."""
        if len(packed) != 2 * 8 * COLUMNS:
            raise UnreadableRecord
        phase, valid = np.frombuffer(packed, "<u8").reshape(2, COLUMNS).astype(np.uint64)
        return cls(phase, valid)


def encode(sheet: Sheet) -> IrisCode:
    """The code of *sheet*. Raises NoIris when too little of the iris is seen to compare."""
    texture, seen = _banded(sheet)
    parts, valid = [], []
    for wave in WAVES:
        answer = _filtered(texture, wave)
        near = _eroded(seen, round(wave / 8))
        for part in (answer.real, answer.imag):
            parts.append(part > 0)
            valid.append(near & _steady(part, near))
    bits, valid_bits = np.concatenate(parts), np.concatenate(valid)
    if valid_bits.sum() < LEAST:
        raise NoIris
    return IrisCode(_words(bits & valid_bits), _words(valid_bits))


def compare(a: IrisCode, b: IrisCode) -> float:
    """How unlike two irises are: 0 the same image, near 0.45 two eyes; the same either way round.

    The share of differing bits over the best turn of the head, drawn to 0.5 when few bits could
    be compared (Daugman 2006). 0.5 when too few could.
    """
    return _distance(a.phase, a.valid, b.phase, b.valid)


def _banded(sheet: Sheet) -> tuple[Plane, NDArray[np.bool_]]:
    """BANDS rings without their own brightness, [BANDS, COLUMNS]; what is not seen is even."""
    weights = sheet.seen.reshape(BANDS, ROWS // BANDS, COLUMNS)
    texture = sheet.texture.reshape(BANDS, ROWS // BANDS, COLUMNS)
    counts = weights.sum(axis=1)
    rings = (texture * weights).sum(axis=1) / np.maximum(counts, 1)
    seen = counts > 0
    level = (rings * seen).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
    return np.where(seen, rings - level[:, None], 0).astype(np.float32), seen


def _filtered(texture: Plane, wave: float) -> NDArray[np.complex128]:
    """Log-Gabor of period *wave* along the columns, which go round."""
    waves = np.fft.fftfreq(COLUMNS)
    waves[waves <= 0] = 1e-9
    gain = np.exp(-(np.log(waves * wave) ** 2) / (2 * np.log(BANDWIDTH) ** 2))
    gain[np.fft.fftfreq(COLUMNS) <= 0] = 0
    return np.asarray(np.fft.ifft(np.fft.fft(texture, axis=1) * gain, axis=1))


def _eroded(seen: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Where everything within *reach* columns is seen."""
    kept = seen.copy()
    for step in range(1, reach + 1):
        kept &= np.roll(seen, step, axis=1) & np.roll(seen, -step, axis=1)
    return kept


def _steady(part: NDArray[np.float64], seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    size = np.abs(part)
    return np.asarray(size > (np.quantile(size[seen], FRAGILE) if seen.any() else np.inf))


def _words(bits: NDArray[np.bool_]) -> Words:
    """Bits [64, COLUMNS] as one word a column."""
    packed = np.packbits(np.ascontiguousarray(bits.T), axis=1, bitorder="little")
    return packed.view("<u8")[:, 0].astype(np.uint64)


@compiled
def _distance(phase_a: Words, valid_a: Words, phase_b: Words, valid_b: Words) -> float:
    best = 0.5
    for shift in range(-SHIFTS, SHIFTS + 1):
        both, apart = 0, 0
        for column in range(COLUMNS):
            other = (column + shift) % COLUMNS
            common = valid_a[column] & valid_b[other]
            both += int(popcount(common))
            apart += int(popcount((phase_a[column] ^ phase_b[other]) & common))
        if both >= LEAST:
            distance = 0.5 - (0.5 - apart / both) * np.sqrt(both / TYPICAL)
            best = min(best, distance)
    return max(best, 0.0)
