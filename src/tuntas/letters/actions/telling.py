"""One act of the log for one letter, and the lock that keeps two people off the same one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.letters.errors import NotFound, ReasonMissing
from tuntas.letters.models import Letter


def locked(ref: str, *states: str) -> Letter:
    """The letter *ref*, held until the transaction ends. Raises NotFound in any other state."""
    found = Letter.objects.select_for_update().filter(ref=ref, state__in=states).first()
    if found is None:
        raise NotFound
    return found


def tell(actor: Principal, verb: str, letter: Letter, now: datetime, **detail: object) -> None:
    """Write the act; what the letter says stays in the letter."""
    assert transaction.get_connection().in_atomic_block
    write_act(
        actor=actor.ref,
        verb=f"letters.{verb}",
        subjects=[letter.ref],
        detail={"kind": letter.kind, **detail},
        at=now,
    )


def reasoned(text: str) -> str:
    """*text* stripped. Raises ReasonMissing when nothing is left."""
    if not text.strip():
        raise ReasonMissing
    return text.strip()[:300]
