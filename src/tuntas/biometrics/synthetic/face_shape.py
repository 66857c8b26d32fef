"""A head as a relief: what makes one drawn face differ from another, and where it rises.

Lengths are in half widths of the face (about 70 mm); u to the right, v downwards, the middle
between the pupils at (0, 0). Mean proportions after Farkas, *Anthropometry of the Head and Face*
(1994): pupils 63 mm apart, nose 44, mouth 70 and chin 112 mm below them.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.synthetic.seeds import generator, truncated

Plane = NDArray[np.float32]


class Dress(IntEnum):
    """What surrounds the face."""

    SHORT_HAIR = 0
    LONG_HAIR = 1
    KERUDUNG = 2
    PECI = 3


@dataclass(frozen=True, slots=True)
class Traits:
    """One drawn person. Each is a draw of `_SPREADS`; colours are indices 0 to 1."""

    eye_at: float
    eye_width: float
    eye_open: float
    eye_slant: float
    brow_at: float
    brow_thick: float
    brow_arch: float
    nose_length: float
    nose_width: float
    bridge: float
    mouth_at: float
    mouth_width: float
    lip_upper: float
    lip_lower: float
    chin_at: float
    chin_wide: float
    jaw: float
    cheek: float
    hairline: float
    tone: float
    hair_tone: float
    folds: float


_SPREADS: Final[dict[str, tuple[float, float]]] = {
    "eye_at": (0.455, 0.03),
    "eye_width": (0.215, 0.019),
    "eye_open": (0.088, 0.014),
    "eye_slant": (0.05, 0.054),
    "brow_at": (-0.30, 0.047),
    "brow_thick": (0.050, 0.016),
    "brow_arch": (0.055, 0.034),
    "nose_length": (0.60, 0.068),
    "nose_width": (0.265, 0.041),
    "bridge": (0.11, 0.041),
    "mouth_at": (1.00, 0.068),
    "mouth_width": (0.37, 0.047),
    "lip_upper": (0.075, 0.023),
    "lip_lower": (0.095, 0.024),
    "chin_at": (1.62, 0.108),
    "chin_wide": (1.9, 0.242),
    "jaw": (2.3, 0.308),
    "cheek": (0.05, 0.041),
    "hairline": (-0.98, 0.08),
    "tone": (0.5, 0.28),
    "hair_tone": (0.3, 0.2),
    "folds": (0.4, 0.25),
}


def traits_of(identity: int) -> Traits:
    """The face of specimen *identity*."""
    rng = generator("face", identity)
    draws = {one.name: truncated(rng, *_SPREADS[one.name]) for one in fields(Traits)}
    draws["tone"] = float(np.clip(draws["tone"], 0, 1))
    draws["hair_tone"] = float(np.clip(draws["hair_tone"], 0, 1))
    draws["folds"] = max(draws["folds"], 0.0)
    return Traits(**draws)


def half_width(traits: Traits, v: Plane) -> Plane:
    """Half the face's width at each *v*; -1 above the crown and below the chin."""
    top = np.clip(1 - np.clip((0.2 - v) / 1.95, 0, 1) ** 2.5, 0, 1) ** (1 / 2.5)
    down = np.clip((v - 0.2) / (traits.chin_at - 0.2), 0, 1)
    bottom = np.clip(1 - down**traits.jaw, 0, 1) ** (1 / traits.chin_wide)
    wide = np.where(v < 0.2, top, bottom)
    return np.where(wide > 0.02, wide, -1.0).astype(np.float32)


def dome(v: Plane, wide: float, crown: float) -> Plane:
    """Half the width of a round cover that is *wide* at the temples and ends *crown* above."""
    up = np.clip((0.2 - v) / crown, 0, 1)
    return np.where(up < 1, wide * (1 - up**2.4) ** (1 / 2.4), -1.0).astype(np.float32)


def bump(u: Plane, v: Plane, at: tuple[float, float], wide: float, high: float) -> Plane:
    """A smooth hill of height 1 at *at*."""
    return np.exp(-(((u - at[0]) / wide) ** 2) - ((v - at[1]) / high) ** 2).astype(np.float32)


def relief(traits: Traits, u: Plane, v: Plane) -> Plane:
    """How far the face stands out towards the viewer, half widths."""
    wide = np.maximum(half_width(traits, v), 0.02)
    share = np.clip(np.abs(u) / wide, 0, 1)
    head = (
        (wide > 0.05) * 0.95 * np.sqrt(np.maximum(1 - share**2.3, 0)) * np.minimum(wide, 1) ** 0.5
    )
    return (head + _middle(traits, u, v) + _sides(traits, np.abs(u), v)).astype(np.float32)


def _middle(traits: Traits, u: Plane, v: Plane) -> Plane:
    """Nose, lips, chin and forehead."""
    tip = traits.nose_length
    ridge_at = np.clip((v + 0.15) / (tip + 0.15), 0, 1.0)
    ridge = (traits.bridge + 0.30 * ridge_at) * np.exp(-((u / (0.085 + 0.05 * ridge_at)) ** 2))
    ridge = ridge / (1 + np.exp((v - tip - 0.02) / 0.035)) / (1 + np.exp(-(v + 0.2) / 0.08))
    mouth = traits.mouth_at
    lips = 0.07 * bump(u, v, (0, mouth - 0.05), 0.26, 0.06)
    lips += 0.08 * bump(u, v, (0, mouth + 0.06), 0.22, 0.06)
    lips -= 0.07 * bump(u, v, (0, mouth + 0.20), 0.25, 0.07)
    lips -= 0.025 * bump(u, v, (0, mouth - 0.17), 0.04, 0.07)
    return np.asarray(
        ridge
        + 0.10 * bump(u, v, (0, tip - 0.03), 0.12, 0.09)
        + lips
        + 0.10 * bump(u, v, (0, traits.chin_at - 0.25), 0.25, 0.14)
        + 0.05 * bump(u, v, (0, -0.7), 0.6, 0.35),
        np.float32,
    )


def _sides(traits: Traits, u: Plane, v: Plane) -> Plane:
    """What both halves have: sockets, brows, cheeks, nostrils' wings."""
    wing = (0.62 * traits.nose_width, traits.nose_length)
    out = -0.13 * bump(u, v, (traits.eye_at - 0.06, 0.02), 0.26, 0.14)
    out += 0.07 * bump(u, v, (traits.eye_at, 0.0), 0.16, 0.07)
    out += 0.06 * bump(u, v, (0.42, traits.brow_at), 0.35, 0.09)
    out += (0.04 + traits.cheek) * bump(u, v, (0.60, 0.45), 0.26, 0.24)
    out += 0.13 * bump(u, v, wing, 0.075, 0.075)
    out -= 0.03 * traits.folds * bump(u - 0.28 * (v - 0.8), v, (0.37, 0.8), 0.03, 0.2)
    return out
