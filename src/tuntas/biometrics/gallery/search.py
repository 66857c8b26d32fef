"""One identification, from ten fingers to ranked people, over any number of parts.

Everybody is scanned by codes; the best go on to a full comparison of the two fingers that spoke
loudest for them, the best of those to a comparison of all fingers. A second scan takes the two
best fingers to all ten positions, for hands exchanged and fingers wrongly named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from tuntas.biometrics.errors import GalleryBusy, NothingToSearch
from tuntas.biometrics.gallery.codes import SLOTS, Projection, codes_of
from tuntas.biometrics.gallery.comparison import Compared, Pairs
from tuntas.biometrics.gallery.part import Found
from tuntas.biometrics.gallery.person import Fingers
from tuntas.biometrics.gallery.scan import Moments, Probe
from tuntas.biometrics.gallery.store import Snapshot
from tuntas.biometrics.positions import FINGERS, Finger
from tuntas.biometrics.template import Template

SHORTLIST: Final = 100
"""Enough when four fingers are good: 0 of 1,500 and 3,000 probes were missed (prototype)."""
LONGEST: Final = 1000
FULL: Final = 10
"""Compared with all fingers; the others by their two loudest."""
LOUDEST: Final = 2
TRIES: Final = 3
"""A search is made again when the gallery was compacted under it."""
GOOD_FINGERS: Final = 4.0
CLEAR_CODES: Final = 24
"""A finger with so many good minutiae says all it can."""


@dataclass(frozen=True, slots=True)
class Search:
    """How far to look. exchanged: also look for fingers at other positions than they are said."""

    shortlist: int = SHORTLIST
    longest: int = LONGEST
    full: int = FULL
    exchanged: bool = True


@dataclass(frozen=True, slots=True)
class Identified:
    """People who may be the probe, likeliest first; how many were scanned and compared."""

    candidates: tuple[Compared, ...]
    scanned: int
    shortlist: int


_Wanted = Sequence[tuple[str, Pairs]]
"""People to compare, and by which pairs of fingers first."""


class Parts(Protocol):
    """All parts of a gallery; every answer in the order of the parts."""

    @property
    def count(self) -> int: ...
    def snapshot(self) -> list[Snapshot]: ...
    def scan(self, probe: Probe, rows: int) -> list[Moments]: ...
    def best(self, of: Moments, depth: int) -> list[list[Found]]: ...
    def compare(
        self, fingers: Fingers, wanted: Sequence[_Wanted], in_full: bool
    ) -> list[list[Compared]]: ...


def identify(parts: Parts, fingers: Fingers, by: Projection, search: Search) -> Identified:
    """Who of everybody in *parts* *fingers* may be. Raises NothingToSearch, GalleryBusy."""
    known = {finger: fingers[finger] for finger in FINGERS if len(fingers.get(finger, ()))}
    if not known:
        raise NothingToSearch
    for _ in range(TRIES):
        snapshots = parts.snapshot()
        segments = {snapshot.segments for snapshot in snapshots}
        if len(segments) == 1:
            rows = min(snapshot.rows for snapshot in snapshots)
            answer = _identify(parts, known, by, search, rows)
            if {snapshot.segments for snapshot in parts.snapshot()} == segments:
                return answer
    raise GalleryBusy


def _identify(
    parts: Parts, known: Fingers, by: Projection, search: Search, rows: int
) -> Identified:
    depth = depth_for(known, search)
    asked = [_as_said(known, by), *([_elsewhere(known, by)] if search.exchanged else [])]
    shortlist = [held for one in asked for held in _shortlist(parts, one, rows, depth)]
    near: dict[str, Compared] = {}
    for one in _compared(parts, known, shortlist, in_full=False):
        # Likeliest first: somebody on both lists is as near as the better of them says.
        near.setdefault(one.ref, one)
    some = [(one.ref, one.pairs) for one in list(near.values())[: search.full]]
    return Identified(tuple(_compared(parts, known, some, in_full=True)), rows, len(near))


def depth_for(fingers: Fingers, search: Search) -> int:
    """How long a shortlist *fingers* need: the fewer good ones, the longer.

    >>> depth_for({}, Search())
    1000
    """
    strength = sum(goodness(template) for template in fingers.values())
    wanted = search.shortlist * (GOOD_FINGERS / max(strength, 0.01)) ** 2
    return min(search.longest, max(search.shortlist, round(wanted)))


def goodness(template: Template) -> float:
    """From 0 to 1: how much a finger can say, by its minutiae and their quality."""
    best = template.quality[:CLEAR_CODES].astype(np.float64)
    return float(best.sum()) / (100 * CLEAR_CODES)


def _as_said(fingers: Fingers, by: Projection) -> tuple[Probe, Sequence[tuple[Finger, Finger]]]:
    """Every finger against its own position; what each column compares."""
    codes = codes_of(list(fingers.values()), by)
    columns = [(finger, finger) for finger in fingers]
    return Probe.of(codes, [finger - 1 for finger in fingers]), columns


def _elsewhere(fingers: Fingers, by: Projection) -> tuple[Probe, Sequence[tuple[Finger, Finger]]]:
    """The two best fingers against every position."""
    order = sorted(fingers, key=lambda finger: (-goodness(fingers[finger]), finger))
    best = sorted(order[:LOUDEST])
    codes = codes_of([fingers[finger] for finger in best], by)
    columns = [(finger, position) for finger in best for position in FINGERS]
    probe = Probe.of(
        np.repeat(codes, len(FINGERS), axis=0).reshape(-1, by.words, SLOTS),
        [position - 1 for _, position in columns],
        [finger for finger, _ in columns],
    )
    return probe, columns


def _shortlist(
    parts: Parts,
    asked: tuple[Probe, Sequence[tuple[Finger, Finger]]],
    rows: int,
    depth: int,
) -> _Wanted:
    probe, columns = asked
    answers = parts.scan(probe, rows)
    whole = sum(answers[1:], answers[0])
    found = sorted(one for some in parts.best(whole, depth) for one in some)
    return [(one.ref, _pairs(one, columns)) for one in found[:depth]]


def _pairs(found: Found, columns: Sequence[tuple[Finger, Finger]]) -> Pairs:
    """The loudest columns, each finger and each position once."""
    pairs: list[tuple[Finger, Finger]] = []
    for column in found.columns:
        finger, position = columns[column]
        if all(finger != one and position != other for one, other in pairs):
            pairs.append((finger, position))
    return tuple(pairs[:LOUDEST])


def _compared(parts: Parts, fingers: Fingers, wanted: _Wanted, *, in_full: bool) -> list[Compared]:
    """*wanted* dealt out to all parts, which read the same folder; likeliest first."""
    shares = [wanted[part :: parts.count] for part in range(parts.count)]
    answers = parts.compare(fingers, shares, in_full)
    return sorted(one for some in answers for one in some)
