"""One share of a gallery: rows *start* to *stop*, scanned and compared by one process.

A search asks every part three things in turn: the moments of its scores, its best rows given the
moments of the whole gallery, and the full comparison of those that made the shortlist. Each
answer depends on a person's own rows and on whole-number sums only, so the gallery may be cut
anywhere and the search says the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics.gallery import comparison
from tuntas.biometrics.gallery.codes import Projection
from tuntas.biometrics.gallery.comparison import Compared, Pairs
from tuntas.biometrics.gallery.person import Fingers, unpack
from tuntas.biometrics.gallery.scan import Moments, Probe, Scores, fused, moments, scan
from tuntas.biometrics.gallery.store import Snapshot, Store


@dataclass(frozen=True, slots=True)
class Found:
    """A row worth comparing. columns: the probe's columns that speak for it, loudest first."""

    score: float
    ref: str
    columns: tuple[int, ...]

    def __lt__(self, other: Found) -> bool:
        return (-self.score, self.ref) < (-other.score, other.ref)


class Part:
    """Rows *share* of *shares* of a store that others may be writing to."""

    def __init__(
        self, store: Store, by: Projection, *, share: int = 0, shares: int = 1, threads: int = 1
    ) -> None:
        self._store, self._by, self._threads = store, by, threads
        self._share, self._shares = share, shares
        self._probe: Probe | None = None
        self._start = 0
        self._scores: Scores = np.zeros((0, 0), np.int16)

    def scan(self, probe: Probe, rows: int) -> Moments:
        """Score this part's share of the first *rows* rows, and keep the scores for *best*."""
        self._start = rows * self._share // self._shares
        stop = rows * (self._share + 1) // self._shares
        self._scores = np.empty((stop - self._start, len(probe.positions)), np.int16)
        self._probe = probe
        for first, codes in self._store.codes(self._start, stop):
            at = first - self._start
            into = self._scores[at : at + len(codes)]
            scan(codes, probe, self._by.weight, into, threads=self._threads)
        return moments(self._scores)

    def best(self, of: Moments, depth: int) -> list[Found]:
        """The *depth* best of this part after *scan*, given the moments of all parts together."""
        if self._probe is None:
            return []
        scores = fused(self._scores, self._probe, of)
        found = []
        for row in _at_least_kth(scores, depth):
            ref = self._store.ref_of(self._start + int(row))
            if ref is not None:
                found.append(Found(float(scores[row]), ref, self._loudest(int(row), of)))
        return heapq.nsmallest(depth, found)

    def _loudest(self, row: int, of: Moments) -> tuple[int, ...]:
        mean, per = of.normal()
        score = self._scores[row]
        normal = np.where(score >= 0, (score - mean) * per, -np.inf)
        order = np.argsort(-normal, kind="stable")
        return tuple(int(column) for column in order if score[column] >= 0)

    def compare(
        self, fingers: Fingers, wanted: Sequence[tuple[str, Pairs]], in_full: bool
    ) -> list[Compared]:
        """Compare *fingers* with anybody in the folder: by their pairs, or in full."""
        # Who was forgotten since the scan is no longer anybody.
        people = [
            (ref, unpack(self._store.body(ref)), pairs)
            for ref, pairs in wanted
            if ref in self._store
        ]
        how = partial(comparison.in_full if in_full else comparison.by_loudest, fingers)
        if self._threads == 1:
            return how(people)
        shares = [people[share :: self._threads] for share in range(self._threads)]
        with ThreadPoolExecutor(self._threads) as pool:
            return [one for some in pool.map(how, shares) for one in some]

    def snapshot(self) -> Snapshot:
        """What there is to scan now."""
        self._store.refresh()
        return self._store.snapshot()


def _at_least_kth(scores: NDArray[np.float32], depth: int) -> NDArray[np.int64]:
    """Rows with one of the *depth* highest scores, ties and all; nobody who was not compared."""
    if len(scores) > depth:
        least = np.partition(scores, len(scores) - depth)[len(scores) - depth]
        scores = np.where(scores >= least, scores, -np.inf)
    return np.flatnonzero(scores > -np.inf)
