"""Snapshots in bulk: what a file says of people's KTP-el, appended where it is news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from tuntas.enrolment import queries, tracks
from tuntas.enrolment.actions import what_it_says
from tuntas.ledger.actions import Batch
from tuntas.ledger.facts import Fact, live
from tuntas.ledger.tracks import Changes
from tuntas.residents.companions import Companion, FirstWord, Sighting

_KIND: Final = "observed"


def observe_all(batch: Batch, sightings: Sequence[Sighting]) -> dict[int, Mapping[str, Changes]]:
    """Append an ``observed`` fact for each person whose status is news; their new tracks.

    What the last snapshot of or before that day said already is not said again.
    """
    first: list[tuple[int, date, str]] = []
    found: dict[int, Mapping[str, Changes]] = {}
    again: list[Sighting] = []
    for sighting in sightings:
        told = _payload(sighting.status)
        if not sighting.is_new:
            again.append(sighting)
        elif told is not None:
            first.append((sighting.person_id, sighting.on, told))
            found[sighting.person_id] = _first(told, sighting.on)
    batch.facts(tracks.TABLE, _KIND, first)
    found.update(_observe_again(batch, again))
    return found


def _observe_again(
    batch: Batch, sightings: Sequence[Sighting]
) -> Iterator[tuple[int, Mapping[str, Changes]]]:
    """News about people of whom something may be known."""
    known = queries.facts_of([sighting.person_id for sighting in sightings])
    for person_id, status, on, _ in sightings:
        told = _payload(status)
        facts = known.setdefault(person_id, [])
        if told is None or _last_said(facts, on) == told:
            continue
        fact_id = batch.fact(
            tracks.TABLE, person_id=person_id, kind=_KIND, effective_on=on, payload=told
        )
        facts.append(Fact(fact_id, person_id, _KIND, on, told, batch.seq, None))
        yield person_id, tracks.derive(facts)


_payload = lru_cache(maxsize=4096)(what_it_says)


def _last_said(facts: Sequence[Fact], on: date) -> str | None:
    said = [f.payload for f in live(facts) if f.kind == _KIND and f.effective_on <= on]
    return said[-1] if said else None


@lru_cache(maxsize=4096)
def _first(told: str, on: date) -> Mapping[str, Changes]:
    """Tracks of somebody of whom nothing is known but this snapshot."""
    return tracks.derive([Fact(0, 0, _KIND, on, told, 0, None)])


def _first_word(status: str, on: date) -> FirstWord | None:
    told = _payload(status)
    return None if told is None else FirstWord(told, _first(told, on))


GOES_ALONG: Final = Companion(observe_all, tracks.TABLE, _KIND, _first_word)
"""How this room goes along with an import."""
