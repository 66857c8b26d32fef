"""The worker process: runs queued jobs, and rings again for those that got lost.

The queue is a doorbell. What is to be done, how far it got and who holds it stand in the rows of
the rooms (status and lease), so a queue entry may be lost or doubled without harm. A room names
its own sweepers in ``tasks.py``::

    PERIODIC = ((60, ring_stale_imports),)   # seconds, callable without arguments

They run here, one after another, in a thread beside the jobs. Started by the supervisor.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

import django

logger = logging.getLogger("tuntas.worker")

Sweeper = Callable[[], object]
KEEP_RESULTS_DAYS = 7


@dataclass
class Periodic:
    """A sweeper and when it is due next, in seconds of a monotonic clock."""

    every_s: float
    run: Sweeper
    due: float = field(default=0.0)


def periodic() -> list[Periodic]:
    """The sweepers of every room, and the queue's own housekeeping."""
    from django.apps import apps

    found = [Periodic(3600, prune_queue)]
    for config in apps.get_app_configs():
        if config.name.startswith("tuntas.") and find_spec(f"{config.name}.tasks"):
            tasks = import_module(f"{config.name}.tasks")
            found += [Periodic(every_s, run) for every_s, run in getattr(tasks, "PERIODIC", ())]
    return found


def run_due(sweepers: Sequence[Periodic], now: float) -> None:
    """Run each sweeper whose time has come; one that fails is logged and tried again later."""
    for sweeper in sweepers:
        if sweeper.due > now:
            continue
        sweeper.due = now + sweeper.every_s
        try:
            sweeper.run()
        except Exception:  # one broken sweeper must not stop the others
            name = getattr(sweeper.run, "__qualname__", "?")
            logger.exception("sweeper %s failed", name)


def prune_queue() -> None:
    """Forget finished doorbell rings after a week, and rings that a killed worker left running."""
    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    cutoff = timezone.now() - timedelta(days=KEEP_RESULTS_DAYS)
    DBTaskResult.objects.filter(finished_at__lt=cutoff).delete()
    DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - timedelta(days=1)
    ).delete()


def sweep_forever(stop: threading.Event) -> None:
    from django.db import close_old_connections

    sweepers = periodic()
    while not stop.wait(1.0):
        close_old_connections()
        run_due(sweepers, time.monotonic())


def main() -> None:
    """Run until told to stop; the current job is finished first."""
    from tuntas.config.lifeline import end_with_parent

    end_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    django.setup()
    from django.utils.crypto import get_random_string

    from tuntas.config.doorbell import DiscreetWorker

    worker = DiscreetWorker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    stop = threading.Event()
    threading.Thread(target=sweep_forever, args=(stop,), daemon=True, name="sweeper").start()
    worker.configure_signals()
    try:
        worker.run()
    finally:
        stop.set()


if __name__ == "__main__":
    main()
