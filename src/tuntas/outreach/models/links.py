"""Links for those who call others, the names they bring themselves, and who asked for quiet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tuntas.outreach.models.slots import Campaign
from tuntas.residents.models import Person


class Link(models.Model):
    """A page for one holder: the unrecorded of an area, for as long as a document allows.

    Only the digest of the token is kept; whoever reads the database cannot open the page.
    """

    class Role(models.TextChoices):
        CAMAT = "camat"
        VILLAGE_HEAD = "village_head"
        HAMLET_HEAD = "hamlet_head"
        PPK = "ppk"
        PPS = "pps"

    ref = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    holder = models.CharField(max_length=120)
    region_id = models.IntegerField(db_index=True)
    """A kecamatan for a camat and a PPK, a desa for the others."""
    hamlet = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=300)
    """The document that allows it: kind, number, date."""
    valid_from = models.DateField()
    valid_until = models.DateField()
    """Last business day on which the page opens; for PPK and PPS the end of their term."""
    recalled_on = models.DateField(null=True)
    recalled_by = models.CharField(max_length=32, blank=True)
    made_by = models.CharField(max_length=32)
    made_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="outreach_link_in_order"
            ),
            models.CheckConstraint(
                condition=Q(hamlet="", role__in=["camat", "village_head", "ppk", "pps"])
                | ~Q(hamlet="") & Q(role="hamlet_head"),
                name="outreach_link_hamlet_of_its_head",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="outreach_link_has_a_basis"),
        ]


class BroughtName(models.Model):
    """A name that a PPK or PPS brought from the own list, and what was answered.

    What was typed is kept until the link ends, so that its holder finds the own list again.
    """

    link = models.ForeignKey(Link, on_delete=models.PROTECT, related_name="brought")
    nonce = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120, blank=True)
    birth_year = models.PositiveSmallIntegerField()
    village_id = models.IntegerField()
    send = models.BooleanField()
    """Yes, send them; else no need or unknown, which from outside are the same."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    on = models.DateField()


class OptOut(models.Model):
    """Somebody who does not want to be called on a channel, or on any; still listed as left."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="opt_outs")
    channel = models.CharField(max_length=12, blank=True)  # outreach/channels.py; empty = all
    since = models.DateField()
    told_by = models.CharField(max_length=32)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "channel"],
                condition=Q(ended_on__isnull=True),
                name="outreach_one_current_opt_out",
            ),
        ]


class ChannelCost(models.Model):
    """What a channel of a campaign cost, so that recordings have a price; whole rupiah."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="costs")
    channel = models.CharField(max_length=12)
    rupiah = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "channel"], name="outreach_cost_once_a_channel"
            ),
        ]
