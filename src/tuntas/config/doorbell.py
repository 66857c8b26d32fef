"""The queue's worker, kept from writing down whom a job was about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django_tasks_db.management.commands.db_worker import Worker

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult


class DiscreetWorker(Worker):
    """Runs jobs; of a failed one it keeps the kind of error, not the trace.

    django-tasks-db stores the whole traceback, whose last line may quote a row. The log has the
    frames (see config/logs.py), so nothing is lost.
    """

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        super().run_task(db_task_result)
        if db_task_result.traceback:
            db_task_result.traceback = ""
            db_task_result.save(update_fields=["traceback"])
