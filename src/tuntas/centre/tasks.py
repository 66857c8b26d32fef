"""The centre in the background: packets in, one after another; images out, by business day."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from tuntas.biometrics.errors import GalleryBusy
from tuntas.centre import actions, port
from tuntas.centre.actions.work import waiting
from tuntas.centre.keyring import Keyring
from tuntas.centre.workshop import Workshop
from tuntas.enrolment import station
from tuntas.ledger import clock

SWEEP_EVERY_S: Final = 30
DESTROY_EVERY_S: Final = 3600


def workshop() -> Workshop:
    """The centre of this office."""
    return _workshop(Path(settings.DATA_DIR))


@cache
def _workshop(folder: Path) -> Workshop:
    return Workshop(folder / "centre", station.vault().custody(), Keyring(folder / "keys"))


@task()
def work() -> None:
    """Everything that waits. Rung twice it does nothing the second time."""
    shop = workshop()
    try:
        with shop.galleries() as galleries:
            while actions.work_one(
                shop=shop, galleries=galleries, on=clock.today(), now=timezone.now()
            ):
                pass
    except GalleryBusy:
        return  # another process is at it


def ring() -> None:
    """Ask the worker to see to the packets."""
    work.enqueue()


def sweep_packets() -> int:
    """Take in new packets and ring for all that wait; how many are new."""
    if port.end_on(clock.today()) is not port.End.EMBEDDED:
        return 0
    now = timezone.now()
    new = actions.receive(custody=workshop().custody, on=clock.today(), now=now)
    if waiting(now).exists():
        ring()
    return new


def sweep_images() -> int:
    """Destroy the images whose time has come; how many packets."""
    return actions.destroy_due(custody=workshop().custody, on=clock.today(), now=timezone.now())


PERIODIC: Final = ((SWEEP_EVERY_S, sweep_packets), (DESTROY_EVERY_S, sweep_images))
