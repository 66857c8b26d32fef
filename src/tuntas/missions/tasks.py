"""Plans in the background: the queue rings, the plan's own row says what is to be done."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django_tasks import task

from tuntas.missions.actions import planning

SWEEP_EVERY_S: Final = 15


@task()
def compute(ref: str) -> None:
    """Compute one plan. Rung twice it does nothing the second time."""
    planning.compute(ref=ref, now=timezone.now())


def ring(ref: str) -> None:
    """Ask the worker to see to a plan."""
    compute.enqueue(ref)


def sweep_plans() -> int:
    """Ring again for plans that wait or whose worker fell silent; how many."""
    refs = planning.due_refs()
    for ref in refs:
        ring(ref)
    return len(refs)


PERIODIC: Final = ((SWEEP_EVERY_S, sweep_plans),)
