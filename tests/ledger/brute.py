"""The ledger's meaning, walked day by day and person by person. Shares no code with it.

Everything is asked of plain tuples: which facts were known then, which of them are not
taken back, and what they say about one single day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass
class Told:
    """One fact as a history tells it; *order* rises with becoming known."""

    order: int
    person: int
    kind: str
    on: date
    known: date
    said: dict[str, Any] = field(default_factory=dict)
    takes_back: int | None = None


def state(history: list[Told], person: int, day: date, known: date) -> tuple[int, ...] | None:
    """(village, standing, aside, enrol, card) on the evening of *day*; None when not here."""
    mine = [fact for fact in history if fact.person == person and fact.known <= known]
    stands = [fact for fact in mine if fact.takes_back is None and not _gone(fact, mine)]
    village = _village(stands, day)
    if village is None:
        return None
    enrol, card = _recording(stands, day)
    return (village, _standing(stands, day), _aside(stands, day), enrol, card)


def _gone(fact: Told, mine: list[Told]) -> bool:
    return any(
        other.takes_back == fact.order and not _gone(other, mine)
        for other in mine
        if other.takes_back is not None
    )


def _village(stands: list[Told], day: date) -> int | None:
    past = sorted((f for f in stands if f.on <= day), key=lambda f: (f.on, f.order))
    if any(f.kind in ("died", "merged") for f in past):
        return None
    home: int | None = None
    asleep = False
    for fact in past:
        if fact.kind in ("listed", "born", "moved_in", "moved"):
            home = fact.said["village"]
        if fact.kind in ("moved_out", "unlisted"):
            home = None
        if fact.kind == "deactivated":
            asleep = True
        if fact.kind == "reactivated":
            asleep = False
    return None if asleep else home


def _standing(stands: list[Told], day: date) -> int:
    by_order = sorted(stands, key=lambda f: f.order)
    born = foreign = permit_from = permit_until = None
    wed: date | None = None
    for fact in by_order:
        born = fact.said.get("birth_on", born)
        foreign = fact.said.get("citizenship", foreign)
        permit_from = fact.said.get("permit_from", permit_from)
        permit_until = fact.said.get("permit_until", permit_until)
        word = fact.said.get("marital")
        if word == "never" and fact.kind == "corrected":
            wed = None
        if word is not None and word != "never":
            since = date.fromisoformat(fact.said.get("married_on", fact.on.isoformat()))
            wed = since if wed is None or since < wed else wed
    if foreign == "WNA":
        if permit_from is None and permit_until is None:
            return 0
        if permit_from is not None and day < date.fromisoformat(permit_from):
            return 0
        if permit_until is not None and day > date.fromisoformat(permit_until):
            return 0
    if wed is not None and wed <= day:
        return 2
    if born is None:
        return 1
    return 2 if _full_years(date.fromisoformat(born), day) >= 17 else 0


def _full_years(born: date, day: date) -> int:
    years = day.year - born.year
    return years if (day.month, day.day) >= (born.month, born.day) else years - 1


def _aside(stands: list[Told], day: date) -> int:
    said = [f for f in stands if f.kind in ("set_aside", "taken_back") and f.on <= day]
    if not said:
        return 0
    return int(max(said, key=lambda f: (f.on, f.order)).kind == "set_aside")


def _recording(stands: list[Told], day: date) -> tuple[int, int]:
    here = any(f.kind in ("recorded", "marked") and f.on <= day for f in stands)
    seen = [f for f in stands if f.kind == "observed" and f.on <= day and "enrol" in f.said]
    last = max(seen, key=lambda f: (f.on, f.order), default=None)
    enrol = 0 if last is None else last.said["enrol"]
    return max(int(here), enrol), _card(stands, day, last)


def _card(stands: list[Told], day: date, last: Told | None) -> int:
    """Asked backwards from the evening: what is the latest word on each question?"""
    acts = [f for f in stands if f.kind.startswith("card_") and f.on <= day]
    latest = {f.kind: (f.on, f.order) for f in sorted(acts, key=lambda f: (f.on, f.order))}
    never = (date.min, -1)
    handed, gone = latest.get("card_handed", never), latest.get("card_gone", never)
    printed, undone = latest.get("card_printed", never), latest.get("card_undone", never)
    level = 2 if handed > gone else 1 if printed > max(handed, undone) else 0
    if last is not None:
        said = (last.on, last.order)
        overtaken = gone > said or (last.said["card"] == 1 and undone > said)
        level = level if overtaken else max(level, last.said["card"])
    return level
