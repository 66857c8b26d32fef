"""Synthetic prints beside real ones: how alike are minutiae, quality and matching scores?

The baseline of a distance (Kolmogorov-Smirnov, 0 to 1) is how far the real sets lie from each
other: a synthetic set that lies no further is as real as another sensor.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.biometrics import images
from tuntas.biometrics.fingers.extract import Extractor
from tuntas.biometrics.images import Grey
from tuntas.biometrics.matching import matcher
from tuntas.biometrics.matching.prints import pack
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.synthetic.capture import SENSORS, Sensor
from tuntas.biometrics.synthetic.impressions import impression
from tuntas.biometrics.synthetic.prints import master
from tuntas.biometrics.template import DPI, ENDING, Template
from tuntas.cli.bench import Result, result

FINGERS: Final = 10
TOUCHES: Final = 8
"""A set of FVC: ten fingers, eight times each."""
_FIRST: Final = 7000
_USED: Final = (2, 3, 7, 8)
"""Index and middle fingers, as FVC's volunteers gave."""
_PERCENTILES: Final = (10, 50, 90)

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """One set: what each print or pair of prints gave."""

    name: str
    values: dict[str, Values]


def run() -> list[Result]:
    extractor = Extractor()
    ours = [_measured(sensor.name, _synthetic(extractor, sensor)) for sensor in SENSORS]
    real = [_measured(folder.name, _real(extractor, folder)) for folder in _folders()]
    return [*_speed(), *_quantiles(ours, real), *_distances(ours, real), *_errors(ours, real)]


def _folders() -> list[Path]:
    """The FVC sets of the reference data; none when it is not here."""
    beside = Path(__file__).parents[4].parent / "shared" / "data"
    data = Path(os.environ.get("TUNTAS_DATA") or beside) / "fingerprints"
    return sorted(path for path in data.iterdir() if path.is_dir()) if data.is_dir() else []


def _synthetic(extractor: Extractor, sensor: Sensor) -> Iterator[tuple[str, Template]]:
    for place in range(FINGERS):
        finger = master(_FIRST + place, Finger(_USED[place % len(_USED)]))
        for number in range(TOUCHES):
            image = impression(finger, number, sensor=sensor)
            yield str(place), extractor.extract(Grey(image.pixels, DPI)).template


def _real(extractor: Extractor, folder: Path) -> Iterator[tuple[str, Template]]:
    for path in sorted(folder.glob("*_*.png")):
        grey = images.read(path.read_bytes())
        yield path.stem.split("_")[0], extractor.extract(Grey(grey.pixels, DPI)).template


def _measured(name: str, prints: Iterable[tuple[str, Template]]) -> Measured:
    fingers, templates = zip(*prints, strict=True)
    scores = matcher.match_all(pack(templates)).astype(np.float64)
    first, second = np.triu_indices(len(templates), 1)
    same = np.array([fingers[i] == fingers[j] for i, j in zip(first, second, strict=True)])
    pairs = scores[first, second]
    values = {
        "minutiae": np.array([len(one) for one in templates], float),
        "minutiae per cm2": np.array([_density(one) for one in templates if len(one) > 9]),
        "endings %": np.array([100 * (one.kind == ENDING).mean() for one in templates if len(one)]),
        "quality of a minutia": np.concatenate([one.quality for one in templates]).astype(float),
        "to the next minutia px": np.concatenate([_nearest(one) for one in templates]),
        "genuine score": pairs[same],
        "impostor score": pairs[~same],
    }
    return Measured(name, values)


def _density(one: Template) -> float:
    """Minutiae to a square centimetre of their hull."""
    area = _hull_area(np.stack([one.x, one.y], axis=1).astype(float))
    return len(one) / (area / (DPI / 2.54) ** 2)


def _hull_area(points: Values) -> float:
    """Area of the convex hull (Andrew's chains)."""
    ordered = sorted(map(tuple, points))
    hull = np.array(_chain(ordered) + _chain(ordered[::-1]))
    x, y = hull.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def _chain(points: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    kept: list[tuple[float, ...]] = []
    for x, y in points:
        while len(kept) > 1:
            (x1, y1), (x2, y2) = kept[-2:]
            if (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0:
                break
            kept.pop()
        kept.append((x, y))
    return kept[:-1]


def _nearest(one: Template) -> Values:
    if len(one) < 2:
        return np.empty(0)
    at = np.stack([one.x, one.y], axis=1).astype(float)
    apart = np.hypot(*(at[:, None] - at[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    return np.asarray(apart.min(axis=1))


def _speed() -> list[Result]:
    finger = master(_FIRST, Finger.RIGHT_INDEX)
    impression(finger, 0)
    start = time.process_time()
    for place in range(5):
        finger = master(_FIRST + place, Finger.RIGHT_INDEX)
    grown = time.process_time()
    for number in range(20):
        impression(finger, number)
    done = time.process_time()
    return [
        result("master print", 1000 * (grown - start) / 5, None, "CPU-ms"),
        result("impression", 1000 * (done - grown) / 20, None, "CPU-ms"),
    ]


def _quantiles(ours: list[Measured], real: list[Measured]) -> Iterator[Result]:
    for what in ours[0].values:
        mine, theirs = _pooled(ours, what), _pooled(real, what)
        for percentile in _PERCENTILES:
            baseline = float(np.percentile(theirs, percentile)) if len(theirs) else None
            yield result(
                f"{what}, p{percentile}", float(np.percentile(mine, percentile)), baseline, ""
            )


def _distances(ours: list[Measured], real: list[Measured]) -> Iterator[Result]:
    """Each synthetic set's distance to the real ones, beside theirs to each other."""
    for what in ours[0].values if real else ():
        mine = np.mean([_apart(a.values[what], b.values[what]) for a in ours for b in real])
        among = [_apart(a.values[what], b.values[what]) for a, b in combinations(real, 2)]
        yield result(f"{what}, KS", float(mine), float(np.mean(among)) if among else None, "")


def _errors(ours: list[Measured], real: list[Measured]) -> Iterator[Result]:
    mine = float(np.mean([_equal_error(one) for one in ours]))
    theirs = float(np.mean([_equal_error(one) for one in real])) if real else None
    yield result("EER, mean of sets", mine, theirs, "%")


def _pooled(sets: list[Measured], what: str) -> Values:
    return np.concatenate([one.values[what] for one in sets]) if sets else np.empty(0)


def _apart(a: Values, b: Values) -> float:
    """Kolmogorov and Smirnov: the widest gap between two distribution functions."""
    at = np.sort(np.concatenate([a, b]))
    below = [np.searchsorted(np.sort(side), at, side="right") / len(side) for side in (a, b)]
    return float(np.abs(below[0] - below[1]).max())


def _equal_error(one: Measured) -> float:
    """Percent, where as many strangers are taken as owners are refused."""
    genuine, impostor = np.sort(one.values["genuine score"]), np.sort(one.values["impostor score"])
    at = np.unique(np.concatenate([genuine, impostor]))
    refused = np.searchsorted(genuine, at) / len(genuine)
    taken = 1 - np.searchsorted(impostor, at) / len(impostor)
    nearest = np.abs(refused - taken).argmin()
    return float(50 * (refused[nearest] + taken[nearest]))
