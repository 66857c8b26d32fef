"""The order of the signature queue, and letters that leave it unsigned."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Min

from tuntas.accounts.principals import Principal
from tuntas.letters.actions.telling import locked, reasoned, tell
from tuntas.letters.models import Letter


def move_ahead(*, actor: Principal, ref: str, reason: str, now: datetime) -> None:
    """Move a waiting letter to the front. Raises NotFound, ReasonMissing."""
    why = reasoned(reason)
    with transaction.atomic():
        letter = locked(ref, Letter.State.WAITING)
        waiting = Letter.objects.filter(state=Letter.State.WAITING)
        first = waiting.aggregate(first=Min("place_in_queue"))["first"] or 0
        letter.place_in_queue = first - 1
        letter.save(update_fields=["place_in_queue"])
        tell(actor, "move_ahead", letter, now, reason=why)


def return_to_drafter(*, actor: Principal, ref: str, reason: str, now: datetime) -> None:
    """Give a waiting letter back to be changed. Raises NotFound, ReasonMissing."""
    why = reasoned(reason)
    with transaction.atomic():
        letter = locked(ref, Letter.State.WAITING)
        letter.state, letter.place_in_queue, letter.returned_for = Letter.State.DRAFT, None, why
        letter.save(update_fields=["state", "place_in_queue", "returned_for"])
        tell(actor, "return", letter, now, reason=why)
