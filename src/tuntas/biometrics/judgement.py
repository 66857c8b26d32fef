"""A quality measure, what is asked of it, and what the operator says to the person.

>>> closer = Advice("Maju sedikit.", "Come closer.")
>>> size = Measure("eye_distance", 61.0, Span(low=90), below=closer)
>>> size.ok, size.advice.id
(False, 'Maju sedikit.')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence that says what to do, in each language."""

    id: str
    en: str


GOOD: Final = Advice("Baik.", "Good.")


@dataclass(frozen=True, slots=True)
class Span:
    """From *low* to *high*, both allowed; None is no limit."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing measured. *value* None: it could not be seen here, and is not held against it."""

    name: str
    value: float | None
    span: Span
    below: Advice = GOOD
    above: Advice = GOOD

    @property
    def ok(self) -> bool:
        return not (self._too_low or self._too_high)

    @property
    def advice(self) -> Advice:
        """What to do; GOOD when nothing."""
        return self.below if self._too_low else self.above if self._too_high else GOOD

    @property
    def margin(self) -> float:
        """How far inside its span, as a share of the limit: negative when refused, at most 1."""
        if self.value is None:
            return 1.0
        gaps = [1.0]
        if self.span.low is not None:
            gaps.append((self.value - self.span.low) / (abs(self.span.low) or 1.0))
        if self.span.high is not None:
            gaps.append((self.span.high - self.value) / (abs(self.span.high) or 1.0))
        return min(gaps)

    @property
    def _too_low(self) -> bool:
        return (
            self.value is not None and self.span.low is not None and not self.value >= self.span.low
        )

    @property
    def _too_high(self) -> bool:
        return self.value is not None and self.span.high is not None and self.value > self.span.high


@dataclass(frozen=True, slots=True)
class Judgement:
    """All measures of one capture, the most useful advice first."""

    measures: tuple[Measure, ...]

    @property
    def ok(self) -> bool:
        return all(measure.ok for measure in self.measures)

    @property
    def advice(self) -> tuple[Advice, ...]:
        return tuple(measure.advice for measure in self.measures if not measure.ok)

    @property
    def rank(self) -> tuple[int, float]:
        """Bigger is better: how many measures are right, then the narrowest margin."""
        right = sum(measure.ok for measure in self.measures)
        return right, min((measure.margin for measure in self.measures), default=0.0)

    def __getitem__(self, name: str) -> Measure:
        return {measure.name: measure for measure in self.measures}[name]


def best(judgements: Iterable[Judgement | None]) -> int | None:
    """Which of a sequence to keep: the best ranked, the earliest of equals; None when none is.

    >>> dull, sharp = (Judgement((Measure("sharpness", v, Span(low=0.3)),)) for v in (0.1, 0.5))
    >>> best([None, dull, sharp, sharp])
    2
    """
    ranked = [(found.rank, -place) for place, found in enumerate(judgements) if found is not None]
    return -max(ranked)[1] if ranked else None


Limits: TypeAlias = Mapping[str, Span]
"""What is asked of each measure by name; one that is not named is shown and refuses nobody."""
Advices: TypeAlias = Mapping[str, tuple[Advice, Advice]]
"""What to say below and above the limit of each measure."""


def judged(values: Mapping[str, float | None], limits: Limits, advices: Advices) -> Judgement:
    """*values* held against *limits*, in their order.

    >>> judged({"faces": 2.0}, {"faces": Span(1, 1)}, {}).ok
    False
    """
    return Judgement(
        tuple(
            Measure(name, value, limits.get(name, Span()), *advices.get(name, (GOOD, GOOD)))
            for name, value in values.items()
        )
    )
