"""Of the spells only the unrecorded are found by place.

Django makes the table anew on SQLite to add a column, so it is laid once more into the
tree of its key (migration 0002).
"""

from typing import Final

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS: Final = "person_id, from_on, to_on, village, cell"
KEYED: Final = " WITHOUT ROWID"


def by_key(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor != "sqlite":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_spell'")
        create = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE ledger_spell RENAME TO ledger_spell_before")
        cursor.execute(create.removesuffix(KEYED) + KEYED)
        cursor.execute(
            f"INSERT INTO ledger_spell ({COLUMNS}) SELECT {COLUMNS} FROM ledger_spell_before"
        )
        cursor.execute("DROP TABLE ledger_spell_before")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_the_last_batch_is_the_head")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, by_key),
        migrations.RemoveIndex("spellrow", name="ledger_spell_where"),
        migrations.AddField(
            "spellrow",
            "unrecorded",
            models.GeneratedField(
                expression=models.ExpressionWrapper(
                    models.Q(cell__in=(36, 37, 38, 45, 46, 47)),
                    output_field=models.BooleanField(),
                ),
                output_field=models.BooleanField(),
                db_persist=True,
            ),
        ),
        migrations.RunPython(by_key, migrations.RunPython.noop),
        migrations.AddIndex(
            "spellrow",
            models.Index(
                fields=["village", "cell"],
                condition=models.Q(unrecorded=True),
                name="ledger_spell_unrecorded",
            ),
        ),
    ]
