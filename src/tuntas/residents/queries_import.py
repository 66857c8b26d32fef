"""Reading imports and the exits they propose."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from tuntas.accounts.principals import Principal
from tuntas.residents.errors import ImportNotFound
from tuntas.residents.models import ExitProposal, ImportReject, PersonList, RegisterImport

RUNNING: Final = (
    RegisterImport.State.CHECKING,
    RegisterImport.State.QUEUED,
    RegisterImport.State.APPLYING,
)
"""States in which a worker has something to do."""


def import_by_ref(ref: str) -> RegisterImport:
    """
    Raises:
        ImportNotFound
    """
    try:
        found = RegisterImport.objects.filter(ref=uuid.UUID(ref)).first()
    except ValueError:
        found = None
    if found is None:
        raise ImportNotFound
    return found


def imports() -> QuerySet[RegisterImport]:
    """All imports, the newest first."""
    return RegisterImport.objects.order_by("-created_at", "-id")


def only_of(row: RegisterImport | PersonList) -> frozenset[int] | None:
    """The only villages that the file may speak about; None for the whole office."""
    return frozenset(json.loads(row.only)) if row.only else None


def is_file_needed(digest: str) -> bool:
    """Whether an import, or a list of another agency, still rests on the stored file."""
    gone = (PersonList.State.REFUSED, PersonList.State.PURGED)
    return (
        RegisterImport.objects.filter(file_digest=digest, kept=True).exists()
        or PersonList.objects.filter(file_digest=digest).exclude(state__in=gone).exists()
    )


def foreseen(row: RegisterImport) -> dict[str, Any]:
    """What the dry run said, as stored; empty before it."""
    said: dict[str, Any] = json.loads(row.foreseen)
    return said


def rejects_of(row: RegisterImport) -> QuerySet[ImportReject]:
    return row.rejects.order_by("line")


def causes_of(row: RegisterImport) -> dict[str, int]:
    """Why rows were rejected: code → number, the most frequent first."""
    counted = row.rejects.values_list("code").annotate(n=Count("id")).order_by("-n", "code")
    return {str(code): int(n) for code, n in counted}


def unfinished() -> int:
    """How many files were given and neither applied nor given up."""
    states = (RegisterImport.State.RECEIVED, RegisterImport.State.READY)
    return RegisterImport.objects.filter(state__in=states).count()


def n_open_exits(principal: Principal) -> int:
    """How many exits wait for a decision where the principal may decide."""
    if principal.village_ids("approve_exit") is not None:
        return open_exits(principal).order_by().count()
    # Plain: every home page of the office asks.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM residents_exitproposal WHERE state = %s",
            [ExitProposal.State.OPEN.value],
        )
        return int(cursor.fetchone()[0])


def open_exits_of(row: RegisterImport) -> int:
    """How many exits that the import proposed still wait, anywhere."""
    return row.proposals.filter(state=ExitProposal.State.OPEN).count()


@dataclass(frozen=True, slots=True)
class ExitGroup:
    """Exits of one kind out of one import, as they are decided together; *own* cannot be."""

    import_ref: str
    kind: str
    file_name: str
    cut_off: date | None
    n: int
    own: int


def exit_groups(principal: Principal) -> list[ExitGroup]:
    """Open exits where the principal may decide, by import and kind, the newest import first."""
    own = Count("id", filter=Q(proposed_by=principal.officer_ref) & ~Q(proposed_by=""))
    found = (
        open_exits(principal)
        .order_by()
        .values_list("source__ref", "kind", "source__file_name", "source__cut_off")
        .annotate(n=Count("id"), own=own)
        .order_by("-source__id", "kind")
    )
    return [
        ExitGroup(ref.hex if ref else "", kind, name or "", cut_off, n, mine)
        for ref, kind, name, cut_off, n, mine in found
    ]


def exits_of_group(principal: Principal, import_ref: str, kind: str) -> QuerySet[ExitProposal]:
    """Open exits of one group where the principal may decide, by place and name."""
    source = {"source__ref": uuid.UUID(import_ref)} if import_ref else {"source": None}
    return open_exits(principal).filter(kind=kind, **source)


def open_exits(
    principal: Principal, *, refs: Sequence[str] | None = None
) -> QuerySet[ExitProposal]:
    """Exits that wait for a decision, of villages where the principal may decide."""
    rows = ExitProposal.objects.filter(state=ExitProposal.State.OPEN).select_related("person")
    villages = principal.village_ids("approve_exit")
    if villages is not None:
        rows = rows.filter(person__village_id__in=villages)
    if refs is not None:
        rows = rows.filter(ref__in=[uuid.UUID(ref) for ref in refs])
    return rows.order_by("kind", "person__village_id", "person__name", "id")
