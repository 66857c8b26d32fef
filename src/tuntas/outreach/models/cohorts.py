"""Groups that come from other agencies' lists, until their term ends; and dated events."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tuntas.residents.models import Person


class CohortList(models.Model):
    """A matched list taken up as a group; its members go at the end of the term."""

    ref = models.CharField(max_length=32, unique=True)
    code = models.CharField(max_length=20)  # outreach/data/cohorts.csv
    source = models.CharField(max_length=32)  # ref of the matched list; kept after it is purged
    sender = models.CharField(max_length=120)
    taken_on = models.DateField()
    expires_on = models.DateField()
    ended_on = models.DateField(null=True)  # its members are gone since
    n_members = models.IntegerField()
    made_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "source"],
                condition=Q(ended_on__isnull=True),
                name="outreach_cohort_list_once",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("taken_on")), name="outreach_cohort_list_has_term"
            ),
        ]


class CohortMember(models.Model):
    """That somebody is of a group, and no more: the school, or the service they need."""

    cohort_list = models.ForeignKey(CohortList, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    institution = models.CharField(max_length=120, blank=True)
    exception = models.BooleanField(default=False)  # parts of the recording may be left out
    minutes = models.PositiveSmallIntegerField(default=0)  # 0 = as anybody

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort_list", "person"], name="outreach_cohort_member_once"
            ),
        ]


class CohortEvent(models.Model):
    """A day before which whoever turns 17 should be recorded: voting day, graduation."""

    ref = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=80)
    on = models.DateField()
    made_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "on"], name="outreach_cohort_event_once"),
        ]
