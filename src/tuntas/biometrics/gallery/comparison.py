"""From a shortlist to evidence: a probe's fingers against people's, by the full matcher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tuntas.biometrics.gallery.person import Fingers
from tuntas.biometrics.matching import ten
from tuntas.biometrics.matching.matcher import match_pairs
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.positions import Finger

Pairs = tuple[tuple[Finger, Finger], ...]
"""(The probe's finger, the person's finger) to compare, each finger once."""
ELSEWHERE: Final = 2.0
"""Decades that pairs of other places must have over the places as said: the loudest two were
picked out of twenty."""
Held = tuple[str, Fingers, Pairs]
"""A person of the shortlist, what is kept of them, and the pairs that spoke loudest."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How a person compares with the probe.

    decades: evidence over all fingers compared; 6 says that one stranger in 10^6 has as much.
    false_match_rate: that share. fingers: (the probe's, the person's, score in nats).
    hands_exchanged, exchanged: as ten.Person says; fingers show every other misplacement.
    """

    ref: str
    decades: float
    false_match_rate: float
    fingers: tuple[tuple[Finger, Finger, float], ...]
    hands_exchanged: bool = False
    exchanged: tuple[tuple[Finger, Finger], ...] = ()

    @property
    def pairs(self) -> Pairs:
        """Which fingers were compared."""
        return tuple((ours, theirs) for ours, theirs, _ in self.fingers)

    def __lt__(self, other: Compared) -> bool:
        return (-self.decades, self.ref) < (-other.decades, other.ref)


def by_loudest(probe: Fingers, people: Sequence[Held]) -> list[Compared]:
    """Compare *probe* with *people* by their pairs alone: 0.4 ms a finger, nearly all of it to
    make cylinders."""
    place = {finger: row for row, finger in enumerate(probe)}
    asked = [[pair for pair in pairs if pair[1] in held] for _, held, pairs in people]
    ours = np.array([place[finger] for pairs in asked for finger, _ in pairs], np.int64)
    theirs = [
        held[finger]
        for (_, held, _), pairs in zip(people, asked, strict=True)
        for _, finger in pairs
    ]
    nats = match_pairs(pack(list(probe.values())), ours, pack(theirs), np.arange(len(theirs)))
    scores = iter(nats.tolist())
    return [
        _fused(ref, pairs, [next(scores) for _ in pairs])
        for (ref, _, _), pairs in zip(people, asked, strict=True)
    ]


def in_full(probe: Fingers, people: Sequence[Held]) -> list[Compared]:
    """Compare *probe* with *people* finger by finger, hands and fingers exchanged too."""
    loudest = by_loudest(probe, people)
    return [
        _whole(probe, held, ref, near) for (ref, held, _), near in zip(people, loudest, strict=True)
    ]


def _whole(probe: Fingers, held: Fingers, ref: str, near: Compared) -> Compared:
    found = ten.compare(probe, held)
    decades = _decades(found.fusion)
    # A lone finger at a place of its own is no exchange of two: its pairs are the evidence.
    if near.decades > decades + ELSEWHERE:
        return near
    scores = tuple(
        (finger, found.placement[finger], score) for finger, score in found.scores.items()
    )
    return Compared(
        ref,
        decades,
        found.fusion.false_match_rate,
        scores,
        found.hands_exchanged,
        found.exchanged,
    )


def _fused(ref: str, pairs: Sequence[tuple[Finger, Finger]], nats: Sequence[float]) -> Compared:
    scores: Mapping[Finger, float] = {
        ours: score for (ours, _), score in zip(pairs, nats, strict=True)
    }
    fused = ten.fuse(scores)
    fingers = tuple((ours, theirs, scores[ours]) for ours, theirs in pairs)
    return Compared(ref, _decades(fused), fused.false_match_rate, fingers)


def _decades(fusion: ten.Fusion) -> float:
    return max(0.0, -fusion.log_rate)
