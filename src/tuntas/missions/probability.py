"""How likely people come, from what past visits and invitations brought: pooled by place.

A village that was visited twice says little by itself; its kecamatan says more, the regency
most. So each level is a beta-binomial around the level above it, and how far places of a level
differ (the strength of pooling) is what makes the observed numbers most likely. A place without
any trial stands where its kecamatan stands. Traits of people (a reason for being unrecorded, the
way they were invited) multiply the odds, each shrunk towards no effect.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

PLANNING_MEAN = 0.6
"""Before anybody came: between the 50 and 100 % of named invitations and a fifth who stay away."""
PLANNING_STRENGTH = 4.0
"""The planning value counts as much as so many people invited."""
_STRENGTHS = tuple(2.0**n for n in range(0, 10))
_TRAIT_STRENGTH = 20.0
_Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class Trial:
    """So many alike were asked to one place (a visit, a slot), so many of them came.

    *traits*: what they share besides the place: ``reason:JARAK_BIAYA``, ``channel:letter``.
    """

    village: Hashable
    district: Hashable
    asked: int
    came: int
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability that one person comes, four fifths likely between *low* and *high*.

    *asked*: people whose coming or not was seen at this place itself.
    """

    mean: float
    low: float
    high: float
    asked: int


@dataclass(frozen=True, slots=True)
class _Beta:
    a: float
    b: float

    @property
    def mean(self) -> float:
        return self.a / (self.a + self.b)


@dataclass(frozen=True)
class Chances:
    """What was learnt: ask ``of`` a place, with the traits of the people meant."""

    regency: _Beta
    districts: Mapping[Hashable, _Beta]
    villages: Mapping[Hashable, _Beta]
    strengths: tuple[float, float]
    odds: Mapping[str, float] = field(default_factory=dict)
    seen: Mapping[Hashable, int] = field(default_factory=dict)

    def of(self, village: Hashable, district: Hashable, traits: Iterable[str] = ()) -> Chance:
        """Of people of a village; of its kecamatan or the regency where nothing is known of it."""
        parent = self.districts.get(district)
        if parent is None:
            parent = _around(self.regency.mean, self.strengths[0])
        held = self.villages.get(village) or _around(parent.mean, self.strengths[1])
        factor = math.prod(self.odds.get(trait, 1.0) for trait in traits)
        low, high = _interval(held)
        return Chance(
            _moved(held.mean, factor),
            _moved(low, factor),
            _moved(high, factor),
            self.seen.get(village, 0),
        )


def estimate(
    trials: Iterable[Trial],
    *,
    mean: float = PLANNING_MEAN,
    strength: float = PLANNING_STRENGTH,
) -> Chances:
    """Learn from *trials*; with none of them everybody has the planning value.

    Args:
        mean, strength: the planning value, and as how many people it counts.
    Source: beta-binomial empirical Bayes; strengths by greatest marginal likelihood.

    >>> known = estimate([Trial("Dudepo", "Anggrek", 40, 10), Trial("Ilangata", "Anggrek", 4, 3)])
    >>> round(known.of("Dudepo", "Anggrek").mean, 2), round(known.of("Baru", "Anggrek").mean, 2)
    (0.3, 0.3)
    >>> round(estimate([]).of("Dudepo", "Anggrek").mean, 6)
    0.6
    """
    rows = list(trials)
    village_of: dict[Hashable, Hashable] = {row.village: row.district for row in rows}
    by_village = _sums((row.village, row) for row in rows)
    by_district = _sums((row.district, row) for row in rows)
    asked = sum(row.asked for row in rows)
    came = sum(row.came for row in rows)
    regency = _Beta(mean * strength + came, (1 - mean) * strength + asked - came)
    first = _likeliest([(regency.mean, *sums) for sums in by_district.values()])
    districts = {key: _learnt(regency.mean, first, sums) for key, sums in by_district.items()}
    second = _likeliest(
        [(districts[village_of[key]].mean, *sums) for key, sums in by_village.items()]
    )
    villages = {
        key: _learnt(districts[village_of[key]].mean, second, sums)
        for key, sums in by_village.items()
    }
    seen = {key: int(sums[0]) for key, sums in by_village.items()}
    return Chances(regency, districts, villages, (first, second), _odds(rows, villages), seen)


def _sums(rows: Iterable[tuple[Hashable, Trial]]) -> dict[Hashable, tuple[float, float]]:
    asked: defaultdict[Hashable, float] = defaultdict(float)
    came: defaultdict[Hashable, float] = defaultdict(float)
    for key, row in rows:
        asked[key] += row.asked
        came[key] += row.came
    return {key: (asked[key], came[key]) for key in asked}


def _around(mean: float, strength: float) -> _Beta:
    return _Beta(mean * strength, (1 - mean) * strength)


def _learnt(mean: float, strength: float, sums: tuple[float, float]) -> _Beta:
    asked, came = sums
    return _Beta(mean * strength + came, (1 - mean) * strength + asked - came)


def _likeliest(rows: list[tuple[float, float, float]]) -> float:
    """The strength of pooling under which (mean above, asked, came) are likeliest.

    One place cannot say how far places differ: then they are pooled in the middle.
    """
    if len(rows) < 2:
        return PLANNING_STRENGTH * 4
    return max(
        _STRENGTHS, key=lambda strength: sum(_log_likelihood(*row, strength) for row in rows)
    )


def _log_likelihood(mean: float, asked: float, came: float, strength: float) -> float:
    prior = _around(mean, strength)
    return _log_beta(prior.a + came, prior.b + asked - came) - _log_beta(prior.a, prior.b)


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _odds(rows: list[Trial], villages: Mapping[Hashable, _Beta]) -> dict[str, float]:
    """For each trait: odds of coming over what the places alone would say, shrunk to 1."""
    expected: defaultdict[str, float] = defaultdict(float)
    asked: defaultdict[str, float] = defaultdict(float)
    came: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for trait in row.traits:
            expected[trait] += row.asked * villages[row.village].mean
            asked[trait] += row.asked
            came[trait] += row.came
    found = {}
    for trait, n in asked.items():
        usual = expected[trait] / n if n else PLANNING_MEAN
        here = (came[trait] + usual * _TRAIT_STRENGTH) / (n + _TRAIT_STRENGTH)
        found[trait] = (here / (1 - here)) / (usual / (1 - usual))
    return found


def _moved(chance: float, odds: float) -> float:
    moved = chance / max(1 - chance, 1e-12) * odds
    return moved / (1 + moved)


def _interval(beta: _Beta) -> tuple[float, float]:
    """Four fifths of the distribution, by the normal on the scale of log odds."""
    mean = beta.mean
    spread = math.sqrt(mean * (1 - mean) / (beta.a + beta.b + 1)) / (mean * (1 - mean))
    centre = math.log(mean / (1 - mean))
    return tuple(1 / (1 + math.exp(-(centre + z * spread))) for z in (-_Z80, _Z80))  # type: ignore[return-value]
