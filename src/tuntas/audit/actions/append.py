"""One row per act, one row per look at names.

Both are on the path of every recording, so they are three plain statements under
the lock of the chain's head and nothing more. Whoever holds other locks (the
ledger's head) takes this one last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from tuntas.audit import chain
from tuntas.audit.errors import HeadMissing, NotARef, OutsideTransaction, PersonalNumber
from tuntas.audit.models import TABLES

_REF = re.compile(r"[0-9a-f]{32}")
# A NIK or KK as people write it: sixteen digits in a row, or dotted or spaced in
# its groups; not a run of digits inside a longer hexadecimal ref or digest.
_PERSONAL_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])\d\d[ .]?\d\d[ .]?\d\d[ .]?\d{6}[ .]?\d{4}(?![0-9A-Za-z])"
)


def write_act(
    *,
    actor: str,
    verb: str,
    subjects: Sequence[str],
    detail: Mapping[str, object],
    at: datetime,
    batch_seq: int | None = None,
    facts_digest: str | None = None,
) -> int:
    """Append one act to the log, in the transaction of the act itself; its number.

    Args:
        actor: ref of the principal who acts.
        verb: what was done, ``room.verb`` (``accounts.grant``).
        subjects: refs of those it was done to.
        detail: JSON-ready facts; people by ref only.
        at: when, aware.
        batch_seq: the ledger batch written in the same transaction.
        facts_digest: digest of the facts written with it.

    Raises:
        OutsideTransaction, NotARef, PersonalNumber, HeadMissing.
    """
    text = chain.canonical(dict(detail))
    _refuse_numbers(text, verb)
    refs = _refs(actor, subjects)
    head = _lock("acts")
    row = (
        head.n + 1,
        chain.stamp(at),
        actor,
        verb,
        refs,
        text,
        batch_seq,
        facts_digest,
        head.hash,
    )
    return _append("acts", row)


def write_view(
    *,
    actor: str,
    verb: str,
    subjects: Sequence[str],
    count: int,
    purpose: str,
    at: datetime,
) -> int:
    """Append one look at names to the log; its number. A list is one row with its *count*."""
    _refuse_numbers(purpose, verb)
    refs = _refs(actor, subjects)
    head = _lock("views")
    row = (head.n + 1, chain.stamp(at), actor, verb, refs, count, purpose, head.hash)
    return _append("views", row)


def _refuse_numbers(*texts: str) -> None:
    if any(_PERSONAL_NUMBER.search(text) for text in texts):
        raise PersonalNumber


def _refs(actor: str, subjects: Sequence[str]) -> str:
    if not _REF.fullmatch(actor) or not all(map(_REF.fullmatch, subjects)):
        raise NotARef
    return chain.canonical(list(subjects))


def _lock(name: str) -> chain.Head:
    """The head of chain *name*, locked until the transaction ends."""
    if not connection.in_atomic_block:
        raise OutsideTransaction
    # On SQLite the transaction is IMMEDIATE and holds the only write lock already.
    query = "SELECT n, hash FROM audit_head WHERE chain = %s"
    if connection.vendor == "postgresql":
        query += " FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(query, (name,))
        row = cursor.fetchone()
        if row is None:
            _begin(name)
            cursor.execute(query, (name,))
            row = cursor.fetchone()
    return chain.Head(*row)


def _begin(name: str) -> None:
    """Lay the first head of chain *name*; refused when rows are there without one."""
    with connection.cursor() as cursor:
        # Waits for whoever lays it at this moment: only then may we look for rows.
        cursor.execute(
            "INSERT INTO audit_head (chain, n, hash) VALUES (%s, 0, %s) "
            "ON CONFLICT DO NOTHING RETURNING n",
            (name, chain.GENESIS),
        )
        if cursor.fetchone() is None:
            return
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLES[name]})")
        if cursor.fetchone()[0]:
            raise HeadMissing


def _append(name: str, row: tuple[Any, ...]) -> int:
    digest = chain.row_hash(name, row)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT[name], (*row, digest))
        cursor.execute(
            "UPDATE audit_head SET n = %s, hash = %s WHERE chain = %s", (row[0], digest, name)
        )
    return int(row[0])


def _insert(name: str) -> str:
    columns = ", ".join(f'"{column}"' for column in (*chain.COLUMNS[name], "hash"))
    places = ", ".join(["%s"] * (len(chain.COLUMNS[name]) + 1))
    return f"INSERT INTO {TABLES[name]} ({columns}) VALUES ({places})"


_INSERT: Final = {name: _insert(name) for name in TABLES}
