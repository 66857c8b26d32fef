"""May a paper stand in for the card on a day, and how long does it hold: dated data.

>>> allowed("suket", date(2023, 6, 20), stock=12), allowed("suket", date(2023, 6, 20), stock=0)
(False, True)
>>> allowed("suket", date(2019, 9, 1), stock=12)
True
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from tuntas.cards.causes import day_or_none, table


@dataclass(frozen=True, slots=True)
class Rule:
    """while_stock: may be issued though blanks are there. valid_days: how long it holds."""

    kind: str
    starts: date
    ends: date | None
    while_stock: bool
    valid_days: int
    source: str
    confirmed: bool


def rule_on(kind: str, on: date) -> Rule | None:
    """The rule for a kind (``suket``, ``biodata``) in force on a day; None: none was."""
    for rule in _rules():
        if rule.kind == kind and rule.starts <= on and (rule.ends is None or on <= rule.ends):
            return rule
    return None


def allowed(kind: str, on: date, *, stock: int) -> bool:
    """Whether the paper may be issued on a day with *stock* blanks left."""
    rule = rule_on(kind, on)
    return rule is not None and (rule.while_stock or stock <= 0)


@cache
def _rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            row["kind"],
            date.fromisoformat(row["starts"]),
            day_or_none(row["ends"]),
            row["while_stock"] == "1",
            int(row["valid_days"]),
            row["source"],
            row["confirmed"] == "1",
        )
        for row in table("substitutes")
    )
