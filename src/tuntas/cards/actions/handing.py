"""Handing a card over: who it is is proved, the old card taken back, the case closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from tuntas.accounts.principals import Principal
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.cards import queries
from tuntas.cards.actions.blanks import hand_over_blank, withdraw_card
from tuntas.cards.actions.printing import locked
from tuntas.cards.causes import GONE_AT_ONCE, Cause
from tuntas.cards.errors import (
    NothingToVerify,
    OldCardKept,
    ProofFailed,
    ProofMissing,
)
from tuntas.cards.models import Card, HandOver, InvalidCard, Request
from tuntas.centre.errors import NothingKept
from tuntas.enrolment.actions import card_happened
from tuntas.ledger.actions import open_batch

if TYPE_CHECKING:
    from tuntas.centre.workshop import Workshop

OLD_CARD_FOR: Final = {
    Cause.DAMAGED: InvalidCard.Cause.DAMAGED,
    Cause.CHANGED: InvalidCard.Cause.ELEMENT_CHANGE,
    Cause.MOVED_IN: InvalidCard.Cause.ARRIVAL,
    Cause.FACE: InvalidCard.Cause.ELEMENT_CHANGE,
    Cause.OUTSIDE: InvalidCard.Cause.DAMAGED,
}
"""In the register of invalid cards, by the case that brought it back."""


@dataclass(frozen=True, slots=True)
class ByFinger:
    """A finger shown now, compared 1:1 with what the centre keeps of this person."""

    finger: Finger
    template: Template = field(repr=False)
    shop: Workshop = field(repr=False)


@dataclass(frozen=True, slots=True)
class ByPhoto:
    """The officer compared face and photo."""


@dataclass(frozen=True, slots=True)
class ByGuardian:
    """Somebody else takes it, by relation and kind of document."""

    relation: str
    document: str


Proof = ByFinger | ByPhoto | ByGuardian


def hand_over_card(
    *,
    actor: Principal,
    ref: str,
    proof: Proof,
    on: date,
    now: datetime,
    place: str = "office",
    where: str = "",
    old_card_taken: bool = False,
    old_serial: str = "",
) -> HandOver:
    """Give the card *ref* into the person's hand.

    Raises:
        CardGone, ProofFailed, ProofMissing, NothingToVerify
        OldCardKept: the case exchanges an old card, and it was not taken.
    """
    said = _proved(actor, ref, proof, on, now)
    with open_batch(
        actor=actor, verb="cards.hand_over", source=place, known_on=on, at=now
    ) as batch:
        card = locked(ref, Card.State.READY)
        _exchange(actor, card, taken=old_card_taken, serial=old_serial, on=on, now=now)
        hand_over_blank(actor=actor, serial=card.serial, on=on, now=now)
        card.state, card.ended_on = Card.State.HANDED, on
        card.save(update_fields=["state", "ended_on"])
        given = HandOver.objects.create(
            card=card,
            place=place,
            where=where.strip()[:80],
            on=on,
            at=now,
            officer=actor.officer_ref or actor.ref,
            **said,
        )
        told = {"serial": card.serial, "proof": given.proof, "place": given.where}
        card_happened(batch, person_id=card.person_id, kind="card_handed", on=on, told=told)
        batch.subjects.append(card.person.ref.hex)
        batch.detail |= {"serial": card.serial, "proof": given.proof}
    return given


def _proved(actor: Principal, ref: str, proof: Proof, on: date, now: datetime) -> dict[str, str]:
    """Checked before the hand-over begins: a failed finger is in the log, and nothing moves."""
    match proof:
        case ByPhoto():
            return {"proof": HandOver.Proof.PHOTO}
        case ByGuardian(relation, document):
            if not relation.strip() or not document.strip():
                raise ProofMissing
            return {
                "proof": HandOver.Proof.GUARDIAN,
                "relation": relation.strip()[:40],
                "document": document.strip()[:80],
            }
        case ByFinger(finger, template, shop):
            # The matcher, for whoever holds a scanner.
            from tuntas.centre import verifying

            person = _person_ref(ref)
            try:
                agrees = verifying.verify_finger(
                    actor=actor,
                    shop=shop,
                    person=person,
                    finger=finger,
                    template=template,
                    on=on,
                    now=now,
                )
            except NothingKept as nothing:
                raise NothingToVerify from nothing
            if not agrees:
                raise ProofFailed
            return {"proof": HandOver.Proof.FINGER}


def _person_ref(ref: str) -> str:
    return queries.card(ref).person.ref.hex


def _exchange(
    actor: Principal, card: Card, *, taken: bool, serial: str, on: date, now: datetime
) -> None:
    """The case is closed; an old card that is still out there comes back now."""
    request = card.request
    if request is None:
        return
    cause = Cause(request.cause)
    if cause not in GONE_AT_ONCE and request.old_taken_on is None:
        if not taken:
            raise OldCardKept
        withdraw_card(
            actor=actor, cause=OLD_CARD_FOR[cause], serial=serial, on=on, now=now, note=cause
        )
        request.old_taken_on = on
    request.state, request.ended_on = Request.State.DONE, on
    request.save(update_fields=["state", "ended_on", "old_taken_on"])
