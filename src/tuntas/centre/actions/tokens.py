"""Keys for machines that ask the ABIS: shown once, kept as a digest, ended by name."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.centre.models import ApiToken


def make_token(*, actor: Principal, name: str, now: datetime) -> str:
    """A new token; only its digest is kept."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        ApiToken.objects.create(name=name, digest=_digest(token), made_at=now)
        _tell(actor, "make_token", name, now)
    return token


def end_token(*, actor: Principal, name: str, now: datetime) -> int:
    """End every token called *name*; how many there were."""
    with transaction.atomic():
        ended = ApiToken.objects.filter(name=name, ended_at__isnull=True).update(ended_at=now)
        _tell(actor, "end_token", name, now)
    return ended


def holds(token: str) -> bool:
    """Whether *token* is in force."""
    return ApiToken.objects.filter(digest=_digest(token), ended_at__isnull=True).exists()


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _tell(actor: Principal, verb: str, name: str, now: datetime) -> None:
    write_act(
        actor=actor.ref, verb=f"centre.{verb}", subjects=[], detail={"name": name[:60]}, at=now
    )
