"""The centre in the background: packets in, one after another; images out, by business day."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django_tasks import task

from tuntas.biometrics.errors import GalleryBusy, GalleryLocked
from tuntas.centre import actions, port, premises
from tuntas.centre.actions.work import waiting
from tuntas.centre.errors import Locked, NoKeys
from tuntas.ledger import clock

SWEEP_EVERY_S: Final = 30
DESTROY_EVERY_S: Final = 3600


@task()
def work() -> None:
    """Everything that waits. Rung twice it does nothing the second time."""
    try:
        actions.work_all(shop=premises.workshop(), on=clock.today(), now=timezone.now)
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
    new = actions.receive(custody=premises.workshop().custody, on=clock.today(), now=now)
    if waiting(now).exists():
        ring()
    return new


def sweep_images() -> int:
    """Destroy the images whose time has come; how many packets."""
    return actions.destroy_due(
        custody=premises.workshop().custody, on=clock.today(), now=timezone.now()
    )


def sweep_templates() -> int:
    """Destroy the templates whose period has passed; of how many people."""
    if not actions.templates_due(clock.today()).exists():
        return 0
    shop = premises.workshop()
    try:
        with shop.galleries() as galleries:
            return actions.destroy_templates_due(
                galleries=galleries, on=clock.today(), now=timezone.now()
            )
    except (GalleryBusy, GalleryLocked, Locked, NoKeys):
        return 0  # the next sweep


PERIODIC: Final = (
    (SWEEP_EVERY_S, sweep_packets),
    (DESTROY_EVERY_S, sweep_images),
    (DESTROY_EVERY_S, sweep_templates),
)
