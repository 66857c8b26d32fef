
import tuntas.letters.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letterhead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts', models.DateField(unique=True)),
                ('lines', models.JSONField()),
                ('place', models.CharField(max_length=60, verbose_name='tempat')),
                ('unit', models.CharField(max_length=20, verbose_name='kode unit')),
            ],
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.letters.models.new_ref, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('version', models.PositiveSmallIntegerField()),
                ('language', models.CharField(choices=[('id', 'Indonesia'), ('en', 'English')], max_length=2)),
                ('data', models.JSONField()),
                ('district', models.CharField(blank=True, max_length=13)),
                ('state', models.CharField(choices=[('draft', 'konsep'), ('waiting', 'menunggu tanda tangan'), ('numbered', 'bernomor, menunggu pindaian'), ('signed', 'ditandatangani'), ('cancelled', 'dibatalkan')], default='draft', max_length=10)),
                ('place_in_queue', models.BigIntegerField(null=True)),
                ('drafted_by', models.CharField(max_length=32)),
                ('drafted_on', models.DateField()),
                ('returned_for', models.CharField(blank=True, max_length=300)),
                ('series', models.CharField(blank=True, max_length=20)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('number', models.PositiveIntegerField(null=True)),
                ('number_text', models.CharField(blank=True, max_length=120)),
                ('signed_on', models.DateField(null=True)),
                ('form', models.CharField(blank=True, max_length=4)),
                ('signer', models.JSONField(null=True)),
                ('head', models.JSONField(null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('evidence', models.CharField(blank=True, max_length=80)),
                ('evidence_digest', models.CharField(blank=True, max_length=64)),
                ('cancelled_on', models.DateField(null=True)),
                ('cancelled_for', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'place_in_queue'], name='letters_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('series', 'year', 'number'), name='letters_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['numbered', 'signed']), _negated=True), models.Q(('number__isnull', False), ('signed_on__isnull', False), ('signer__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='letters_signed_is_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('place_in_queue__isnull', False), _connector='OR'), name='letters_waiting_has_a_place')],
            },
        ),
        migrations.CreateModel(
            name='NumberPattern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=20)),
                ('starts', models.DateField()),
                ('pattern', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'starts'), name='letters_pattern_once')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'year'), name='letters_series_once')],
            },
        ),
    ]
