"""How long somebody was in each status, as recordings made here and snapshots tell it.

A snapshot sees states, not events: a spell begins on the first day a status was seen and ends on
the first day another one was. Of somebody whom the very first snapshot found in a status nobody
knows since when; such a spell is *open at its beginning* and teaches nothing about durations.

>>> from datetime import date
>>> from tuntas.ledger.facts import Fact
>>> said = '{"enrol":1,"card":0,"status":"SFE"}'
>>> here = Fact(1, 7, "recorded", date(2023, 6, 20), "{}", 1, None)
>>> there = Fact(2, 7, "observed", date(2023, 6, 22), said, 2, None)
>>> [(s.status, s.since.day, s.until and s.until.day) for s in course([here, there])]
[('BIO_CAPTURED', 20, 22), ('SENT_FOR_ENROLLMENT', 22, None)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tuntas.enrolment import statuses
from tuntas.ledger.facts import Fact, live
from tuntas.residents.vocabulary import read_ktp_status

CAPTURED_HERE: Final = "BIO_CAPTURED"


@dataclass(frozen=True, slots=True)
class Spell:
    """until: None while it lasts. verbatim: as the last snapshot wrote it. known: it is in the
    table. fell_back: it lies before the one before. begun: its first day is known."""

    person_id: int
    status: str
    verbatim: str
    since: date
    until: date | None
    known: bool
    fell_back: bool
    begun: bool

    def days(self, on: date) -> int:
        """How long it lasted, or has lasted by day *on*."""
        return ((self.until or on) - self.since).days


def course(facts: Sequence[Fact]) -> tuple[Spell, ...]:
    """One person's spells in the order of their days, out of all enrolment facts of theirs."""
    found: list[Spell] = []
    for fact in sorted(live(facts), key=lambda one: (one.effective_on, one.id)):
        spell = _of(fact, found[-1] if found else None)
        if spell is None:
            continue
        if found and found[-1].status == spell.status:
            found[-1] = replace(found[-1], verbatim=spell.verbatim)
            continue
        if found:
            found[-1] = replace(found[-1], until=spell.since)
        found.append(spell)
    return tuple(found)


def _of(fact: Fact, before: Spell | None) -> Spell | None:
    if fact.kind in ("recorded", "marked"):
        code, verbatim, begun = CAPTURED_HERE, CAPTURED_HERE, True
    elif fact.kind == "observed":
        verbatim = str(fact.told().get("status", ""))
        read = read_ktp_status(verbatim)
        if read is None:
            return None
        code, begun = read.code, before is not None
    else:
        return None
    known = statuses.status(code) is not None
    fell_back = before is not None and statuses.regressed(before.status, code)
    return Spell(fact.person_id, code, verbatim, fact.effective_on, None, known, fell_back, begun)
