"""Links: made on a legal basis, recalled at any time; what their holders answer and ask."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act, write_view
from tuntas.outreach import evidence, links, photos
from tuntas.outreach.actions.contacts import Kept, record_contact
from tuntas.outreach.brought import meant
from tuntas.outreach.channels import parameter
from tuntas.outreach.errors import (
    EnoughForToday,
    LinkImpossible,
    LinkNotValid,
    NonceReused,
    NotOnTheirList,
    UnknownOutcome,
)
from tuntas.outreach.models import BroughtName, Link
from tuntas.outreach.queries import links as reading
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import DISTRICT, VILLAGE


class Made(NamedTuple):
    """A new link; the token is told once and kept nowhere."""

    ref: str
    token: str


def make_link(
    *,
    actor: Principal,
    role: str,
    holder: str,
    region_id: int,
    basis: str,
    valid_from: date,
    valid_until: date,
    now: datetime,
    hamlet: str = "",
) -> Made:
    """A link for one holder.

    Args:
        basis: the document that allows it: kind, number, date.
        valid_until: last business day; for PPK and PPS the last day of their term.

    Raises:
        LinkImpossible: no such role, a region of another level, no basis, a hamlet head without
            a hamlet, or longer than the office allows.
    """
    if not (holder.strip() and basis.strip() and _fits(role, region_id, hamlet)):
        raise LinkImpossible
    if not _lasts(role, valid_from, valid_until):
        raise LinkImpossible
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        link = Link.objects.create(
            ref=secrets.token_hex(16),
            digest=links.token_digest(token),
            role=role,
            holder=holder.strip()[:120],
            region_id=region_id,
            hamlet=hamlet.strip()[:60],
            basis=basis.strip()[:300],
            valid_from=valid_from,
            valid_until=valid_until,
            made_by=actor.officer_ref or actor.ref,
            made_on=timezone.localdate(now),
        )
        told = {"role": role, "region": region_id, "until": valid_until.isoformat()}
        _tell(actor, "make_link", link, told, now)
    return Made(link.ref, token)


def recall_link(*, actor: Principal, ref: str, on: date, now: datetime) -> None:
    """From this moment the link opens nothing; what its holder typed is forgotten.

    Raises:
        LinkNotValid: no such link, or recalled before.
    """
    with transaction.atomic():
        recalled = Link.objects.filter(ref=ref, recalled_on__isnull=True).update(
            recalled_on=on, recalled_by=actor.officer_ref or actor.ref
        )
        if not recalled:
            raise LinkNotValid
        link = Link.objects.get(ref=ref)
        link.brought.update(name="")
        _tell(actor, "recall_link", link, {}, now)


def forget_typed_names(*, on: date) -> int:
    """Names that holders of ended links typed are forgotten; what was answered stays."""
    ended = Link.objects.filter(valid_until__lt=on)
    return BroughtName.objects.filter(link__in=ended).exclude(name="").update(name="")


def note_view(*, link: Link, person_refs: Sequence[str], purpose: str, now: datetime) -> None:
    """The holder saw these people: one row of the log, by the link's ref."""
    with transaction.atomic():
        write_view(
            actor=link.ref,
            verb="outreach.link_list",
            subjects=list(person_refs),
            count=len(person_refs),
            purpose=purpose,
            at=now,
        )


def answer(
    *,
    actor: Principal,
    link: Link,
    alias: str,
    outcome: str,
    nonce: str,
    on: date,
    now: datetime,
    will_come_on: date | None = None,
    note: str = "",
    photo: bytes = b"",
) -> Kept:
    """What the holder says of one of theirs; sent twice it is kept once.

    An answer given offline about somebody recorded since is kept too: it happened.

    Raises:
        NotOnTheirList: nobody of the link's area is called *alias*.
        OutreachError: as `record_contact`, and PhotoUnusable.
    """
    person_ref = reading.ref_of(link, alias)
    if person_ref is None:
        raise NotOnTheirList
    if outcome not in links.ANSWERS:
        raise UnknownOutcome
    return record_contact(
        actor=actor,
        person_ref=person_ref,
        outcome=outcome,
        on=on,
        channel="link",
        nonce=nonce,
        now=now,
        will_come_on=will_come_on,
        note=note,
        evidence_file=_kept(photo, on),
        told_by=link.ref,
        told_through="link",
    )


def bring_name(
    *,
    actor: Principal,
    link: Link,
    name: str,
    birth_year: int,
    village_id: int,
    nonce: str,
    on: date,
    now: datetime,
) -> bool:
    """Whether somebody on the holder's own list should be sent to be recorded.

    No and unknown are one answer. How many names a day is limited: enough for a polling
    station, too few to guess who is on the list.

    Raises:
        NotOnTheirList: the village is not the link's.
        EnoughForToday, NonceReused
    """
    if village_id not in wilayah.subtree_village_ids(link.region_id):
        raise NotOnTheirList
    typed = " ".join(name.split())[:120]
    with transaction.atomic():
        # Counted under the lock of the link's row: two phones do not get two days' worth.
        Link.objects.select_for_update().get(id=link.id)
        known = BroughtName.objects.filter(nonce=nonce).first()
        if known is not None:
            return _again(known, link, typed, birth_year)
        if link.brought.filter(on=on).count() >= int(parameter("brought_names_a_day", on)):
            raise EnoughForToday
        left = reading.left_in([village_id], on)
        place = meant(typed, birth_year, [(p.name, p.birth_year) for p in left])
        person = left[place] if place is not None else None
        BroughtName.objects.create(
            link=link,
            nonce=nonce,
            name=typed,
            birth_year=birth_year,
            village_id=village_id,
            send=person is not None,
            person_id=person.id if person else None,
            on=on,
        )
        _tell(
            actor,
            "bring_name",
            link,
            {"send": person is not None},
            now,
            [person.ref] if person else [],
        )
    return person is not None


def _again(known: BroughtName, link: Link, name: str, birth_year: int) -> bool:
    if (known.link_id, known.name, known.birth_year) != (link.id, name, birth_year):
        raise NonceReused
    return known.send


def _kept(photo: bytes, on: date) -> str:
    if not photo:
        return ""
    small = photos.clean(
        photo,
        most_bytes=int(parameter("photo_bytes", on)),
        side=int(parameter("photo_side", on)),
    )
    return evidence.keep(small)


def _fits(role: str, region_id: int, hamlet: str) -> bool:
    area = wilayah.region(region_id)
    if role not in Link.Role.values or area is None:
        return False
    level = DISTRICT if role in links.OF_A_DISTRICT else VILLAGE
    return area.level == level and bool(hamlet.strip()) == (role == "hamlet_head")


def _lasts(role: str, first: date, last: date) -> bool:
    if not links.lists_names(role):
        return first <= last  # a term is as long as the decree says
    return 0 <= (last - first).days <= int(parameter("link_days", first))


def _tell(
    actor: Principal,
    verb: str,
    link: Link,
    detail: dict[str, object],
    now: datetime,
    people: Sequence[str] = (),
) -> None:
    write_act(
        actor=actor.ref,
        verb=f"outreach.{verb}",
        subjects=[link.ref, *people],
        detail=detail,
        at=now,
    )
