"""Reading who is set aside and what waits for a second person."""

from __future__ import annotations

from collections.abc import Iterable

from tuntas.outreach.models import AsideProposal


def open_proposals(villages: Iterable[int] | None = None) -> list[AsideProposal]:
    """Proposals that wait for a second person, the oldest first."""
    waiting = AsideProposal.objects.filter(state=AsideProposal.State.OPEN)
    if villages is not None:
        waiting = waiting.filter(person__village_id__in=list(villages))
    return list(waiting.select_related("person").order_by("proposed_on", "id"))


def proposals_of(person_id: int) -> list[AsideProposal]:
    """All proposals for one person, newest first."""
    return list(AsideProposal.objects.filter(person_id=person_id).order_by("-id"))
