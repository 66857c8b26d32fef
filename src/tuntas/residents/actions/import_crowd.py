"""A chunk of a first import: everybody in it is new, so it is taken in by columns.

What ``import_plan`` and ``import_write`` would do row by row, in less than half the time, to
the byte (``tests/residents/test_import_crowd.py`` holds the two together): people, their
entries, their tracks, what the companions say, and the words of their names.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import repeat
from typing import Final, NamedTuple

from django.db import connection

from tuntas.ledger import bulk, entering
from tuntas.ledger.actions import Batch
from tuntas.ledger.tracks import Changes, TrackSet
from tuntas.residents import search, tracks
from tuntas.residents.actions.import_entry import standing_at_entry
from tuntas.residents.actions.import_plan import UNRECORDED_STATUS, Done, Job
from tuntas.residents.actions.import_write import PERSON_COLUMNS, insert_rejects
from tuntas.residents.companions import COMPANIONS
from tuntas.residents.register_changes import EXIT_OF_STATUS
from tuntas.residents.register_check import FileKind
from tuntas.residents.register_columns import Arrival, Columns, Reader, Span, arrival, verdicts
from tuntas.residents.register_file import OpenFile

_HERE: Final = "here"
_ENTRY: Final = "listed"


class _Story(NamedTuple):
    """What the tables say of people alike; ``told``: payloads of the companions' facts."""

    stay: entering.Stay
    told: tuple[str | None, ...]


@dataclass
class _Stories:
    """One story for people alike, composed once."""

    on: date
    opening_on: date
    known: dict[str, _Story] = field(default_factory=dict)

    def of(self, texts: Sequence[str]) -> list[_Story]:
        known = self.known
        for text in set(texts).difference(known):
            known[text] = self._compose(arrival(text))
        return [known[text] for text in texts]

    def _compose(self, one: Arrival) -> _Story:
        standing = standing_at_entry(
            one.birth_on, one.married, one.foreign, one.permit_from, one.permit_until, self.on
        )
        words = [c.first_word(one.status, self.on) if one.status else None for c in COMPANIONS]
        said: dict[str, Changes] = {"standing": standing}
        for word in words:
            said |= word.tracks if word else {}
        stay = entering.stay(self.on, _ENTRY, TrackSet(**said), self.opening_on)
        return _Story(stay, tuple(word.payload if word else None for word in words))


class Crowd:
    """Takes in the chunks of one import while nobody else is on record."""

    def __init__(self, job: Job, file: OpenFile, opening_on: date) -> None:
        self.job, self.file = job, file
        self.stories = _Stories(job.cut_off, opening_on)
        self.copies = connection.vendor == "postgresql"
        self.reader = Reader(
            file,
            on=job.cut_off,
            gone=EXIT_OF_STATUS,
            status=UNRECORDED_STATUS if job.kind is FileKind.UNRECORDED else "",
            as_copy_reads=self.copies,
        )

    def take_in(self, batch: Batch, span: Span) -> Done:
        """Write the rows of *span*; nobody else is on record, and no total waits for names."""
        found = self.reader.read(span)
        others = verdicts(self.file, span, EXIT_OF_STATUS)
        if found.names:
            self._write(batch, found)
        insert_rejects(self.job, others.rejected)
        return Done(
            last_line=span.last,
            new=len(found.names),
            same=others.same,
            rejected=len(others.rejected),
            warned=others.warned,
        )

    def _write(self, batch: Batch, found: Columns) -> None:
        ids = bulk.reserve_ids("residents_person", len(found.names))
        stories = self.stories.of(found.arrivals)
        self._write_people(ids, found)
        batch.facts_alike(tracks.TABLE, _ENTRY, self.job.cut_off, ids, found.payloads)
        for n, companion in enumerate(COMPANIONS):
            told = [(who, story.told[n]) for who, story in zip(ids, stories, strict=True)]
            people = [who for who, payload in told if payload is not None]
            payloads = [payload for _, payload in told if payload is not None]
            batch.facts_alike(companion.table, companion.kind, self.job.cut_off, people, payloads)
        stays = [story.stay for story in stories]
        batch.enter_crowd(entering.Crowd(ids, found.villages, stays))
        search.index_names(zip(ids, found.names, strict=True), are_new=True)

    def _write_people(self, ids: Sequence[int], found: Columns) -> None:
        text = os.urandom(16 * len(ids)).hex()
        # Drawn by chance, given out in order: their index is then filled from left to right, in
        # half the time. Between two neighbours' refs there is room for 2^113 others.
        refs = sorted([text[at : at + 32] for at in range(0, len(text), 32)])
        if not self.copies:
            rows = list(zip(ids, refs, *found.people, repeat(_HERE), strict=False))
            bulk.insert("residents_person", PERSON_COLUMNS, rows)
            return
        each = zip(ids, refs, *found.people, strict=True)
        lines = "".join([f"{who}\t{ref}\t{cells}\t{_HERE}\n" for who, ref, cells in each])
        bulk.copy("residents_person", PERSON_COLUMNS, [lines])
