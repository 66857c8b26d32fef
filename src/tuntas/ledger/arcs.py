"""Where arcs stand: the few of an act in the row of its batch, those of more in ``ledger_arc``.

Nearly every act moves one person once. A table of its own for that would be a statement and
a page more in every act (``docs/decisions/0183-arcs-of-an-act.md``). Whoever reads arcs reads
them through this module and need not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from json.encoder import encode_basestring_ascii
from typing import Any, Final, NamedTuple

from django.db import connection

from tuntas.ledger.facts import ORDINAL_BITS


class Moved(NamedTuple):
    """An arc of a person, as the tables have it."""

    person_id: int
    on: str  # ISO
    from_village: int
    from_cell: int
    to_village: int
    to_cell: int
    cause: str
    sign: int  # 1 came, -1 gone


class Known(NamedTuple):
    """An arc without its person, and when it became known."""

    on: str
    known_on: str
    from_village: int
    from_cell: int
    to_village: int
    to_cell: int
    cause: str
    sign: int


_WAY: Final = "a.from_village, a.from_cell, a.to_village, a.to_cell, a.cause, a.sign"
_TABLED_SINCE: Final = (
    f"SELECT a.effective_on, b.known_on, {_WAY} "
    "FROM ledger_arc a JOIN ledger_batch b ON b.seq = a.seq WHERE a.id >= %s AND a.id < %s"
)
_CARRIED_SINCE: Final = (
    "SELECT known_on, arcs FROM ledger_batch WHERE seq > %s AND seq < %s AND arcs <> ''"
)
_TABLED_BY: Final = (
    f"SELECT a.person_id, a.effective_on, {_WAY} "
    "FROM ledger_arc a JOIN ledger_batch b ON b.seq = a.seq "
    "WHERE a.effective_on <= %s AND b.known_on <= %s"
)
_CARRIED_BY: Final = "SELECT arcs FROM ledger_batch WHERE known_on <= %s AND arcs <> ''"
_NO_END: Final = 1 << 42  # ids are this times 2^20: still a bigint


def told(arcs: Sequence[Moved]) -> str:
    """A few arcs as the row of their batch carries them; empty for none.

    >>> told([Moved(5, "2023-06-20", 45, 36, 45, 39, "recorded", 1)])
    '[[5,"2023-06-20",45,36,45,39,"recorded",1]]'
    """
    if not arcs:
        return ""
    each = [
        f'[{person},"{on}",{from_village:d},{from_cell:d},{to_village:d},{to_cell:d},'
        f"{encode_basestring_ascii(cause)},{sign:d}]"
        for person, on, from_village, from_cell, to_village, to_cell, cause, sign in arcs
    ]
    return f"[{','.join(each)}]"


def read(text: str) -> list[Moved]:
    """Inverse of :func:`told`.

    Raises:
        ValueError, TypeError: somebody spoiled it by hand.
    """
    arcs = [Moved(*arc) for arc in json.loads(text)] if text else []
    for arc in arcs:
        date.fromisoformat(arc.on)
    return arcs


def since(seq: int, before: int = _NO_END) -> list[Known]:
    """The arcs of all batches after *seq* and before *before*."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLED_SINCE, [(seq + 1) << ORDINAL_BITS, before << ORDINAL_BITS])
        found = [Known(str(on), str(known), *way) for on, known, *way in cursor.fetchall()]
        cursor.execute(_CARRIED_SINCE, [seq, before])
        for known, text in cursor.fetchall():
            found += [Known(arc[1], str(known), *arc[2:]) for arc in read(text)]
    return found


def known_by(*, on: date, known: date) -> Iterator[Moved]:
    """The arcs that take effect by one day, as known at the end of another."""
    day, knowledge = on.isoformat(), known.isoformat()
    with connection.cursor() as cursor:
        cursor.execute(_TABLED_BY, [day, knowledge])
        for row in cursor.fetchall():
            yield Moved(*row)
        cursor.execute(_CARRIED_BY, [knowledge])
        for (text,) in cursor.fetchall():
            yield from (arc for arc in read(text) if arc.on <= day)


def tabled(arcs: Sequence[Moved], *, seq: int, last_id: int) -> list[tuple[Any, ...]]:
    """Rows of ``ledger_arc`` (:data:`COLUMNS`), with the ids after *last_id*."""
    return [(n, *arc, seq) for n, arc in enumerate(arcs, last_id + 1)]


COLUMNS: Final = (
    "id",
    "person_id",
    "effective_on",
    "from_village",
    "from_cell",
    "to_village",
    "to_cell",
    "cause",
    "sign",
    "seq",
)
"""Of ``ledger_arc``."""
