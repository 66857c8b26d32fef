"""The hash chain: what one row says, and whether a run of rows still holds together.

Nothing here knows the database: the office verifies its own tables with it, and an
outsider verifies an exported file with the same few lines.

A row is hashed as the canonical JSON array of its chain name and of every column
as it is stored (texts byte for byte), the hash of the row before it included.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

GENESIS: Final = "0" * 64
"""What the first row of a chain names as the hash before it."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "acts": (
        "n",
        "at",
        "actor_ref",
        "verb",
        "subjects",
        "detail",
        "batch_seq",
        "facts_digest",
        "prev",
    ),
    "views": ("n", "at", "actor_ref", "verb", "subjects", "count", "purpose", "prev"),
}
"""The hashed columns of each chain, in the order in which they are hashed."""

canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
"""JSON in the one form that is stored and hashed: sorted keys, no spaces, UTF-8 kept."""


class Head(NamedTuple):
    """The last row of a chain; ``Head(0, GENESIS)`` when it is empty."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: where, and what it means in both languages."""

    place: str
    id: str
    en: str


def stamp(at: datetime) -> str:
    """*at* (aware) as the text that is stored and hashed: UTC, microseconds, fixed width.

    >>> stamp(datetime(2023, 6, 20, 17, 0, tzinfo=UTC))
    '2023-06-20T17:00:00.000000Z'
    """
    if at.tzinfo is None:
        raise ValueError("an audited moment must carry its time zone")
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    text = utc.isoformat(timespec="microseconds")
    return text[:26] + "Z"


def unstamp(text: str) -> datetime:
    """The moment that :func:`stamp` wrote.

    >>> unstamp('2023-06-20T17:00:00.000000Z')
    datetime.datetime(2023, 6, 20, 17, 0, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(text)


def row_hash(chain: str, columns: Sequence[object]) -> str:
    """Hash of one row of *chain*; *columns* in the order of :data:`COLUMNS`, ``prev`` last.

    >>> row_hash("views", (1, "", "", "", "[]", 0, "", GENESIS))[:12]
    '19a524465905'
    """
    return sha256(canonical((chain, *columns)).encode()).hexdigest()


def check_rows(chain: str, rows: Iterable[Sequence[object]], head: Head) -> Iterator[Problem]:
    """Every place where *rows* stop being an unbroken chain that ends at *head*.

    Args:
        chain: ``acts`` or ``views``.
        rows: the columns of :data:`COLUMNS` and then the stored hash, ordered by ``n``.
        head: what the chain is said to end with.

    After a break the walk goes on from the stored hash, so that one altered row
    is one problem and not a problem for each row after it.
    """
    n, prev = 0, GENESIS
    for row in rows:
        *columns, stored = row
        found = columns[0]
        if found != n + 1:
            yield _gap(chain, n + 1, found)
        elif columns[-1] != prev:
            yield _unlinked(chain, found)
        if row_hash(chain, columns) != stored:
            yield _altered(chain, found)
        n, prev = int(str(found)), str(stored)
    if n != head.n:
        yield _wrong_end(chain, n, head.n)
    elif prev != head.hash:
        yield _wrong_head(chain, n)


def _gap(chain: str, expected: int, found: object) -> Problem:
    return Problem(
        f"{chain}/{expected}",
        f"Baris {expected} seharusnya di sini, yang ada baris {found}: "
        "ada baris yang dihapus, disisipkan, atau ditukar.",
        f"Row {expected} should stand here but row {found} does: "
        "a row was deleted, inserted or moved.",
    )


def _unlinked(chain: str, n: object) -> Problem:
    return Problem(
        f"{chain}/{n}",
        f"Baris {n} tidak menyambung ke baris sebelumnya.",
        f"Row {n} does not link to the row before it.",
    )


def _altered(chain: str, n: object) -> Problem:
    return Problem(
        f"{chain}/{n}",
        f"Isi baris {n} tidak cocok dengan sidik (hash)-nya: baris ini diubah.",
        f"The content of row {n} does not match its hash: the row was altered.",
    )


def _wrong_end(chain: str, last: int, head: int) -> Problem:
    return Problem(
        f"{chain}/kepala",
        f"Kepala rantai menunjuk baris {head}, baris terakhir adalah {last}: "
        "rantai terpotong atau ditambah di luar program.",
        f"The head points at row {head} but the last row is {last}: "
        "the chain was cut or added to outside the program.",
    )


def _wrong_head(chain: str, n: int) -> Problem:
    return Problem(
        f"{chain}/kepala",
        f"Sidik (hash) di kepala rantai tidak sama dengan milik baris {n}.",
        f"The hash in the head differs from that of row {n}.",
    )
