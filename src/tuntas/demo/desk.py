"""At the office's desk: files are taken in as every office takes them in, by two persons."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path


def take_in_register(path: Path, *, cut_off: date, at: datetime) -> None:
    raise NotImplementedError


def take_in_events(path: Path, *, cut_off: date, at: datetime) -> None:
    raise NotImplementedError
