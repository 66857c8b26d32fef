"""The line of the log that every change of this room ends with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.missions.errors import ReasonMissing


def tell(
    actor: Principal, verb: str, subjects: Sequence[str], now: datetime, **detail: object
) -> None:
    """Append ``missions.<verb>``; inside the act's transaction."""
    write_act(
        actor=actor.ref, verb=f"missions.{verb}", subjects=list(subjects), detail=detail, at=now
    )


def reasoned(text: str, *, longest: int = 200) -> str:
    """*text* stripped. Raises ReasonMissing when nothing is left."""
    said = " ".join(text.split())
    if not said:
        raise ReasonMissing
    return said[:longest]
