"""Plans: asked for, computed in the background, changed by people, approved."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tuntas.missions.models.resources import new_ref


class Plan(models.Model):
    """One version of a plan for some days.

    What the planner was given (*problem*) and what it answered (*result*) stay as they were, so
    that a plan can be explained and computed again a year later.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu dihitung")
        RUNNING = "running", _("sedang dihitung")
        READY = "ready", _("siap ditinjau")
        APPROVED = "approved", _("disetujui")
        REPLACED = "replaced", _("diganti")
        FAILED = "failed", _("gagal")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    version = models.PositiveIntegerField(unique=True)
    from_on = models.DateField()
    until_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    after = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    """The plan that a person or an evening changed into this one."""
    wishes = models.JSONField(default=dict)
    """What people said: ``pins`` and ``forbids``, lists of {venue, team, on, session}."""
    because = models.CharField(max_length=300, blank=True)
    seed = models.PositiveIntegerField(default=0)
    seconds = models.PositiveSmallIntegerField()
    problem = models.JSONField(null=True)
    problem_digest = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True)
    progress = models.JSONField(default=dict)
    """The best so far while it runs: ``expected``, ``bound``, ``seconds``."""
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    asked_by = models.CharField(max_length=32)
    asked_on = models.DateField()
    approved_by = models.CharField(max_length=32, blank=True)
    approved_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="missions_plan_in_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "approved"])
                | Q(problem__isnull=False, result__isnull=False) & ~Q(problem_digest=""),
                name="missions_plan_ready_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(approved_by="") & Q(approved_on__isnull=False),
                name="missions_plan_approved_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"], name="missions_plan_due")]
