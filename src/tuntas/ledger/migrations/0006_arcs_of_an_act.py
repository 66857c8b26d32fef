"""A batch of few arcs carries them in its own row; ``unrecorded`` is computed by comparing.

Arcs that stand in ``ledger_arc`` stay there. Django makes the table anew on SQLite to change a
column, so the spells are laid once more into the tree of their key (migration 0002).
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
    dependencies = [("ledger", "0005_tallies_follow")]

    operations = [
        migrations.AddField("batch", "arcs", models.TextField(default="")),
        migrations.RunPython(migrations.RunPython.noop, by_key),
        migrations.RemoveIndex("spellrow", name="ledger_spell_unrecorded"),
        migrations.RemoveField("spellrow", "unrecorded"),
        migrations.AddField(
            "spellrow",
            "unrecorded",
            models.GeneratedField(
                expression=models.ExpressionWrapper(
                    models.Q(cell__range=(36, 38)) | models.Q(cell__range=(45, 47)),
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
