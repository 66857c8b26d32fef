"""Facts about recordings, and the office's recording mode."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tuntas.ledger.models import Fact
from tuntas.residents.models import Person


class EnrolmentFact(Fact):
    """A recording made here, a mark for the national client, or a foreign status seen.

    Kinds in ``enrolment/tracks.py``.
    """

    pk = models.CompositePrimaryKey("person_id", "id")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="enrolment_facts", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="void", voids_id__isnull=False)
                | (~Q(kind="void") & Q(voids_id__isnull=True)),
                name="enrolment_void_names_its_fact",
            ),
        ]


class RecordingReceipt(models.Model):
    """The answer given to one nonce, so that a repeated request gets it again.

    The database keeps its fact by (person, fact); that no other receipt names the same,
    ``verification.py`` looks after.
    """

    nonce = models.CharField(max_length=64, primary_key=True)
    content_digest = models.CharField(max_length=64)
    person_id = models.BigIntegerField()
    fact_id = models.BigIntegerField()
    seq = models.BigIntegerField()


class ModeAuthorisation(models.Model):
    """Leave to record biometrics here (mode ``local``), or its end; the latest row counts."""

    class Mode(models.TextChoices):
        NATIONAL = "national"
        LOCAL = "local"

    mode = models.CharField(max_length=8, choices=Mode.choices)
    from_on = models.DateField()
    document = models.CharField(max_length=200)
    authorised_by = models.CharField(max_length=32)
    recorded_at = models.DateTimeField()


class Reader(models.Model):
    """Who can open sealed packets from a day on: the centre's public key, and recovery's."""

    class Role(models.TextChoices):
        CENTRE = "centre"
        RECOVERY = "recovery"

    role = models.CharField(max_length=8, choices=Role.choices)
    public = models.CharField(max_length=80, unique=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role"], condition=Q(ends__isnull=True), name="enrolment_one_reader_a_role"
            )
        ]


class Device(models.Model):
    """A machine that seals: its public key, and from when it is no longer trusted."""

    device = models.CharField(max_length=32, unique=True)
    public = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    starts = models.DateField()
    revoked_on = models.DateField(null=True)


class CaptureSession(models.Model):
    """One person at the capture station, from the biodata to the receipt."""

    class State(models.TextChoices):
        OPEN = "open"
        SEALED = "sealed"
        ABANDONED = "abandoned"

    ref = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="captures")
    officer = models.CharField(max_length=32)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    place = models.CharField(max_length=80)
    began_on = models.DateField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    biodata_digest = models.CharField(max_length=64, blank=True)
    corrections = models.TextField(blank=True)
    exceptions = models.JSONField(default=dict)
    """Target → reason, as `parts` names them."""
    cosigned_by = models.CharField(max_length=32, blank=True)
    at_home = models.BooleanField(default=False)
    """At the person's home: planning must know what that costs."""
    asked_officer = models.CharField(max_length=1, blank=True)
    """The person asked for an officer of this sex (L, P); nothing else about it is kept."""
    outside = models.BooleanField(default=False)
    """Registered elsewhere, recorded here (*luar domisili*): counted where they are registered."""
    packet = models.CharField(max_length=32, blank=True)
    receipt = models.CharField(max_length=32, blank=True)
    """Opaque; stands in the QR of the receipt, scanned when the card is handed over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="open"), name="enrolment_one_open_session"
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed") | ~Q(packet="") & ~Q(receipt=""),
                name="enrolment_sealed_has_a_receipt",
            ),
            models.CheckConstraint(
                condition=Q(cosigned_by="") | ~Q(cosigned_by=models.F("officer")),
                name="enrolment_cosigned_by_another",
            ),
        ]


class CapturedPart(models.Model):
    """What the journal holds of a session, without the content: the page's list."""

    session = models.ForeignKey(CaptureSession, on_delete=models.CASCADE, related_name="parts")
    entry = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    nonce = models.CharField(max_length=32)
    quality = models.PositiveSmallIntegerField(null=True)
    forced_for = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "entry"], name="enrolment_entry_once"),
            models.UniqueConstraint(fields=["session", "nonce"], name="enrolment_part_nonce_once"),
        ]
