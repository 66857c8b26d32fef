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
from tuntas.audit.errors import HeadMissing, NotARef, PersonalNumber
from tuntas.audit.models import TABLES
from tuntas.audit.statements import Insert, Session, Statement

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
    session = Session()
    head = _lock(session, "acts")
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
    return _append(session, "acts", row)


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
    session = Session()
    head = _lock(session, "views")
    row = (head.n + 1, chain.stamp(at), actor, verb, refs, count, purpose, head.hash)
    return _append(session, "views", row)


def holds_personal_number(text: str) -> bool:
    """Whether a NIK or KK stands in *text*, dotted or not."""
    return bool(_PERSONAL_NUMBER.search(text))


def _refuse_numbers(*texts: str) -> None:
    if any(map(holds_personal_number, texts)):
        raise PersonalNumber


def _refs(actor: str, subjects: Sequence[str]) -> str:
    if not _REF.fullmatch(actor) or not all(map(_REF.fullmatch, subjects)):
        raise NotARef
    return chain.canonical(list(subjects))


def _lock(session: Session, name: str) -> chain.Head:
    """The head of chain *name*, locked until the transaction ends."""
    row = session.row(_HEAD[session.vendor], (name,))
    if row is None:
        _begin(name)
        row = session.row(_HEAD[session.vendor], (name,))
    if row is None:
        raise HeadMissing
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


def _append(session: Session, name: str, row: tuple[Any, ...]) -> int:
    digest = chain.row_hash(name, row)
    session.run(_INSERT[name], (*row, digest))
    session.run(_MOVE_HEAD, (row[0], digest, name))
    return int(row[0])


_FIND: Final = "SELECT n, hash FROM audit_head WHERE chain = %s"
# On SQLite the transaction is IMMEDIATE and holds the only write lock already.
_HEAD: Final = {"sqlite": Statement(_FIND), "postgresql": Statement(f"{_FIND} FOR UPDATE")}
_MOVE_HEAD: Final = Statement("UPDATE audit_head SET n = %s, hash = %s WHERE chain = %s")
_INSERT: Final = {
    name: Insert(table, (*chain.COLUMNS[name], "hash")).one for name, table in TABLES.items()
}
