"""Setting people aside: proposed locally by two persons, still obliged and unrecorded."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tuntas.ledger.models import Fact
from tuntas.residents.models import Person


class AsideFact(Fact):
    """``set_aside`` (approved by the second person), ``taken_back``, or ``void``."""

    pk = models.CompositePrimaryKey("person_id", "id")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="aside_facts", db_index=False
    )


class AsideProposal(models.Model):
    """One person's proposal to set somebody aside, waiting for another's decision."""

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        DECLINED = "declined"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="aside_proposals")
    reason = models.CharField(max_length=40)
    evidence = models.CharField(max_length=300)
    document = models.CharField(max_length=80, blank=True)  # number and date of the paper
    evidence_file = models.CharField(max_length=64, blank=True)  # digest; empty = none
    letter = models.CharField(max_length=32, blank=True)  # ref of the letter to the ministry
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    proposed_by = models.CharField(max_length=32)  # officer_ref: the human being
    proposed_on = models.DateField()
    decided_by = models.CharField(max_length=32, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="open"),
                name="outreach_one_open_proposal",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(decided_by=models.F("proposed_by")),
                name="outreach_aside_by_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(decided_by=""), name="outreach_aside_by_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(evidence="") & ~Q(reason=""), name="outreach_aside_with_evidence"
            ),
        ]
