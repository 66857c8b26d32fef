"""Why each is missing, and what came of every visit and call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tuntas.outreach.models.slots import Slot
from tuntas.residents.models import Person


class Reason(models.Model):
    """Why somebody is unrecorded, as somebody with a basis said it; one current row a person.

    Nobody's row means "unknown yet". Codes: ``outreach/data/reasons.csv``.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reasons")
    code = models.CharField(max_length=40)
    since = models.DateField()
    evidence = models.CharField(max_length=300, blank=True)
    evidence_file = models.CharField(max_length=64, blank=True)  # digest; empty = none
    told_by = models.CharField(max_length=32)  # officer_ref, or the ref of a link
    told_through = models.CharField(max_length=12)  # contact, link, list, rule
    told_at = models.DateTimeField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on__isnull=True),
                name="outreach_one_current_reason",
            ),
        ]


class Contact(models.Model):
    """One person met, called or looked for on one day, and what came of it."""

    ref = models.CharField(max_length=32, unique=True)
    nonce = models.CharField(max_length=64, unique=True)
    """From whoever sent it; the same nonce with the same content is the same contact."""
    content_digest = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    on = models.DateField()
    channel = models.CharField(max_length=12)  # visit, call, slot, link, school
    outcome = models.CharField(max_length=20)  # outreach/outcomes.py
    will_come_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    evidence_file = models.CharField(max_length=64, blank=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, null=True, related_name="contacts")
    told_by = models.CharField(max_length=32)  # officer_ref, or the ref of a link
    told_through = models.CharField(max_length=12)  # office, link, mission
    told_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "on"], name="outreach_contact_person_on")]


class Passing(models.Model):
    """Who came to a slot without being on its list: counted apart, never as an outcome."""

    class Kind(models.TextChoices):
        WALK_IN = "walk_in"  # of this office, not listed for the slot
        ELSEWHERE = "elsewhere"  # of another regency

    nonce = models.CharField(max_length=64, unique=True)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="passings")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    recorded = models.BooleanField()
    told_by = models.CharField(max_length=32)
    told_at = models.DateTimeField()


class CasePlan(models.Model):
    """Who goes, and when, to somebody missed again and again; one current plan a person.

    Fulfilled by the next contact on or after its day; a plan whose day passes is overdue.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_plans")
    who = models.CharField(max_length=120)  # an officer, the camat, a relative: in words
    owner = models.CharField(max_length=12)  # outreach/duties.py: whose board it stands on
    visit_on = models.DateField()
    made_on = models.DateField()
    made_by = models.CharField(max_length=32)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on__isnull=True),
                name="outreach_one_current_plan",
            ),
        ]
