"""How long, how large and how far apart: what an office may set, with MOSIP's own defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tuntas.devices.records import STANDARD, Demands


@dataclass(frozen=True, slots=True)
class Limits:
    """info_s: for an answer about itself. grace_s: beyond a capture's own timeout. skew_s: how far
    the device's clock may be from ours. silence_s: between two frames of a live picture.
    most_*: bytes. certifications: levels that this office accepts."""

    info_s: float = 5.0
    grace_s: float = 3.0
    skew_s: float = 300.0
    silence_s: float = 3.0
    most_info: int = 1_000_000
    most_answer: int = 48_000_000
    most_frame: int = 4_000_000
    certifications: frozenset[str] = frozenset({"L0", "L1"})
    demands: Demands = STANDARD


DEFAULTS: Final = Limits()
