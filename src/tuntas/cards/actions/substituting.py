"""Suket and biodata: papers in place of a card, as letters with number, QR, validity and signer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.cards import portraying, queries, substitutes
from tuntas.cards.errors import StockThere, SubstituteUnfit, WhyMissing
from tuntas.cards.models import Substitute
from tuntas.ledger.tracks import EMPTY, Enrol, Standing, value_on
from tuntas.letters import actions as letters
from tuntas.residents import queries as residents
from tuntas.residents.models import Person

UNIQUE_ID = "sudah direkam, data tunggal (PRR)"
UNIQUE_EN = "recorded, proved unique (PRR)"


def issue_substitute(
    *,
    actor: Principal,
    kind: str,
    person_ref: str,
    reason: str,
    on: date,
    now: datetime,
    language: str = "id",
) -> str:
    """Draft a ``suket`` or ``biodata`` and put it into the signature queue; the letter's ref.

    Who signs, and whether anybody may today, is the letter's: authority by date.

    Raises:
        WhyMissing
        SubstituteUnfit: not obliged, or (suket) not proved unique.
        StockThere: blanks are there, and the rule of that day then allows no such paper.
    """
    rule = substitutes.rule_on(kind, on)
    if rule is None:
        raise SubstituteUnfit
    if len(reason.strip()) < 5:
        raise WhyMissing
    person = _fit(person_ref, kind, on)
    if not substitutes.allowed(kind, on, stock=queries.usable()):
        raise StockThere
    until = on + timedelta(rule.valid_days)
    with transaction.atomic():
        letter = letters.draft(
            actor=actor,
            kind=kind,
            said=_said(person, reason.strip()[:120], until, language),
            on=on,
            now=now,
            language=language,
        )
        letters.submit(actor=actor, ref=letter, now=now)
        Substitute.objects.create(
            letter=letter,
            kind=kind,
            person=person,
            on=on,
            valid_until=until,
            reason=reason.strip()[:120],
            officer=actor.officer_ref or actor.ref,
        )
        write_act(
            actor=actor.ref,
            verb="cards.issue_substitute",
            subjects=[person_ref],
            detail={"kind": kind, "letter": letter, "valid_until": until.isoformat()},
            at=now,
        )
    return letter


def _fit(person_ref: str, kind: str, on: date) -> Person:
    standing = residents.standing_of([person_ref], on)[0]
    tracks = residents.tracks_of([standing.id]).get(standing.id, EMPTY)
    unique = value_on(tracks.enrol, on) == Enrol.UNIQUE
    if standing.standing != Standing.DUE or (kind == "suket" and not unique):
        raise SubstituteUnfit
    return Person.objects.get(id=standing.id)


def _said(person: Person, reason: str, until: date, language: str) -> dict[str, str]:
    face = portraying.words_of(person)
    address = f"{face.address}, RT/RW {face.rt_rw}, {face.village}, {face.district}"
    return {
        "name": face.name,
        "nik": face.nik,
        "kk": person.kk,
        "birth": face.birth,
        "sex": face.sex,
        "religion": face.religion.strip("-"),
        "marital": face.marital.strip("-"),
        "occupation": face.occupation.strip("-"),
        "citizenship": face.citizenship,
        "address": address,
        "status": UNIQUE_EN if language == "en" else UNIQUE_ID,
        "reason": reason,
        "valid_until": until.isoformat(),
    }
