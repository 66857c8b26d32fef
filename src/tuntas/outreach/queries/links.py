"""Reading links: which one a token opens, whom it shows, what was answered, who saw whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from tuntas.audit import queries as audit
from tuntas.ledger import bulk
from tuntas.ledger import queries as ledger
from tuntas.outreach import links
from tuntas.outreach.models import BroughtName, Contact, Link, Reason
from tuntas.residents.models import Person
from tuntas.wilayah import queries as wilayah


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """Somebody left, as much as a holder may know; *birth_year* 0 = unknown to the register."""

    id: int
    ref: str
    name: str
    birth_year: int
    hamlet: str
    village_id: int


@dataclass(frozen=True, slots=True)
class Row:
    """One person on a holder's page.

    Attributes:
        alias: how this link calls them.
        question: of `links.question`.
        outcome, will_come_on: what this holder said last; empty before.
    """

    alias: str
    person: Unrecorded
    question: str
    outcome: str = ""
    will_come_on: date | None = None


def opened_by(token: str, on: date) -> Link | None:
    """The link that *token* opens on day *on*: made, not over, not recalled."""
    found = Link.objects.filter(digest=links.token_digest(token)).first()
    return found if found is not None and holds(found, on) else None


def holds(link: Link, on: date) -> bool:
    return link.recalled_on is None and link.valid_from <= on <= link.valid_until


def villages_of(link: Link) -> frozenset[int]:
    return wilayah.subtree_village_ids(link.region_id)


def left_in(villages: Collection[int], on: date, hamlet: str = "") -> list[Unrecorded]:
    """The unrecorded of some villages (and a hamlet) by hamlet and name."""
    ids = [person for person, _, _ in ledger.people_in(on=on, villages=villages)]
    return unrecorded(ids, hamlet)


def unrecorded(ids: Sequence[int], hamlet: str = "") -> list[Unrecorded]:
    """These people (of a hamlet) as rows, by village, hamlet and name."""
    found: list[Person] = []
    for chunk in bulk.chunks(ids):
        rows = Person.objects.filter(id__in=chunk)
        found += rows.filter(dusun__iexact=hamlet) if hamlet else rows
    found.sort(key=lambda person: (person.village_id, person.dusun, person.name, person.id))
    return [
        Unrecorded(
            person.id,
            person.ref.hex,
            person.name,
            person.birth_on.year if person.birth_on else 0,
            person.dusun,
            person.village_id,
        )
        for person in found
    ]


def list_of(link: Link, on: date, village_id: int | None = None) -> list[Row]:
    """Whom *link* shows on day *on*; nobody for those who bring their own list."""
    if not links.lists_names(link.role):
        return []
    villages = villages_of(link)
    if village_id is not None:
        villages &= {village_id}
    people = left_in(villages, on, link.hamlet)
    ids = [person.id for person in people]
    reasons, said = _reasons(ids), _said(link, ids)
    return [
        Row(
            links.alias(link.digest, person.ref),
            person,
            links.question(reasons.get(person.id, "")),
            said[person.id].outcome if person.id in said else "",
            said[person.id].will_come_on if person.id in said else None,
        )
        for person in people
    ]


def ref_of(link: Link, alias: str) -> str | None:
    """The person of the link's area whom it calls *alias*, recorded meanwhile or not."""
    if not links.lists_names(link.role):
        return None
    people = Person.objects.filter(village_id__in=villages_of(link))
    if link.hamlet:
        people = people.filter(dusun__iexact=link.hamlet)
    for ref in people.values_list("ref", flat=True).iterator():
        if links.alias(link.digest, ref.hex) == alias:
            return str(ref.hex)
    return None


def brought_by(link: Link) -> list[BroughtName]:
    """What the holder brought so far, the newest first."""
    return list(link.brought.order_by("-id"))


def by_ref(ref: str) -> Link | None:
    return Link.objects.filter(ref=ref).first()


def all_links(villages: Collection[int] | None = None) -> list[Link]:
    """Links whose whole area lies in *villages* (None: everywhere), the newest first."""
    rows = Link.objects.order_by("-id")
    if villages is None:
        return list(rows)
    return [link for link in rows if villages_of(link) <= set(villages)]


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """Holders by the ref of their link, for whoever reads the log."""
    return dict(Link.objects.filter(ref__in=set(refs)).values_list("ref", "holder"))


@dataclass(frozen=True, slots=True)
class Sighting:
    """One look through a link."""

    at: datetime
    purpose: str
    people: tuple[str, ...]
    """Names, as staff who asks may see them."""


def sightings(link: Link, limit: int = 50) -> list[Sighting]:
    """Who was seen through *link*, the newest look first."""
    rows = audit.views(audit.Filter(actor=link.ref), limit)
    names = _names({ref for row in rows for ref in row.subject_refs})
    return [
        Sighting(
            row.happened_at,
            row.purpose,
            tuple(names[ref] for ref in row.subject_refs if ref in names),
        )
        for row in rows
    ]


def answers_through(link: Link, limit: int = 200) -> list[Contact]:
    """What was answered through *link*, the newest first."""
    rows = Contact.objects.filter(told_by=link.ref).select_related("person")
    return list(rows.order_by("-id")[:limit])


def _names(refs: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in bulk.chunks(sorted(refs)):
        rows = Person.objects.filter(ref__in=chunk).values_list("ref", "name")
        found.update((ref.hex, name) for ref, name in rows)
    return found


def _reasons(ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in bulk.chunks(ids):
        rows = Reason.objects.filter(person_id__in=chunk, ended_on__isnull=True)
        found.update(rows.values_list("person_id", "code"))
    return found


def _said(link: Link, ids: Sequence[int]) -> dict[int, Contact]:
    """The last word of this holder about each."""
    found: dict[int, Contact] = {}
    for chunk in bulk.chunks(ids):
        rows: QuerySet[Contact] = Contact.objects.filter(Q(told_by=link.ref), person_id__in=chunk)
        found.update((row.person_id, row) for row in rows.order_by("id"))
    return found
