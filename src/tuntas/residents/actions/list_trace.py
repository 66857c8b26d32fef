"""What every act on a list leaves behind: its line in the log, and no file that nothing needs."""

from __future__ import annotations

from datetime import datetime

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.residents import import_files
from tuntas.residents.models import PersonList
from tuntas.residents.queries_import import is_file_needed


def log(actor: Principal, verb: str, row: PersonList, now: datetime, **detail: object) -> None:
    """Write the act; people stand in the log by line or by ref, never by name."""
    write_act(
        actor=actor.ref,
        verb=f"residents.{verb}",
        subjects=[],
        detail={"list": row.ref.hex, "kind": row.kind, **detail},
        at=now,
    )


def remove_unless_needed(digest: str) -> None:
    """Delete a stored file that no import and no list rests on any more."""
    if not is_file_needed(digest):
        import_files.path_of(digest).unlink(missing_ok=True)
