"""The papers of the stock: drafted from what moved, signed like every letter of the office."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tuntas.accounts.principals import Principal
from tuntas.cards import stock_words
from tuntas.cards.errors import MonthUnfinished
from tuntas.cards.models import Closing, InvalidCard, Movement
from tuntas.cards.models import Line as LineRow
from tuntas.cards.queries import stock as held
from tuntas.cards.stock import (
    SUPPLIES,
    USABLE,
    Item,
    Kind,
    Lasting,
    Line,
    Move,
    kind_of,
    total,
)
from tuntas.letters import actions as letters
from tuntas.web.numerals import whole
from tuntas.wilayah import queries as wilayah

HANDED: Final = frozenset(
    {
        Move.RECEIVED,
        Move.BORROWED,
        Move.GIVEN_BACK,
        Move.LENT,
        Move.LENT_BACK,
    }
)
"""Movements between offices: each has its minutes. So have those to and from a kecamatan."""
GOOD: Final = USABLE | {Kind.WORK}

Row = dict[str, str]


def draft(
    *, actor: Principal, movement: Movement, lines: Sequence[Line], on: date, now: datetime
) -> None:
    """Draft the paper of a movement that has just been done, where it has one."""
    move = Move(movement.move)
    if move is Move.DESTROYED:
        kind, make = "destruction_minutes", _destruction
    elif move in HANDED or any(_district(line) for line in lines):
        kind, make = "stock_handover", _handover
    else:
        return
    with translation.override("id"):
        said = make(movement, lines, on)
    movement.letter = letters.draft(actor=actor, kind=kind, said=said, on=on, now=now)
    movement.save(update_fields=["letter"])


def daily_report(*, actor: Principal, closing: Closing, on: date, now: datetime) -> str:
    """The daily sheet of *closing*, put into the signature queue; its ref."""
    with translation.override("id"):
        said = _day(closing, on)
    ref = letters.draft(actor=actor, kind="stock_day", said=said, on=on, now=now)
    letters.submit(actor=actor, ref=ref, now=now)
    return ref


def monthly_report(*, actor: Principal, month: date, on: date, now: datetime) -> str:
    """Draft the report on the month in which *month* lies; the letter's ref.

    Raises:
        MonthUnfinished: it has not ended by day *on*.
    """
    first = month.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if last >= on:
        raise MonthUnfinished
    with translation.override("id"):
        said = _month(first, last)
    return letters.draft(actor=actor, kind="card_monthly_report", said=said, on=on, now=now)


# --- minutes of a movement ----------------------------------------------------------------


def _district(line: Line) -> bool:
    return Kind.DISTRICT in (kind_of(line.source), kind_of(line.target))


def _handover(movement: Movement, lines: Sequence[Line], on: date) -> dict[str, Any]:
    said, here = movement.said, wilayah.office().name
    inward = kind_of(lines[0].target) is Kind.OFFICE
    from_here = stock_words.officer(movement.entered_by)
    other = stock_words.place(lines[0].source if inward else lines[0].target)
    parties = [(said.get("party", ""), said.get("party_position", "") or other), (from_here, here)]
    giver, receiver = parties if inward else parties[::-1]
    return {
        "about": _("Blangko KTP-el: %(move)s") % {"move": stock_words.move(movement)},
        "place": said.get("place", "") or here,
        "on": on.isoformat(),
        "giver": giver[0],
        "giver_position": giver[1],
        "receiver": receiver[0],
        "receiver_position": receiver[1],
        "document": movement.document,
        "items": [_item(line) for line in lines],
        "witnesses": _people([(stock_words.officer(movement.signed_by), _("Saksi dari kantor"))]),
    }


def _destruction(movement: Movement, lines: Sequence[Line], on: date) -> dict[str, Any]:
    said = movement.said
    officers = [movement.entered_by, movement.signed_by]
    return {
        "place": said["place"] or wilayah.office().name,
        "on": on.isoformat(),
        "method": said["method"] or _("dibakar"),
        "causes": [
            {"cause": str(capfirst(InvalidCard.Cause(cause).label)), "count": whole(number)}
            for cause, number in said["causes"].items()
        ],
        "items": [_item(line, stock_words.kind(line.source)) for line in lines],
        "total": sum(line.quantity for line in lines),
        "officers": _people([(stock_words.officer(ref), _("Petugas blangko")) for ref in officers]),
        "witnesses": _people(said["witnesses"]),
    }


def _item(line: Line, what: str = "") -> Row:
    return {
        "what": what or str(stock_words.ITEMS[line.item]),
        "serials": str(line.serials) if line.serials else "–",
        "count": whole(line.quantity),
    }


def _people(people: Iterable[Sequence[str]]) -> list[Row]:
    return [{"name": name, "position": position} for name, position in people if name]


# --- the day ------------------------------------------------------------------------------


def _day(closing: Closing, on: date) -> dict[str, Any]:
    people = [closing.first_by, closing.second_by]
    return {
        "on": closing.on.isoformat(),
        "people": _people([(stock_words.officer(ref), _("Petugas blangko")) for ref in people]),
        "balances": [_balance(*row) for row in closing.balances],
        "flows": [
            {
                "move": str(capfirst(stock_words.MOVES[Move(move)])),
                "what": str(stock_words.ITEMS[Item(item)]),
                "count": whole(number),
            }
            for move, item, number in closing.flows
        ],
        "differences": [
            {
                "place": _where(where),
                "what": difference(item, lacking, surplus),
            }
            for where, item, lacking, surplus in closing.differences
        ],
        "lasting": in_days(held.lasting(on)[Item.BLANK]),
        "log": _("nomor %(n)s: %(head)s")
        % {"n": closing.log_number, "head": " ".join(textwrap.wrap(closing.log_head, 16))},
    }


def _where(account: str) -> str:
    return str(capfirst(stock_words.place(account)))


def _balance(item: str, where: str, number: int) -> Row:
    return {
        "what": str(stock_words.ITEMS[Item(item)]),
        "place": _where(where),
        "count": whole(number),
    }


def difference(item: str, lacking: Sequence[str], surplus: Sequence[str]) -> str:
    """What is not as the book says: by serials, or by number."""
    said = []
    if any(each != "0" for each in lacking):
        said.append(_("kurang %(what)s") % {"what": ", ".join(lacking)})
    if any(each != "0" for each in surplus):
        said.append(_("lebih %(what)s") % {"what": ", ".join(surplus)})
    return f"{stock_words.ITEMS[Item(item)]}: {'; '.join(said)}"


def in_days(lasting: Lasting) -> str:
    """How long stock lasts, in words."""
    if lasting.days is None:
        return _("tidak ada pemakaian dalam 14 hari")
    return _("%(days)s hari menurut pemakaian 14 hari") % {"days": whole(lasting.days)}


# --- the month ----------------------------------------------------------------------------


def _month(first: date, last: date) -> dict[str, Any]:
    before, after = held.balances_on(first - timedelta(days=1)), held.balances_on(last)
    return {
        "to": _("Direktur Jenderal Kependudukan dan Pencatatan Sipil"),
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "stock": _stock(before, after, first, last),
        "invalid": [_invalid(cause, first, last) for cause in InvalidCard.Cause],
        "supplies": [_supply(item, before, after, first, last) for item in SUPPLIES],
    }


def _stock(
    before: Mapping[tuple[Item, str], int],
    after: Mapping[tuple[Item, str], int],
    first: date,
    last: date,
) -> list[Row]:
    """From the opening to the closing balance; each movement with what it did to the stock."""
    effect: Counter[str] = Counter()
    lines = _between(first, last).filter(item=Item.BLANK).select_related("movement__reverses")
    for line in lines:
        into = kind_of(line.target) in GOOD
        out = kind_of(line.source) in GOOD
        effect[stock_words.move(line.movement)] += line.quantity * (into - out)
    rows = [{"what": _("Saldo awal"), "count": whole(total(before, Item.BLANK, GOOD))}]
    rows += [
        {"what": what[:1].upper() + what[1:], "count": f"{'+' if n > 0 else '−'} {whole(abs(n))}"}
        for what, n in sorted(effect.items())
        if n
    ]
    return [*rows, {"what": _("Saldo akhir"), "count": whole(total(after, Item.BLANK, GOOD))}]


def _invalid(cause: InvalidCard.Cause, first: date, last: date) -> Row:
    rows = InvalidCard.objects.filter(cause=cause)
    came = rows.filter(on__range=(first, last)).count()
    earlier = rows.filter(on__lt=first)
    opening = earlier.count() - earlier.filter(left__done_on__lt=first).count()
    left = rows.filter(left__done_on__range=(first, last)).count()
    return {
        "cause": str(capfirst(cause.label)),
        "opening": whole(opening),
        "entered": whole(came),
        "destroyed": whole(left),
        "left": whole(opening + came - left),
    }


def _supply(
    item: Item,
    before: Mapping[tuple[Item, str], int],
    after: Mapping[tuple[Item, str], int],
    first: date,
    last: date,
) -> Row:
    lines = _between(first, last).filter(item=item)
    used = sum(line.quantity for line in lines if kind_of(line.target) is Kind.USED)
    opening, left = total(before, item, GOOD), total(after, item, GOOD)
    return {
        "what": str(stock_words.ITEMS[item]),
        "opening": whole(opening),
        # What else came or went, so that the row adds up.
        "received": whole(left - opening + used),
        "used": whole(used),
        "left": whole(left),
    }


def _between(first: date, last: date) -> Any:
    return LineRow.objects.filter(
        movement__state=Movement.State.DONE, movement__done_on__range=(first, last)
    )
