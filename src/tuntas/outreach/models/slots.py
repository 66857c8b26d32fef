"""Places to come to at a day and hour, who is invited to them, and the campaigns they serve."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tuntas.residents.models import Person


class Campaign(models.Model):
    """A drive with a beginning, an end and a cost: what invitations and slots belong to."""

    ref = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    from_on = models.DateField()
    until_on = models.DateField()
    cohort = models.CharField(max_length=40, blank=True)  # outreach/cohorts.py; empty = all
    cost_rupiah = models.BigIntegerField(default=0)
    made_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="outreach_campaign_in_order"
            ),
        ]


class Slot(models.Model):
    """A place, a day, hours and places left: of the office, a mission, a school, a home visit."""

    class Kind(models.TextChoices):
        OFFICE = "office"
        MISSION = "mission"
        SCHOOL = "school"
        HOME = "home"

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"  # the day is over and every listed name has an outcome
        CANCELLED = "cancelled"

    ref = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    village_id = models.IntegerField(db_index=True)
    service_point = models.CharField(max_length=32, blank=True)  # its ref; empty = by words
    place = models.CharField(max_length=120)
    on = models.DateField(db_index=True)
    starts = models.TimeField()
    ends = models.TimeField()
    """At or before ``starts``: past midnight (night service)."""
    places = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, related_name="slots"
    )
    made_by = models.CharField(max_length=32)


class Invitation(models.Model):
    """One person asked by name to come to one slot."""

    class State(models.TextChoices):
        PREPARED = "prepared"
        SENT = "sent"
        CAME = "came"
        MISSED = "missed"
        CANCELLED = "cancelled"

    code = models.CharField(max_length=32, unique=True)
    """Opaque; stands in the QR, opens the capture session of this person."""
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, related_name="invitations"
    )
    channel = models.CharField(max_length=12)  # call_letter, letter, whatsapp, mosque, in_person
    rank = models.PositiveIntegerField()
    """Order in which people of the slot were invited, from 1."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.PREPARED)
    invited_on = models.DateField()
    sent_on = models.DateField(null=True)
    invited_by = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=~Q(state="cancelled"),
                name="outreach_invited_once_a_slot",
            ),
            models.UniqueConstraint(fields=["slot", "rank"], name="outreach_rank_once_a_slot"),
        ]
