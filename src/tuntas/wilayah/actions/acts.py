"""Who acts, and the line of the log that every change of this room ends with."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from tuntas.audit import actions as audit


class Actor(Protocol):
    """What this room needs of a principal."""

    @property
    def ref(self) -> str: ...


def write(actor: Actor, verb: str, now: datetime, **detail: object) -> int:
    """Append ``wilayah.<verb>`` to the log. Regions have no ref: their codes go into the detail."""
    return audit.write_act(
        actor=actor.ref, verb=f"wilayah.{verb}", subjects=(), detail=detail, at=now
    )
