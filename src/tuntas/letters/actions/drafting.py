"""A letter before it is signed: drafted from typed data, changed, put into the queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tuntas.accounts.principals import Principal
from tuntas.letters.actions.telling import locked, tell
from tuntas.letters.errors import UnknownKind
from tuntas.letters.kinds import KINDS, read
from tuntas.letters.models import Letter

DRAFT, WAITING = Letter.State.DRAFT, Letter.State.WAITING


def draft(
    *,
    actor: Principal,
    kind: str,
    said: Mapping[str, Any],
    on: date,
    now: datetime,
    language: str = "id",
    district: str = "",
) -> str:
    """Draft a letter; its ref. *district*: whose camat signs, for what a camat signs.

    Raises:
        UnknownKind, Incomplete
    """
    if kind not in KINDS:
        raise UnknownKind
    with transaction.atomic():
        letter = Letter.objects.create(
            kind=kind,
            version=KINDS[kind].version,
            language=language,
            data=read(KINDS[kind], said),
            district=district,
            drafted_by=actor.officer_ref or actor.ref,
            drafted_on=on,
        )
        tell(actor, "draft", letter, now)
    return letter.ref


def revise(*, actor: Principal, ref: str, said: Mapping[str, Any], now: datetime) -> None:
    """Say a draft anew. Raises NotFound, Incomplete."""
    with transaction.atomic():
        letter = locked(ref, DRAFT)
        letter.data = read(KINDS[letter.kind], said)
        letter.version = KINDS[letter.kind].version
        letter.save(update_fields=["data", "version"])
        tell(actor, "revise", letter, now)


def submit(*, actor: Principal, ref: str, now: datetime) -> None:
    """Put a draft at the end of the signature queue. Raises NotFound."""
    with transaction.atomic():
        letter = locked(ref, DRAFT)
        last = Letter.objects.aggregate(last=Max("place_in_queue"))["last"] or 0
        letter.place_in_queue, letter.state, letter.returned_for = last + 1, WAITING, ""
        letter.save(update_fields=["place_in_queue", "state", "returned_for"])
        tell(actor, "submit", letter, now)
