"""How a finger was put on a sensor, and what the sensor does: physical units, drawn by severity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from tuntas.biometrics.synthetic.seeds import truncated


@dataclass(frozen=True, slots=True)
class Severity:
    """How hard each kind of trouble is: 0 none, 1 as volunteers on one sensor, 2 hard.

    placement: rotation and how much of the finger is there. distortion: skin that slipped.
    skin: dryness, moisture, uneven contact, creases. sensor: noise and dirt.
    """

    placement: float = 1.0
    distortion: float = 1.0
    skin: float = 1.0
    sensor: float = 1.0

    @classmethod
    def of(cls, level: float) -> Severity:
        """The same *level* for everything."""
        return cls(level, level, level, level)


TYPICAL: Final = Severity()
NONE: Final = Severity.of(0.0)


@dataclass(frozen=True, slots=True)
class Sensor:
    """A live-scan surface. Grey levels 0 (black) to 255; blur_px is a Gaussian's sigma."""

    name: str
    width_px: int
    height_px: int
    background: float
    ink: float
    blur_px: float
    grain: float
    dirt: float


OPTICAL: Final = Sensor("optical", 416, 480, 250.0, 45.0, 0.75, 2.5, 0.3)
"""Bright ground, like the optical sensors enrolment kits carry."""
COMPACT: Final = Sensor("compact", 328, 364, 196.0, 52.0, 0.95, 3.5, 0.8)
"""A small optical reader with a grey ground."""
CAPACITIVE: Final = Sensor("capacitive", 256, 364, 243.0, 92.0, 0.45, 7.0, 0.5)
"""A small chip: crisp, speckled, cuts the finger's sides off."""
SENSORS: Final = (OPTICAL, COMPACT, CAPACITIVE)


@dataclass(frozen=True, slots=True)
class Capture:
    """One touch. Millimetres and degrees; x to the right, y upwards, from the sensor's middle.

    rotation_deg: anticlockwise. shift_mm: of the finger's core. roll: -1 (left side) to 1.
    slip_mm, twist_deg: movement of the finger after its middle stuck (Cappelli's plastic model).
    pressure: 0 (a brush) to 1 (pressed flat). moisture: -1 (dry) to 1 (wet).
    patchiness, speckle, wear: spread of uneven contact, of broken ridges, depth of creases.
    """

    rotation_deg: float
    shift_mm: tuple[float, float]
    roll: float
    slip_mm: tuple[float, float]
    twist_deg: float
    pressure: float
    moisture: float
    patchiness: float
    speckle: float
    wear: float
    grain: float
    dirt: float


def draw(rng: np.random.Generator, severity: Severity, dryness: float, sensor: Sensor) -> Capture:
    """A touch as hard as *severity*; *dryness* is how this person's skin tends, -1 to 1."""
    # People are careless in everything at once: some touches are bad all round.
    careless = float(np.exp(truncated(rng, 0.0, 0.4, 1.6)))
    placement, skin = severity.placement * careless, severity.skin * careless
    slip = severity.distortion * careless * abs(truncated(rng, 0.0, 0.95))
    room = sensor.width_px / 416  # nobody misses a narrow sensor by as much
    towards = rng.uniform(0, 2 * np.pi)
    moisture = skin * (truncated(rng, 0.0, 0.32) - 0.3 * dryness)
    return Capture(
        rotation_deg=placement * truncated(rng, 0.0, 7.5),
        shift_mm=(
            placement * room * truncated(rng, 0.0, 1.7),
            1.5 + placement * truncated(rng, 0.0, 2.0),
        ),
        roll=placement * truncated(rng, 0.0, 0.3),
        slip_mm=(slip * float(np.cos(towards)), slip * float(np.sin(towards))),
        twist_deg=severity.distortion * careless * truncated(rng, 0.0, 5.0),
        pressure=float(np.clip(0.56 + 0.22 * min(placement, 2) * truncated(rng, 0, 1), 0.15, 1)),
        moisture=float(np.clip(moisture, -0.9, 0.9)),
        patchiness=skin * abs(truncated(rng, 0.32, 0.16)),
        speckle=min(skin, 2.2) * abs(truncated(rng, 0.58, 0.2)),
        wear=min(skin, 1.6) * rng.uniform(0.5, 1.0),
        grain=severity.sensor * sensor.grain,
        dirt=severity.sensor * sensor.dirt,
    )
