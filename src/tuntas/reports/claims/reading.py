"""A text as the relations see it: its lines, its figures, and which of them may belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tuntas.reports.claims.figures import Figure, Line
from tuntas.reports.claims.findings import Finding, Kind, Relation
from tuntas.reports.claims.roles import Role


@dataclass(frozen=True)
class Reading:
    """All lines of a text, each repeated block once."""

    lines: Sequence[Line]

    def counts(self, *roles: Role) -> Iterator[Figure]:
        """Counts of people with one of *roles*, in the order of the text."""
        for line in self.lines:
            yield from (f for f in line.counts if f.role in roles and not f.rate and not f.change)

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
