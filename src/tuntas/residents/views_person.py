"""One person: what the register says, where the recording stands, and everything that happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuntas.accounts.access import principal_of, require
from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_view
from tuntas.enrolment import queries as enrolment
from tuntas.enrolment.lifecycle import Hindrance, hindrance
from tuntas.ledger import cells, clock
from tuntas.ledger import queries as ledger
from tuntas.ledger.facts import Fact
from tuntas.ledger.tracks import Standing
from tuntas.outreach import queries as outreach
from tuntas.outreach import wording
from tuntas.residents import access, queries
from tuntas.residents.eligibility import age_years, why_unknown
from tuntas.residents.models import Person
from tuntas.residents.nik import NikWarning
from tuntas.residents.telling import tell
from tuntas.residents.timeline import timeline
from tuntas.web.language import sentence
from tuntas.wilayah import queries as wilayah


@require("see_person")
def person(request: HttpRequest, ref: str) -> HttpResponse:
    principal = principal_of(request)
    found = access.person_for(principal, ref)
    on = clock.today()
    events = tell(timeline(_facts(found.id)), wording.reason)
    _log(principal, found)
    return render(
        request,
        "residents/person.html",
        {
            "person": found,
            "ref": found.ref.hex,
            "age": age_years(found.birth_on, on) if found.birth_on else None,
            "where": wilayah.full_name(found.village_id),
            "village": wilayah.region(found.village_id),
            "state": state_on(found.id, on),
            "events": events,
            "made_here": any(event.tone == "done" and not event.voided for event in events),
            "warnings": _warnings(found),
            "unknown": why_unknown(marital_known=bool(found.marital)),
            "hindrance": hindrance_of(found, on) if principal.can("record") else None,
            "may_print": principal.can("print_cards"),
            "may_card": principal.can("hand_over"),
            "may_letter": principal.can("draft_letters"),
            "may_record": principal.can("record"),
            "captured_here": enrolment.mode_on(on) == "local",
            "may_propose": principal.can("propose_aside"),
            "may_take_back": principal.can("approve_aside"),
            "proposals": [
                (proposal, wording.reason(proposal.reason), wording.STATES[proposal.state])
                for proposal in outreach.proposals_of(found.id)
            ],
            "today": on,
        },
    )


def state_on(person_id: int, on: date) -> dict[str, Any]:
    """Which state the ledger counts this person in on a day; empty when they are nowhere."""
    for spell in ledger.course_of(person_id):
        if spell.from_on <= on < spell.to_on:
            cell = cells.decode(spell.cell)
            return {
                "cell": cell,
                "since": spell.from_on,
                "due": cell.standing is Standing.DUE,
                "unknown": cell.standing is Standing.UNKNOWN,
                "recorded": cell.enrol > 0,
                "unique": cell.enrol > 1,
                "printed": cell.card > 0,
                "in_hand": cell.card > 1,
                "aside": bool(cell.aside),
            }
    return {}


def hindrance_of(found: Person, on: date) -> Hindrance | None:
    held = enrolment.hold([found.ref.hex], on)[0]
    return hindrance(held.candidate, on, foreign=held.foreign)


def _warnings(found: Person) -> list[str]:
    """What is odd about the NIK, in words; never an error, because a NIK is never corrected."""
    known = {warning.name.lower(): warning.explanation for warning in NikWarning}
    known |= {explanation.code: explanation for explanation in known.values()}
    said = [known[code] for code in found.warnings.split() if code in known]
    return [sentence(each) for each in said]


def _facts(person_id: int) -> list[Fact]:
    """Facts of every room that tells of this person."""
    return [
        *queries.events_of([person_id]).get(person_id, []),
        *enrolment.facts_of([person_id]).get(person_id, []),
        *outreach.facts_of([person_id]).get(person_id, []),
    ]


def _log(principal: Principal, found: Person) -> None:
    with transaction.atomic():
        write_view(
            actor=principal.ref,
            verb="residents.person",
            subjects=[found.ref.hex],
            count=1,
            purpose="",
            at=timezone.now(),
        )
