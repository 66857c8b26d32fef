"""At the office's desk: files are taken in as every office takes them in, by two persons."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from tuntas.accounts.principals import Principal
from tuntas.demo.errors import NotAllowed


def check_may_move(actor: Principal) -> None:
    """
    Raises:
        NotAllowed
    """
    if not actor.can("move_clock"):
        raise NotAllowed


def take_in_register(path: Path, *, cut_off: date, at: datetime) -> None:
    raise NotImplementedError


def take_in_events(path: Path, *, cut_off: date, at: datetime) -> None:
    raise NotImplementedError
