"""How a room's migration lays the table of its facts: by person, in the tree of its key.

Migrations of several rooms use it, so what it makes of a table must stay as it is.
"""

from __future__ import annotations

import re
from typing import Final

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_ID: Final = '"id" integer NOT NULL PRIMARY KEY'
_NUMBER: Final = '"id" bigint NOT NULL'
_PERSON: Final = re.compile(r', ("person_id" bigint NOT NULL REFERENCES [^,]+ INITIALLY DEFERRED)')
_BY_PERSON: Final = 'PRIMARY KEY ("person_id", "id")'


def facts_by_person(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Give a table of facts the key (person, id); on SQLite the table itself is that index.

    Foreign keys to its ``id`` alone find nothing afterwards; the caller lays them anew.
    """
    if editor.connection.vendor == "sqlite":
        _lay(table, editor)
        return
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, table)
        for name, rule in found.items():
            if rule["primary_key"]:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            elif rule["index"] and not rule["unique"] and rule["columns"] == ["person_id"]:
                cursor.execute(f"DROP INDEX {name}")
        cursor.execute(f"ALTER TABLE {table} ADD {_BY_PERSON}")


def _lay(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        body = re.sub(r"^[^(]*\(|\)[^)]*$", "", cursor.fetchone()[0])
        found = _PERSON.search(body)
        if found is None or _ID not in body:
            raise AssertionError(f"{table} is not laid as a table of facts was")
        rest = body.replace(found[0], "").replace(_ID, _NUMBER)
        # The key comes first: SQLite's own integrity check (3.40) takes the columns behind a
        # key that stands elsewhere for empty, in a table without rowid.
        cursor.execute(
            f"CREATE TABLE {table}_by_person ({found[1]}, {rest}, {_BY_PERSON}) WITHOUT ROWID"
        )
        described = editor.connection.introspection.get_table_description(cursor, table)
        names = ", ".join(f'"{column.name}"' for column in described)
        cursor.execute(
            f"INSERT INTO {table}_by_person ({names}) "
            f"SELECT {names} FROM {table} ORDER BY person_id, id"
        )
        cursor.execute(f"DROP TABLE {table}")
        cursor.execute(f"ALTER TABLE {table}_by_person RENAME TO {table}")
