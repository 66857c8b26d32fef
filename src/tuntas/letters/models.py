"""Letters: what each says, where it stands, under which number and by whom it was signed.

A number is given when the letter is signed, in the transaction that signs it, out of the row of
its series and year; a letter cancelled later keeps it. So numbers have no gaps and no doubles:
the unique constraint refuses a double, ``tuntas verify`` would show a gap.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def new_ref() -> str:
    return secrets.token_hex(16)


class Letterhead(models.Model):
    """What stands at the top of the office's letters from day *starts* on."""

    starts = models.DateField(unique=True)
    lines = models.JSONField()
    """From the regency down to the address; the second is the office's name, written large."""
    place = models.CharField(_("tempat"), max_length=60)
    unit = models.CharField(_("kode unit"), max_length=20)


class NumberPattern(models.Model):
    """How a series is numbered from day *starts* on (`numbering.Pattern`)."""

    series = models.CharField(max_length=20)
    starts = models.DateField()
    pattern = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "starts"], name="letters_pattern_once")
        ]


class Series(models.Model):
    """The last number given in a series and year; the row that every signing locks."""

    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="letters_series_once")]


class Letter(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("konsep")
        WAITING = "waiting", _("menunggu tanda tangan")
        NUMBERED = "numbered", _("bernomor, menunggu pindaian")
        SIGNED = "signed", _("ditandatangani")
        CANCELLED = "cancelled", _("dibatalkan")

    class Language(models.TextChoices):
        ID = "id", "Indonesia"
        EN = "en", "English"

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=30)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=2, choices=Language.choices)
    data = models.JSONField()
    district = models.CharField(max_length=13, blank=True)
    """Code of the kecamatan whose camat signs."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    place_in_queue = models.BigIntegerField(null=True)
    drafted_by = models.CharField(max_length=32)
    drafted_on = models.DateField()
    returned_for = models.CharField(max_length=300, blank=True)

    series = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    number_text = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True)
    form = models.CharField(max_length=4, blank=True)
    signer = models.JSONField(null=True)
    """Who signed, as it stood on that day: ref, name, nip, title, capacity, on_behalf_of."""
    head = models.JSONField(null=True)
    """The letterhead and address of verification as they stood on that day."""
    digest = models.CharField(max_length=64, blank=True)
    """SHA-256 of the PDF, so that a letter made again is seen to be the same."""
    evidence = models.CharField(max_length=80, blank=True)
    """File of the scan or of the electronic signature, below the office's private files."""
    evidence_digest = models.CharField(max_length=64, blank=True)
    cancelled_on = models.DateField(null=True)
    cancelled_for = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "number"],
                condition=Q(number__isnull=False),
                name="letters_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["numbered", "signed"])
                | Q(number__isnull=False, signed_on__isnull=False, signer__isnull=False)
                & ~Q(digest=""),
                name="letters_signed_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(place_in_queue__isnull=False),
                name="letters_waiting_has_a_place",
            ),
        ]
        indexes = [models.Index(fields=["state", "place_in_queue"], name="letters_queue")]
