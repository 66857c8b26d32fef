"""Tallies may stand some batches behind; the head says up to which they hold."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_unrecorded_by_place")]

    operations = [
        migrations.AddField("head", "tallied", models.BigIntegerField(default=0)),
        migrations.RunSQL(
            "UPDATE ledger_head SET tallied = (SELECT COALESCE(MAX(seq), 0) FROM ledger_arc)",
            migrations.RunSQL.noop,
        ),
    ]
