"""Building the demo, and letting its days pass."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from tuntas.accounts.principals import Principal
from tuntas.demo import (
    appointments,
    blanks,
    calling,
    cases,
    desk,
    mark,
    office,
    opening,
    published,
    rounds,
    script,
    telling,
)
from tuntas.demo.day import Day, Done
from tuntas.demo.errors import NotAllowed, OutsideStory
from tuntas.demo.files import Register
from tuntas.demo.opening import Opening
from tuntas.demo.roster import Cast
from tuntas.ledger import clock

Tell = Callable[[str, date], None]
"""``(step, business day)``: ``office``, ``people``, ``register``, then ``day`` for each day."""


def build(*, folder: Path, start: date, tell: Tell, open_with: Opening = opening.write) -> None:
    """Make the office and live its days until the evening of *start*.

    Args:
        folder: the data folder; the office's files are written below it.
        open_with: writes the files of the first day.
    Raises:
        OutsideStory: *start* lies before the opening.
        NotADemo: another office's store.
    """
    first = script.OPENING_ON
    if start < first:
        raise OutsideStory
    mark.begin(folder)
    with _in_a_hurry():
        tell("office", first)
        clock.move_to(first)
        office.set_up()
        appointments.hand_out_keys(Path(settings.MEDIA_ROOT) / "tte")
        tell("people", first)
        register, cast = Register(open_with(folder)), Cast()
        tell("register", first)
        desk.take_in_register(
            opening.register_file(folder), cut_off=first, cast=cast, at=office.at(first, 8)
        )
        for on in _days_of_news(first, start):
            tell("day", on)
            _live(on, register, cast, folder)
        blanks.stock_up(cast=cast, start=start)
        cases.open_some(cast=cast, start=start)
    clock.move_to(start)
    mark.finish(folder, telling.told().fingerprint)


def advance_to(*, actor: Principal, day: date, folder: Path) -> list[Done]:
    """Let the days after today pass until the evening of *day*, with what the script has for them.

    Raises:
        NotAllowed: *actor* may not move the clock.
        NotADemo, OtherStory: the store was not built by this demo.
        tuntas.ledger.clock.ClockRunsForward: *day* is past.
    """
    if not actor.can("move_clock"):
        raise NotAllowed
    mark.demand(folder, telling.told().fingerprint)
    today = clock.today()
    if day < today:
        raise clock.ClockRunsForward
    register, cast = Register(telling.told()), Cast()
    done = [_live(on, register, cast, folder) for on in _days_of_news(today, day)]
    clock.move_to(day)
    return done


def _days_of_news(after: date, until: date) -> Iterator[date]:
    """Days after one and until another on which something happens at the office."""
    news = {act.known_on for act in telling.told().acts} | published.days() | appointments.days()
    news |= set(rounds.DAYS) | calling.DAYS
    days = ((after + timedelta(days=n)) for n in range(1, (until - after).days + 1))
    return (on for on in days if on in news)


def _live(on: date, register: Register, cast: Cast, folder: Path) -> Done:
    done = Day(on=on, register=register, cast=cast, folder=opening.files(folder)).live()
    # Last, so that a day cut short is lived again; each of its acts counts once.
    clock.move_to(on)
    return done


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """A demo that breaks while it is built is built again: no waiting for disk and collector."""
    gc.disable()
    try:
        with _not_waiting_for_the_disk():
            yield
    finally:
        gc.enable()


@contextmanager
def _not_waiting_for_the_disk() -> Iterator[None]:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _pragma("synchronous=OFF")
    try:
        yield
    finally:
        _pragma("synchronous=FULL")
        _pragma("wal_checkpoint(TRUNCATE)")


def _pragma(setting: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {setting}")
