"""What is to be done next about everybody who is left: read in a few statements, then derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from django.db.models import Min, Q, QuerySet

from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.ledger.bulk import IN_CHUNK
from tuntas.ledger.models import SpellRow
from tuntas.letters.models import Letter
from tuntas.outreach import duties
from tuntas.outreach.duties import Case, Duty, Met, Owner, Planned, Proposed
from tuntas.outreach.models import AsideProposal, CasePlan, Contact, Invitation, Reason, Slot
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.parameters import limits
from tuntas.outreach.reasons import reasons
from tuntas.residents.models import Person

WENT = frozenset({"visit", "call", "slot", "school"})
"""Channels by which somebody of the office went or called; hearsay through a link is no visit."""

Who: TypeAlias = Sequence[int] | QuerySet[Any, Any]
"""People by id, or the statement that finds them."""


@dataclass(frozen=True, slots=True)
class Task:
    """One of the left with what is known and the one thing to do next."""

    person_id: int
    village: int
    case: Case
    duty: Duty

    @property
    def chronic(self) -> bool:
        return self.duty.step in (duties.Step.PLAN_CASE, duties.Step.VISIT_CASE)


def next_actions(villages: Iterable[int] | None, on: date) -> list[Task]:
    """The one next action of everybody left in these villages (None: all), most urgent first."""
    known = cases(villages, on)
    table, held = reasons(on), limits(on)
    tasks = []
    for person_id, (village, case) in known.items():
        duty = duties.next_action(case, on, table, held)
        if duty is not None:
            tasks.append(Task(person_id, village, case, duty))
    urgency = duties.by_urgency(on)
    return sorted(tasks, key=lambda task: (*urgency(task.duty), task.person_id))


def next_action_of(person_id: int, on: date) -> Task | None:
    """The next action about one person; None when they are not left."""
    spell = _left(None, on).filter(person_id=person_id)
    known = _cases(spell, on)
    for village, case in known.values():
        duty = duties.next_action(case, on, reasons(on), limits(on))
        if duty is not None:
            return Task(person_id, village, case, duty)
    return None


def stand_of(task: Task) -> duties.Stand:
    """Where the person of a task stands."""
    return duties.stand(task.case)


def next_actions_of(refs: Iterable[str], on: date) -> dict[str, Task]:
    """ref → next action, of those among these people who are left; for one page of a list."""
    ids = {
        id_: ref.hex
        for id_, ref in Person.objects.filter(ref__in=list(refs)).values_list("id", "ref")
    }
    known = _cases(_left(None, on).filter(person_id__in=list(ids)), on)
    table, held = reasons(on), limits(on)
    found: dict[str, Task] = {}
    for person_id, (village, case) in known.items():
        duty = duties.next_action(case, on, table, held)
        if duty is not None:
            found[ids[person_id]] = Task(person_id, village, case, duty)
    return found


def cases(villages: Iterable[int] | None, on: date) -> dict[int, tuple[int, Case]]:
    """Everybody left: person id → (village, what is known)."""
    return _cases(_left(villages, on), on)


def partition(villages: Iterable[int] | None, on: date) -> tuple[Counter[str], Counter[str]]:
    """The left by reason (empty: unknown yet) and by `duties.Stand`; each sums to the left."""
    known = [case for _, case in cases(villages, on).values()]
    return Counter(case.reason for case in known), Counter(duties.stand(case) for case in known)


def _left(villages: Iterable[int] | None, on: date) -> QuerySet[SpellRow]:
    spells = SpellRow.objects.filter(unrecorded=True, from_on__lte=on, to_on__gt=on)
    return spells if villages is None else spells.filter(village__in=list(villages))


def _cases(left: QuerySet[SpellRow], on: date) -> dict[int, tuple[int, Case]]:
    stays = list(left.values_list("person_id", "village", "cell"))
    # A page's people are named; of a whole kecamatan each table is asked once.
    few = len(stays) <= IN_CHUNK
    who: Who = [person for person, _, _ in stays] if few else left.values("person_id")
    since, opening_on = _left_since(who, on), ledger.state().opening_on
    why, met = _reasons(who, on), _contacts(who, on)
    proposed, plans = _proposals(who, on), _plans(who)
    invited = _invited(who)
    return {
        person: (
            village,
            _case(
                bool(cells.decode(cell).aside),
                since[person],
                since[person] <= opening_on,
                why.get(person),
                met.get(person, ()),
                proposed.get(person),
                plans.get(person),
                invited.get(person),
            ),
        )
        for person, village, cell in stays
    }


def _case(
    aside: bool,
    since: date,
    since_opening: bool,
    why: Reason | None,
    met: Sequence[tuple[Any, ...]],
    proposed: tuple[str, Proposed] | None,
    plan: Planned | None,
    invited: date | None,
) -> Case:
    told = [(Outcome(outcome), channel in WENT) for _, _, outcome, channel, _, _ in met]
    last = Met(met[0][1], Outcome(met[0][2]), met[0][5]) if met else None
    code = why.code if why else ""
    if proposed and (aside or proposed[1].state == AsideProposal.State.OPEN):
        # Whoever is proposed is so for the reason of the proposal, whatever was heard since.
        code = proposed[0]
    return Case(
        due_since=since,
        since_opening=since_opening,
        aside=aside,
        reason=code,
        reason_since=why.since if why else None,
        has_paper=bool(why and why.evidence and why.told_through == "office"),
        has_file=bool(why and why.evidence_file),
        met=last,
        misses=duties.misses_in_a_row(told),
        visits=sum(went and outcome.missed for outcome, went in told),
        proposed=proposed[1] if proposed else None,
        invited_on=invited,
        plan=plan,
    )


def _left_since(who: Who, on: date) -> dict[int, date]:
    """First day of each one's unbroken time of being left."""
    rows = (
        SpellRow.objects.filter(person_id__in=who, unrecorded=True, from_on__lte=on)
        .order_by("person_id", "from_on")
        .values_list("person_id", "from_on", "to_on")
    )
    since: dict[int, tuple[date, date]] = {}
    for person, from_on, to_on in rows:
        begun, until = since.get(person, (from_on, from_on))
        since[person] = (begun if until == from_on else from_on, to_on)
    return {person: begun for person, (begun, _) in since.items()}


def _reasons(who: Who, on: date) -> dict[int, Reason]:
    rows = Reason.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on), person_id__in=who, since__lte=on
    )
    return {row.person_id: row for row in rows.order_by("id")}


def _contacts(who: Who, on: date) -> dict[int, list[tuple[Any, ...]]]:
    """Newest first: (person, on, outcome, channel, id, promised day)."""
    rows = (
        Contact.objects.filter(person_id__in=who, on__lte=on)
        .order_by("person_id", "-on", "-id")
        .values_list("person_id", "on", "outcome", "channel", "id", "will_come_on")
    )
    return {person: list(group) for person, group in groupby(rows, key=itemgetter(0))}


def _proposals(who: Who, on: date) -> dict[int, tuple[str, Proposed]]:
    rows = AsideProposal.objects.filter(person_id__in=who, proposed_on__lte=on).order_by("id")
    latest = {row.person_id: row for row in rows}
    sent = signed_letters(row.letter for row in latest.values())
    return {
        person: (
            row.reason,
            Proposed(row.state, row.proposed_on, row.decided_on, sent.get(row.letter)),
        )
        for person, row in latest.items()
    }


def signed_letters(refs: Iterable[str]) -> Mapping[str, date]:
    """ref → day of signature of those letters that are signed."""
    wanted = {ref for ref in refs if ref}
    if not wanted:
        return {}
    rows = Letter.objects.filter(ref__in=wanted, signed_on__isnull=False)
    rows = rows.exclude(state=Letter.State.CANCELLED)
    return {ref: on for ref, on in rows.values_list("ref", "signed_on") if on}


def _plans(who: Who) -> dict[int, Planned]:
    rows = CasePlan.objects.filter(person_id__in=who, ended_on__isnull=True)
    return {
        person: Planned(Owner(owner), visit_on)
        for person, owner, visit_on in rows.values_list("person_id", "owner", "visit_on")
    }


def _invited(who: Who) -> dict[int, date]:
    waiting = [Invitation.State.PREPARED, Invitation.State.SENT]
    rows = Invitation.objects.filter(
        person_id__in=who, state__in=waiting, slot__state=Slot.State.OPEN
    )
    return dict(rows.values_list("person_id").annotate(first=Min("slot__on")))
