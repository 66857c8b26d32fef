"""Facts lie by person, receipts by their nonce, and neither is written a second time in an index.

A receipt names its fact by (person, fact), as the facts' key now has it.
"""

from typing import Final

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tuntas.ledger.laying import facts_by_person

FACTS: Final = "enrolment_enrolmentfact"
RECEIPTS: Final = "enrolment_recordingreceipt"
NAMES_ITS_FACT: Final = (
    f"FOREIGN KEY (person_id, fact_id) REFERENCES {FACTS} (person_id, id) "
    "DEFERRABLE INITIALLY DEFERRED"
)


def by_person(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        facts_by_person(FACTS, editor)
        _receipts_by_nonce(editor)
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        found = editor.connection.introspection.get_constraints(cursor, RECEIPTS)
        for name, rule in found.items():
            if rule["columns"] == ["fact_id"] and (rule["foreign_key"] or rule["unique"]):
                cursor.execute(f"ALTER TABLE {RECEIPTS} DROP CONSTRAINT {name}")
            elif rule["index"] and not rule["unique"]:  # for patterns, that nobody asks for
                cursor.execute(f"DROP INDEX {name}")
        cursor.execute(f"ALTER TABLE {RECEIPTS} ADD COLUMN person_id bigint")
        cursor.execute(
            f"UPDATE {RECEIPTS} r SET person_id = f.person_id FROM {FACTS} f WHERE f.id = r.fact_id"
        )
        cursor.execute(f"ALTER TABLE {RECEIPTS} ALTER COLUMN person_id SET NOT NULL")
        facts_by_person(FACTS, editor)
        cursor.execute(
            f"ALTER TABLE {RECEIPTS} ADD CONSTRAINT enrolment_receipt_names_its_fact "
            f"{NAMES_ITS_FACT}"
        )


def _receipts_by_nonce(editor: BaseDatabaseSchemaEditor) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {RECEIPTS}_by_nonce (nonce varchar(64) NOT NULL PRIMARY KEY, "
            "content_digest varchar(64) NOT NULL, person_id bigint NOT NULL, "
            f"fact_id bigint NOT NULL, seq bigint NOT NULL, {NAMES_ITS_FACT}) WITHOUT ROWID"
        )
        cursor.execute(
            f"INSERT INTO {RECEIPTS}_by_nonce (nonce, content_digest, person_id, fact_id, seq) "
            "SELECT r.nonce, r.content_digest, f.person_id, r.fact_id, r.seq "
            f"FROM {RECEIPTS} r JOIN {FACTS} f ON f.id = r.fact_id ORDER BY r.nonce"
        )
        cursor.execute(f"DROP TABLE {RECEIPTS}")
        cursor.execute(f"ALTER TABLE {RECEIPTS}_by_nonce RENAME TO {RECEIPTS}")


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0003_requests"), ("residents", "0004_person_lists")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(by_person)],
            state_operations=[
                migrations.RemoveField("recordingreceipt", "fact"),
                migrations.AlterField("enrolmentfact", "id", models.BigIntegerField()),
                migrations.AddField(
                    "enrolmentfact",
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id",
                        "id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.AlterField(
                    "enrolmentfact",
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolment_facts",
                        to="residents.person",
                    ),
                ),
                migrations.AddField("recordingreceipt", "person_id", models.BigIntegerField()),
                migrations.AddField("recordingreceipt", "fact_id", models.BigIntegerField()),
            ],
        ),
    ]
