"""How a room's migration lays the table of its facts: by person, in the tree of its key.

Migrations of several rooms use it, so what it makes of a table must stay as it is.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BY_ID = '"id" integer NOT NULL PRIMARY KEY'
_NUMBER = '"id" bigint NOT NULL'
_BY_PERSON = 'PRIMARY KEY ("person_id", "id")'


def facts_by_person(table: str, editor: BaseDatabaseSchemaEditor) -> None:
    """Give a table of facts the key (person, id); on SQLite the table itself is that index.

    Foreign keys to its ``id`` are gone before.
    """
    connection = editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            create = cursor.fetchone()[0]
            body = create[create.index("(") : create.rindex(")")].replace(_BY_ID, _NUMBER)
            told = connection.introspection.get_table_description(cursor, table)
            names = ", ".join(f'"{column.name}"' for column in told)
            cursor.execute(f"CREATE TABLE {table}_by_person {body}, {_BY_PERSON}) WITHOUT ROWID")
            cursor.execute(
                f"INSERT INTO {table}_by_person ({names}) "
                f"SELECT {names} FROM {table} ORDER BY person_id, id"
            )
            cursor.execute(f"DROP TABLE {table}")
            cursor.execute(f"ALTER TABLE {table}_by_person RENAME TO {table}")
            return
        found = connection.introspection.get_constraints(cursor, table)
        for name, rule in found.items():
            if rule["primary_key"]:
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            elif rule["index"] and not rule["unique"] and rule["columns"] == ["person_id"]:
                cursor.execute(f"DROP INDEX {name}")
        cursor.execute(f"ALTER TABLE {table} ADD {_BY_PERSON}")
