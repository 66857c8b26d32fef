"""Building the demo, and letting its days pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from tuntas.accounts.principals import Principal
from tuntas.demo import desk, office, published, script, telling
from tuntas.demo.day import Day, Done
from tuntas.demo.errors import NotADemo, OutsideStory
from tuntas.demo.files import Register
from tuntas.ledger import clock
from tuntas.ledger import queries as ledger

MARK: Final = "demo.json"
FILES: Final = "berkas"
Tell = Callable[[str, int, int], None]
"""``(what is being done, steps done, steps in all)``."""


def build(*, folder: Path, start: date, tell: Tell) -> None:
    """Make the office and live its days until the evening of *start*.

    Args:
        folder: the data folder; the office's files are written below it.
    Raises:
        OutsideStory: *start* lies before the opening.
    """
    if start < script.OPENING_ON:
        raise OutsideStory
    tell("office", 0, 1)
    clock.move_to(script.OPENING_ON)
    office.set_up()
    tell("people", 0, 1)
    story = telling.told()
    register = Register(story)
    path = _folder(folder) / f"penduduk-{script.OPENING_ON.isoformat()}.csv"
    path.write_text(register.export(seed=script.SEED), encoding="utf-8", newline="")
    tell("register", 0, 1)
    desk.take_in_register(path, cut_off=script.OPENING_ON, at=office.at(script.OPENING_ON, 8))
    (folder / MARK).write_text(json.dumps({"seed": script.SEED}), encoding="utf-8")
    days = list(_days_of_news(script.OPENING_ON, start))
    for n, on in enumerate(days):
        tell("days", n, len(days))
        _live(on, register, folder)
    clock.move_to(start)
    tell("days", len(days), len(days))


def advance_to(*, actor: Principal, day: date, folder: Path) -> list[Done]:
    """Let the days after today pass until the evening of *day*, with what the script has for them.

    Raises:
        NotADemo: the store was not built by the demo.
        NotAllowed: *actor* may not move the clock.
        tuntas.ledger.clock.ClockRunsForward: *day* is past.
    """
    desk.check_may_move(actor)
    if not is_built(folder):
        raise NotADemo
    today = clock.today()
    if day < today:
        raise clock.ClockRunsForward
    register = Register(telling.told())
    done = [_live(on, register, folder) for on in _days_of_news(today, day)]
    clock.move_to(day)
    return done


def is_built(folder: Path) -> bool:
    """Whether a demo stands in *folder*, to its last step."""
    return (folder / MARK).is_file() and ledger.is_open()


def _days_of_news(after: date, until: date) -> Iterator[date]:
    """Days after one and until another on which something happens at the office."""
    told = {act.known_on for act in telling.told().acts} | published.days()
    on = after + timedelta(days=1)
    while on <= until:
        if on in told:
            yield on
        on += timedelta(days=1)


def _live(on: date, register: Register, folder: Path) -> Done:
    done = Day(on=on, register=register, folder=_folder(folder)).live()
    # Last, so that a day cut short is lived again; each of its acts counts once.
    clock.move_to(on)
    return done


def _folder(folder: Path) -> Path:
    files = folder / FILES
    files.mkdir(parents=True, exist_ok=True)
    return files
