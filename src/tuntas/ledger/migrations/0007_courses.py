"""The course of a person stands once, as known now; what it was before follows from the facts.

There is no way back: the rows that an earlier version would miss are not kept.
"""

from typing import Final

from django.db import migrations, models

import tuntas.audit.fields

LATEST: Final = (
    "INSERT INTO ledger_course (person_id, seq, tracks) "
    "SELECT h.person_id, h.seq, h.tracks FROM ledger_history h WHERE h.seq = "
    "(SELECT MAX(seq) FROM ledger_history WHERE person_id = h.person_id) ORDER BY h.person_id"
)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_arcs_of_an_act")]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                ("person_id", tuntas.audit.fields.NumberField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("tracks", models.TextField()),
            ],
        ),
        migrations.RunSQL(LATEST),
        migrations.DeleteModel(name="History"),
    ]
