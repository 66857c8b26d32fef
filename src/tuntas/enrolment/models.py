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

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolment_facts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="void", voids_id__isnull=False)
                | (~Q(kind="void") & Q(voids_id__isnull=True)),
                name="enrolment_void_names_its_fact",
            ),
        ]


class RecordingReceipt(models.Model):
    """The answer given to one nonce, so that a repeated request gets it again."""

    nonce = models.CharField(max_length=64, primary_key=True)
    content_digest = models.CharField(max_length=64)
    fact = models.OneToOneField(EnrolmentFact, on_delete=models.PROTECT, related_name="receipt")
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
