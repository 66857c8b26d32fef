"""Movements: entered by one person, done at once or when a second one signs; never edited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.cards import rules, serials, stock
from tuntas.cards.actions import papers
from tuntas.cards.actions.posting import lock_head, post, write_lines
from tuntas.cards.errors import (
    MovementGone,
    MoveUnknown,
    NobodyThere,
    NotCorrectable,
    SamePerson,
    WhyMissing,
)
from tuntas.cards.models import Movement
from tuntas.cards.stock import Item, Kind, Line, Move, account, kind_of

PENDING, DONE, REFUSED = Movement.State.PENDING, Movement.State.DONE, Movement.State.REFUSED
EXPLAINED = frozenset(
    {Move.RECEIVED, Move.BORROWED, Move.LENT, Move.STOLEN, Move.MISSING, Move.FOUND}
)
"""Movements that stand on a paper: a BAST, a letter, a police report."""


def enter(
    *,
    actor: Principal,
    move: Move,
    lines: Sequence[Line],
    on: date,
    now: datetime,
    document: str = "",
    note: str = "",
    job: str = "",
    cause: str = "",
    said: Mapping[str, Any] | None = None,
) -> str:
    """Enter a movement; its ref. It waits when the rule of day *on* asks for a second person.

    Raises:
        MoveUnknown, NotThere, WhyMissing, NobodyThere
    """
    stock.check(move, lines)
    if move is Move.TAKEN and not job:
        raise MoveUnknown
    if move in EXPLAINED and not document.strip():
        raise WhyMissing
    movement = Movement(
        move=move,
        on=on,
        at=now,
        entered_by=actor.officer_ref or actor.ref,
        document=document.strip()[:200],
        note=note.strip()[:300],
        job=job,
        cause=cause,
        said=dict(said or {}),
    )
    with transaction.atomic():
        _enter(actor, movement, lines, on, now)
    return movement.ref


def receive(
    *,
    actor: Principal,
    boxes: Sequence[tuple[str, str]],
    document: str,
    on: date,
    now: datetime,
    supplies: Mapping[Item, int] | None = None,
    lender: str = "",
    note: str = "",
    said: Mapping[str, Any] | None = None,
) -> str:
    """Enter what came: *boxes* as (label, serials as text), *supplies* by number.

    *lender*: the office that lends them; empty for what the ministry gives.

    Raises:
        SerialUnreadable, MoveUnknown, NotThere, WhyMissing
    """
    source = account(Kind.OTHER, lender) if lender else account(Kind.MINISTRY)
    office = account(Kind.OFFICE)
    held = serials.read("\n".join(text for _, text in boxes))
    lines = [stock.blanks(source, office, each) for each in held]
    lines += [
        Line(item, source, office, number) for item, number in (supplies or {}).items() if number
    ]
    return enter(
        actor=actor,
        move=Move.BORROWED if lender else Move.RECEIVED,
        lines=lines,
        on=on,
        now=now,
        document=document,
        note=note,
        said={**(said or {}), "boxes": [[label.strip()[:40], text] for label, text in boxes]},
    )


def sign(*, actor: Principal, ref: str, on: date, now: datetime) -> None:
    """The second signature: only now the stock moves.

    Raises:
        MovementGone, SamePerson, NotThere: the stock has moved meanwhile.
    """
    with transaction.atomic():
        head = lock_head()
        movement = _pending(ref)
        _other_person(actor, movement)
        movement.signed_by = actor.officer_ref
        lines = [line.pure() for line in movement.lines.order_by("id")]
        post(actor=actor, movement=movement, lines=lines, head=head, on=on, now=now)
        papers.draft(actor=actor, movement=movement, lines=lines, on=on, now=now)


def refuse(*, actor: Principal, ref: str, reason: str, now: datetime) -> None:
    """A waiting movement is not signed; whoever entered it may take it back too.

    Raises:
        MovementGone, WhyMissing
    """
    if not reason.strip():
        raise WhyMissing
    with transaction.atomic():
        movement = _pending(ref)
        movement.state = REFUSED
        movement.note = f"{movement.note} · {reason.strip()}".strip(" ·")[:300]
        movement.save(update_fields=["state", "note"])
        write_act(
            actor=actor.ref,
            verb="cards.refuse_movement",
            subjects=[ref],
            detail={"move": movement.move},
            at=now,
        )


def counter(*, actor: Principal, ref: str, reason: str, on: date, now: datetime) -> str:
    """Enter the opposite of movement *ref*; the ref of the correction.

    Raises:
        MovementGone, NotCorrectable, WhyMissing, NotThere
    """
    if not reason.strip():
        raise WhyMissing
    with transaction.atomic():
        wrong = Movement.objects.select_for_update().filter(ref=ref, state=DONE).first()
        if wrong is None:
            raise MovementGone
        lines = [line.pure().opposite() for line in wrong.lines.order_by("id")]
        _correctable(wrong, lines)
        movement = Movement(
            move=Move.CORRECTION,
            on=on,
            at=now,
            entered_by=actor.officer_ref or actor.ref,
            note=reason.strip()[:300],
            reverses=wrong,
        )
        _enter(actor, movement, lines, on, now)
    return movement.ref


def _enter(
    actor: Principal, movement: Movement, lines: Sequence[Line], on: date, now: datetime
) -> None:
    if rules.persons_needed(Move(movement.move), on) == 1:
        head = lock_head()
        post(actor=actor, movement=movement, lines=lines, head=head, on=on, now=now)
        papers.draft(actor=actor, movement=movement, lines=lines, on=on, now=now)
        return
    if not actor.officer_ref:
        raise NobodyThere
    movement.save()
    write_lines(movement, lines)
    write_act(
        actor=actor.ref,
        verb="cards.propose_movement",
        subjects=[movement.ref],
        detail={"move": movement.move, "quantity": sum(line.quantity for line in lines)},
        at=now,
    )


def _pending(ref: str) -> Movement:
    found = Movement.objects.select_for_update().filter(ref=ref, state=PENDING).first()
    if found is None:
        raise MovementGone
    return found


def _other_person(actor: Principal, movement: Movement) -> None:
    if not actor.officer_ref or actor.officer_ref == movement.entered_by:
        raise SamePerson


def _correctable(wrong: Movement, lines: Sequence[Line]) -> None:
    # What a printer did is not undone: say `unused`, or settle the card anew.
    inside = any(Kind.WORK in (kind_of(line.source), kind_of(line.target)) for line in lines)
    again = Movement.objects.filter(reverses=wrong)
    if inside or wrong.move == Move.CORRECTION or again.exclude(state=REFUSED).exists():
        raise NotCorrectable
    # A refused correction stays readable, without its claim on the movement.
    again.update(reverses=None)


def between(source: str, target: str, text: str, supplies: Mapping[Item, int]) -> list[Line]:
    """Lines from one account to another: serials as text, the rest by number.

    Raises:
        SerialUnreadable
    """
    lines = [stock.blanks(source, target, each) for each in serials.read(text)]
    counted = [Line(item, source, target, number) for item, number in supplies.items() if number]
    return [*lines, *counted]
