"""The worker's sweepers, and what the queue may keep of a failed job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from tuntas.config import worker
from tuntas.config.doorbell import DiscreetWorker
from tuntas.config.worker import Periodic, run_due


@task
def broken() -> None:
    raise ValueError("9905014107990001 Siti Rahma")


def test_a_sweeper_runs_when_its_time_has_come() -> None:
    runs: list[str] = []
    sweepers = [Periodic(10, lambda: runs.append("a")), Periodic(30, lambda: runs.append("b"))]

    for now in (100.0, 109.0, 110.0, 130.0):
        run_due(sweepers, now)

    assert runs == ["a", "b", "a", "a", "b"]


def test_a_broken_sweeper_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    def fails() -> None:
        raise RuntimeError

    run_due([Periodic(10, fails), Periodic(10, lambda: runs.append(1))], 0.0)

    assert runs == [1]
    assert "fails" in caplog.text


def _worker() -> DiscreetWorker:
    return DiscreetWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    )


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_leaves_no_trace_of_whom_it_was_about() -> None:
    broken.enqueue()

    _worker().run()

    kept = DBTaskResult.objects.get()
    assert kept.status == TaskResultStatus.FAILED
    assert kept.exception_class_path == "builtins.ValueError"
    assert kept.traceback == ""


@pytest.mark.django_db(transaction=True)
def test_old_rings_are_forgotten_and_young_ones_stay() -> None:
    broken.enqueue()
    broken.enqueue()
    _worker().run()
    old = DBTaskResult.objects.first()
    assert old is not None
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=8))

    worker.prune_queue()

    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_every_rooms_sweepers_are_found_with_a_sensible_rhythm() -> None:
    found = worker.periodic()

    assert worker.prune_queue in [sweeper.run for sweeper in found]
    assert all(1 <= sweeper.every_s <= 86_400 for sweeper in found)
