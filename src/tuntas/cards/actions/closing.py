"""Closing a day: two people count what lies in the office, the book is held against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit import queries as audit
from tuntas.audit.actions import write_act
from tuntas.cards import queries, serials, stock
from tuntas.cards.actions import papers
from tuntas.cards.actions.posting import lock_head
from tuntas.cards.digests import closing_digest
from tuntas.cards.errors import (
    AlreadyClosed,
    CountMissing,
    CountsDiffer,
    MoveUnknown,
    NobodyThere,
    SamePerson,
)
from tuntas.cards.models import Closing, Count
from tuntas.cards.queries import stock as held
from tuntas.cards.stock import COUNTED, Item, kind_of, order

Key = tuple[Item, str]
NOTHING = ("", "0", "-")
"""What people write where they found no blank."""


def count(
    *, actor: Principal, account: str, item: Item, found: str, on: date, now: datetime
) -> None:
    """What *actor* found in *account*: serials as text, or a number; again is anew.

    Raises:
        SerialUnreadable, MoveUnknown: not counted by hand. NobodyThere, AlreadyClosed.
    """
    if kind_of(account) not in COUNTED:
        raise MoveUnknown
    if not actor.officer_ref:
        raise NobodyThere
    said = _said(item, found)
    with transaction.atomic():
        head = lock_head()
        if queries.closing(on) is not None:
            raise AlreadyClosed
        Count.objects.update_or_create(
            on=on,
            account=account,
            item=item,
            counted_by=actor.officer_ref,
            defaults={"found": said, "seq": head.seq, "at": now},
        )
        write_act(
            actor=actor.ref,
            verb="cards.count_stock",
            subjects=[],
            detail={"on": on.isoformat(), "account": account, "item": item},
            at=now,
        )


def close_day(*, actor: Principal, on: date, now: datetime) -> Closing:
    """Close day *on* after two people counted; what does not hold stands in it by serials.

    *actor* is one of the two. The letter of the day goes to the signature queue.

    Raises:
        AlreadyClosed, CountMissing, CountsDiffer, SamePerson
    """
    with transaction.atomic():
        head = lock_head()
        if queries.closing(on) is not None:
            raise AlreadyClosed
        counts = queries.found_by(on)
        _whole(counts)
        closing = _closing(actor, counts, on, head.seq, now)
        closing.save()
        closing.letter = papers.daily_report(actor=actor, closing=closing, on=on, now=now)
        closing.save(update_fields=["letter"])
        write_act(
            actor=actor.ref,
            verb="cards.close_day",
            subjects=[closing.ref],
            detail={
                "on": on.isoformat(),
                "seq": closing.seq,
                "balanced": closing.balanced,
                "digest": closing_digest(closing),
            },
            at=now,
        )
    return closing


def _said(item: Item, found: str) -> list[str] | int:
    if item is Item.BLANK:
        if found.strip() in NOTHING:
            return []
        return [str(each) for each in serials.read(found)]
    if not found.strip().isdecimal():
        raise MoveUnknown
    return int(found)


def _whole(counts: dict[Key, list[Count]]) -> None:
    lacking = [key for key in held.must_be_counted() if len(counts.get(key, ())) < 2]
    if lacking:
        raise CountMissing(_names(lacking))
    unlike = [key for key, said in counts.items() if len({str(one.found) for one in said}) > 1]
    if unlike:
        raise CountsDiffer(_names(unlike))


def _names(keys: Sequence[Key]) -> str:
    from tuntas.cards.stock_words import place

    return ", ".join(sorted({str(place(where)) for _, where in keys}))


def _closing(
    actor: Principal, counts: dict[Key, list[Count]], on: date, seq: int, now: datetime
) -> Closing:
    before = Closing.objects.order_by("seq").last()
    log = audit.head("acts")
    first, second = _the_two(actor, counts)
    return Closing(
        on=on,
        seq=seq,
        at=now,
        first_by=first,
        second_by=second,
        balances=_balances(),
        flows=[list(flow) for flow in held.flows_since(before.seq if before else 0)],
        differences=_differences(counts),
        log_number=log.n,
        log_head=log.hash,
    )


def _balances() -> list[list[object]]:
    """Everything by the book, blanks first, the store before what has left it."""
    held_now = sorted(
        queries.balances().items(), key=lambda row: (list(Item).index(row[0][0]), order(row[0][1]))
    )
    return [[item, where, number] for (item, where), number in held_now]


def _the_two(actor: Principal, counts: dict[Key, list[Count]]) -> tuple[str, str]:
    people = [{one.counted_by for one in said} for said in counts.values()]
    everybody = set().union(*people)
    if not actor.officer_ref or not all(actor.officer_ref in each for each in people):
        raise SamePerson
    others = sorted(everybody - {actor.officer_ref})
    if not others:
        raise CountMissing("")
    return actor.officer_ref, others[0]


def _differences(counts: dict[Key, list[Count]]) -> list[list[object]]:
    book = held.serials_by_account()
    found = {
        where: serials.read("\n".join(said[0].found))
        for (item, where), said in counts.items()
        if item is Item.BLANK
    }
    counted = {where: book.get(where, []) for where in found}
    told: list[list[object]] = [
        [each.account, Item.BLANK, _texts(each.lacking), _texts(each.surplus)]
        for each in stock.differences(counted, found)
    ]
    numbers = queries.balances()
    for (item, where), said in sorted(counts.items()):
        by_book = numbers.get((item, where), 0)
        if item is not Item.BLANK and said[0].found != by_book:
            short = by_book - said[0].found
            told.append([where, item, [str(max(short, 0))], [str(max(-short, 0))]])
    return told


def _texts(ranges: Sequence[serials.Range]) -> list[str]:
    return [str(each) for each in ranges]
