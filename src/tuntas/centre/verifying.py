"""One finger against one person (1:1): is this who they say? The answer is yes or no, no more.

Asked when a card is handed over. The finger given is compared with what the centre keeps of this
person only; nobody else is looked at, and nothing of the finger is kept.

The reference: SOP 2012, hand-over by a 1:1 match of an index finger, *berhasil* or *gagal*.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.biometrics.matching.matcher import match
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre.errors import Locked, NothingKept
from tuntas.centre.models import Identity
from tuntas.centre.parameters import asked
from tuntas.centre.workshop import Workshop


def fingers_kept(shop: Workshop, person: str) -> tuple[Finger, ...]:
    """Which fingers of *person* (ref) the centre can compare with, index fingers first.

    None while the centre's key is locked: then the hand-over goes by other proof.
    """
    refs = _refs(person)
    if not refs:
        return ()
    try:
        with shop.looking() as gallery:
            held = {finger for ref in refs if ref in gallery for finger in gallery.person(ref)}
    except Locked:
        return ()
    return tuple(sorted(held, key=_preference))


def verify_finger(
    *,
    actor: Principal,
    shop: Workshop,
    person: str,
    finger: Finger,
    template: Template,
    on: date,
    now: datetime,
) -> bool:
    """Whether *template*, shown as *finger*, is this person's. The answer is in the log.

    Raises:
        NothingKept: nothing of this finger is kept to compare with.
        Locked: no custodian's secret opened the centre's key.
        tuntas.biometrics.errors.GalleryDamaged
    """
    held = _templates(shop, person, finger)
    if not held:
        raise NothingKept
    rate = min(match(template, one).false_match_rate for one in held)
    # Compared with several recordings a stranger has as many chances.
    agrees = rate * len(held) * asked(on).one_stranger_passes_of <= 1
    with transaction.atomic():
        write_act(
            actor=actor.ref,
            verb="centre.verify_finger",
            subjects=[person],
            detail={"agrees": agrees},
            at=now,
        )
    return agrees


def _refs(person: str) -> Sequence[str]:
    return list(Identity.objects.filter(person=person).values_list("ref", flat=True))


def _templates(shop: Workshop, person: str, finger: Finger) -> list[Template]:
    refs = _refs(person)
    if not refs:
        return []
    with shop.looking() as gallery:
        kept = [gallery.person(ref).get(finger) for ref in refs if ref in gallery]
    return [one for one in kept if one is not None]


def _preference(finger: Finger) -> tuple[bool, int]:
    return (finger not in (Finger.RIGHT_INDEX, Finger.LEFT_INDEX), int(finger))
