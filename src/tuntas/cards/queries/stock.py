"""Reading the stock: balances, where serials lie, how long it lasts, what moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet, Sum

from tuntas.cards import serials
from tuntas.cards.errors import MovementGone
from tuntas.cards.models import (
    Blank,
    Box,
    Closing,
    Count,
    Holding,
    InvalidCard,
    Line,
    Movement,
)
from tuntas.cards.serials import Range
from tuntas.cards.stock import (
    COUNTED,
    SOURCES,
    SUPPLIES,
    USABLE,
    USAGE_DAYS,
    Item,
    Kind,
    Lasting,
    Move,
    account,
    kind_of,
    order,
    total,
)

_SPENT: Final = frozenset(
    {Kind.PRINTED, Kind.FAILED_PRINT, Kind.FAILED_ENCODE, Kind.DAMAGED, Kind.USED}
)


def balances() -> dict[tuple[Item, str], int]:
    """What every account holds of every item now; sources and zeros left out."""
    held = {
        (Item(item), where): number
        for item, where, number in Holding.objects.filter(quantity__gt=0).values_list(
            "item", "account", "quantity"
        )
    }
    for row in Blank.objects.values("account").annotate(n=CountOf("id")):
        if kind_of(row["account"]) not in SOURCES:
            held[Item.BLANK, row["account"]] = row["n"]
    return held


def usable() -> int:
    """Blanks on which a card can be printed now."""
    return total(balances(), Item.BLANK, USABLE)


def blanks_at(printer_ref: str) -> int:
    """How many blanks lie in printer *printer_ref*, ready to be taken."""
    return Blank.objects.filter(account=account(Kind.PRINTER, printer_ref)).count()


def account_of(serial: str) -> str:
    """The account that holds *serial*, empty when it is not of this office's stock.

    Raises:
        SerialUnreadable
    """
    wanted = serials.one(serial)
    held = Blank.objects.filter(prefix=wanted.prefix, number=wanted.first, width=wanted.width)
    return held.values_list("account", flat=True).first() or ""


# Serials that follow each other without a gap have the same difference to their place.
_RANGES: Final = """
SELECT account, prefix, MIN(number), MAX(number), width FROM (
  SELECT account, prefix, width, number,
         number - ROW_NUMBER() OVER (PARTITION BY account, prefix, width ORDER BY number) AS island
  FROM cards_blank {where}
) AS placed
GROUP BY account, prefix, width, island ORDER BY account, prefix, MIN(number)
"""


def serials_by_account() -> dict[str, list[Range]]:
    """Every account's blanks as ranges."""
    return _ranges("", [])


def serials_at(where: str) -> list[Range]:
    """The blanks in account *where* as ranges, in order."""
    return _ranges("WHERE account = %s", [where]).get(where, [])


def _ranges(where: str, values: Sequence[str]) -> dict[str, list[Range]]:
    found: dict[str, list[Range]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_RANGES.format(where=where), values)
        for held, prefix, first, last, width in cursor.fetchall():
            found.setdefault(held, []).append(Range(prefix, first, last, width))
    return found


def choose(where: str, quantity: int) -> list[Range]:
    """The lowest *quantity* serials in account *where*; fewer when it holds fewer."""
    return serials.lowest(serials_at(where), quantity)


def lasting(on: date) -> dict[Item, Lasting]:
    """How long blanks, ribbons, film last, by what was used in the fourteen days before *on*."""
    held = balances()
    spent = _spent(on)
    return {
        item: Lasting(total(held, item, USABLE), spent[item]) for item in (Item.BLANK, *SUPPLIES)
    }


def days_left(on: date) -> int | None:
    """Whole days that the blanks last, None when none were used in fourteen days."""
    return lasting(on)[Item.BLANK].days


def _spent(on: date) -> Counter[Item]:
    lines = _done(on - timedelta(days=USAGE_DAYS), on - timedelta(days=1))
    spent: Counter[Item] = Counter()
    for line in lines.values("item", "source", "target").annotate(n=Sum("quantity")):
        source, target = kind_of(line["source"]), kind_of(line["target"])
        # A fault found on a printed card does not use a second blank; a correction gives it back.
        spent[Item(line["item"])] += line["n"] * (
            (target in _SPENT and source not in _SPENT)
            - (source in _SPENT and target in USABLE | {Kind.WORK})
        )
    return spent


def printed_on(day: date) -> int:
    """Cards printed on *day*, those found faulty afterwards included."""
    lines = _done(day, day).filter(item=Item.BLANK, movement__move=Move.PRINTED)
    return int(lines.aggregate(n=Sum("quantity"))["n"] or 0)


def _done(first: date, last: date) -> QuerySet[Line]:
    return Line.objects.filter(
        movement__state=Movement.State.DONE, movement__done_on__range=(first, last)
    )


def balances_on(day: date) -> dict[tuple[Item, str], int]:
    """What every account held at the end of *day*: the sum of everything that moved till then."""
    held: Counter[tuple[Item, str]] = Counter()
    done = Line.objects.filter(movement__state=Movement.State.DONE, movement__done_on__lte=day)
    for line in done.values("item", "source", "target").annotate(n=Sum("quantity")):
        held[Item(line["item"]), line["source"]] -= line["n"]
        held[Item(line["item"]), line["target"]] += line["n"]
    return {
        key: number for key, number in held.items() if number and kind_of(key[1]) not in SOURCES
    }


# --- movements ----------------------------------------------------------------------------


def movement(ref: str) -> Movement:
    """The movement *ref*. Raises MovementGone."""
    found = Movement.objects.select_related("reverses").filter(ref=ref).first()
    if found is None:
        raise MovementGone
    return found


def pending() -> QuerySet[Movement]:
    """What waits for a second person, the oldest first."""
    return _listed().filter(state=Movement.State.PENDING).order_by("id")


def movements(*, move: str = "", day: date | None = None) -> QuerySet[Movement]:
    """Movements, the latest first."""
    held = _listed().order_by("-id")
    if move:
        held = held.filter(move=move)
    return held.filter(Q(done_on=day) | Q(on=day)) if day else held


def _listed() -> QuerySet[Movement]:
    return Movement.objects.prefetch_related("lines").select_related("reverses")


def boxes() -> QuerySet[Box]:
    """Every carton, the latest first."""
    return Box.objects.select_related("movement").order_by("-id")


def inside(box: Box) -> dict[str, int]:
    """How many of the blanks that came in *box* lie in which account now."""
    came = Blank.objects.filter(
        prefix=box.prefix, width=box.width, number__range=(box.first, box.last)
    )
    counted = came.values("account").annotate(n=CountOf("id")).order_by("account")
    return {row["account"]: row["n"] for row in counted}


# --- the day and the end of a card --------------------------------------------------------


def must_be_counted() -> list[tuple[Item, str]]:
    """What lies in the office by the book, and so is counted when the day closes."""
    here = [key for key in balances() if kind_of(key[1]) in COUNTED]
    return sorted(here, key=lambda key: (order(key[1]), list(Item).index(key[0])))


def found_by(on: date) -> dict[tuple[Item, str], list[Count]]:
    """The counts of day *on* by what was counted; those that something moved after are left out."""
    found: dict[tuple[Item, str], list[Count]] = {}
    for count in Count.objects.filter(on=on).order_by("id"):
        if not _moved_since(count):
            found.setdefault((Item(count.item), count.account), []).append(count)
    return found


def _moved_since(count: Count) -> bool:
    touched = Line.objects.filter(item=count.item, movement__seq__gt=count.seq)
    return touched.filter(Q(source=count.account) | Q(target=count.account)).exists()


def closing(on: date) -> Closing | None:
    return Closing.objects.filter(on=on).first()


def closings(last: int = 31) -> list[Closing]:
    return list(Closing.objects.order_by("-on")[:last])


def flows_since(seq: int) -> list[tuple[Move, Item, int]]:
    """What moved after movement *seq*, by kind of movement and item."""
    rows = Line.objects.filter(movement__seq__gt=seq).values("movement__move", "item")
    moved = [
        (Move(row["movement__move"]), Item(row["item"]), int(row["n"]))
        for row in rows.annotate(n=Sum("quantity")).order_by()
    ]
    return sorted(moved, key=lambda flow: (list(Item).index(flow[1]), list(Move).index(flow[0])))


def invalid_waiting() -> QuerySet[InvalidCard]:
    """Invalid cards that wait to be destroyed, the oldest first."""
    return InvalidCard.objects.filter(left__isnull=True).order_by("id")


def invalid_counts(rows: QuerySet[InvalidCard] | None = None) -> dict[str, int]:
    """How many invalid cards by cause, every cause named."""
    held = (invalid_waiting() if rows is None else rows).order_by()
    counted = dict(held.values_list("cause").annotate(n=CountOf("id")))
    return {cause: counted.get(cause, 0) for cause in InvalidCard.Cause.values}


def kinds_held(kinds: Iterable[Kind]) -> list[str]:
    """Accounts of *kinds* that hold something now."""
    wanted = frozenset(kinds)
    return sorted({where for _, where in balances() if kind_of(where) in wanted}, key=order)
