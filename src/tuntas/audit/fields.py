"""The key of a row that its writer numbers."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class NumberField(models.BigIntegerField[int, int]):
    """A 64-bit primary key given by the writer.

    On SQLite the column is an ``integer``, which makes it the row's own place in the
    table; a ``bigint`` would cost a second index, and with it a page more for every act.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "integer" if connection.vendor == "sqlite" else "bigint"

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bigint"
