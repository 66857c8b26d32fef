"""Official figures that stand beside the ledger, and dated targets."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OfficialFigure(models.Model):
    """One published pair of numbers; frozen, never mixed into the ledger."""

    class Definition(models.TextChoices):
        DKB = "DKB_SMT"
        LIVE = "SIAK_LIVE"
        DYNAMIC = "DINAMIS_TERVERIFIKASI"
        DP4 = "DP4"
        DPT = "DPT"
        PRESS = "PERS"

    id = models.BigIntegerField(primary_key=True)  # seq and place in the batch
    region_code = models.CharField(max_length=13)
    region_name = models.CharField(max_length=80, blank=True)
    definition = models.CharField(max_length=24, choices=Definition.choices)
    cut_off = models.DateField()
    known_on = models.DateField()
    obliged = models.IntegerField(null=True)
    captured = models.IntegerField(null=True)
    left = models.IntegerField(null=True)
    printed_percent = models.CharField(max_length=12, blank=True)  # as it stands in the document
    document = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    seq = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "definition", "cut_off", "document"],
                name="coverage_official_once",
            ),
            models.CheckConstraint(
                condition=Q(obliged__isnull=False)
                | Q(captured__isnull=False)
                | Q(left__isnull=False),
                name="coverage_official_says_something",
            ),
        ]


class Target(models.Model):
    """A target share of the obliged to be captured, in hundredths of a percent."""

    year = models.PositiveSmallIntegerField()
    scope = models.CharField(max_length=40)  # national, or a region code
    basis_points = models.PositiveIntegerField()  # 9940 = 99.40 %
    strictly_above = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "scope"], name="coverage_target_once"),
        ]


class Deadline(models.Model):
    """A day by which the office wants to be done: dated rows with their source."""

    class Kind(models.TextChoices):
        FISCAL_YEAR_END = "fiscal_year_end"
        VOTER_LIST = "voter_list"
        VOTING_DAY = "voting_day"
        OWN = "own"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "on"], name="coverage_deadline_once"),
        ]
