"""Missions: a team on a day at one or more places, its papers, its evening, its costs."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tuntas.missions.models.plans import Plan
from tuntas.missions.models.resources import Asset, Team, Venue, new_ref


class Mission(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", _("direncanakan")
        LETTERS = "letters", _("surat diajukan")
        UNDER_WAY = "under_way", _("di lapangan")
        REPORTED = "reported", _("dilaporkan")
        CLOSED = "closed", _("selesai")
        CANCELLED = "cancelled", _("dibatalkan")

    class Session(models.TextChoices):
        DAY = "day", _("siang")
        EVENING = "evening", _("malam")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(Plan, null=True, on_delete=models.PROTECT, related_name="missions")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="missions")
    on = models.DateField(db_index=True)
    session = models.CharField(max_length=7, choices=Session.choices, default=Session.DAY)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    joint = models.CharField(max_length=120, blank=True)
    """Name of the integrated village event this is part of; empty for none."""
    leaves = models.TimeField(null=True)
    returns = models.TimeField(null=True)
    road_km = models.FloatField(default=0)
    sea_km = models.FloatField(default=0)
    rupiah = models.BigIntegerField(default=0)
    """What the plan reckons the session costs."""
    expected = models.FloatField(default=0)
    assignment_letter = models.CharField(max_length=32, blank=True)
    travel_order = models.CharField(max_length=32, blank=True)
    started_at = models.DateTimeField(null=True)
    cancelled_for = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "on", "session"],
                condition=~Q(state="cancelled"),
                name="missions_team_once_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["letters", "under_way", "reported", "closed"])
                | ~Q(assignment_letter="") & ~Q(travel_order=""),
                name="missions_has_its_letters",
            ),
        ]


class Stop(models.Model):
    """A place where the mission serves people."""

    class Kind(models.TextChoices):
        SESSION = "session", _("layanan di tempat")
        SCHOOL = "school", _("layanan sekolah")
        HOME = "home", _("kunjungan rumah")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.SESSION)
    village_id = models.IntegerField(db_index=True)
    venue = models.ForeignKey(Venue, null=True, on_delete=models.PROTECT, related_name="+")
    starts = models.TimeField()
    ends = models.TimeField()
    places = models.PositiveIntegerField(default=0)
    """How many can be served."""
    expected = models.FloatField(default=0)
    slot = models.CharField(max_length=32, blank=True)
    """Ref of the slot of outreach that people are invited to."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "order"], name="missions_stop_order_once")
        ]


class Equipment(models.Model):
    """What the team takes along on the day."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="equipment")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "asset"], name="missions_taken_once")
        ]


class Service(models.Model):
    """What another agency brings to an integrated village event."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="services")
    agency = models.CharField(_("instansi"), max_length=80)
    what = models.CharField(_("layanan"), max_length=200)
    contact = models.CharField(_("penghubung"), max_length=120, blank=True)


class WorkPackage(models.Model):
    """The list an offline laptop was given: whose names left the office, on which kit."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="packages")
    kit = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")
    people = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=32)
    made_at = models.DateTimeField()


class Report(models.Model):
    """The evening: every listed name has one outcome, or the report does not close."""

    mission = models.OneToOneField(Mission, on_delete=models.PROTECT, related_name="report")
    listed = models.PositiveIntegerField()
    outcomes = models.JSONField()
    """Outcome code → people, over the listed names only."""
    without_outcome = models.PositiveIntegerField()
    walk_ins = models.PositiveIntegerField()
    """Of this office, not on the list, recorded."""
    elsewhere = models.PositiveIntegerField()
    """Of another regency: never in this office's numbers."""
    waiting_snapshot = models.PositiveIntegerField()
    """National mode: marks of this evening that no snapshot confirms yet."""
    mode = models.CharField(max_length=8)
    costs = models.JSONField(default=list)
    """Rows {what, rupiah}."""
    note = models.CharField(max_length=500, blank=True)
    filed_by = models.CharField(max_length=32)
    filed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=32, blank=True)
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(without_outcome=0) & ~Q(closed_by=""),
                name="missions_closed_report_is_whole",
            )
        ]


class Photo(models.Model):
    """A picture of the evening: drawn anew without its metadata, named by its content."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="photos")
    digest = models.CharField(max_length=64)
    caption = models.CharField(_("keterangan"), max_length=160, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_by = models.CharField(max_length=32)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mission", "digest"], name="missions_photo_once")
        ]


class Feed(models.Model):
    """A calendar address that needs no sign-in: only the digest of its token is kept."""

    token_digest = models.CharField(max_length=64, unique=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="feeds")
    """Empty: all teams."""
    owner = models.CharField(max_length=32)
    made_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("made_on")),
                name="missions_feed_in_order",
            )
        ]
