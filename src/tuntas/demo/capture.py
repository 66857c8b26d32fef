"""The demo's capture station: keys that packets are sealed to, and this machine as what seals."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from django.conf import settings

from tuntas.centre.actions.keys import init_keys
from tuntas.centre.keyring import Keyring
from tuntas.demo import roster, script
from tuntas.enrolment import queries, station
from tuntas.ledger import clock

STATION: Final = "Stasiun peragaan"


def make_ready() -> None:
    """Make the keys once; a demo that has them is left alone.

    One machine is station and centre here, so the centre's secret lies beside its key.
    """
    if queries.recipients(clock.today()):
        return
    keyring = Keyring(Path(settings.DATA_DIR) / "keys")
    secret = secrets.token_urlsafe(24)
    init_keys(
        actor=roster.SYSTEM,
        keyring=keyring,
        centre_secret=secret,
        recovery_secret=secrets.token_urlsafe(24),
        device=station.vault().device().public,
        device_name=STATION,
        on=script.OPENING_ON,
        now=clock.now(),
    )
    keyring.leave_open(secret)
