"""What came of a slot: every listed name with one outcome, and who passed by, apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tuntas.outreach.models import Contact, Invitation, Passing
from tuntas.outreach.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class SlotCount:
    """The numbers of one slot; they add up.

    ``invited == came + missed + waiting`` and ``sum(outcomes) == came + missed``.
    """

    invited: int
    came: int
    missed: int
    outcomes: Mapping[Outcome, int]
    walk_ins: int
    elsewhere: int
    recorded_listed: int
    recorded_walk_ins: int
    recorded_elsewhere: int

    @property
    def waiting(self) -> int:
        """Listed names without an outcome: until there are none, the slot cannot be closed."""
        return self.invited - self.came - self.missed

    @property
    def recorded(self) -> int:
        return self.recorded_listed + self.recorded_walk_ins + self.recorded_elsewhere


def count_of(slot_id: int) -> SlotCount:
    """Count a slot from its invitations, contacts and passings."""
    listed = set(_listed(slot_id))
    last = {person: outcome for person, outcome in outcomes_at(slot_id).items() if person in listed}
    passed = Counter(Passing.objects.filter(slot_id=slot_id).values_list("kind", "recorded"))
    kinds = Passing.Kind
    came = sum(outcome.met for outcome in last.values())
    return SlotCount(
        invited=len(listed),
        came=came,
        missed=len(last) - came,
        outcomes=Counter(last.values()),
        walk_ins=passed[kinds.WALK_IN, True] + passed[kinds.WALK_IN, False],
        elsewhere=passed[kinds.ELSEWHERE, True] + passed[kinds.ELSEWHERE, False],
        recorded_listed=sum(outcome is Outcome.RECORDED for outcome in last.values()),
        recorded_walk_ins=passed[kinds.WALK_IN, True],
        recorded_elsewhere=passed[kinds.ELSEWHERE, True],
    )


def without_outcome(slot_id: int) -> list[int]:
    """Ids of listed people whose outcome is still missing, in the order of invitation."""
    answered = outcomes_at(slot_id)
    return [person for person in _listed(slot_id) if person not in answered]


def outcomes_at(slot_id: int) -> dict[int, Outcome]:
    """The last outcome that answers for each person at a slot; a promise answers for nobody."""
    rows = Contact.objects.filter(slot_id=slot_id).order_by("id")
    told = ((person, Outcome(code)) for person, code in rows.values_list("person_id", "outcome"))
    return {person: outcome for person, outcome in told if outcome.closes}


def _listed(slot_id: int) -> list[int]:
    rows = Invitation.objects.filter(slot_id=slot_id).exclude(state=Invitation.State.CANCELLED)
    return list(rows.order_by("rank").values_list("person_id", flat=True))
