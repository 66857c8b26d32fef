"""Two rows of one line never hold on the same day, whoever writes them.

A line is a seat's holder (definitive and Plt together), a seat's Plh, an officer's absences,
certificates and suspensions, a seat's mandates to one other seat, a rule's versions. PostgreSQL
here has no btree_gist, so on both back-ends a trigger asks; on PostgreSQL it locks the row that
the line hangs on first, so that two transactions cannot both find the days free.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# table: (what makes two rows of one line, the table and column of the row to lock)
LINES = {
    "authority_assignment": (
        "o.seat_id = NEW.seat_id AND (o.capacity = 'plh') = (NEW.capacity = 'plh')",
        ("authority_seat", "seat_id"),
    ),
    "authority_absence": ("o.officer_id = NEW.officer_id", ("accounts_officer", "officer_id")),
    "authority_certificate": ("o.officer_id = NEW.officer_id", ("accounts_officer", "officer_id")),
    "authority_suspension": (
        "COALESCE(o.officer_id, 0) = COALESCE(NEW.officer_id, 0)",
        None,
    ),
    "authority_mandate": (
        "o.seat_id = NEW.seat_id AND o.to_seat_id = NEW.to_seat_id",
        ("authority_seat", "seat_id"),
    ),
    "authority_competence": ("o.code = NEW.code", None),
}
MEETS = (
    "o.id <> NEW.id AND o.starts < COALESCE(NEW.ends, '9999-12-31')"
    " AND NEW.starts < COALESCE(o.ends, '9999-12-31')"
)


def forwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for table, (line, lock) in LINES.items():
        make = _sqlite if editor.connection.vendor == "sqlite" else _postgresql
        make(editor, table, line, lock)


def backwards(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for table in LINES:
        if editor.connection.vendor == "sqlite":
            for event in ("insert", "update"):
                _run(editor, f"DROP TRIGGER {table}_no_overlap_{event}")
        else:
            _run(editor, f"DROP TRIGGER {table}_no_overlap ON {table}")
            _run(editor, f"DROP FUNCTION {table}_no_overlap()")


def _sqlite(editor, table, line, lock):
    # SQLite has one writer at a time: nobody else can be between the question and the row.
    # Before an insert the new row has no id yet, so the question comes after it.
    for event in ("insert", "update"):
        _run(
            editor,
            f"CREATE TRIGGER {table}_no_overlap_{event} AFTER {event.upper()} ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} o WHERE {MEETS} AND {line}) "
            f"BEGIN SELECT RAISE(ABORT, '{table}_no_overlap'); END",
        )


def _postgresql(editor, table, line, lock):
    first = (
        f"PERFORM 1 FROM {lock[0]} WHERE id = NEW.{lock[1]} FOR UPDATE;"
        if lock
        else f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE;"
    )
    _run(
        editor,
        f"""
        CREATE FUNCTION {table}_no_overlap() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {first}
            IF EXISTS (SELECT 1 FROM {table} o WHERE {MEETS} AND {line}) THEN
                RAISE EXCEPTION '{table}_no_overlap' USING ERRCODE = 'exclusion_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
    )
    _run(
        editor,
        f"CREATE TRIGGER {table}_no_overlap AFTER INSERT OR UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_no_overlap()",
    )


def _run(editor, sql):
    # Without parameters nothing is interpolated; a percent sign would be taken as it is.
    editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("authority", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
