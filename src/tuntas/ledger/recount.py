"""What the ledger ought to hold for one person, counted again from their facts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from tuntas.ledger.compose import Arc, Spell, compose, difference
from tuntas.ledger.facts import Fact, Owner
from tuntas.ledger.tracks import EMPTY, Changes, TrackSet, dump


class Expected(NamedTuple):
    """Rows of one person: the course with its seq, signed arcs by seq, and today's spells."""

    course: tuple[int, str] | None  # of somebody of whom nothing was ever known: none
    arcs: Counter[tuple[int, Arc, int]]
    spells: tuple[Spell, ...]


def recount(
    facts: Mapping[str, Sequence[Fact]], owners: Iterable[Owner], opening_on: date
) -> Expected:
    """Derive the tracks anew at each moment at which something became known.

    Args:
        facts: all facts of one person by table, in order of id.
    """
    last: int | None = None
    arcs: Counter[tuple[int, Arc, int]] = Counter()
    tracks, story = EMPTY, compose(EMPTY, opening_on)
    held = list(owners)
    for seq in sorted({fact.seq for rows in facts.values() for fact in rows}):
        told: dict[str, Changes] = {}
        for owner in held:
            rows = facts.get(owner.table, ())
            known = rows if not rows or rows[-1].seq <= seq else [f for f in rows if f.seq <= seq]
            if known:
                told.update(owner.derive(known))
        new = TrackSet(**told)
        if new == tracks:
            continue
        tracks, before = new, story
        story = compose(new, opening_on)
        last = seq
        for arc, sign in difference(before.arcs, story.arcs):
            arcs[(seq, arc, sign)] += 1
    course = None if last is None else (last, dump(tracks))
    return Expected(course, arcs, story.spells)
