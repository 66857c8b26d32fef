"""Names as one hears them in Gorontalo: given names and a family name, some with one name only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tuntas.demo.sources import GivenNames, Sources

_OLD_SPELLING_FROM_AGE = 48  # the spelling reform of 1972, seen from 2020
_SHARE_OLD_SPELLING = 0.35
_SHARE_SECOND_NAME = 0.55
_SHARE_SINGLE_NAME = 0.015
_SHARE_SINGLE_NAME_OLD = 0.08


def compose(
    *,
    female: NDArray[np.bool_],
    ages: NDArray[np.int64],
    family_names: NDArray[np.int64],
    sources: Sources,
    rng: np.random.Generator,
) -> list[str]:
    """One full name a person.

    Args:
        ages: completed years; decides old spellings and single names.
        family_names: index into ``sources.family_names``.
    """
    n = len(female)
    old = (ages >= _OLD_SPELLING_FROM_AGE) & (rng.random(n) < _SHARE_OLD_SPELLING)
    alone = rng.random(n) < np.where(
        ages >= _OLD_SPELLING_FROM_AGE, _SHARE_SINGLE_NAME_OLD, _SHARE_SINGLE_NAME
    )
    second = rng.random(n) < _SHARE_SECOND_NAME
    men = _given(sources.men, old, second & ~alone, rng)
    women = _given(sources.women, old, second & ~alone, rng)
    families = np.array(sources.family_names, dtype=object)[family_names]
    return [
        given if single else f"{given} {family}"
        for given, family, single in zip(np.where(female, women, men), families, alone, strict=True)
    ]


def _given(
    names: GivenNames,
    old: NDArray[np.bool_],
    with_second: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.object_]:
    n = len(old)
    today = np.array(names.first, dtype=object)[_favourites(len(names.first), n, rng)]
    former = np.array(names.old, dtype=object)[rng.integers(len(names.old), size=n)]
    seconds = np.array([f" {name}" for name in names.second], dtype=object)
    tail = np.where(with_second, seconds[rng.integers(len(seconds), size=n)], "")
    return np.asarray(np.where(old, former, today) + tail, dtype=object)


def _favourites(choices: int, n: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Indices in which the first names of the list are met more often than the last."""
    return np.asarray(rng.random(n) ** 1.6 * choices, dtype=np.int64)
