"""Error rates of a comparison, with intervals that know that pairs of one person hang together."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.cli.bench import Result, result

Floats = NDArray[np.float64]

RESAMPLES: Final = 400
RATE: Final = 1e-3


def reference_images(name: str) -> Path:
    """The folder *name* of TUNTAS_DATA, or of the reference data beside the project."""
    beside = Path(__file__).parents[5] / "shared" / "data"
    return Path(os.environ.get("TUNTAS_DATA") or beside) / name


@dataclass(frozen=True, slots=True)
class Rates:
    """Percent, each with its 95 % interval (low, high)."""

    eer: float
    eer_between: tuple[float, float]
    fnmr: float
    fnmr_between: tuple[float, float]
    genuine: int
    impostor: int


def rates(alike: Floats, subjects: Sequence[str], people: Sequence[str]) -> Rates:
    """EER and FNMR at FMR 10⁻³ of all pairs.

    alike: [n, n], symmetric, larger is more alike. subjects: what is compared (a person's face,
    one eye), genuine where equal. people: who is drawn again and again for the intervals (both
    eyes of a person stay together).
    """
    subject, person = (np.unique(names, return_inverse=True)[1] for names in (subjects, people))
    first, second = np.triu_indices(len(alike), 1)
    order = np.argsort(-alike[first, second], kind="stable")
    first, second = first[order], second[order]
    scores = alike[first, second]
    same = subject[first] == subject[second]
    eer, fnmr = _at(scores, same, np.ones(len(scores)))
    rng, count = np.random.default_rng(1), int(person.max()) + 1
    drawn = []
    for _ in range(RESAMPLES):
        often = np.bincount(rng.integers(0, count, count), minlength=count)
        one, other = often[person[first]], often[person[second]]
        # Within one person a pair comes as often as the person does.
        weights = np.where(person[first] == person[second], one, one * other)
        drawn.append(_at(scores, same, weights.astype(np.float64)))
    low, high = np.percentile(np.array(drawn), (2.5, 97.5), axis=0)
    return Rates(
        eer,
        (float(low[0]), float(high[0])),
        fnmr,
        (float(low[1]), float(high[1])),
        int(same.sum()),
        int((~same).sum()),
    )


def _at(scores: Floats, same: NDArray[np.bool_], weights: Floats) -> tuple[float, float]:
    """EER and FNMR at RATE, percent; scores from the most alike down."""
    matched = np.cumsum(weights * same) / max(float((weights * same).sum()), 1e-9)
    wrong = np.cumsum(weights * ~same) / max(float((weights * ~same).sum()), 1e-9)
    last = np.flatnonzero(np.append(np.diff(scores) != 0, True))  # equal scores pass together
    missed, false = 1 - matched[last], wrong[last]
    nearest = int(np.argmin(np.abs(missed - false)))
    eer = 50 * (missed[nearest] + false[nearest])
    allowed = false <= RATE
    return float(eer), float(100 * missed[allowed].min()) if allowed.any() else 100.0


def rows(ours: Rates, baseline: Rates, failed: int, images: int) -> list[Result]:
    """What a bench prints of two methods on the same images."""
    pairs = f"{ours.genuine} genuine, {ours.impostor} impostor pairs"
    made = [result(f"EER, {pairs}", ours.eer, baseline.eer, "%")]
    for end, name in enumerate(("from", "to")):
        made.append(
            result(f"EER, 95 % {name}", ours.eer_between[end], baseline.eer_between[end], "%")
        )
    made.append(result("FNMR at FMR 1/1000", ours.fnmr, baseline.fnmr, "%"))
    for end, name in enumerate(("from", "to")):
        made.append(
            result(
                f"FNMR at FMR 1/1000, 95 % {name}",
                ours.fnmr_between[end],
                baseline.fnmr_between[end],
                "%",
            )
        )
    made.append(
        result(f"failures to acquire, of {images} images", 100 * failed / images, None, "%")
    )
    return made
