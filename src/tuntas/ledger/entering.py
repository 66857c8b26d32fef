"""A crowd that comes in at once: the rows of many people of whom nobody has ever heard.

At a first import that is everybody. They all come in on one day and stay in one village, and
most of them are alike in all else that the ledger knows: so a stay is composed once for all
whom it fits, whatever their village, and rows are made column by column. A third of the time of
``Batch.enter`` person by person (``docs/decisions/0181-a-crowd-comes-in-by-columns.md``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from tuntas.audit.statements import Session
from tuntas.ledger import bulk
from tuntas.ledger.arcs import COLUMNS as ARC_COLUMNS
from tuntas.ledger.cells import OUT_CELL
from tuntas.ledger.tracks import OUT, Change, TrackSet
from tuntas.ledger.writing import (
    COURSE_COLUMNS,
    SPELL_COLUMNS,
    Row,
    written,
)

_SOMEWHERE: Final = 999_999_937
"""Stands for the village; no region has such an id."""


@dataclass(frozen=True, eq=False)
class Stay:
    """The story of somebody who comes in once and never leaves the village, whichever it is.

    Days as ISO text. Equal stays are equal only as the same object.

    Attributes:
        text: the track set (``tracks.dump``) before and after the number of the village.
        entry: day, cell and cause of coming in.
        later: day, cell before, cell after and cause of each change.
        spells: first day, day after the last, and cell.
    """

    text: tuple[str, str]
    entry: tuple[str, int, str]
    later: tuple[tuple[str, int, int, str], ...]
    spells: tuple[tuple[str, str, int], ...]

    def arcs(self, village: int) -> list[tuple[str, int, int, int, int, str]]:
        """Day, from, to, cause."""
        on, cell, cause = self.entry
        later = [(day, village, was, village, now, why) for day, was, now, why in self.later]
        return [(on, OUT, OUT_CELL, village, cell, cause), *later]

    @cached_property
    def copied(self) -> _Copied:
        on, cell, cause = self.entry
        before, after = map(bulk.copy_cell, self.text)
        return _Copied(
            before,
            after,
            f"{on}\t{OUT}\t{OUT_CELL}\t",
            f"\t{cell}\t{cause}\t1\t",
            [
                (f"{day}\t", f"\t{was}\t", f"\t{now}\t{why}\t1\t")
                for day, was, now, why in self.later
            ],
            [(f"{since}\t{until}\t", f"\t{at}\n") for since, until, at in self.spells],
        )


class _Copied(NamedTuple):
    """The texts of a stay as COPY reads them, cut where the village stands."""

    before: str
    after: str
    come: str
    came: str
    later: list[tuple[str, str, str]]
    spells: list[tuple[str, str]]


def stay(on: date, cause: str, others: TrackSet, opening_on: date) -> Stay:
    """The stay of somebody who comes in *on* a day, with all tracks but the place as *others*.

    Args:
        on: not before *opening_on*, the first day of the ledger.

    >>> d = date(2020, 12, 31)
    >>> stay(d, "listed", TrackSet(), d).arcs(7)
    [('2020-12-31', 0, -1, 7, 0, 'listed')]
    """
    story = written(others._replace(place=(Change(on, _SOMEWHERE, cause),)), opening_on)
    before, after = story.text.split(str(_SOMEWHERE))
    (day, _, _, _, cell, why), *later = story.arcs
    return Stay(
        (before, after),
        (day, cell, why),
        tuple([(day, was, now, why) for day, _, was, _, now, why in later]),
        tuple([(since, until, cell) for since, until, _, cell in story.spells]),
    )


class Crowd(NamedTuple):
    """People, rising, with the village and the stay of each."""

    people: Sequence[int]
    villages: Sequence[int]
    stays: Sequence[Stay]


def write(session: Session, crowd: Crowd, *, seq: int, last_id: int) -> Counter[Row]:
    """Courses, arcs and spells of a crowd.

    Args:
        last_id: the last id of the batch that is given out; each arc takes the next.

    Returns:
        how many arcs there are of each kind: day, from, to, cause.
    """
    if session.vendor == "postgresql":
        _copy(crowd, seq, last_id)
    else:
        _insert(crowd, seq, last_id)
    tally: Counter[Row] = Counter()
    for (one, village), n in Counter(zip(crowd.stays, crowd.villages, strict=True)).items():
        for arc in one.arcs(village):
            tally[arc] += n
    return tally


def _insert(crowd: Crowd, seq: int, last_id: int) -> None:
    each = list(zip(*crowd, strict=True))
    texts = [(who, seq, str(village).join(one.text)) for who, village, one in each]
    bulk.insert("ledger_course", COURSE_COLUMNS, texts)
    moves = [(who, arc) for who, village, one in each for arc in one.arcs(village)]
    arcs = [(n, who, *arc, 1, seq) for n, (who, arc) in enumerate(moves, last_id + 1)]
    bulk.insert("ledger_arc", ARC_COLUMNS, arcs)
    spells = [
        (who, since, until, village, cell)
        for who, village, one in each
        for since, until, cell in one.spells
    ]
    bulk.insert("ledger_spell", SPELL_COLUMNS, spells)


def _copy(crowd: Crowd, seq: int, last_id: int) -> None:
    """The same as text: what people share is formatted once."""
    courses: list[str] = []
    arcs: list[str] = []
    spells: list[str] = []
    n = last_id
    for who, village, one in zip(*crowd, strict=True):
        before, after, come, came, later, stays = one.copied
        courses.append(f"{who}\t{seq}\t{before}{village}{after}\n")
        n += 1
        arcs.append(f"{n}\t{who}\t{come}{village}{came}{seq}\n")
        for on, was, now in later:
            n += 1
            arcs.append(f"{n}\t{who}\t{on}{village}{was}{village}{now}{seq}\n")
        for days, cell in stays:
            spells.append(f"{who}\t{days}{village}{cell}")
    bulk.copy("ledger_course", COURSE_COLUMNS, ["".join(courses)])
    bulk.copy("ledger_arc", ARC_COLUMNS, ["".join(arcs)])
    bulk.copy("ledger_spell", SPELL_COLUMNS, ["".join(spells)])
