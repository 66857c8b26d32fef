"""Facts lie by person."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from tuntas.ledger.laying import facts_by_person


def by_person(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    facts_by_person("outreach_asidefact", editor)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_cohorts"), ("residents", "0004_person_lists")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(by_person)],
            state_operations=[
                migrations.AlterField("asidefact", "id", models.BigIntegerField()),
                migrations.AddField(
                    "asidefact",
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
                    "asidefact",
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aside_facts",
                        to="residents.person",
                    ),
                ),
            ],
        ),
    ]
