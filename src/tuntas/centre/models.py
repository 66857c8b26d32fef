"""Packets on their way through the centre, who is known there, and the cases people decide.

A job's row is the truth of the work: state, lease and outcome stand here, the queue only rings.
What is found on the way is found again after a crash, for a search costs a tenth of a second and
a stale one a double identity.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_ref() -> str:
    return secrets.token_hex(16)


class Job(models.Model):
    """One packet, from its arrival to the decision, and to the end of its images."""

    class State(models.TextChoices):
        RECEIVED = "received", _("diterima")
        VALIDATED = "validated", _("sah")
        SEARCHED = "searched", _("sudah dicari")
        HELD = "held", _("ditahan untuk diperiksa")
        CASE = "case", _("menunggu keputusan dua orang")
        AGREED = "agreed", _("keputusan sedang dijalankan")
        DECIDED = "decided", _("selesai")

    class Outcome(models.TextChoices):
        UNIQUE = "unique", _("tunggal")
        REPEAT = "repeat", _("tunggal, pernah direkam dengan NIK yang sama")
        DUPLICATE = "duplicate", _("sama dengan orang lain")
        POOR = "poor", _("buktinya kurang, perlu direkam lagi")

    packet = models.CharField(max_length=32, unique=True)
    device = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.CharField(max_length=40)
    received_on = models.DateField()
    received_at = models.DateTimeField()
    person = models.CharField(max_length=32, blank=True, db_index=True)
    officers = models.JSONField(default=list)
    """Who recorded, and who co-signed: they do not judge their own work."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.RECEIVED)
    error = models.CharField(max_length=20, blank=True)
    """Why it is held or waits: a code of ``wording.HELD_FOR``."""
    notes = models.JSONField(default=list)
    """What is odd and stops nothing: ``missing_before``, ``clock``, ``repeated``."""
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)
    basis = models.CharField(max_length=10, blank=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    destroyed_on = models.DateField(null=True)
    cleared_on = models.DateField(null=True)
    """The way was cleared for another recording: this one was taken back at office and centre."""

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="centre_job_queue")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided") | ~Q(outcome="") & Q(decided_on__isnull=False),
                name="centre_decided_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_on__isnull=True) | Q(state="decided"),
                name="centre_destroyed_after_the_decision",
            ),
        ]


class Identity(models.Model):
    """Somebody known as one person: by packet; the fingers lie in the gallery under this ref.

    Face and irises are locked (`locker`) under a key of their own, and that under the office's
    template key. When the period of templates has passed, key and templates go; the row stays.
    """

    ref = models.CharField(max_length=32, unique=True)
    person = models.CharField(max_length=32, db_index=True)
    fingers = models.PositiveSmallIntegerField()
    face = models.BinaryField(null=True)
    iris_right = models.BinaryField(null=True)
    iris_left = models.BinaryField(null=True)
    key = models.BinaryField(null=True)
    entered_on = models.DateField()
    destroyed_on = models.DateField(null=True)


class Staff(models.Model):
    """An officer's own fingers, in a gallery apart: they must never pass as a citizen's."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref)
    officer = models.CharField(max_length=32)
    person = models.CharField(max_length=32, blank=True)
    """The officer as a citizen: the own recording is no misuse."""
    entered_on = models.DateField()


class Case(models.Model):
    """Candidates that people look at: two of them, blind to each other, or a third."""

    class State(models.TextChoices):
        OPEN = "open", _("menunggu")
        THIRD = "third", _("berbeda pendapat, menunggu orang ketiga")
        CLOSED = "closed", _("diputuskan")

    class Decision(models.TextChoices):
        SAME = "same", _("orang yang sama")
        DIFFERENT = "different", _("orang yang berbeda")
        RECAPTURE = "recapture", _("perlu direkam lagi")

    ref = models.CharField(max_length=32, unique=True, default=new_ref)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="case")
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=1)
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    earlier = models.CharField(max_length=9, blank=True)
    """What was decided before the case was opened again."""
    chosen = models.CharField(max_length=32, blank=True)
    """The candidate's identity, when it is the same person."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(decision="") & Q(closed_at__isnull=False),
                name="centre_closed_is_decided",
            )
        ]


class Candidate(models.Model):
    """Somebody whom the one who was recorded may be, with the evidence."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("penduduk")
        STAFF = "staff", _("petugas")
        OWN = "own", _("rekaman lama dengan NIK yang sama")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="candidates")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    identity = models.CharField(max_length=32)
    person = models.CharField(max_length=32, blank=True)
    decades = models.FloatField()
    rate = models.FloatField()
    face = models.FloatField(null=True)
    iris = models.FloatField(null=True)
    biodata_alike = models.BooleanField()
    fingers = models.JSONField(default=list)
    """[the recorded one's finger, the candidate's, score], the strongest first."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "identity"], name="centre_candidate_once")
        ]


class Opinion(models.Model):
    """One person's view of a case in a round; from the first look to the decision."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    officer = models.CharField(max_length=32)
    began_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=9, choices=Case.Decision.choices, blank=True)
    chosen = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "officer"], name="centre_one_opinion_a_person"
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | ~Q(decision="") & ~Q(reason=""),
                name="centre_opinion_has_a_reason",
            ),
        ]


class EndInForce(models.Model):
    """Which end the centre's port has from a day on (`port.ENDS`); the latest row counts."""

    end = models.CharField(max_length=8)
    starts = models.DateField()
    document = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()


class ApiToken(models.Model):
    """A key for machines that ask the ABIS; only its digest is kept."""

    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class AbisReference(models.Model):
    """A reference of an ABIS client and the name its fingers have in the ABIS gallery."""

    reference = models.CharField(max_length=64, unique=True)
    ref = models.CharField(max_length=32, unique=True, default=new_ref)
    inserted_at = models.DateTimeField()


class Import(models.Model):
    """A registration of another system that was taken in, and the packet it became here."""

    rid = models.CharField(max_length=64, unique=True)
    packet = models.CharField(max_length=32)
    imported_on = models.DateField()


class AbisExchange(models.Model):
    """A message of a queue by its digest, and the answer it got, for when it comes again."""

    digest = models.CharField(max_length=64, unique=True)
    begun_at = models.DateTimeField(db_index=True)
    answer = models.TextField(blank=True)
