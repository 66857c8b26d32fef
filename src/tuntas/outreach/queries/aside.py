"""Reading who is set aside, what waits for a second person and what the ministry never answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Q, QuerySet

from tuntas.ledger import bulk
from tuntas.ledger.cells import LEFT_CELLS, LEFT_DYNAMIC_CELLS
from tuntas.ledger.facts import Fact
from tuntas.ledger.models import SpellRow
from tuntas.letters.models import Letter
from tuntas.outreach.models import AsideFact, AsideProposal


def open_proposals(villages: Iterable[int] | None = None) -> list[AsideProposal]:
    """Proposals that wait for a second person, the oldest first."""
    waiting = AsideProposal.objects.filter(state=AsideProposal.State.OPEN)
    if villages is not None:
        waiting = waiting.filter(person__village_id__in=list(villages))
    return list(waiting.select_related("person").order_by("proposed_on", "id"))


def waiting_since() -> list[date]:
    """The day of each proposal that waits for a second person, the oldest first."""
    # Plain: every home page asks (docs/decisions/0010-plain-sql-on-the-hot-path.md).
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proposed_on FROM outreach_asideproposal WHERE state = %s ORDER BY proposed_on",
            [AsideProposal.State.OPEN.value],
        )
        return [bulk.day(on) for (on,) in cursor.fetchall()]


def proposals_of(person_id: int) -> list[AsideProposal]:
    """All proposals for one person, newest first."""
    return list(AsideProposal.objects.filter(person_id=person_id).order_by("-id"))


def proposal(proposal_id: int) -> AsideProposal | None:
    """One proposal with its person."""
    return AsideProposal.objects.select_related("person").filter(id=proposal_id).first()


def facts_of(person_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """All facts of setting aside of these people, in order."""
    found: dict[int, list[Fact]] = {}
    for chunk in bulk.chunks(person_ids):
        rows = AsideFact.objects.filter(person_id__in=chunk).order_by("id")
        for row in rows.values_list(*Fact._fields):
            found.setdefault(row[1], []).append(Fact(*row))
    return found


def unwritten(villages: Collection[int] | None, on: date) -> list[AsideProposal]:
    """Approved proposals of people still set aside that stand in no letter, oldest first."""
    return list(_unanswered(villages, on).filter(in_no_letter()))


def in_no_letter() -> Q:
    """Proposals without a letter, or with one that was cancelled."""
    cancelled = Letter.objects.filter(state=Letter.State.CANCELLED)
    return Q(letter="") | Q(letter__in=cancelled.values("ref"))


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A person set aside whom the register still counts; *days* since that was decided."""

    proposal: AsideProposal
    days: int
    letter: Letter | None

    @property
    def is_written(self) -> bool:
        """Whether it stands in a letter that was not cancelled."""
        return self.letter is not None and self.letter.state != Letter.State.CANCELLED


def unanswered(villages: Collection[int] | None, on: date) -> list[Unanswered]:
    """Everybody set aside and never answered for by a register event, the longest first."""
    rows = list(_unanswered(villages, on))
    letters = {
        letter.ref: letter
        for chunk in bulk.chunks(sorted({row.letter for row in rows if row.letter}))
        for letter in Letter.objects.filter(ref__in=chunk)
    }
    return [
        Unanswered(row, (on - (row.decided_on or row.proposed_on)).days, letters.get(row.letter))
        for row in rows
    ]


def _unanswered(villages: Collection[int] | None, on: date) -> QuerySet[AsideProposal]:
    """The last approved proposal of each who is set aside on a day."""
    aside = SpellRow.objects.filter(
        unrecorded=True,
        cell__in=sorted(set(LEFT_CELLS) - set(LEFT_DYNAMIC_CELLS)),
        from_on__lte=on,
        to_on__gt=on,
    )
    if villages is not None:
        aside = aside.filter(village__in=list(villages))
    approved = AsideProposal.objects.filter(
        state=AsideProposal.State.APPROVED, person_id__in=aside.values("person_id")
    )
    # Somebody taken back and set aside again has two: the one that holds now is the newer.
    newest = approved.values("person_id").annotate(last=Max("id")).values("last")
    rows = AsideProposal.objects.filter(id__in=newest).select_related("person")
    return rows.order_by("decided_on", "id")
