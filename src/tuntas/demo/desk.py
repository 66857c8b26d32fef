"""At the office's desk: files are taken in as every office takes them in, by two persons."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from tuntas.demo.roster import Cast
from tuntas.residents.actions.exits import approve_exits
from tuntas.residents.actions.import_apply import apply_import
from tuntas.residents.actions.import_foresee import Declaration
from tuntas.residents.actions.import_queue import queue_import
from tuntas.residents.actions.import_receive import accept_as_it_is, receive_file
from tuntas.residents.errors import NothingToDecide
from tuntas.residents.register_check import FileKind


def take_in_register(path: Path, *, cut_off: date, cast: Cast, at: datetime) -> None:
    """The first file: everybody, as the register stands on the cut-off."""
    _take_in(path, Declaration(FileKind.REGISTER, cut_off), cast=cast, at=at)


def take_in_events(path: Path, *, cut_off: date, cast: Cast, at: datetime) -> None:
    """A file of events; the deaths and departures in it are approved by the head of section."""
    ref = _take_in(path, Declaration(FileKind.EVENTS, cut_off), cast=cast, at=at)
    # A file taken in before has nothing left to decide.
    with suppress(NothingToDecide):
        approve_exits(
            actor=cast["kabid"], on=cut_off, now=at, import_ref=ref, note="Sesuai berkas mutasi"
        )


def _take_in(path: Path, told: Declaration, *, cast: Cast, at: datetime) -> str:
    """Receive, queue and apply, as the pages and the worker do; the import's ref."""
    adb, today = cast["adb"], told.cut_off
    with path.open("rb") as stream:
        received = receive_file(
            actor=adb, stream=stream, file_name=path.name, told=told, today=today, now=at
        )
    if received.is_new:
        accept_as_it_is(ref=received.ref)
        queue_import(actor=adb, ref=received.ref, now=at, ring=False)
    apply_import(ref=received.ref, today=today, clock=lambda: at)
    return received.ref
