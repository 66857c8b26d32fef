"""`tuntas demo`: a whole regency of people who do not exist, built and opened."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tuntas.cli import serve
from tuntas.cli.output import Answer, answering, bilingual, django_setup, language, say, table
from tuntas.config import supervise
from tuntas.demo import opening
from tuntas.web.numerals import decimal, short_date, whole

if TYPE_CHECKING:
    from tuntas.demo.reckoning import Line

DEFAULT_FOLDER = "demo-data"
HOST = "127.0.0.1"
STEPS = {
    "office": ("Kantor, wilayah, akun, target", "Office, regions, accounts, targets"),
    "people": ("Penduduk rekaan dan kisahnya", "Invented people and their story"),
    "register": ("Impor berkas penduduk", "Importing the register"),
}

COLUMNS = (
    ("hari", "day"),
    ("wajib KTP", "obliged"),
    ("sudah rekam", "recorded"),
    ("belum rekam", "left"),
    ("persen", "percent"),
    ("target", "target"),
)


@click.command(
    "demo",
    help=bilingual(
        "Gorontalo Utara peragaan: penduduk rekaan, wilayah nyata, kisah 2020-2023.",
        "Gorontalo Utara as a demo: invented people, real places, the story of 2020-2023.",
    ),
)
@click.option(
    "--headless",
    is_flag=True,
    help=bilingual(
        "jalani semuanya di terminal lalu selesai; tanpa --data di folder sementara",
        "walk the whole road in the terminal and end; without --data in a temporary folder",
    ),
)
@click.option(
    "--start",
    type=click.DateTime(["%Y-%m-%d"]),
    help=bilingual("hari pembukaan (bawaan 2023-06-14)", "opening day (default 2023-06-14)"),
)
@click.option(
    "--build",
    "only_build",
    is_flag=True,
    help=bilingual("siapkan saja, jangan dibuka", "make it ready, do not open it"),
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reload", is_flag=True, help=bilingual("untuk pengembang", "for developers"))
@answering
def demo(
    headless: bool, start: datetime | None, only_build: bool, port: int, reload: bool
) -> Answer:
    os.environ["TUNTAS_DEMO"] = "1"
    opening_day = start.date() if start else None
    if headless:
        with _folder_for_a_walk():
            return _walk(opening_day)
    os.environ["TUNTAS_HOME"] = str(Path(os.environ.get("TUNTAS_HOME", DEFAULT_FOLDER)).resolve())
    if only_build:
        return _build(opening_day)
    return _open(opening_day, port=port, reload=reload)


@contextmanager
def _folder_for_a_walk() -> Iterator[None]:
    """The folder of ``--data``; else one that is gone afterwards."""
    if "TUNTAS_HOME" in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="tuntas-demo-") as folder:
        os.environ["TUNTAS_HOME"] = folder
        try:
            yield
        finally:
            del os.environ["TUNTAS_HOME"]
            _let_go_of_the_store()


def _walk(start: date | None) -> Answer:
    began = time.monotonic()
    with opening.beside(_folder()) as open_with:
        django_setup()
        _build_or_reopen(start, open_with)
    from tuntas.demo import reckoning

    _advance(reckoning.LAST_DAY)
    say("Menghitung ulang semuanya dari fakta", "Recounting everything from the facts")
    reckoned = reckoning.reckon()
    say(
        f"Selesai dalam {time.monotonic() - began:.0f} detik.",
        f"Done in {time.monotonic() - began:.0f} seconds.",
    )
    payload = {
        "figures": [
            {
                "on": line.on,
                "obliged": line.obliged,
                "captured": line.captured,
                "left": line.left,
                "percent": line.percent,
                "reached": line.reached,
            }
            for line in reckoned.lines
        ],
        "wilayah": {"kecamatan": reckoned.districts, "desa": reckoned.villages},
        "verify": "ok" if not reckoned.problems else "failed",
    }
    return Answer(payload, _as_table(reckoned.lines, reckoned.holds), ok=reckoned.holds)


def _as_table(lines: Sequence[Line], holds: bool) -> str:
    header = [bilingual(*pair) for pair in COLUMNS]
    rows = [
        (
            short_date(line.on, language()),
            whole(line.obliged, language()),
            whole(line.captured, language()),
            whole(line.left, language()),
            decimal(line.percent, None, language()),
            bilingual("ya", "yes") if line.reached else bilingual("belum", "not yet"),
        )
        for line in lines
    ]
    verdict = (
        bilingual("Semua cocok.", "All of it holds.")
        if holds
        else bilingual("Ada yang tidak cocok: tuntas verify", "Something is wrong: tuntas verify")
    )
    return f"{table(header, rows)}\n{verdict}"


def _build_or_reopen(start: date | None, open_with: opening.Opening) -> None:
    """A ready demo with its clock on *start* or, when reopened without a day, where it stood."""
    from tuntas.demo import mark
    from tuntas.demo.errors import AlreadyLater, NotADemo, Unfinished
    from tuntas.ledger import clock

    folder = _folder()
    match mark.state(folder):
        case mark.State.EMPTY:
            from tuntas.demo import actions, script

            actions.build(
                folder=folder,
                start=start or script.STARTS_ON,
                tell=_teller(),
                open_with=open_with,
            )
        case mark.State.BUILDING:
            raise Unfinished
        case mark.State.FOREIGN:
            raise NotADemo
        case mark.State.READY if start is not None and start < clock.today():
            raise AlreadyLater
        case mark.State.READY if start is not None:
            _advance(start)


def _advance(until: date) -> None:
    from django.conf import settings

    from tuntas.demo import actions
    from tuntas.demo.roster import Cast
    from tuntas.ledger import clock

    if clock.today() < until:
        say(f"Memajukan hari sampai {until}", f"Letting the days pass until {until}")
        actions.advance_to(actor=Cast()["kepala"], day=until, folder=settings.DATA_DIR)


def _teller() -> Callable[[str, date], None]:
    """Says each step when it begins, and each year of the story."""
    began = time.monotonic()
    said: set[str] = set()

    def tell(step: str, on: date) -> None:
        words = STEPS.get(step, (f"Kisah {on.year}", f"The story of {on.year}"))
        if words[0] not in said:
            said.add(words[0])
            elapsed = f"[{time.monotonic() - began:3.0f} s]"
            say(f"{elapsed} {words[0]}", f"{elapsed} {words[1]}")

    return tell


def _tell_sign_ins(address: supervise.Address) -> None:
    from django.urls import reverse

    from tuntas.accounts.queries import role_titles
    from tuntas.demo.appointments import SECRET
    from tuntas.demo.roster import SEATS
    from tuntas.ledger import clock

    today = short_date(clock.today(), language())
    say(f"Hari peragaan: {today}", f"Day of the demo: {today}")
    door = f"{address.url.rstrip('/')}{reverse('accounts:sign_in')}"
    say(f"Masuk tanpa kata sandi: {door}", f"Sign in without a password: {door}")
    for seat in SEATS:
        click.echo(f"  {seat.username:<11} {', '.join(role_titles([seat.role]))}", err=True)
    say(f"Kata kunci TTE di sini: {SECRET}", f"Word for electronic signatures here: {SECRET}")
    _tell_links(address)


def _tell_links(address: supervise.Address) -> None:
    """Pages of those who call others; new at each opening, because tokens are kept nowhere."""
    from django.urls import reverse
    from django.utils import timezone

    from tuntas.demo import calling
    from tuntas.demo.roster import Cast
    from tuntas.ledger import clock

    say("Tautan di desa, untuk ponsel:", "Links in the village, for a phone:")
    made = calling.hand_out_links(cast=Cast(), today=clock.today(), now=timezone.now())
    for role, token in made:
        path = reverse("outreach:link", args=[token])
        click.echo(f"  {role:<12} {address.url.rstrip('/')}{path}", err=True)


def _capture_station() -> list[supervise.Child]:
    """Keys and a simulated scanner, so that the first visitor can record somebody."""
    from tuntas.demo import capture
    from tuntas.enrolment import scanners

    capture.make_ready()
    _let_go_of_the_store()
    folder = str(scanners.simulator_folder())
    # The networks that judge its images need the cores more than the one that draws them.
    calm = {**os.environ, "OMP_NUM_THREADS": "1"}
    return [supervise.Child("tuntas.devices.simulator", calm, ("--folder", folder), silent=True)]


def _announce(address: supervise.Address) -> None:
    serve.announce(address)
    say(
        "Alat perekam simulasi siap: cari orangnya, lalu pilih Mulai perekaman.",
        "A simulated scanner is ready: find a person, then choose Mulai perekaman.",
    )
    _tell_sign_ins(address)
    _let_go_of_the_store()


def _folder() -> Path:
    return Path(os.environ["TUNTAS_HOME"])


def _let_go_of_the_store() -> None:
    from django.db import connections

    connections.close_all()


def _build(start: date | None) -> Answer:
    with opening.beside(_folder()) as open_with:
        django_setup()
        _build_or_reopen(start, open_with)
    return Answer({"built": os.environ["TUNTAS_HOME"]})


def _open(start: date | None, *, port: int, reload: bool) -> Answer:
    address = supervise.Address(HOST, port)
    serve.check_door(address)
    with opening.beside(_folder()) as open_with:
        serve.prepare(address, reload=reload)
        _build_or_reopen(start, open_with)
    _let_go_of_the_store()
    code = serve.run(address, reload=reload, told=_announce, beside=_capture_station)
    return Answer({"served": address.url}, ok=code == 0)
