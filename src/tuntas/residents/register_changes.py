"""From what is known of a person and what a row says to the events that lie between.

Nothing is overwritten: a difference becomes an event with the day on which it holds. A
wrong entry is *corrected* and counts for all days; life *changes* from a day on. An
empty cell says nothing.

>>> known = Known({"name": "SITI", "marital": "never"}, village=7, status="here")
>>> row = {"name": "SITI", "marital": "married"}
>>> [event.kind for event in register_events(known, row, village=7, on=date(2023, 6, 30))]
['married']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from tuntas.residents.vocabulary import EVER_MARRIED, EventWord

CORRECTED: Final = ("nik", "name", "sex", "birth_place", "birth_on")
"""Fields that never change in a life: a difference means that the old entry was wrong."""

CHANGED: Final = (
    "kk",
    "religion",
    "occupation",
    "citizenship",
    "family_role",
    "address",
    "dusun",
    "rt",
    "rw",
)
ADDRESS: Final = ("kk", "address", "dusun", "rt", "rw")
"""What a move brings along."""

LEAST_LIKENESS: Final = 0.6
"""Below this two names are two people, if their birth dates differ too."""


class Event(NamedTuple):
    """An event to append: kind and payload as in ``tracks.py``."""

    kind: str
    on: date
    told: dict[str, Any]


@dataclass(frozen=True)
class Known:
    """A person as known for one day; texts are ``''`` where nothing is known."""

    fields: Mapping[str, str]
    village: int
    status: str


def register_events(
    known: Known, row: Mapping[str, str], *, village: int, on: date, late: bool = False
) -> list[Event]:
    """What a register row adds to what is known for its day.

    Args:
        known: as of *on*; not of somebody dead or merged.
        village: 0 when the row does not say.
        on: the day from which changes without a day of their own hold.
        late: later things are known already; then an old entry corrects nothing that
            somebody has filled in since.
    """
    new: dict[str, Any] = _news(known, row)
    events = list(_return(known, row, village, on))
    if not events and village and village != known.village:
        moved: dict[str, Any] = {name: new.pop(name) for name in ADDRESS if name in new}
        events.append(Event("moved", on, {"village": village, **moved}))
    corrected: dict[str, Any] = {
        name: new[name]
        for name in CORRECTED
        if name in new and not (late and known.fields.get(name))
    }
    if "nik" in corrected:
        corrected["nik_before"] = known.fields.get("nik", "")
    events += _marriage(known, new, on, corrected, late=late)
    if corrected:
        events.append(Event("corrected", on, corrected))
    if not events or events[0].kind != "moved_in":
        events += _plain_changes(new, on)
    return events


def _news(known: Known, row: Mapping[str, str]) -> dict[str, str]:
    """Fields of which the row says something else; case and spacing are nothing else."""
    return {
        name: said
        for name, said in row.items()
        if said and said.casefold() != known.fields.get(name, "").casefold()
    }


def _return(known: Known, row: Mapping[str, str], village: int, on: date) -> list[Event]:
    """Somebody who had left stands in the register again."""
    if known.status == "deactivated":
        back = [Event("reactivated", on, {})]
        if village and village != known.village:
            back.append(Event("moved", on, {"village": village}))
        return back
    if known.status != "here":
        said = {name: text for name, text in row.items() if text}
        return [Event("moved_in", on, {**said, "village": village or known.village})]
    return []


def _marriage(
    known: Known, new: Mapping[str, str], on: date, corrected: dict[str, Any], *, late: bool
) -> list[Event]:
    marital, before = new.get("marital"), known.fields.get("marital", "")
    if marital is None:
        return []
    if marital in EVER_MARRIED:
        kind = "married" if before == "never" else "changed"
        return [Event(kind, on, {"marital": marital})]
    if before and not late:
        corrected["marital"] = marital
        return []
    return [] if before else [Event("changed", on, {"marital": marital})]


def _plain_changes(new: Mapping[str, str], on: date) -> list[Event]:
    changed = {name: new[name] for name in CHANGED if name in new}
    events = [Event("changed", on, changed)] if changed else []
    permit = {name: new[name] for name in ("permit_from", "permit_until") if name in new}
    # A permit without an end is said again in every file; only a new end is news.
    if "permit_until" in permit:
        events.append(Event("permit", on, permit))
    return events


def is_another_person(known: Known, row: Mapping[str, str]) -> bool:
    """Whether the row speaks of somebody else under the same NIK: other name and birth date."""
    born, said = known.fields.get("birth_on", ""), row.get("birth_on", "")
    if not born or not said or born == said:
        return False
    names = known.fields.get("name", ""), row.get("name", "")
    if not all(names):
        return False
    first, second = (name.casefold().replace(" ", "") for name in names)
    return SequenceMatcher(None, first, second).ratio() < LEAST_LIKENESS


EXIT_OF_STATUS: Final = {"died": "died", "moved_out": "moved_out", "deactivated": "deactivated"}
EXIT_OF_EVENT: Final = {
    EventWord.DEATH.value: "died",
    EventWord.MOVE_OUT.value: "moved_out",
    EventWord.DEACTIVATION.value: "deactivated",
}
ENTRY_OF_EVENT: Final = {EventWord.BIRTH.value: "born", EventWord.MOVE_IN.value: "moved_in"}


def reported_events(
    known: Known, word: str, row: Mapping[str, str], *, village: int, on: date
) -> list[Event]:
    """What one row of an events file (*mutasi*) adds about somebody on record.

    Exits are no events here: they become proposals (:data:`EXIT_OF_EVENT`).
    """
    if word == EventWord.MARRIAGE:
        if known.fields.get("marital") in EVER_MARRIED:
            return []
        return [Event("married", on, {"marital": row.get("marital") or "married"})]
    if word == EventWord.DIVORCE:
        marital = row.get("marital") or "divorced"
        same = known.fields.get("marital") == marital
        return [] if same else [Event("changed", on, {"marital": marital})]
    if word == EventWord.REACTIVATION:
        return [Event("reactivated", on, {})] if known.status == "deactivated" else []
    if word == EventWord.MISSING:
        return []
    if word == EventWord.BIRTH and known.status == "here":
        village = 0
    return register_events(known, row, village=village, on=on)
