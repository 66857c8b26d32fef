"""Printers, cards on their way, requests, holds, shortages: rows of the print queue.

A card's row is the truth of the work. ``lease_until`` says until when a process may be at it;
after that nobody knows whether it was printed, and a person looks.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tuntas.cards.causes import Cause
from tuntas.residents.models import Person


def new_ref() -> str:
    return secrets.token_hex(16)


class Printer(models.Model):
    """A printer of the office. code: its place in the stock (``printer:<code>``)."""

    class Adapter(models.TextChoices):
        SIMULATOR = "simulator", _("printer tiruan")
        FOLDER = "folder", _("map berkas PDF")
        CUPS = "cups", _("CUPS")
        NATIONAL = "national", _("klien kementerian")
        """Prints by itself; here its cards are only marked."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)
    adapter = models.CharField(max_length=9, choices=Adapter.choices)
    target = models.CharField(max_length=120, blank=True)
    """The queue of CUPS, or the folder; empty: below the office's private data."""
    resting = models.BooleanField(default=False)


class Request(models.Model):
    """A case: somebody who asks for another card, and why."""

    class State(models.TextChoices):
        OPEN = "open", _("menunggu cetak")
        DONE = "done", _("selesai")
        CANCELLED = "cancelled", _("dibatalkan")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="card_requests")
    cause = models.CharField(max_length=10, choices=[(c, c) for c in Cause])
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    on = models.DateField()
    at = models.DateTimeField()
    officer = models.CharField(max_length=32)
    documents = models.JSONField(default=list)
    """Codes of what was brought (`causes.required`)."""
    note = models.CharField(max_length=200, blank=True)
    """Number of the police report, what changed. No name, no NIK."""
    needed_by = models.DateField(null=True)
    urgent_for = models.CharField(max_length=120, blank=True)
    """Why it may pass the others in a shortage; empty: it may not."""
    old_taken_on = models.DateField(null=True)
    """The day the old card came back (or was found missing)."""
    ended_on = models.DateField(null=True)
    ended_for = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="open"), name="cards_one_open_request"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ended_on__isnull=False),
                name="cards_ended_request_has_a_day",
            ),
        ]


class PrintHold(models.Model):
    """Somebody whose card nobody prints until it is lifted."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="print_holds")
    reason = models.CharField(max_length=12)
    note = models.CharField(max_length=200)
    on = models.DateField()
    officer = models.CharField(max_length=32)
    lifted_on = models.DateField(null=True)
    lifted_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "reason"],
                condition=Q(lifted_on__isnull=True),
                name="cards_one_hold_a_reason",
            )
        ]


class Shortage(models.Model):
    """Blanks are scarce, declared by two persons: from then on the queue has its other order."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("menunggu orang kedua")
        DECLARED = "declared", _("berlaku")
        ENDED = "ended", _("berakhir")
        DECLINED = "declined", _("ditolak")

    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(max_length=200)
    proposed_by = models.CharField(max_length=32)
    proposed_on = models.DateField()
    decided_by = models.CharField(max_length=32, blank=True)
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    """The first day on which it no longer holds."""
    ended_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="cards_one_shortage_proposed"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="declared"), name="cards_one_shortage_declared"
            ),
            models.CheckConstraint(
                condition=~Q(state="declared") | Q(starts__isnull=False) & ~Q(decided_by=""),
                name="cards_declared_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")),
                name="cards_shortage_by_two",
            ),
        ]


class Card(models.Model):
    """One blank on its way to one person; its ref is the job in the stock's books."""

    class State(models.TextChoices):
        PRINTING = "printing", _("sedang dicetak")
        DOUBT = "doubt", _("belum jelas, lihat sendiri")
        CHECK = "check", _("menunggu diperiksa")
        READY = "ready", _("siap diserahkan")
        HANDED = "handed", _("sudah diserahkan")
        SPOILED = "spoiled", _("rusak, blangko dicatat")
        UNUSED = "unused", _("tidak tercetak, blangko kembali")
        UNDONE = "undone", _("batal diserahkan")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, null=True, related_name="cards")
    cause = models.CharField(max_length=10, choices=[(c, c) for c in Cause])
    printer = models.CharField(max_length=20)
    serial = models.CharField(max_length=40, blank=True)
    chip = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PRINTING)
    national = models.BooleanField(default=False)
    """Printed by the ministry's client and marked here."""
    ticket = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    began_on = models.DateField()
    began_at = models.DateTimeField()
    officer = models.CharField(max_length=32)
    printed_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=32, blank=True)
    spoiled_for = models.CharField(max_length=14, blank=True)
    """``failed_print``, ``failed_encode`` or ``damaged``."""
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["printing", "doubt", "check", "ready"]),
                name="cards_one_card_on_its_way",
            ),
            models.UniqueConstraint(
                fields=["serial"],
                condition=~Q(serial="") & ~Q(state="unused"),
                name="cards_serial_on_one_card",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["check", "ready", "handed"])
                | ~Q(serial="") & Q(printed_on__isnull=False),
                name="cards_printed_has_serial_and_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "printer"], name="cards_card_state")]


class HandOver(models.Model):
    """A card given into a hand: to whom, on what proof, where. Never whose finger, only that."""

    class Proof(models.TextChoices):
        FINGER = "finger", _("sidik jari 1:1")
        PHOTO = "photo", _("wajah dan foto dilihat petugas")
        GUARDIAN = "guardian", _("wali dengan dokumen")

    class Place(models.TextChoices):
        OFFICE = "office", _("kantor")
        MISSION = "mission", _("pelayanan bergerak")

    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="hand_over")
    proof = models.CharField(max_length=8, choices=Proof.choices)
    place = models.CharField(max_length=7, choices=Place.choices, default=Place.OFFICE)
    where = models.CharField(max_length=80, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    document = models.CharField(max_length=80, blank=True)
    """The guardian's document, by kind; no number of a person."""
    on = models.DateField()
    at = models.DateTimeField()
    officer = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(proof="guardian") | ~Q(relation="") & ~Q(document=""),
                name="cards_guardian_has_a_document",
            )
        ]


class Substitute(models.Model):
    """A paper in place of a card: which letter, for whom, how long it holds."""

    letter = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="substitutes")
    on = models.DateField()
    valid_until = models.DateField()
    reason = models.CharField(max_length=120)
    officer = models.CharField(max_length=32)


class FaceTemplate(models.Model):
    """The office's own face of the card, with leave: the latest row counts, and only its file."""

    digest = models.CharField(max_length=64)
    """SHA-256 of the file; empty ends the leave, and specimens are printed again."""
    document = models.CharField(max_length=200)
    installed_by = models.CharField(max_length=32)
    on = models.DateField()
    at = models.DateTimeField()
