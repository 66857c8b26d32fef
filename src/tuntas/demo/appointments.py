"""Who held which seat and could sign electronically, from day to day, through ordinary actions.

The rows are in ``data/appointments.csv``. What the user recorded before the script stays: an act
that no longer fits (somebody sits there already, the entry has ended) is left out.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from tuntas.accounts import queries as accounts
from tuntas.accounts.actions.add import dismiss_officer
from tuntas.accounts.principals import Principal
from tuntas.authority import actions, queries
from tuntas.authority.errors import AuthorityError
from tuntas.demo import roster
from tuntas.letters.simulator import Simulator

SECRET: Final = "peragaan"
"""With what every officer of the demo signs electronically: nobody's signature, so no secret."""
SIGNERS: Final = ("kepala", "sekretaris", "kabid", "camat")


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the file: *who* by user name, *starts* since when it holds."""

    on: date
    act: str
    seat: str
    who: str
    kind: str
    starts: date
    paper: str
    source: str


def days() -> set[date]:
    """Days on which something of this kind happens."""
    return {act.on for act in _acts()}


def sources(on: date) -> list[str]:
    """What is known of day *on*, each with who said so, or that it is assumed."""
    return [act.source for act in _acts() if act.on == on and act.source]


def happen(*, actor: Principal, on: date, now: datetime) -> None:
    """What the file has for day *on*; done again, it changes nothing."""
    for act in _acts():
        if act.on == on:
            with suppress(AuthorityError):
                _DO[act.act](actor, act, now)


def hand_out_keys(folder: Path) -> None:
    """Whoever may come to sign gets a specimen key in *folder*, locked by `SECRET`."""
    simulator = Simulator(folder)
    for username in SIGNERS:
        simulator.enrol(_officer(username), SECRET)


@lru_cache(maxsize=1)
def _acts() -> tuple[Act, ...]:
    return tuple(_read())


def _read() -> Iterator[Act]:
    text = resources.files("tuntas.demo").joinpath("data", "appointments.csv").read_text("utf-8")
    for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#")):
        on = date.fromisoformat(row["on"])
        yield Act(
            on=on,
            act=row["act"],
            seat=row["seat"],
            who=row["who"],
            kind=row["kind"],
            starts=date.fromisoformat(row["from"]) if row["from"] else on,
            paper=row["paper"],
            source=row["source"],
        )


def _assign(actor: Principal, act: Act, now: datetime) -> None:
    actions.assign(
        actor=actor,
        seat=act.seat,
        officer_ref=_officer(act.who),
        capacity=act.kind,
        starts=act.starts,
        decree=act.paper,
        source=act.source,
        now=now,
    )


def _end_assignment(actor: Principal, act: Act, now: datetime) -> None:
    for ref in _seated(act):
        actions.end_assignment(actor=actor, ref=ref, ends=act.on, ended_by=act.source, now=now)


def _milestone(actor: Principal, act: Act, now: datetime) -> None:
    for ref in _seated(act):
        actions.note_milestone(
            actor=actor, ref=ref, kind=act.kind, on=act.on, source=act.source, now=now
        )


def _absence(actor: Principal, act: Act, now: datetime) -> None:
    actions.record_absence(
        actor=actor, officer_ref=_officer(act.who), starts=act.starts, source=act.source, now=now
    )


def _certificate(actor: Principal, act: Act, now: datetime) -> None:
    actions.record_certificate(
        actor=actor, officer_ref=_officer(act.who), starts=act.starts, source=act.source, now=now
    )


def _end(actor: Principal, act: Act, now: datetime) -> None:
    what = act.act.removeprefix("end_")
    for ref in queries.entries_of(what, _officer(act.who), act.on):
        actions.end(actor=actor, what=what, ref=ref, ends=act.on, source=act.source, now=now)


def _dismiss(actor: Principal, act: Act, now: datetime) -> None:
    user = accounts.user_by_name(act.who)
    if user is not None and user.officer.active:
        dismiss_officer(actor=roster.SYSTEM, officer=user.officer, now=now)


def _seated(act: Act) -> list[str]:
    return queries.entries_of("assignment", _officer(act.who), act.on, seat=act.seat)


def _officer(username: str) -> str:
    user = accounts.user_by_name(username)
    if user is None:
        raise LookupError(username)
    return user.officer.ref


_DO: Final[dict[str, Callable[[Principal, Act, datetime], None]]] = {
    "assign": _assign,
    "end_assignment": _end_assignment,
    "milestone": _milestone,
    "absence": _absence,
    "end_absence": _end,
    "certificate": _certificate,
    "end_certificate": _end,
    "dismiss": _dismiss,
}
