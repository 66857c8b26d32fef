"""``tuntas cards queue``, ``print`` and ``template``: the print queue from a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from tuntas.cli.cards import ACCOUNT, cards
from tuntas.cli.output import Answer, answering, bilingual, django_setup, table


@cards.command("queue", help=bilingual("Antrean cetak, tanpa nama.", "The print queue, nameless."))
@answering
def queue() -> Answer:
    django_setup()
    from tuntas.cards import queries
    from tuntas.ledger import clock

    counts = queries.queue_counts(clock.today())
    payload = {
        "ready": counts.ready,
        "deferred": counts.deferred,
        "held": counts.held,
        "to_collect": counts.to_collect,
        "printed_yesterday": counts.printed_yesterday,
        "short": counts.short,
        "by_cause": counts.by_cause,
    }
    lines = [
        bilingual(
            f"Siap cetak {counts.ready}, ditunda {counts.deferred}, ditahan {counts.held}; "
            f"menunggu diambil {counts.to_collect}.",
            f"Ready {counts.ready}, put off {counts.deferred}, held {counts.held}; "
            f"to be collected {counts.to_collect}.",
        ),
        table(
            [bilingual("sebab", "cause"), "n"],
            [(cause, n) for cause, n in counts.by_cause.items() if n],
        ),
    ]
    return Answer(payload, "\n".join(lines))


@cards.command("print", help=bilingual("Cetak yang berikutnya.", "Print the next."))
@ACCOUNT
@click.argument("printer")
@click.option("--number", default=1, type=click.IntRange(1, 500), help=bilingual("berapa", "many"))
@click.option("--village", default="", help=bilingual("kode desa atau kecamatan", "region code"))
@answering
def print_(username: str, printer: str, number: int, village: str) -> Answer:
    """Exit 1 when a card failed or is in doubt: somebody must look."""
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions
    from tuntas.cards.errors import NobodyWaits
    from tuntas.cli.acting import acting
    from tuntas.ledger import clock

    actor = acting(username, "print_cards")
    area = _area(actor, village)
    made: list[Any] = []
    for _turn in range(number):
        try:
            card = actions.print_next(
                actor=actor,
                printer_code=printer,
                on=clock.today(),
                now=timezone.now(),
                villages=area,
            )
        except NobodyWaits:
            if not made:
                raise
            break
        made.append(card)
        if card.state == "unused":
            break
    rows = [{"serial": card.serial, "job": card.ref, "state": str(card.state)} for card in made]
    good = all(card.state in ("check", "printing") for card in made)
    lines = "\n".join(f"{row['serial']}  {row['state']}" for row in rows)
    return Answer({"cards": rows}, lines, ok=good)


@cards.group("template", help=bilingual("Templat kartu kantor.", "The office's own face."))
def template() -> None:
    pass


@template.command("install", help=bilingual("Pasang templat yang diizinkan.", "Install it."))
@ACCOUNT
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--document", required=True, help=bilingual("nomor izinnya", "its authorisation"))
@answering
def install(username: str, file: Path, document: str) -> Answer:
    """From now on cards carry this face, and no SPESIMEN (`docs/cards.md`)."""
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions
    from tuntas.cli.acting import acting
    from tuntas.ledger import clock

    digest = actions.install_template(
        actor=acting(username, "authorise_mode"),
        content=file.read_bytes(),
        document=document,
        on=clock.today(),
        now=timezone.now(),
    )
    return Answer({"digest": digest}, bilingual(f"Terpasang: {digest}", f"Installed: {digest}"))


@template.command("end", help=bilingual("Akhiri izin templat.", "End the leave."))
@ACCOUNT
@click.option("--document", required=True, help=bilingual("dasarnya", "the document"))
@answering
def end(username: str, document: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.cards import actions
    from tuntas.cli.acting import acting
    from tuntas.ledger import clock

    actions.end_template(
        actor=acting(username, "authorise_mode"),
        document=document,
        on=clock.today(),
        now=timezone.now(),
    )
    return Answer({"ended": True}, bilingual("Kartu kembali spesimen.", "Specimens again."))


def _area(actor: Any, village: str) -> frozenset[int] | None:
    from tuntas.wilayah import queries as wilayah

    held: frozenset[int] | None = actor.village_ids("print_cards")
    if not village:
        return held
    region = wilayah.region_by_code(village)
    if region is None:
        raise click.BadParameter(bilingual("kode wilayah tidak dikenal", "no such region"))
    inside = wilayah.subtree_village_ids(region.id)
    return inside if held is None else inside & held
