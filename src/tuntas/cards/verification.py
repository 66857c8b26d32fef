"""What ``tuntas verify`` asks of the stock: every movement replayed, the log asked what it was."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tuntas.audit.chain import Problem
from tuntas.audit.models import Act
from tuntas.cards import queries, serials
from tuntas.cards.digests import closing_digest, digest_of
from tuntas.cards.errors import NotThere
from tuntas.cards.models import Blank, Box, Closing, InvalidCard, Movement, StockHead
from tuntas.cards.queries import stock as held
from tuntas.cards.stock import INVALID, SOURCES, Book, Item, Move, kind_of


def check() -> Iterator[Problem]:
    """Every movement against the log, every blank against the movements, every closing."""
    logged = _logged()
    book = Book()
    yield from _movements(book, logged)
    yield from _closings(logged)
    yield from _blanks(book)
    yield from _counted(book)
    yield from _boxes()
    yield from _register(book)


def _logged() -> dict[tuple[str, str], str]:
    """(verb, subject) → digest, from the acts of the stock."""
    verbs = [f"cards.{move}" for move in Move] + ["cards.close_day"]
    found = {}
    for act in Act.objects.filter(verb__in=verbs).iterator():
        for ref in act.subject_refs:
            found[act.verb, ref] = json.loads(act.detail).get("digest", "")
    return found


def _movements(book: Book, logged: dict[tuple[str, str], str]) -> Iterator[Problem]:
    expected = 1
    done = Movement.objects.filter(state=Movement.State.DONE).select_related("reverses")
    for movement in done.order_by("seq").prefetch_related("lines").iterator(chunk_size=2000):
        place = f"cards_movement {movement.seq}"
        if movement.seq != expected:
            yield Problem(place, "nomor urut mutasi terputus", "the sequence is broken")
        expected = (movement.seq or 0) + 1
        rows = sorted(movement.lines.all(), key=lambda row: row.id)
        lines = [row.pure() for row in rows]
        if logged.pop((f"cards.{movement.move}", movement.ref), "") != digest_of(movement, lines):
            yield Problem(
                place, "mutasi tidak sama dengan catatan (acts)", "differs from the log (acts)"
            )
        for line in lines:
            try:
                book.move(line)
            except NotThere as refused:
                yield Problem(place, refused.id, refused.en)
    head = StockHead.objects.filter(id=1).first()
    if (head.seq if head else 0) != expected - 1:
        yield Problem("cards_stockhead", "kepala stok tidak sama", "the head differs")


def _closings(logged: dict[tuple[str, str], str]) -> Iterator[Problem]:
    for closing in Closing.objects.order_by("on"):
        if logged.pop(("cards.close_day", closing.ref), "") != closing_digest(closing):
            yield Problem(
                f"cards_closing {closing.on}",
                "penutupan tidak sama dengan catatan (acts)",
                "the closing differs from the log (acts)",
            )
    for verb, ref in sorted(logged):
        yield Problem(f"{verb} {ref}", "baris stok hilang", "the row of the stock is gone")


def _blanks(book: Book) -> Iterator[Problem]:
    now = held.serials_by_account()
    for where in sorted(book.accounts() | set(now)):
        by_book, by_rows = book.serials(where), serials.merge(now.get(where, []))
        for each in serials.without(by_book, by_rows):
            yield Problem(
                f"cards_blank {each}", f"menurut mutasi ada di {where}", f"should be in {where}"
            )
        if kind_of(where) in SOURCES:
            continue
        for each in serials.without(by_rows, by_book):
            yield Problem(
                f"cards_blank {each}", f"tanpa mutasi ke {where}", f"nothing moved it to {where}"
            )
    stray = Blank.objects.filter(account__startswith="work:", job="").count()
    if stray:
        yield Problem(
            "cards_blank", f"{stray} sedang dicetak tanpa pekerjaan", f"{stray} in work, no job"
        )


def _counted(book: Book) -> Iterator[Problem]:
    by_book, now = book.balances(), queries.balances()
    for item, where in sorted(set(by_book) | set(now)):
        if item is Item.BLANK or kind_of(where) in SOURCES:
            continue
        should, stands = by_book.get((item, where), 0), now.get((item, where), 0)
        if should != stands:
            yield Problem(
                f"cards_holding {item} {where}",
                f"tertulis {stands}, seharusnya {should}",
                f"says {stands}, should be {should}",
            )


def _boxes() -> Iterator[Problem]:
    for movement in Movement.objects.filter(state=Movement.State.DONE, said__has_key="boxes"):
        said = [
            (label, str(each))
            for label, text in movement.said["boxes"]
            for each in serials.read(text)
        ]
        boxes = Box.objects.filter(movement=movement).order_by("id")
        if [(box.label, str(box.serials)) for box in boxes] != said:
            yield Problem(
                f"cards_box of {movement.ref}",
                "kotak tidak sama dengan penerimaan",
                "boxes differ from the receipt",
            )


def _register(book: Book) -> Iterator[Problem]:
    """The register of invalid cards is what lies in their accounts, serial by serial."""
    waiting: dict[str, list[InvalidCard]] = {}
    for row in InvalidCard.objects.filter(left__isnull=True):
        waiting.setdefault(row.account, []).append(row)
    balances = book.balances()
    places = {where for _, where in balances if kind_of(where) in INVALID} | set(waiting)
    for where in sorted(places):
        rows = waiting.get(where, [])
        told = serials.merge(serials.one(row.serial) for row in rows if row.serial)
        without = sum(1 for row in rows if not row.serial)
        if told != book.serials(where) or without != balances.get((Item.OLD_CARD, where), 0):
            yield Problem(
                f"cards_invalidcard {where}",
                "register kartu invalid tidak sama dengan stok",
                "the register of invalid cards differs from the stock",
            )
