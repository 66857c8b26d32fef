
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('enrolment', '0001_initial'),
        ('residents', '0003_withdrawn_exits_and_areas'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.CharField(max_length=32, unique=True)),
                ('public', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=60)),
                ('starts', models.DateField()),
                ('revoked_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='CaptureSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=32, unique=True)),
                ('officer', models.CharField(max_length=32)),
                ('state', models.CharField(choices=[('open', 'Open'), ('sealed', 'Sealed'), ('abandoned', 'Abandoned')], default='open', max_length=9)),
                ('place', models.CharField(max_length=80)),
                ('began_on', models.DateField()),
                ('began_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('biodata_digest', models.CharField(blank=True, max_length=64)),
                ('corrections', models.TextField(blank=True)),
                ('exceptions', models.JSONField(default=dict)),
                ('cosigned_by', models.CharField(blank=True, max_length=32)),
                ('packet', models.CharField(blank=True, max_length=32)),
                ('receipt', models.CharField(blank=True, max_length=32)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='captures', to='residents.person')),
            ],
        ),
        migrations.CreateModel(
            name='CapturedPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.PositiveIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('nonce', models.CharField(max_length=32)),
                ('quality', models.PositiveSmallIntegerField(null=True)),
                ('forced_for', models.CharField(blank=True, max_length=200)),
                ('device', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='enrolment.capturesession')),
            ],
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('centre', 'Centre'), ('recovery', 'Recovery')], max_length=8)),
                ('public', models.CharField(max_length=80, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends__isnull', True)), fields=('role',), name='enrolment_one_reader_a_role')],
            },
        ),
        migrations.AddConstraint(
            model_name='capturesession',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person',), name='enrolment_one_open_session'),
        ),
        migrations.AddConstraint(
            model_name='capturesession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sealed'), _negated=True), models.Q(models.Q(('packet', ''), _negated=True), models.Q(('receipt', ''), _negated=True)), _connector='OR'), name='enrolment_sealed_has_a_receipt'),
        ),
        migrations.AddConstraint(
            model_name='capturesession',
            constraint=models.CheckConstraint(condition=models.Q(('cosigned_by', ''), models.Q(('cosigned_by', models.F('officer')), _negated=True), _connector='OR'), name='enrolment_cosigned_by_another'),
        ),
        migrations.AddConstraint(
            model_name='capturedpart',
            constraint=models.UniqueConstraint(fields=('session', 'entry'), name='enrolment_entry_once'),
        ),
        migrations.AddConstraint(
            model_name='capturedpart',
            constraint=models.UniqueConstraint(fields=('session', 'nonce'), name='enrolment_part_nonce_once'),
        ),
    ]
