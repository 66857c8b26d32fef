"""A story that only goes on: the rows of one more change, without composing the whole.

Nearly every act of an office is of this kind: somebody who came in once and never left is
recorded, proved unique, given a card, later than all that is known of them. Then the rows
follow from the last values alone, read from the stored text as it stands. Right after a
commit has waited for the disk, every line of Python costs three times its usual time
(``docs/decisions/0182-one-more-change.md``), so this is worth a path of its own;
``tests/ledger/test_going_on.py`` holds it against :func:`tuntas.ledger.compose.walk`.
"""

from __future__ import annotations

import json
from collections.abc import KeysView, Mapping
from typing import Any, Final, NamedTuple

from tuntas.ledger.compose import FOREVER, STEPS
from tuntas.ledger.tracks import TRACKS, Change, Changes, dump, dumped, iso, load

_read: Final = json.JSONDecoder().raw_decode  # the stored text has no space around it
_FOREVER: Final = FOREVER.isoformat()
_AFTER: Final = {name: TRACKS[place + 1 :] for place, name in enumerate(TRACKS)}


class Next(NamedTuple):
    """What one more change writes; days as ISO text."""

    text: str  # the track set afterwards, as ``tracks.dump`` has it
    arc: tuple[str, int, int, int, int, str]  # day, from, to, cause
    ended: tuple[str, str, int, int]  # the last spell, as it ends now: days, village, cell
    begun: tuple[str, str, int, int]  # the spell after it


def go_on(text: str, changes: Mapping[str, Changes], opening_on: str) -> Next | None:
    """The rows of the one change by which *changes* go beyond *text*; None if it is not so.

    Args:
        text: the stored track set (``tracks.dump``).
        changes: the whole new course of some tracks, settled.
        opening_on: first day of the ledger, ISO.

    >>> from datetime import date
    >>> known = '{"place":[["2020-06-30",45,"listed"]],"standing":[["2020-06-30",2,"opening"]]}'
    >>> recorded = (Change(date(2023, 6, 20), 1, "recorded"),)
    >>> go_on(known, {"enrol": recorded, "card": ()}, "2020-06-30").arc
    ('2023-06-20', 45, 36, 45, 39, 'recorded')
    >>> go_on(known, {"enrol": ()}, "2020-06-30") is None
    True
    """
    courses: dict[str, list[list[Any]]]
    courses, _ = _read(text)
    places = courses.get("place", ())
    if len(places) != 1 or "place" in changes:
        return None
    found = _one_more(courses, changes)
    if found is None:
        return None
    name, change = found
    since, village, _ = places[0]
    if since < opening_on:
        return None
    cell = 0
    for track, course in courses.items():
        if track != "place":
            day, value, _ = course[-1]
            cell += value * STEPS[track]
            if day > since:
                since = day
    on = iso(change.on)
    if on <= since:
        return None
    before = courses[name][-1][1] if name in courses else 0
    to_cell = cell + (change.value - before) * STEPS[name]
    return Next(
        _told(text, courses.keys(), changes, name),
        (on, village, cell, village, to_cell, change.cause),
        (since, on, village, cell),
        (on, _FOREVER, village, to_cell),
    )


def _one_more(
    courses: Mapping[str, list[list[Any]]], changes: Mapping[str, Changes]
) -> tuple[str, Change] | None:
    """The one track that has one change more at its end, if all else is as it was."""
    found = None
    for name, course in changes.items():
        known = courses.get(name)
        n = 0
        if known:
            n = len(known)
            for (on, value, cause), was in zip(course, known, strict=False):
                if was != [iso(on), value, cause]:
                    return None
        more = len(course) - n
        if more:
            if more != 1 or found:
                return None
            found = name, course[-1]
    return found


def _told(text: str, known: KeysView[str], changes: Mapping[str, Changes], name: str) -> str:
    """*text* with the last change of *name*; spliced in where it ends the text."""
    if not known.isdisjoint(_AFTER[name]):
        return dump(load(text)._replace(**{name: changes[name]}))
    told = dumped(changes[name][-1])
    if name in known:
        return f"{text[:-2]},{told}]}}"
    return f'{text[:-1]},"{name}":[{told}]}}'
