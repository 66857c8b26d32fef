"""Keys of the centre and of recovery: made once, rotated, never deleted; officers' own fingers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.biometrics.positions import Finger
from tuntas.biometrics.template import Template
from tuntas.centre.errors import KeysExist, Locked, NoKeys, SecretTooShort
from tuntas.centre.keyring import Keyring
from tuntas.centre.models import Staff
from tuntas.centre.workshop import Galleries
from tuntas.enrolment.actions import add_device, add_reader
from tuntas.enrolment.models import Reader as ReaderRow
from tuntas.packets.keys import Reader

LEAST_SECRET: Final = 16
CENTRE, RECOVERY = ReaderRow.Role.CENTRE.value, ReaderRow.Role.RECOVERY.value


@dataclass(frozen=True, slots=True)
class Made:
    """Where each new key lies. The recovery key must leave this machine."""

    centre: Path
    recovery: Path | None
    device: str = ""


def init_keys(
    *,
    actor: Principal,
    keyring: Keyring,
    centre_secret: str,
    recovery_secret: str,
    device: bytes,
    device_name: str,
    on: date,
    now: datetime,
) -> Made:
    """Make both keys, register them and this machine's *device* (its public key).

    The files are written first: a key that packets are sealed to can be opened by somebody.

    Raises:
        KeysExist, SecretTooShort
    """
    if min(len(centre_secret), len(recovery_secret)) < LEAST_SECRET:
        raise SecretTooShort
    if ReaderRow.objects.filter(role=CENTRE, ends__isnull=True).exists():
        raise KeysExist
    centre, recovery = Reader.new(), Reader.new()
    made = Made(
        keyring.keep(CENTRE, centre, centre_secret),
        keyring.keep(RECOVERY, recovery, recovery_secret),
    )
    with transaction.atomic():
        for role, reader in ((CENTRE, centre), (RECOVERY, recovery)):
            add_reader(actor=actor, role=role, public=reader.public, starts=on, now=now)
        name = add_device(actor=actor, public=device, name=device_name, starts=on, now=now)
    return Made(made.centre, made.recovery, name)


def rotate_keys(
    *, actor: Principal, keyring: Keyring, role: str, secret: str, on: date, now: datetime
) -> Path:
    """A new key of *role* from day *on*, under *secret*; the old one still opens old packets.

    A new key of the centre is locked under the secret that opens the one in force, so that the
    worker opens both.

    Raises:
        NoKeys, Locked, SecretTooShort
    """
    if len(secret) < LEAST_SECRET:
        raise SecretTooShort
    row = ReaderRow.objects.filter(role=role, ends__isnull=True).first()
    if row is None:
        raise NoKeys
    if role == CENTRE and keyring.has(role, row.public):
        opened = {one.public for one in keyring.opened_by(secret)}
        if row.public not in opened:
            raise Locked
    reader = Reader.new()
    path = keyring.keep(role, reader, secret)
    add_reader(actor=actor, role=role, public=reader.public, starts=on, now=now)
    return path


def keep_staff(
    *,
    actor: Principal,
    officer_ref: str,
    person_ref: str,
    fingers: Mapping[Finger, Template],
    galleries: Galleries,
    on: date,
    now: datetime,
) -> str:
    """Keep an officer's own fingers apart, by consent; the ref in the staff gallery.

    person_ref: the officer as a citizen, empty when not of this register.
    """
    row = Staff(officer=officer_ref, person=person_ref, entered_on=on)
    galleries.staff.insert(row.ref, fingers)
    with transaction.atomic():
        row.save()
        write_act(
            actor=actor.ref,
            verb="centre.keep_staff",
            subjects=[officer_ref],
            detail={"fingers": len(fingers)},
            at=now,
        )
    return row.ref


def forget_staff(*, actor: Principal, ref: str, galleries: Galleries, now: datetime) -> None:
    """An officer takes the consent back: templates are destroyed, then the row. Twice is once."""
    row = Staff.objects.filter(ref=ref).first()
    galleries.staff.delete(ref)
    if row is None:
        return
    with transaction.atomic():
        row.delete()
        write_act(
            actor=actor.ref, verb="centre.forget_staff", subjects=[row.officer], detail={}, at=now
        )
