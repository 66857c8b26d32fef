"""From a shortlist to evidence: a probe's fingers against people's, by the full matcher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuntas.biometrics.gallery.person import Fingers
from tuntas.biometrics.matching.matcher import match_pairs
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.positions import Finger

Pairs = tuple[tuple[Finger, Finger], ...]
"""(The probe's finger, the person's finger) to compare."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How a person compares with the probe.

    score: nats of evidence over all fingers compared, 0 or more. fingers: the pairs compared,
    (the probe's, the person's), and the nats of each.
    """

    ref: str
    score: float
    fingers: tuple[tuple[Finger, Finger, float], ...]


def compare(
    probe: Fingers, people: Sequence[tuple[str, Fingers, Pairs | None]]
) -> list[Compared]:
    """Compare *probe* with *people*: by the pairs given, or (None) finger by finger."""
    place = {finger: row for row, finger in enumerate(probe)}
    asked = [
        [(ours, theirs) for ours, theirs in _pairs(probe, pairs) if theirs in fingers]
        for _, fingers, pairs in people
    ]
    ours = [place[finger] for pairs in asked for finger, _ in pairs]
    theirs = [
        fingers[finger]
        for (_, fingers, _), pairs in zip(people, asked, strict=True)
        for _, finger in pairs
    ]
    every = np.arange(len(theirs))
    nats = match_pairs(pack(list(probe.values())), np.array(ours, np.int64), pack(theirs), every)
    ends = np.cumsum([len(pairs) for pairs in asked], dtype=np.int64)
    return [
        _compared(ref, pairs, nats[end - len(pairs) : end].tolist())
        for (ref, _, _), pairs, end in zip(people, asked, ends.tolist(), strict=True)
    ]


def _pairs(probe: Fingers, pairs: Pairs | None) -> Pairs:
    return tuple((finger, finger) for finger in probe) if pairs is None else pairs


def _compared(ref: str, pairs: Sequence[tuple[Finger, Finger]], nats: list[float]) -> Compared:
    scores = tuple((a, b, score) for (a, b), score in zip(pairs, nats, strict=True))
    return Compared(ref, sum(nats), scores)
