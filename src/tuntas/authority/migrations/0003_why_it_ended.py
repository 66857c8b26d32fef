"""The paper by which an absence, a certificate, a mandate or a suspension ended.

SQLite adds a column by making the table anew, which loses its triggers: they are taken away before
and made again after.
"""

from importlib import import_module

from django.db import migrations, models

no_overlap = import_module("tuntas.authority.migrations.0002_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("authority", "0002_no_overlap")]
    operations = [
        migrations.RunPython(no_overlap.backwards, no_overlap.forwards),
        *(
            migrations.AddField(
                model_name=name,
                name="ended_by",
                field=models.CharField(
                    blank=True, max_length=200, verbose_name="dasar berakhir"
                ),
            )
            for name in ("absence", "certificate", "mandate", "suspension")
        ),
        migrations.RunPython(no_overlap.forwards, no_overlap.backwards),
    ]
