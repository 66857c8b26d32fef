"""What the check says about a text: findings with their place, before any wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["agrees", "contradicts", "implies", "repeated"]
Relation = Literal["share", "sum", "difference", "pace", "denominator"]


@dataclass(frozen=True)
class Finding:
    """One statement about figures of a text that speak of the same thing.

    Attributes:
        kind: agrees, contradicts, implies (follows from the text, not stated in it) or repeated.
        relation: how the figures hang together; None for a repeated block.
        counts: the counts in the order of the relation: share (part, whole), difference (whole,
            part, rest), sum (parts…, total), pace (earlier, later), denominator (the count, or
            all counts whose ranges were intersected).
        printed: the figure under judgement as it stands in the text; None when nothing is printed.
        computed: what the counts give, with a decimal point and no thousands separators.
        low, high: the whole numbers between which a denominator must lie.
        start, end: place of *printed* (or of the block) in the text, in characters.
        rule: the rule of ``docs/claims.md`` that linked the figures.

    >>> Finding("agrees", "sum", (2, 3, 5), printed="5", computed="5", start=7, end=8).settled
    True
    """

    kind: Kind
    relation: Relation | None
    counts: tuple[int, ...] = ()
    printed: str | None = None
    computed: str | None = None
    low: int | None = None
    high: int | None = None
    start: int = 0
    end: int = 0
    rule: str = ""

    @property
    def settled(self) -> bool:
        """Whether the text itself states what is found, truly or not."""
        return self.kind in ("agrees", "contradicts")
