"""``tuntas cards``: the stock of blanks: what is there, what comes, counting, closing a day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, table

if TYPE_CHECKING:
    from tuntas.accounts.principals import Principal

ACCOUNT = click.option("--as", "username", required=True, help=bilingual("akun", "account"))


@click.group("cards", help=bilingual("Blangko: stok, terima, tutup hari.", "Blanks and cards."))
def cards() -> None:
    pass


@cards.command("stock", help=bilingual("Apa ada di mana, cukup berapa hari.", "What lies where."))
@answering
def stock() -> Answer:
    django_setup()
    from django.utils import translation

    from tuntas.cards import queries, stock_words
    from tuntas.cards.stock import Item
    from tuntas.cli.output import language
    from tuntas.ledger import clock

    on = clock.today()
    lasting = queries.lasting(on)[Item.BLANK]
    with translation.override(language()):
        rows = [
            (str(stock_words.ITEMS[item]), stock_words.place(where), number)
            for (item, where), number in sorted(queries.balances().items())
        ]
    payload = {
        "on": on,
        "usable": lasting.balance,
        "days_left": lasting.days,
        "used_in_14_days": lasting.used,
        "balances": [
            {"item": item, "account": where, "quantity": number}
            for (item, where), number in sorted(queries.balances().items())
        ],
        "pending": [one.ref for one in queries.pending()],
    }
    days = "–" if lasting.days is None else lasting.days
    lines = [
        table([bilingual("barang", "item"), bilingual("tempat", "place"), "n"], rows),
        bilingual(
            f"Siap dicetak {lasting.balance}, cukup {days} hari.",
            f"Ready to print {lasting.balance}, enough for {days} days.",
        ),
    ]
    return Answer(payload, "\n".join(lines))


@cards.command("receive", help=bilingual("Catat yang datang.", "Enter what came."))
@ACCOUNT
@click.option(
    "--box",
    "boxes",
    multiple=True,
    help=bilingual("label: seri awal – akhir; boleh berulang", "label: first – last; repeatable"),
)
@click.option("--document", required=True, help=bilingual("nomor BAST", "number of the minutes"))
@click.option("--ribbon", type=click.IntRange(0), default=0, help=bilingual("pita", "ribbons"))
@click.option("--film", type=click.IntRange(0), default=0, help=bilingual("film", "film"))
@click.option("--cleaning", type=click.IntRange(0), default=0, help=bilingual("pembersih", "kits"))
@answering
def receive(
    username: str, boxes: tuple[str, ...], document: str, ribbon: int, film: int, cleaning: int
) -> Answer:
    """Waits for a second person where the rule of the day asks for one (`tuntas cards sign`)."""
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions, queries
    from tuntas.cards.stock import Item
    from tuntas.cli.acting import acting
    from tuntas.ledger import clock

    parts = [box.rpartition(":") for box in boxes]
    ref = actions.receive(
        actor=acting(username, "manage_stock"),
        boxes=[
            (label.strip() or bilingual(f"Kotak {n}", f"Box {n}"), text)
            for n, (label, _colon, text) in enumerate(parts, 1)
        ],
        supplies={Item.RIBBON: ribbon, Item.FILM: film, Item.CLEANING: cleaning},
        document=document,
        on=clock.today(),
        now=timezone.now(),
    )
    return _said(ref, queries.movement(ref).state)


@cards.command("sign", help=bilingual("Tanda tangani sebagai orang kedua.", "Sign as the second."))
@ACCOUNT
@click.argument("ref")
@answering
def sign(username: str, ref: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions, queries
    from tuntas.cli.acting import acting
    from tuntas.ledger import clock

    actor = acting(username, "witness_stock")
    actions.sign(actor=actor, ref=ref, on=clock.today(), now=timezone.now())
    return _said(ref, queries.movement(ref).state)


@cards.command("count", help=bilingual("Catat hitungan satu tempat.", "Enter what you counted."))
@ACCOUNT
@click.argument("account")
@click.argument("found")
@click.option("--item", default="blank", show_default=True, help=bilingual("barang", "item"))
@answering
def count(username: str, account: str, found: str, item: str) -> Answer:
    """FOUND: serials (``S001 – S100, S105``), ``0`` for none; a number for ribbons and film."""
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions
    from tuntas.cards.stock import Item, Kind
    from tuntas.ledger import clock

    if account.partition(":")[0] not in list(Kind) or item not in list(Item):
        raise click.BadParameter(bilingual("tempat atau barang tidak dikenal", "unknown place"))
    actions.count(
        actor=_counter(username),
        account=account,
        item=Item(item),
        found=found,
        on=clock.today(),
        now=timezone.now(),
    )
    return Answer({"account": account, "item": item}, bilingual("Disimpan.", "Saved."))


@cards.command("close", help=bilingual("Tutup hari sesudah dihitung dua orang.", "Close the day."))
@ACCOUNT
@answering
def close(username: str) -> Answer:
    """Exit 1 when the count is not the book; the serials stand in the answer."""
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions
    from tuntas.ledger import clock

    on = clock.today()
    closing = actions.close_day(actor=_counter(username), on=on, now=timezone.now())
    told = [
        {"account": where, "item": item, "lacking": lacking, "surplus": surplus}
        for where, item, lacking, surplus in closing.differences
    ]
    payload = {
        "on": on,
        "balanced": closing.balanced,
        "differences": told,
        "letter": closing.letter,
        "log_head": closing.log_head,
    }
    lines = [bilingual("Hitungan sama dengan buku.", "The count is that of the book.")]
    if told:
        lines = [
            f"{one['account']}: −{', '.join(one['lacking'])} +{', '.join(one['surplus'])}"
            for one in told
        ]
    return Answer(payload, "\n".join(lines), ok=closing.balanced)


@cards.command("report", help=bilingual("Konsep laporan bulanan.", "Draft the monthly report."))
@ACCOUNT
@click.option("--month", type=click.DateTime(["%Y-%m"]), required=True)
@answering
def report(username: str, month: datetime) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions
    from tuntas.cli.acting import acting
    from tuntas.ledger import clock

    ref = actions.monthly_report(
        actor=acting(username, "manage_stock"),
        month=month.date(),
        on=clock.today(),
        now=timezone.now(),
    )
    return Answer({"letter": ref}, bilingual(f"Konsep surat {ref}", f"Draft letter {ref}"))


def _counter(username: str) -> Principal:
    """Whoever may count: the keeper of the stock, or a witness."""
    from tuntas.cli.acting import acting
    from tuntas.cli.output import Refused

    try:
        return acting(username, "manage_stock")
    except Refused:
        return acting(username, "witness_stock")


def _said(ref: str, state: str) -> Answer:
    waits = state == "pending"
    return Answer(
        {"movement": ref, "state": state},
        bilingual(f"{ref}: menunggu orang kedua", f"{ref}: waits for a second person")
        if waits
        else bilingual(f"{ref}: selesai", f"{ref}: done"),
    )
