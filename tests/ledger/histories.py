"""Random lives: facts late, repeated, voided and reversed, over the real calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.ledger.brute import Told
from tuntas.accounts.principals import system
from tuntas.enrolment import tracks as enrolment
from tuntas.ledger.actions import open_batch, open_ledger
from tuntas.ledger.facts import Fact, payload
from tuntas.outreach import tracks as outreach
from tuntas.residents import tracks as residents
from tuntas.residents.actions.fold import fold_into_person
from tuntas.residents.models import Person

OPENING = date(2020, 6, 30)
VILLAGES = (11, 12, 13)
N_PEOPLE = 3

ROOM_OF = {
    **dict.fromkeys(residents.KINDS, residents),
    **dict.fromkeys(("recorded", "marked", "observed", *enrolment.CARD_KINDS), enrolment),
    **dict.fromkeys(("set_aside", "taken_back"), outreach),
}

days = st.dates(OPENING - timedelta(900), OPENING + timedelta(1500))
# Around the seventeenth birthday, leap days included, so that it falls inside the history.
births = st.one_of(
    st.dates(date(2002, 6, 1), date(2007, 12, 31)),
    st.sampled_from([date(2004, 2, 29), date(2000, 2, 29), date(1984, 2, 29), date(1970, 1, 1)]),
).map(date.isoformat)
levels = st.sampled_from([(0, 0), (1, 0), (2, 0), (2, 1), (2, 2)])


@st.composite
def said(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """What a fact of this kind tells."""
    if kind in ("listed", "born", "moved_in"):
        told: dict[str, Any] = {"village": draw(st.sampled_from(VILLAGES))}
        if draw(st.booleans()):
            told["birth_on"] = draw(births)
        if draw(st.integers(0, 4)) == 0:
            told["marital"] = draw(st.sampled_from(["never", "married", "widowed"]))
        if draw(st.integers(0, 5)) == 0:
            told["citizenship"] = "WNA"
            told["permit_until"] = draw(days).isoformat()
        return told
    if kind == "moved":
        return {"village": draw(st.sampled_from(VILLAGES))}
    if kind == "married":
        return {"marital": "married"}
    if kind == "corrected":
        return draw(
            st.sampled_from(
                [{"birth_on": draw(births)}, {"marital": "never"}, {"marital": "divorced"}]
            )
        )
    if kind == "permit":
        return {"permit_from": draw(days).isoformat(), "permit_until": draw(days).isoformat()}
    if kind == "observed":
        enrol, card = draw(levels)
        return {"status": "X", "enrol": enrol, "card": card}
    return {}


@st.composite
def histories(draw: st.DrawFn, size: int = 14) -> list[Told]:
    """A history in the order in which it became known; each person's first fact lists them."""
    history: list[Told] = []
    known = OPENING
    seen: set[int] = set()
    for order in range(draw(st.integers(1, size))):
        known += timedelta(draw(st.sampled_from([0, 0, 1, 7, 90, 300])))
        person = draw(st.integers(0, N_PEOPLE - 1))
        earlier = [f for f in history if f.person == person]
        if person not in seen:
            seen.add(person)
            kind = draw(st.sampled_from(["listed", "born", "moved_in"]))
        elif len(earlier) > 1 and draw(st.integers(0, 4)) == 0:
            victim = draw(st.sampled_from(earlier[1:]))
            history.append(
                Told(order, person, "void", victim.on, known, {}, takes_back=victim.order)
            )
            continue
        else:
            kind = draw(st.sampled_from(sorted(ROOM_OF)))
        history.append(Told(order, person, kind, draw(days), known, draw(said(kind))))
    return history


class Teller:
    """Tells a history to the real ledger, one batch a fact, through the ordinary way in."""

    def __init__(self) -> None:
        open_ledger(opening_on=OPENING, known_on=OPENING)
        self.people: dict[int, int] = {}
        self.facts: dict[tuple[int, str], list[Fact]] = {}
        self.ids: dict[int, int] = {}
        self.room: dict[int, Any] = {}

    def tell(self, told: Told) -> None:
        """Append one fact and restate its person."""
        room = self.room[told.takes_back] if told.takes_back is not None else ROOM_OF[told.kind]
        if told.person not in self.people:
            self.people[told.person] = Person.objects.create(village_id=VILLAGES[0]).id
        person_id = self.people[told.person]
        voids_id = None if told.takes_back is None else self.ids[told.takes_back]
        with open_batch(
            actor=system("test"),
            verb="test.tell",
            source="riwayat",
            known_on=told.known,
            at=datetime(2024, 1, 1, tzinfo=UTC),
        ) as batch:
            fact_id = batch.fact(
                room.TABLE,
                person_id=person_id,
                kind=told.kind,
                effective_on=told.on,
                payload=payload(told.said),
                voids_id=voids_id,
            )
            facts = self.facts.setdefault((person_id, room.TABLE), [])
            facts.append(
                Fact(
                    fact_id,
                    person_id,
                    told.kind,
                    told.on,
                    payload(told.said),
                    batch.seq,
                    voids_id,
                )
            )
            batch.restate(person_id, room.derive(facts))
            if room is residents:
                fold_into_person(person_id, facts)
        self.ids[told.order] = fact_id
        self.room[told.order] = room
