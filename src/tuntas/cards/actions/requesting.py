"""Cases: somebody asks for another card; documents, the old card, withdrawal of the request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.cards.actions.blanks import withdraw_card
from tuntas.cards.actions.handing import OLD_CARD_FOR
from tuntas.cards.causes import CASES, GONE_AT_ONCE, Cause, required
from tuntas.cards.errors import CardGone, OldCardKept, RequestOpen, RequestUnfit, WhyMissing
from tuntas.cards.models import Card, PrintHold, Request
from tuntas.cards.queue import Hold
from tuntas.enrolment import queries as enrolment
from tuntas.enrolment.actions import card_happened
from tuntas.ledger.actions import Batch, open_batch
from tuntas.ledger.facts import live
from tuntas.ledger.tracks import EMPTY, Enrol, Standing, value_on
from tuntas.residents import queries as residents

OPEN = Request.State.OPEN


def request_card(
    *,
    actor: Principal,
    person_ref: str,
    cause: str,
    documents: Sequence[str],
    on: date,
    now: datetime,
    note: str = "",
    needed_by: date | None = None,
    urgent_for: str = "",
    old_card_taken: bool = False,
    old_serial: str = "",
) -> str:
    """Open a case; its ref. What is lost, or handed in now, is no longer in hand from this day.

    Missing documents do not refuse it: they hold its card until they are brought.

    Raises:
        RequestUnfit, RequestOpen, tuntas.residents.errors.NotFound
    """
    if cause not in CASES:
        raise RequestUnfit
    why = Cause(cause)
    held = residents.standing_of([person_ref], on)[0]
    _fit(held.id, held.standing, on)
    known = {one.code for one in required(why, on)}
    with open_batch(actor=actor, verb="cards.request", source=cause, known_on=on, at=now) as batch:
        request = _opened(
            Request(
                person_id=held.id,
                cause=why,
                on=on,
                at=now,
                officer=actor.officer_ref or actor.ref,
                documents=sorted(known & set(documents)),
                note=note.strip()[:200],
                needed_by=needed_by,
                urgent_for=urgent_for.strip()[:120],
            )
        )
        if why in GONE_AT_ONCE:
            _gone(batch, request, on)
        elif old_card_taken:
            _hand_in(actor, batch, request, old_serial, on, now)
        batch.subjects.append(person_ref)
        batch.detail |= {"request": request.ref, "cause": cause}
    return request.ref


def add_documents(
    *, actor: Principal, ref: str, documents: Sequence[str], now: datetime
) -> list[str]:
    """Documents brought later; all codes held now. Raises CardGone."""
    with transaction.atomic():
        request = _locked(ref)
        known = {one.code for one in required(Cause(request.cause), request.on)}
        request.documents = sorted({*request.documents, *(known & set(documents))})
        request.save(update_fields=["documents"])
        _tell(actor, "add_documents", request, now, documents=request.documents)
    return list(request.documents)


def cancel_request(*, actor: Principal, ref: str, reason: str, on: date, now: datetime) -> None:
    """The case is withdrawn. A card that was lost and turned up is in hand again.

    Raises:
        WhyMissing, CardGone: also while a card for it is on its way.
        OldCardKept: the old card lies here already; print the new one.
    """
    if len(reason.strip()) < 5:
        raise WhyMissing
    with open_batch(
        actor=actor, verb="cards.cancel_request", source="permohonan", known_on=on, at=now
    ) as batch:
        request = _locked(ref)
        busy = (Card.State.PRINTING, Card.State.DOUBT, Card.State.CHECK, Card.State.READY)
        if Card.objects.filter(request=request, state__in=busy).exists():
            raise CardGone
        if request.old_taken_on is not None and Cause(request.cause) not in GONE_AT_ONCE:
            raise OldCardKept
        if Cause(request.cause) in GONE_AT_ONCE:
            _found_again(batch, request, on)
        request.state, request.ended_on = Request.State.CANCELLED, on
        request.ended_for = reason.strip()[:200]
        request.save(update_fields=["state", "ended_on", "ended_for"])
        batch.subjects.append(request.person.ref.hex)
        batch.detail |= {"request": ref, "reason": request.ended_for}


def hold_print(
    *, actor: Principal, person_ref: str, reason: str, note: str, on: date, now: datetime
) -> None:
    """Nobody prints for this person until it is lifted (a change of data is on its way).

    Raises:
        WhyMissing
    """
    if reason not in (Hold.DATA_CHANGE, Hold.DUPLICATE, Hold.OTHER) or len(note.strip()) < 5:
        raise WhyMissing
    person = residents.standing_of([person_ref], on)[0]
    with transaction.atomic():
        PrintHold.objects.get_or_create(
            person_id=person.id,
            reason=reason,
            lifted_on=None,
            defaults={
                "note": note.strip()[:200],
                "on": on,
                "officer": actor.officer_ref or actor.ref,
            },
        )
        write_act(
            actor=actor.ref,
            verb="cards.hold_print",
            subjects=[person_ref],
            detail={"reason": reason},
            at=now,
        )


def lift_hold(*, actor: Principal, hold_id: int, on: date, now: datetime) -> None:
    """The card may be printed again. Raises CardGone: lifted already."""
    with transaction.atomic():
        held = PrintHold.objects.select_related("person").filter(id=hold_id, lifted_on__isnull=True)
        found = held.first()
        if found is None or not held.update(lifted_on=on, lifted_by=actor.officer_ref or actor.ref):
            raise CardGone
        write_act(
            actor=actor.ref,
            verb="cards.lift_hold",
            subjects=[found.person.ref.hex],
            detail={"reason": found.reason},
            at=now,
        )


def _fit(person_id: int, standing: int, on: date) -> None:
    tracks = residents.tracks_of([person_id]).get(person_id, EMPTY)
    if standing != Standing.DUE or value_on(tracks.enrol, on) < Enrol.UNIQUE:
        raise RequestUnfit
    if not tracks.card:
        raise RequestUnfit  # never had a card: the first one needs no request
    if Card.objects.filter(
        person_id=person_id,
        state__in=(Card.State.PRINTING, Card.State.DOUBT, Card.State.CHECK, Card.State.READY),
    ).exists():
        raise RequestOpen


def _opened(request: Request) -> Request:
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as twice:
        raise RequestOpen from twice
    return request


def _gone(batch: Batch, request: Request, on: date) -> None:
    request.old_taken_on = on
    request.save(update_fields=["old_taken_on"])
    told = {"cause": request.cause, "request": request.ref}
    card_happened(batch, person_id=request.person_id, kind="card_gone", on=on, told=told)


def _hand_in(
    actor: Principal, batch: Batch, request: Request, serial: str, on: date, now: datetime
) -> None:
    cause = OLD_CARD_FOR[Cause(request.cause)]
    withdraw_card(actor=actor, cause=cause, serial=serial, on=on, now=now, note=request.cause)
    _gone(batch, request, on)


def _found_again(batch: Batch, request: Request, on: date) -> None:
    facts = enrolment.facts_of([request.person_id]).get(request.person_id, [])
    mine = [
        fact
        for fact in live(facts)
        if fact.kind == "card_gone" and fact.told().get("request") == request.ref
    ]
    if mine:
        card_happened(
            batch,
            person_id=request.person_id,
            kind="void",
            on=on,
            told={"reason": "kartu ditemukan"},
            voids_id=mine[-1].id,
        )


def _locked(ref: str) -> Request:
    rows = Request.objects.select_for_update(of=("self",)).select_related("person")
    found = rows.filter(ref=ref, state=OPEN).first()
    if found is None:
        raise CardGone
    return found


def _tell(actor: Principal, verb: str, request: Request, now: datetime, **detail: object) -> None:
    write_act(
        actor=actor.ref,
        verb=f"cards.{verb}",
        subjects=[request.person.ref.hex],
        detail={"request": request.ref, **detail},
        at=now,
    )
