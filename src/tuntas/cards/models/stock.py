"""Stock: where each blank is now, and every movement that brought it there.

`Movement` and `Line` are what happened and are never changed once they are done. `Blank` and
`Holding` are derived from them; ``tuntas verify`` derives them again (`verification`). One row a
serial lets either database itself keep a blank out of two places.
"""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tuntas.cards.serials import Range
from tuntas.cards.stock import Item, Kind, Move
from tuntas.cards.stock import Line as PureLine


def new_ref() -> str:
    return secrets.token_hex(16)


class StockHead(models.Model):
    """The row every movement locks first: movements are numbered in the order they happened."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="cards_one_stock_head")]


class Movement(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("menunggu orang kedua")
        DONE = "done", _("selesai")
        REFUSED = "refused", _("ditolak")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    seq = models.BigIntegerField(null=True, unique=True)
    """Its number in the order of what was done; None until it is done."""
    move = models.CharField(max_length=14, choices=[(move, move) for move in Move])
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    on = models.DateField()
    """Business day on which it was entered."""
    done_on = models.DateField(null=True)
    at = models.DateTimeField()
    entered_by = models.CharField(max_length=32)
    """Officer, or the program's own ref."""
    signed_by = models.CharField(max_length=32, blank=True)
    """The second person: another officer."""
    document = models.CharField(max_length=200, blank=True)
    """Number of the BAST, the police report, the letter of the other office."""
    note = models.CharField(max_length=300, blank=True)
    job = models.CharField(max_length=32, blank=True)
    """The print job, for what happens inside a printer."""
    cause = models.CharField(max_length=16, blank=True)
    """Why a card is invalid (`InvalidCard.Cause`)."""
    said = models.JSONField(default=dict, blank=True)
    """What else the paper says: witnesses and place of a destruction, cartons of a receipt."""
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversed_by"
    )
    letter = models.CharField(max_length=32, blank=True)
    """The letter that was drafted when it was done."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", seq__isnull=False, done_on__isnull=False)
                | (~Q(state="done") & Q(seq__isnull=True)),
                name="cards_done_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("entered_by")),
                name="cards_two_different_people",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "on"], name="cards_movement_state"),
            models.Index(fields=["done_on", "move"], name="cards_movement_day"),
        ]


class Line(models.Model):
    """One entry of a movement: so much from one account to another."""

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="lines")
    item = models.CharField(max_length=10, choices=[(item, item) for item in Item])
    source = models.CharField(max_length=60)
    target = models.CharField(max_length=60)
    quantity = models.PositiveIntegerField()
    prefix = models.CharField(max_length=20, blank=True)
    first = models.BigIntegerField(null=True)
    last = models.BigIntegerField(null=True)
    width = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(item=Item.BLANK, last=F("first") + F("quantity") - 1)
                | (~Q(item=Item.BLANK) & Q(first__isnull=True, last__isnull=True)),
                name="cards_blanks_have_serials",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cards_line_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="cards_line_moves"),
        ]

    def pure(self) -> PureLine:
        held = (
            Range(self.prefix, self.first, self.last, self.width)
            if self.first is not None and self.last is not None
            else None
        )
        return PureLine(Item(self.item), self.source, self.target, self.quantity, held)


class Box(models.Model):
    """A carton as it came."""

    label = models.CharField(max_length=40)
    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="boxes")
    prefix = models.CharField(max_length=20, blank=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()

    @property
    def serials(self) -> Range:
        return Range(self.prefix, self.first, self.last, self.width)


class Blank(models.Model):
    """One blank and the account that holds it now."""

    prefix = models.CharField(max_length=20, blank=True)
    number = models.BigIntegerField()
    width = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=60)
    job = models.CharField(max_length=32, blank=True)
    """The print job it was taken for, while it is in work."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "number"], name="cards_serial_once"),
            models.UniqueConstraint(
                fields=["job"], condition=~Q(job=""), name="cards_one_blank_a_job"
            ),
            models.CheckConstraint(
                condition=Q(job="") | Q(account__startswith=f"{Kind.WORK}:"),
                name="cards_job_only_in_work",
            ),
        ]
        indexes = [models.Index(fields=["account", "prefix", "number"], name="cards_blank_account")]

    @property
    def serial(self) -> str:
        return f"{self.prefix}{self.number:0{self.width}d}"


class Holding(models.Model):
    """How much of a counted item an account holds now."""

    item = models.CharField(max_length=10, choices=[(item, item) for item in Item])
    account = models.CharField(max_length=60)
    quantity = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "account"], name="cards_holding_once"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="cards_holding_not_negative"),
        ]


class InvalidCard(models.Model):
    """The register of invalid cards: a row for each, by cause; destroyed rows stay."""

    class Cause(models.TextChoices):
        FAILED_ENCODE = "failed_encode", _("gagal encode")
        FAILED_PRINT = "failed_print", _("gagal cetak")
        DAMAGED = "damaged", _("rusak")
        ELEMENT_CHANGE = "element_change", _("perubahan elemen data")
        ARRIVAL = "arrival", _("kedatangan")
        LOST_FOUND = "lost_found", _("hilang lalu ditemukan")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    on = models.DateField()
    cause = models.CharField(max_length=16, choices=Cause.choices)
    account = models.CharField(max_length=60)
    """Where it lies until it is destroyed."""
    prefix = models.CharField(max_length=20, blank=True)
    number = models.BigIntegerField(null=True)
    """Its serial when it is of this office's stock."""
    width = models.PositiveSmallIntegerField(default=0)
    entered = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="invalidated")
    left = models.ForeignKey(
        Movement, on_delete=models.PROTECT, null=True, related_name="invalid_gone"
    )
    """The destruction, or the correction that struck it out."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "number"],
                condition=Q(left__isnull=True, number__isnull=False),
                name="cards_invalid_once",
            )
        ]
        indexes = [models.Index(fields=["on", "cause"], name="cards_invalid_day")]

    @property
    def serial(self) -> str:
        return "" if self.number is None else f"{self.prefix}{self.number:0{self.width}d}"


class Count(models.Model):
    """What one person found in one account on a day; a later count of the same person counts."""

    on = models.DateField()
    account = models.CharField(max_length=60)
    item = models.CharField(max_length=10, choices=[(item, item) for item in Item])
    counted_by = models.CharField(max_length=32)
    found = models.JSONField()
    """Ranges as text for blanks, else a number."""
    seq = models.BigIntegerField()
    """The last movement before the count: what moves there later makes it stale."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["on", "account", "item", "counted_by"], name="cards_count_once"
            )
        ]


class Closing(models.Model):
    """A closed day: the book after movement *seq*, what two people found, and what differs."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    on = models.DateField(unique=True)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    first_by = models.CharField(max_length=32)
    second_by = models.CharField(max_length=32)
    balances = models.JSONField()
    """[item, account, quantity] of everything, by the book."""
    flows = models.JSONField()
    """[move, item, quantity] since the closing before."""
    differences = models.JSONField()
    """[account, item, lacking, surplus] as text; empty when the day closes."""
    log_number = models.BigIntegerField()
    log_head = models.CharField(max_length=64)
    """Where the log of acts stood."""
    letter = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_by=F("second_by")), name="cards_two_people_closed"
            )
        ]

    @property
    def balanced(self) -> bool:
        return not self.differences
