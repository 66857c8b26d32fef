"""Taking a file in: stored once by its digest, with what the office declares about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import BinaryIO, Final

from django.db import IntegrityError, transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.ledger.models import Head
from tuntas.residents import import_files, register_mapping
from tuntas.residents.access import import_for, importable_villages
from tuntas.residents.actions.import_foresee import Declaration, Foresight, foresee
from tuntas.residents.errors import (
    CutOffBeforeOpening,
    CutOffInFuture,
    FileNotAccepted,
    MappingIncomplete,
    NotInThatState,
    NotYourRegion,
    OnlyRegistersAreComplete,
    ScopeUnknown,
    StoredFileGone,
)
from tuntas.residents.models import ImportMapping, RegisterImport
from tuntas.residents.queries_import import import_by_ref, is_file_needed, only_of
from tuntas.residents.register_check import FileKind
from tuntas.residents.register_mapping import ColumnMapping
from tuntas.wilayah import queries as wilayah
from tuntas.wilayah.tree import VILLAGE

State = RegisterImport.State
MENDABLE: Final = frozenset({"file_no_nik", "file_no_name", "file_no_village", "file_no_event"})


@dataclass(frozen=True, slots=True)
class Received:
    """An import row; *is_new* is False when this file with this declaration is known already."""

    ref: str
    is_new: bool
    state: str


def receive_file(
    *,
    actor: Principal,
    stream: BinaryIO,
    file_name: str,
    told: Declaration,
    today: date,
    now: datetime,
) -> Received:
    """Store a file and open an import for it; the same file twice changes nothing.

    It may speak only about the villages in which *actor* may import.

    Raises:
        CutOffInFuture, CutOffBeforeOpening, ScopeUnknown, OnlyRegistersAreComplete,
        NotYourRegion
    """
    told = replace(told, only=importable_villages(actor))
    check_declaration(told, today)
    digest, size = import_files.keep(stream)
    key = {"file_digest": digest, **_declared(told)}
    known = RegisterImport.objects.filter(**key).exclude(state=State.REFUSED).first()
    if known is not None:
        RegisterImport.objects.filter(pk=known.pk, kept=False).update(kept=True)
        return Received(known.ref.hex, False, known.state)
    try:
        with transaction.atomic():
            row = RegisterImport.objects.create(
                **key,
                file_name=file_name[:200],
                size_bytes=size,
                requested_by=actor.ref,
                officer_ref=actor.officer_ref,
                created_at=now,
            )
            _log(actor, "receive_file", row, now, digest=digest, size=size)
    except IntegrityError:  # somebody sent the same file at the same moment
        row = RegisterImport.objects.exclude(state=State.REFUSED).get(**key)
        return Received(row.ref.hex, False, row.state)
    return Received(row.ref.hex, True, row.state)


def check_declaration(told: Declaration, today: date) -> None:
    """Whether such a file can be taken at all.

    Raises:
        CutOffInFuture, CutOffBeforeOpening, ScopeUnknown, OnlyRegistersAreComplete,
        NotYourRegion
    """
    if told.cut_off > today:
        raise CutOffInFuture
    opening_on = Head.objects.values_list("opening_on", flat=True).first()
    if told.kind is not FileKind.EVENTS and opening_on is not None and told.cut_off < opening_on:
        raise CutOffBeforeOpening
    if told.complete_for:
        if told.kind is not FileKind.REGISTER:
            raise OnlyRegistersAreComplete
        _demand_region(told.complete_for, told.only)
    if told.village_code and _demand_region(told.village_code, told.only) != VILLAGE:
        raise ScopeUnknown


def _demand_region(code: str, only: frozenset[int] | None) -> int:
    """Level of a region of this office, all of which lies in *only*."""
    area = wilayah.region_by_code(code)
    if area is None or not wilayah.contains(wilayah.office_region().id, area.id):
        raise ScopeUnknown
    if only is not None and not wilayah.subtree_village_ids(area.id) <= only:
        raise NotYourRegion
    return area.level


def _declared(told: Declaration) -> dict[str, object]:
    return {
        "kind": str(told.kind),
        "cut_off": told.cut_off,
        "complete_for": told.complete_for,
        "village_code": told.village_code,
        "only": "" if told.only is None else json.dumps(sorted(told.only)),
    }


def declaration_of(row: RegisterImport) -> Declaration:
    kind, only = FileKind(row.kind), only_of(row)
    return Declaration(kind, row.cut_off, row.complete_for, row.village_code, only)


def mapping_of(row: RegisterImport) -> ColumnMapping | None:
    """The mapping that stands with the import; None before anybody looked at the file."""
    return register_mapping.load(row.mapping) if row.mapping != "{}" else None


def preview(*, actor: Principal, ref: str, today: date, now: datetime) -> Foresight:
    """Read the file, judge every row, and keep what an import would do (the dry run).

    Raises:
        ImportNotFound, NotInThatState, StoredFileGone, FileNotAccepted
    """
    return judge(actor=actor, row=_open(ref, actor), today=today, now=now)


def judge(
    *,
    actor: Principal,
    row: RegisterImport,
    today: date,
    now: datetime,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Foresight:
    """:func:`preview` of an import that the caller has in hand and nobody else works on.

    Raises:
        FileNotAccepted
    """
    try:
        seen = foresee(
            import_files.path_of(row.file_digest),
            declaration_of(row),
            today=today,
            mapping=mapping_of(row),
            warnings_to=import_files.warnings_path(row.ref.hex),
            advance=advance,
        )
    except FileNotAccepted as refusal:
        # A missing column can be named on the mapping page; spoilt digits cannot be mended.
        if refusal.code not in MENDABLE:
            _refuse(actor, row, refusal.code, now)
        raise
    RegisterImport.objects.filter(pk=row.pk, state=row.state).update(
        state=State.READY,
        lease_until=None,
        form=seen.form[:60],
        headers=json.dumps(seen.headers),
        mapping=seen.mapping.dump(),
        foreseen=json.dumps(_kept(seen)),
        n_read=seen.read,
    )
    return seen


def _kept(seen: Foresight) -> dict[str, object]:
    """What of a dry run is stored: counts and places, no cell of the file."""
    left_out = {"form", "headers", "titles", "mapping", "sample"}
    return {name: value for name, value in vars(seen).items() if name not in left_out}


def accept_as_it_is(*, ref: str) -> None:
    """Take the remembered or detected mapping without a dry run: for programs, not for people.

    Raises:
        ImportNotFound, NotInThatState, StoredFileGone
    """
    row = _open(ref)
    RegisterImport.objects.filter(pk=row.pk).update(state=State.READY)


def confirm_mapping(
    *,
    actor: Principal,
    ref: str,
    mapping: ColumnMapping,
    now: datetime,
    headers: Sequence[str] = (),
) -> None:
    """Take a person's word for what the columns mean, and remember it for such files.

    Args:
        headers: of the file; those of the dry run when left out.

    Raises:
        ImportNotFound, NotInThatState, MappingIncomplete
    """
    row = _open(ref, actor)
    positions = [at for _, at in mapping.positions]
    needs_name = row.kind != RegisterImport.Kind.EVENTS
    missing = [c for c in mapping.missing() if needs_name or c.value == "nik"]
    if missing or len(set(positions)) != len(positions):
        raise MappingIncomplete
    headers = headers or json.loads(row.headers)
    with transaction.atomic():
        RegisterImport.objects.filter(pk=row.pk).update(mapping=mapping.dump())
        if headers:
            ImportMapping.objects.update_or_create(
                signature=register_mapping.signature(headers),
                defaults={
                    "mapping": mapping.dump(),
                    "confirmed_by": actor.ref,
                    "confirmed_at": now,
                },
            )
        _log(actor, "confirm_mapping", row, now, columns=[c.value for c, _ in mapping.positions])


def discard(*, actor: Principal, ref: str, now: datetime) -> None:
    """Give up an import that has not begun; its file goes.

    Raises:
        ImportNotFound, NotInThatState
    """
    row = _open(ref, actor, demand_file=False)
    with transaction.atomic():
        _log(actor, "discard_import", row, now)
        row.delete()
    import_files.warnings_path(row.ref.hex).unlink(missing_ok=True)
    _remove_unless_needed(row.file_digest)


def purge_stored_files(
    *, actor: Principal, older_than_days: int, today: date, now: datetime
) -> int:
    """Delete stored files and rejects files of imports that ended long ago; how many.

    What was imported stays, and so do the list of rejects and the log.
    """
    before = now - timedelta(days=older_than_days)
    old = RegisterImport.objects.filter(kept=True, state__in=(State.DONE, State.REFUSED))
    purged = 0
    for row in old.filter(created_at__lt=before):
        with transaction.atomic():
            RegisterImport.objects.filter(pk=row.pk).update(kept=False)
            _log(actor, "purge_file", row, now)
        import_files.rejects_path(row.ref.hex).unlink(missing_ok=True)
        import_files.warnings_path(row.ref.hex).unlink(missing_ok=True)
        _remove_unless_needed(row.file_digest)
        purged += 1
    return purged


def _remove_unless_needed(digest: str) -> None:
    if not is_file_needed(digest):
        import_files.path_of(digest).unlink(missing_ok=True)


def _open(ref: str, actor: Principal | None = None, *, demand_file: bool = True) -> RegisterImport:
    """An import that nobody works on and that has not begun to be applied."""
    row = import_by_ref(ref) if actor is None else import_for(actor, ref)
    if row.state not in (State.RECEIVED, State.READY):
        raise NotInThatState
    if demand_file and not (row.kept and import_files.path_of(row.file_digest).exists()):
        raise StoredFileGone
    return row


def _refuse(actor: Principal, row: RegisterImport, reason: str, now: datetime) -> None:
    with transaction.atomic():
        RegisterImport.objects.filter(pk=row.pk).update(
            state=State.REFUSED, refusal=reason, finished_at=now, lease_until=None
        )
        _log(actor, "refuse_file", row, now, reason=reason)


def _log(actor: Principal, verb: str, row: RegisterImport, now: datetime, **detail: object) -> None:
    write_act(
        actor=actor.ref,
        verb=f"residents.{verb}",
        subjects=[],
        detail={"import": row.ref.hex, "kind": row.kind, **detail},
        at=now,
    )
