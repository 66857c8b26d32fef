"""Reading who is set aside and what waits for a second person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tuntas.ledger import bulk
from tuntas.ledger.facts import Fact
from tuntas.outreach.models import AsideFact, AsideProposal


def open_proposals(villages: Iterable[int] | None = None) -> list[AsideProposal]:
    """Proposals that wait for a second person, the oldest first."""
    waiting = AsideProposal.objects.filter(state=AsideProposal.State.OPEN)
    if villages is not None:
        waiting = waiting.filter(person__village_id__in=list(villages))
    return list(waiting.select_related("person").order_by("proposed_on", "id"))


def waiting_since() -> list[date]:
    """The day of each proposal that waits for a second person, the oldest first."""
    waiting = AsideProposal.objects.filter(state=AsideProposal.State.OPEN)
    return list(waiting.order_by("proposed_on").values_list("proposed_on", flat=True))


def proposals_of(person_id: int) -> list[AsideProposal]:
    """All proposals for one person, newest first."""
    return list(AsideProposal.objects.filter(person_id=person_id).order_by("-id"))


def facts_of(person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All facts of setting aside of these people, in order."""
    found: dict[int, list[Fact]] = {}
    for chunk in bulk.chunks(person_ids):
        rows = AsideFact.objects.filter(person_id__in=chunk).order_by("id")
        for row in rows.values_list(*Fact._fields):
            found.setdefault(row[1], []).append(Fact(*row))
    return found
