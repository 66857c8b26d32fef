"""Posting a movement: its number, the rows it moves, and its act in the log, in one transaction.

Every posting locks the stock's head first and the log's head last, so movements are numbered in
the order in which they happened, without a gap. An act that also writes the zero ledger opens its
batch before it moves stock: ledger, stock, log, always in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import F

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.audit.statements import FEW, Insert, Session, Statement
from tuntas.cards import serials
from tuntas.cards.digests import digest_of
from tuntas.cards.errors import NotThere
from tuntas.cards.models import Blank, Box, Holding, InvalidCard, Line, Movement, StockHead
from tuntas.cards.serials import Range
from tuntas.cards.stock import INVALID, SOURCES, Item, Kind, kind_of
from tuntas.cards.stock import Line as PureLine

_CAUSES = {
    Kind.FAILED_PRINT: InvalidCard.Cause.FAILED_PRINT,
    Kind.FAILED_ENCODE: InvalidCard.Cause.FAILED_ENCODE,
    Kind.DAMAGED: InvalidCard.Cause.DAMAGED,
    Kind.WITHDRAWN: InvalidCard.Cause.LOST_FOUND,
}


@dataclass(slots=True)
class Head:
    """The stock's head while it is held: the number of the last movement."""

    seq: int


def lock_head() -> Head:
    """The stock's head, held until the transaction ends."""
    session = Session()
    row = session.row(_HEAD[session.vendor], ())
    if row is None:
        StockHead.objects.bulk_create([StockHead(id=1)], ignore_conflicts=True)
        row = session.row(_HEAD[session.vendor], ())
        assert row is not None
    return Head(row[0])


_FIND: Final = "SELECT seq FROM cards_stockhead WHERE id = 1"
# On SQLite the transaction is IMMEDIATE and holds the only write lock already.
_HEAD: Final = {"sqlite": Statement(_FIND), "postgresql": Statement(f"{_FIND} FOR UPDATE")}
_LINE: Final = (
    "movement_id",
    "item",
    "source",
    "target",
    "quantity",
    "prefix",
    "first",
    "last",
    "width",
)
_INSERT_LINES: Final = Insert("cards_line", _LINE)
_MOVE_HEAD: Final = Statement("UPDATE cards_stockhead SET seq = %s WHERE id = 1")


def write_lines(movement: Movement, lines: Sequence[PureLine]) -> None:
    if len(lines) > FEW:
        Line.objects.bulk_create([_row(movement, line) for line in lines])
        return
    rows = [_row(movement, line) for line in lines]
    values = [[getattr(row, name) for name in _LINE] for row in rows]
    Session().append(_INSERT_LINES, values)


def post(
    *,
    actor: Principal,
    movement: Movement,
    lines: Sequence[PureLine],
    head: Head,
    on: date,
    now: datetime,
) -> None:
    """Do what *movement* says. Raises NotThere, and then nothing of it happened."""
    head.seq += 1
    Session().run(_MOVE_HEAD, (head.seq,))
    movement.seq, movement.state, movement.done_on = head.seq, Movement.State.DONE, on
    is_new = movement.pk is None
    movement.save()
    if is_new:
        write_lines(movement, lines)
    for line in lines:
        _move(line, movement.job)
        _register(movement, line, on)
    _open_boxes(movement)
    write_act(
        actor=actor.ref,
        verb=f"cards.{movement.move}",
        subjects=[movement.ref],
        detail={
            "seq": movement.seq,
            "quantity": sum(line.quantity for line in lines),
            "digest": digest_of(movement, lines),
        },
        at=now,
    )


def _row(movement: Movement, line: PureLine) -> Line:
    held = line.serials
    return Line(
        movement=movement,
        item=str(line.item),
        source=line.source,
        target=line.target,
        quantity=line.quantity,
        prefix=held.prefix if held else "",
        first=held.first if held else None,
        last=held.last if held else None,
        width=held.width if held else 0,
    )


def _move(line: PureLine, job: str) -> None:
    if line.serials is None:
        _move_counted(line)
    elif kind_of(line.source) in SOURCES:
        _bring_in(line, line.serials)
    else:
        _move_serials(line, line.serials, job if kind_of(line.target) is Kind.WORK else "")


def _move_serials(line: PureLine, wanted: Range, job: str) -> None:
    there = Blank.objects.filter(
        prefix=wanted.prefix,
        number__range=(wanted.first, wanted.last),
        width=wanted.width,
        account=line.source,
    )
    if wanted.count > 1:
        _refuse_absent(wanted, there.values_list("number", flat=True))
    # One conditional UPDATE: what is elsewhere by now is not touched, and then nothing is.
    if there.update(account=line.target, job=job) != wanted.count:
        raise NotThere(str(wanted))


def _refuse_absent(wanted: Range, there: Iterable[int]) -> None:
    here = [Range(wanted.prefix, number, number, wanted.width) for number in there]
    absent = serials.without([wanted], here)
    if absent:
        raise NotThere(", ".join(map(str, absent[:3])))


def _bring_in(line: PureLine, wanted: Range) -> None:
    """Blanks that were never here, or went back to where they now come from again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cards_blank (prefix, number, width, account, job)"
            " WITH RECURSIVE serial (number) AS (SELECT CAST(%s AS bigint)"
            " UNION ALL SELECT number + 1 FROM serial WHERE number < %s)"
            " SELECT %s, number, %s, %s, '' FROM serial WHERE true"
            " ON CONFLICT (prefix, number) DO UPDATE SET account = excluded.account"
            " WHERE cards_blank.account = %s AND cards_blank.width = excluded.width",
            [
                wanted.first,
                wanted.last,
                wanted.prefix,
                wanted.width,
                line.target,
                line.source,
            ],
        )
        moved = cursor.rowcount
    if moved != wanted.count:
        raise NotThere(str(wanted))


def _move_counted(line: PureLine) -> None:
    if kind_of(line.source) not in SOURCES:
        held = Holding.objects.filter(
            item=line.item, account=line.source, quantity__gte=line.quantity
        )
        if held.update(quantity=F("quantity") - line.quantity) != 1:
            raise NotThere(f"{line.item} {line.quantity}")
    if kind_of(line.target) not in SOURCES:
        target = {"item": line.item, "account": line.target}
        Holding.objects.bulk_create([Holding(**target)], ignore_conflicts=True)
        Holding.objects.filter(**target).update(quantity=F("quantity") + line.quantity)


def _register(movement: Movement, line: PureLine, on: date) -> None:
    """The register of invalid cards follows the accounts: in, out, and back by a correction."""
    if line.item not in (Item.BLANK, Item.OLD_CARD):
        return
    if kind_of(line.source) in INVALID:
        _strike_out(movement, line)
    if kind_of(line.target) in INVALID and not _brought_back(movement, line):
        cause = movement.cause or _CAUSES[kind_of(line.target)]
        InvalidCard.objects.bulk_create(
            InvalidCard(
                on=on,
                cause=cause,
                account=line.target,
                prefix=line.serials.prefix if line.serials else "",
                number=line.serials.first + place if line.serials else None,
                width=line.serials.width if line.serials else 0,
                entered=movement,
            )
            for place in range(line.quantity)
        )


def _strike_out(movement: Movement, line: PureLine) -> None:
    rows = InvalidCard.objects.filter(left__isnull=True, account=line.source)
    if line.serials is not None:
        rows = rows.filter(
            prefix=line.serials.prefix, number__range=(line.serials.first, line.serials.last)
        )
    else:
        rows = rows.filter(number__isnull=True)
        if movement.reverses_id:
            rows = rows.filter(entered_id=movement.reverses_id)
        # Cards without a serial leave in the order in which they came.
        oldest = list(rows.order_by("id").values_list("id", flat=True)[: line.quantity])
        rows = InvalidCard.objects.filter(id__in=oldest)
    rows.update(left=movement)


def _brought_back(movement: Movement, line: PureLine) -> bool:
    """What a reversed movement had struck out stands in the register again as it stood."""
    if movement.reverses_id is None:
        return False
    rows = InvalidCard.objects.filter(left_id=movement.reverses_id, account=line.target)
    if line.serials is None:
        return bool(rows.filter(number__isnull=True).update(left=None))
    return bool(
        rows.filter(
            prefix=line.serials.prefix, number__range=(line.serials.first, line.serials.last)
        ).update(left=None)
    )


def _open_boxes(movement: Movement) -> None:
    if not movement.said.get("boxes"):
        return
    Box.objects.bulk_create(
        Box(
            label=label,
            movement=movement,
            prefix=held.prefix,
            first=held.first,
            last=held.last,
            width=held.width,
        )
        for label, text in movement.said["boxes"]
        for held in serials.read(text)
    )
