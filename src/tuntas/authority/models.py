"""Seats, who holds them by what decree, and every date that bears on a signature.

Overlap is impossible in the database: triggers (``migrations/0002_no_overlap.py``, one text a
back-end) refuse a row whose days meet those of another of the same line. A seat has two lines:
its holder (definitive or Plt), and whoever acts for an absent holder (Plh).
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tuntas.accounts.models import Officer
from tuntas.wilayah.models import Region


def new_ref() -> str:
    return secrets.token_hex(16)


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name=name
    )


class Dated(models.Model):
    """Holds from *starts* up to but not including *ends*, by papers *source* and *ended_by*."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    starts = models.DateField()
    ends = models.DateField(null=True)
    source = models.CharField(max_length=200)
    ended_by = models.CharField(_("dasar berakhir"), max_length=200, blank=True)

    class Meta:
        abstract = True


class Seat(models.Model):
    """A jabatan; *region* for a seat that every kecamatan has."""

    code = models.CharField(max_length=60, unique=True)
    title_id = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField()
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")


class Assignment(Dated):
    class Capacity(models.TextChoices):
        DEFINITIVE = "definitive", _("definitif")
        PLT = "plt", _("Plt")
        PLH = "plh", _("Plh")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="assignments")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="assignments")
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    decree = models.CharField(_("nomor SK"), max_length=80)

    class Meta:
        constraints = [_in_order("authority_assignment_in_order")]


class Absence(Dated):
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences")

    class Meta:
        constraints = [_in_order("authority_absence_in_order")]


class Certificate(Dated):
    """Electronic signature (TTE): the person's own, from the day it works until it does not."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="certificates")

    class Meta:
        constraints = [_in_order("authority_certificate_in_order")]


class Suspension(Dated):
    """The ministry keeps the whole office (no officer) or one officer out of SIAK."""

    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [_in_order("authority_suspension_in_order")]


class Mandate(Dated):
    class Kind(models.TextChoices):
        MANDATE = "mandate", _("mandat")
        DELEGATION = "delegation", _("delegasi")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates_given")
    to_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="mandates_held")
    documents = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints = [
            _in_order("authority_mandate_in_order"),
            models.CheckConstraint(
                condition=~Q(seat=F("to_seat")), name="authority_mandate_to_another_seat"
            ),
        ]


class Milestone(models.Model):
    """A day that belongs to a departure or an appointment and by itself ends nothing."""

    class Kind(models.TextChoices):
        RESIGNATION_LETTER = "resignation_letter", _("surat pengunduran diri")
        PRESS = "press", _("diberitakan")
        STATEMENT = "statement", _("pernyataan pejabat")
        MINISTRY_APPROVAL = "ministry_approval", _("persetujuan Kemendagri")
        RETIREMENT = "retirement", _("batas usia pensiun")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "kind", "on"], name="authority_milestone_once"
            )
        ]


class Competence(models.Model):
    """Which seat signs what, in which form, by which law; dated, to be confirmed by the office."""

    class Form(models.TextChoices):
        NONE = "none", _("tanpa tanda tangan pejabat")
        WET = "wet", _("tanda tangan basah")
        TTE = "tte", _("tanda tangan elektronik (TTE)")

    code = models.CharField(max_length=40)
    title_id = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    seat = models.CharField(max_length=40, blank=True)
    form = models.CharField(max_length=4, choices=Form.choices)
    plt = models.BooleanField()
    plh = models.BooleanField()
    central = models.BooleanField()
    starts = models.DateField()
    ends = models.DateField(null=True)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            _in_order("authority_competence_in_order"),
            models.UniqueConstraint(fields=["code", "starts"], name="authority_competence_once"),
        ]
