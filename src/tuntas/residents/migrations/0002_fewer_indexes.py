"""Indexes that nobody asks for cost a first import two seconds: patterns of NIK and KK, and
an id for every posting of the search."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_initial")]

    operations = [
        migrations.AlterField("person", "nik", models.CharField(max_length=16, null=True)),
        migrations.AlterField("person", "kk", models.CharField(blank=True, max_length=16)),
        migrations.AddConstraint(
            "person", models.UniqueConstraint(fields=("nik",), name="residents_person_nik")
        ),
        migrations.AddIndex("person", models.Index(fields=["kk"], name="residents_person_kk")),
        # A key of two columns cannot be given to a table that is there.
        migrations.RenameModel("NamePosting", "FormerPosting"),
        migrations.CreateModel(
            "NamePosting",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "token_id",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("token_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO residents_nameposting (token_id, person_id)"
            " SELECT token_id, person_id FROM residents_formerposting ORDER BY 1, 2",
            "INSERT INTO residents_formerposting (token_id, person_id)"
            " SELECT token_id, person_id FROM residents_nameposting ORDER BY 1, 2",
        ),
        migrations.DeleteModel("FormerPosting"),
        migrations.AddField(
            "registerimport", "put_off", models.TextField(blank=True, default=""), False
        ),
    ]
