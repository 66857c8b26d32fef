"""Reading imports and the exits they propose."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet

from tuntas.accounts.principals import Principal
from tuntas.residents.errors import ImportNotFound
from tuntas.residents.models import ExitProposal, ImportReject, RegisterImport


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
