"""``tuntas centre``: how the packets stand, its end, and keys for machines that ask the ABIS."""

from __future__ import annotations

import os
import signal
import threading
from datetime import datetime
from pathlib import Path

import click

from tuntas.cli.output import Answer, answering, bilingual, django_setup, table

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("centre", help=bilingual("Pusat: paket, kasus, ujungnya.", "The centre."))
def centre() -> None:
    pass


@centre.command("status", help=bilingual("Di mana paket-paketnya.", "Where the packets are."))
@answering
def status() -> Answer:
    """Exit 1 while something is held."""
    django_setup()
    from tuntas.centre import port, premises, queries
    from tuntas.ledger import clock

    found = queries.by_state()
    waiting = [
        {"packet": job.packet, "error": job.error, "received_on": job.received_on}
        for job in queries.held_jobs()
    ]
    end = port.end_on(clock.today())
    unlocked = bool(premises.workshop().keyring.readers())
    held = queries.storage()
    payload = {
        "end": end,
        "key_open": unlocked,
        "states": found,
        "cases": queries.waiting_cases().count(),
        "waiting": waiting,
        "identities": held.templates,
    }
    lines = [
        bilingual(f"Ujung: {end}", f"End: {end}"),
        bilingual("Kunci pusat terbuka", "The centre's key is open")
        if unlocked
        else bilingual("Kunci pusat terkunci", "The centre's key is locked"),
        table([bilingual("keadaan", "state"), "n"], sorted(found.items())),
        *(f"{one['packet']}  {one['error']}" for one in waiting),
    ]
    return Answer(payload, "\n".join(lines), ok=not waiting)


@centre.command("work", help=bilingual("Proses yang menunggu, sekarang.", "Work on what waits."))
@answering
def work() -> Answer:
    """What the worker does by itself: take in, search, decide, destroy what is due."""
    django_setup()
    from django.utils import timezone

    from tuntas.centre import actions, premises, queries
    from tuntas.ledger import clock

    shop, on = premises.workshop(), clock.today()
    new = actions.receive(custody=shop.custody, on=on, now=timezone.now())
    done = actions.work_all(shop=shop, on=on, now=timezone.now)
    gone = actions.destroy_due(custody=shop.custody, on=on, now=timezone.now())
    return Answer(
        {"received": new, "worked": done, "destroyed": gone, "states": queries.by_state()},
        bilingual(
            f"{new} paket baru, {done} diproses, {gone} dimusnahkan.",
            f"{new} new packets, {done} worked on, {gone} destroyed.",
        ),
    )


@centre.command("end", help=bilingual("Tetapkan ujung pusat.", "Set the centre's end."))
@click.argument("end", type=click.Choice(["embedded", "siak", "abis"]))
@click.option("--from", "starts", type=DAY, help=bilingual("mulai hari", "from day"))
@click.option("--document", required=True, help=bilingual("dasar tertulis", "the document"))
@answering
def set_end(end: str, starts: datetime | None, document: str) -> Answer:
    django_setup()
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.centre import port
    from tuntas.ledger import clock

    day = starts.date() if starts else clock.today()
    port.set_end(
        actor=system("terminal"), end=end, starts=day, document=document, now=timezone.now()
    )
    return Answer({"end": end, "starts": day}, bilingual(f"{end} mulai {day}", f"{end} from {day}"))


@centre.command("list", help=bilingual("Daftar rekaman untuk SIAK.", "Recordings for SIAK."))
@click.option("--as", "username", required=True, help=bilingual("akun", "account"))
@click.option("--since", type=DAY, required=True, help=bilingual("sejak hari", "from day"))
@click.option("--purpose", required=True, help=bilingual("keperluan", "what for"))
@click.option(
    "--to",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help=bilingual("berkas CSV", "CSV file"),
)
@answering
def list_sealed(username: str, since: datetime, purpose: str, path: Path) -> Answer:
    """A CSV with NIKs, readable by this account alone; noted in the log with its purpose."""
    django_setup()
    from django.utils import timezone

    from tuntas.centre import siak
    from tuntas.cli.acting import acting
    from tuntas.packets import durable

    actor = acting(username, "export_names")
    rows = siak.sealed(actor=actor, since=since.date(), purpose=purpose, now=timezone.now())
    durable.write(path, siak.as_csv(rows).encode())
    return Answer(
        {"n": len(rows), "file": path},
        bilingual(f"{len(rows)} rekaman ditulis ke {path}.", f"{len(rows)} written to {path}."),
    )


@centre.command("token", help=bilingual("Kunci untuk mesin yang bertanya.", "An ABIS token."))
@click.argument("name")
@click.option("--end", is_flag=True, help=bilingual("akhiri kunci bernama ini", "end it"))
@answering
def token(name: str, end: bool) -> Answer:
    """A new token, shown once; or the end of the old ones."""
    django_setup()
    from django.utils import timezone

    from tuntas.accounts.principals import system
    from tuntas.centre import actions

    actor, now = system("terminal"), timezone.now()
    if end:
        ended = actions.end_token(actor=actor, name=name, now=now)
        return Answer({"ended": ended}, bilingual(f"{ended} kunci diakhiri.", f"{ended} ended."))
    made = actions.make_token(actor=actor, name=name, now=now)
    return Answer(
        {"name": name, "token": made},
        bilingual(
            f"Tampil sekali ini saja: {made}\nKirim POST ke /abis/ dengan Authorization: Bearer.",
            f"Shown this once: {made}\nPOST to /abis/ with Authorization: Bearer.",
        ),
    )


@centre.command("abis-queue", help=bilingual("ABIS lewat antrean pesan.", "The ABIS on a queue."))
@click.option("--broker", "url", required=True, help="stomp://host:61613, stomp+ssl://host:61614")
@click.option("--requests", default="mosip-to-abis", show_default=True)
@click.option("--answers", default="abis-to-mosip", show_default=True)
@answering
def abis_queue(url: str, requests: str, answers: str) -> Answer:
    """Until it is ended by a signal; user and password of the broker from the environment.

    TUNTAS_ABIS_BROKER_USER, TUNTAS_ABIS_BROKER_PASSWORD.
    """
    django_setup()
    from django.db import close_old_connections
    from django.utils import timezone

    from tuntas.centre import abis_queue as queues
    from tuntas.centre import premises
    from tuntas.centre.abis_answering import Share

    broker = queues.Broker.at(
        url,
        user=os.environ.get("TUNTAS_ABIS_BROKER_USER", ""),
        secret=os.environ.get("TUNTAS_ABIS_BROKER_PASSWORD", ""),
        requests=requests,
        answers=answers,
    )
    share, shop, stop = Share.configured(), premises.workshop(), threading.Event()
    shop.writing_key()  # refused in words now rather than with every message
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())

    def answer(content: bytes) -> bytes:
        close_old_connections()
        return queues.respond(shop, content, share=share, now=timezone.now())

    n = queues.serve(broker, answer, stop)
    return Answer({"answered": n}, bilingual(f"{n} pesan dijawab.", f"{n} messages answered."))
