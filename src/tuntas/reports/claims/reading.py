"""A text as the relations see it: its lines, its figures, and which of them may belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tuntas.reports.claims.figures import Figure, Line
from tuntas.reports.claims.findings import Finding, Kind, Relation
from tuntas.reports.claims.roles import Role

# Figures farther apart than this are not related by their roles alone.
FARTHEST_LINES = 80


@dataclass(frozen=True)
class Reading:
    """All lines of a text, each repeated block once."""

    lines: Sequence[Line]

    @cached_property
    def _by_role(self) -> dict[Role, list[Figure]]:
        found: dict[Role, list[Figure]] = {role: [] for role in Role}
        for line in self.lines:
            for figure in line.counts:
                if figure.role and not figure.rate and not figure.change:
                    found[figure.role].append(figure)
        return found

    def counts(self, *roles: Role) -> list[Figure]:
        """Stocks (no rates, no changes) with one of *roles*, role by role, as the text has them."""
        return [figure for role in roles for figure in self._by_role[role]]

    def line_of(self, figure: Figure) -> Line:
        return self.lines[figure.line]

    def around(self, figure: Figure, reach: int) -> Iterator[Line]:
        """The figure's own line and those at most *reach* lines away."""
        first = max(0, figure.line - reach)
        yield from self.lines[first : figure.line + reach + 1]


def distance(one: Figure, other: Figure) -> int:
    """How many lines apart."""
    return abs(one.line - other.line)


def meet(*figures: Figure) -> bool:
    """Whether all may speak of the same people, place and time.

    >>> meet()
    True
    """
    return all(
        one.scope.meets(other.scope)
        for index, one in enumerate(figures)
        for other in figures[index + 1 :]
    )


def only(figures: Iterable[Figure]) -> Figure | None:
    """The figure, when all of *figures* state one and the same value; else None."""
    found = list(figures)
    return found[0] if found and len({figure.value for figure in found}) == 1 else None


def nearest(to: Figure, figures: Iterable[Figure]) -> list[Figure]:
    """Those of *figures* that stand fewest lines away from *to*."""
    found = list(figures)
    least = min((distance(to, figure) for figure in found), default=0)
    return [figure for figure in found if distance(to, figure) == least]


def state(
    kind: Kind,
    relation: Relation,
    printed: Figure,
    counts: Sequence[int],
    computed: str | None,
    rule: str,
    *,
    low: int | None = None,
    high: int | None = None,
    shown: bool = True,
) -> Finding:
    """A finding whose place is the number *printed*; not *shown* when it judges no print."""
    text = printed.token.printed
    return Finding(
        kind,
        relation,
        tuple(counts),
        printed=text if shown else None,
        computed=computed,
        low=low,
        high=high,
        start=printed.token.start,
        end=printed.token.start + len(text),
        rule=rule,
    )
