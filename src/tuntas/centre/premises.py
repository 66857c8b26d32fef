"""The centre of this office: its folders below the office's private data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from tuntas.centre.keyring import Keyring
from tuntas.centre.workshop import Workshop
from tuntas.enrolment import station


def workshop() -> Workshop:
    """The centre of this office."""
    return _workshop(Path(settings.DATA_DIR))


@cache
def _workshop(folder: Path) -> Workshop:
    return Workshop(folder / "centre", station.vault().custody(), Keyring(folder / "keys"))
