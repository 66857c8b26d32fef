"""Destroying invalid cards: minutes, witnesses, and a count that is the register's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.cards import queries, stock
from tuntas.cards.actions.moving import enter
from tuntas.cards.actions.posting import lock_head
from tuntas.cards.errors import DestructionDiffers, MoveUnknown, WitnessMissing
from tuntas.cards.models import InvalidCard
from tuntas.cards.queries import stock as held
from tuntas.cards.stock import INVALID, Item, Kind, Line, Move, account, kind_of

WITNESSES = 2
"""SE Mendagri 470.13/11176/SJ: with witnesses; the office may name more."""


def destroy(
    *,
    actor: Principal,
    counted: Mapping[str, int],
    witnesses: Sequence[tuple[str, str]],
    place: str,
    method: str,
    on: date,
    now: datetime,
) -> str:
    """Enter the destruction of everything in the register; it waits for the second person.

    *counted*: cards by cause, counted by hand before the fire. *witnesses*: name and position.

    Raises:
        DestructionDiffers: the count is not the register's. WitnessMissing. MoveUnknown: the
        register is empty.
    """
    present = [(name.strip(), position.strip()) for name, position in witnesses]
    present = [(name, position) for name, position in present if name and position]
    if len(set(present)) < WITNESSES:
        raise WitnessMissing
    with transaction.atomic():
        lock_head()
        by_register = queries.invalid_counts()
        _same(by_register, counted)
        lines = _lines()
        if not lines:
            raise MoveUnknown
        return enter(
            actor=actor,
            move=Move.DESTROYED,
            lines=lines,
            on=on,
            now=now,
            said={
                "witnesses": [list(witness) for witness in present],
                "place": place.strip()[:100],
                "method": method.strip()[:100],
                "causes": {cause: n for cause, n in by_register.items() if n},
            },
        )


def _same(by_register: Mapping[str, int], counted: Mapping[str, int]) -> None:
    unlike = [
        f"{InvalidCard.Cause(cause).label} {counted.get(cause, 0)} ≠ {number}"
        for cause, number in by_register.items()
        if counted.get(cause, 0) != number
    ]
    if unlike:
        raise DestructionDiffers(", ".join(unlike))


def _lines() -> list[Line]:
    destroyed = account(Kind.DESTROYED)
    lines = [
        stock.blanks(where, destroyed, each)
        for where, ranges in sorted(held.serials_by_account().items())
        if kind_of(where) in INVALID
        for each in ranges
    ]
    lines += [
        Line(item, where, destroyed, number)
        for (item, where), number in sorted(queries.balances().items())
        if item is Item.OLD_CARD and kind_of(where) in INVALID
    ]
    return lines
