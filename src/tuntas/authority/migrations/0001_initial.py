

import django.db.models.deletion
import tuntas.authority.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('wilayah', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('title_id', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=120)),
                ('seat', models.CharField(blank=True, max_length=40)),
                ('form', models.CharField(choices=[('none', 'tanpa tanda tangan pejabat'), ('wet', 'tanda tangan basah'), ('tte', 'tanda tangan elektronik (TTE)')], max_length=4)),
                ('plt', models.BooleanField()),
                ('plh', models.BooleanField()),
                ('central', models.BooleanField()),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('source', models.CharField(max_length=300)),
                ('confirmed', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='authority_competence_in_order'), models.UniqueConstraint(fields=('code', 'starts'), name='authority_competence_once')],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('title_id', models.CharField(max_length=120)),
                ('title_en', models.CharField(max_length=120)),
                ('rank', models.PositiveSmallIntegerField()),
                ('region', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wilayah.region')),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.authority.models.new_ref, editable=False, max_length=32, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
                ('capacity', models.CharField(choices=[('definitive', 'definitif'), ('plt', 'Plt'), ('plh', 'Plh')], max_length=10)),
                ('decree', models.CharField(max_length=80, verbose_name='nomor SK')),
                ('ended_by', models.CharField(blank=True, max_length=200, verbose_name='dasar berakhir')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='accounts.officer')),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='authority.seat')),
            ],
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.authority.models.new_ref, editable=False, max_length=32, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.officer')),
            ],
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.authority.models.new_ref, editable=False, max_length=32, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='accounts.officer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='authority_absence_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.authority.models.new_ref, editable=False, max_length=32, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='accounts.officer')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='authority_certificate_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.authority.models.new_ref, editable=False, max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('resignation_letter', 'surat pengunduran diri'), ('press', 'diberitakan'), ('statement', 'pernyataan pejabat'), ('ministry_approval', 'persetujuan Kemendagri'), ('retirement', 'batas usia pensiun')], max_length=20)),
                ('on', models.DateField()),
                ('source', models.CharField(max_length=200)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='authority.assignment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assignment', 'kind', 'on'), name='authority_milestone_once')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=tuntas.authority.models.new_ref, editable=False, max_length=32, unique=True)),
                ('starts', models.DateField()),
                ('ends', models.DateField(null=True)),
                ('source', models.CharField(max_length=200)),
                ('documents', models.JSONField()),
                ('kind', models.CharField(choices=[('mandate', 'mandat'), ('delegation', 'delegasi')], max_length=10)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_given', to='authority.seat')),
                ('to_seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_held', to='authority.seat')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='authority_mandate_in_order'), models.CheckConstraint(condition=models.Q(('seat', models.F('to_seat')), _negated=True), name='authority_mandate_to_another_seat')],
            },
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='authority_assignment_in_order'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gt', models.F('starts')), _connector='OR'), name='authority_suspension_in_order'),
        ),
    ]
