"""Taking in a list of another agency: stored once, its columns named, handed to the worker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import BinaryIO, Final

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.residents import import_files, list_parameters, tasks
from tuntas.residents.access import list_for, matchable_villages
from tuntas.residents.actions.list_trace import log, remove_unless_needed
from tuntas.residents.errors import (
    ListBusy,
    ListCannotBeComplete,
    ListColumnsIncomplete,
    ListGone,
    NotYourRegion,
    ScopeUnknown,
)
from tuntas.residents.matching.columns import ListMapping, signature
from tuntas.residents.models import ImportMapping, PersonList
from tuntas.wilayah import queries as wilayah

State = PersonList.State
Kind = PersonList.Kind
COMPLETE: Final = frozenset({Kind.VOTERS, Kind.VILLAGE})
"""Lists that can claim to have everybody of a region."""


@dataclass(frozen=True, slots=True)
class ListDeclaration:
    """What whoever brings a list says about it.

    Attributes:
        sender: the agency, in words.
        as_of: the day for which the list was made; of voter lists, voting day.
        institution: the school or home of every row, if it is one.
        complete_for: region code; empty = partial.
    """

    kind: str
    sender: str
    as_of: date
    institution: str = ""
    complete_for: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedList:
    """A list; *is_new* is False when this file with this declaration is known already."""

    ref: str
    is_new: bool
    state: str


def receive_list(
    *,
    actor: Principal,
    stream: BinaryIO,
    file_name: str,
    told: ListDeclaration,
    today: date,
    now: datetime,
) -> ReceivedList:
    """Store a list; the same file said to be the same list changes nothing.

    Raises:
        ListCannotBeComplete, ScopeUnknown, NotYourRegion
    """
    only = matchable_villages(actor)
    _check(told, only)
    digest, size = import_files.keep(stream)
    key = {
        "file_digest": digest,
        "kind": told.kind,
        "as_of": told.as_of,
        "complete_for": told.complete_for,
        "only": "" if only is None else json.dumps(sorted(only)),
    }
    standing = PersonList.objects.exclude(state__in=(State.REFUSED, State.PURGED))
    known = standing.filter(**key).first()
    if known is not None:
        return ReceivedList(known.ref.hex, False, known.state)
    try:
        with transaction.atomic():
            row = PersonList.objects.create(
                **key,
                sender=told.sender[:120],
                institution=told.institution[:120],
                file_name=file_name[:200],
                size_bytes=size,
                requested_by=actor.ref,
                officer_ref=actor.officer_ref,
                created_at=now,
                expires_on=today + timedelta(days=list_parameters.asked(today).keep_days),
            )
            log(actor, "receive_list", row, now, digest=digest, size=size)
    except IntegrityError:  # somebody sent the same file at the same moment
        row = standing.get(**key)
        return ReceivedList(row.ref.hex, False, row.state)
    return ReceivedList(row.ref.hex, True, row.state)


def _check(told: ListDeclaration, only: frozenset[int] | None) -> None:
    if not told.complete_for:
        return
    if told.kind not in COMPLETE:
        raise ListCannotBeComplete
    area = wilayah.region_by_code(told.complete_for)
    if area is None or not wilayah.contains(wilayah.office_region().id, area.id):
        raise ScopeUnknown
    if only is not None and not wilayah.subtree_village_ids(area.id) <= only:
        raise NotYourRegion


def match_columns(
    *,
    actor: Principal,
    ref: str,
    mapping: ListMapping,
    headers: Sequence[str],
    now: datetime,
    ring: bool = True,
) -> None:
    """Take a person's word for the columns, remember it, and let the list be matched.

    Args:
        ring: wake the worker; False when the caller matches it itself at once.
    Raises:
        ListNotFound, ListBusy, ListColumnsIncomplete, ListGone
    """
    row = list_for(actor, ref)
    positions = [at for _, at in mapping.positions]
    if mapping.lacks_name() or len(set(positions)) != len(positions):
        raise ListColumnsIncomplete
    if not import_files.path_of(row.file_digest).exists():
        raise ListGone
    with transaction.atomic():
        queued = PersonList.objects.filter(pk=row.pk, state=State.RECEIVED).update(
            state=State.QUEUED,
            mapping=mapping.dump(),
            headers=json.dumps(list(headers)),
            lease_until=None,
        )
        if not queued:
            raise ListBusy
        ImportMapping.objects.update_or_create(
            signature=signature(headers),
            defaults={
                "mapping": mapping.dump(),
                "confirmed_by": actor.ref,
                "confirmed_at": now,
            },
        )
        columns = [field.value for field, _ in mapping.positions]
        log(actor, "match_list", row, now, columns=columns)
    if ring:
        tasks.ring_list(ref)


def discard_list(*, actor: Principal, ref: str, now: datetime) -> None:
    """Give a list up before it is matched; its file goes.

    Raises:
        ListNotFound, ListBusy
    """
    row = list_for(actor, ref)
    with transaction.atomic():
        given_up = PersonList.objects.filter(
            pk=row.pk, state__in=(State.RECEIVED, State.REFUSED)
        ).delete()[0]
        if not given_up:
            raise ListBusy
        log(actor, "discard_list", row, now)
    remove_unless_needed(row.file_digest)


def remembered(headers: Sequence[str]) -> str:
    """The mapping that somebody confirmed for such headers, as stored; empty when nobody did."""
    found = ImportMapping.objects.filter(signature=signature(headers)).first()
    return found.mapping if found else ""
