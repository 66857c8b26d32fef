"""On SQLite: history, tallies and spells lie in the tree of their key.

With a rowid each row is written twice, into the table and into the index of the key,
and every act pays for both pages. A later migration that lets Django make one of these
tables anew must call ``by_key`` again; ``tests/ledger/test_storage.py`` says so.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("ledger_history", "ledger_tally", "ledger_spell")


def by_key(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            _remake(table, " WITHOUT ROWID", editor)


def by_rowid(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            _remake(table, "", editor)


def _remake(table: str, ending: str, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL "
            "ORDER BY type = 'index'",
            [table],
        )
        create, *indexes = (row[0] for row in cursor.fetchall())
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
        cursor.execute(create.removesuffix(" WITHOUT ROWID") + ending)
        cursor.execute(f"INSERT INTO {table} SELECT * FROM {table}_before")
        cursor.execute(f"DROP TABLE {table}_before")
        for index in indexes:
            cursor.execute(index)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(by_key, by_rowid)]
