"""What the office can send and where it can go, each from a day to a day with its source."""

from __future__ import annotations

import secrets
from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def new_ref() -> str:
    return secrets.token_hex(16)


def holding(on: date) -> Q:
    """Rows that hold on day *on*."""
    return Q(starts__lte=on) & (Q(ends__isnull=True) | Q(ends__gt=on))


class Dated(models.Model):
    """Holds from *starts* up to but not including *ends*."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    starts = models.DateField(_("berlaku sejak"))
    ends = models.DateField(_("sampai sebelum"), null=True, blank=True)
    source = models.CharField(_("dasar"), max_length=200)

    class Meta:
        abstract = True


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name=name
    )


class Team(Dated):
    name = models.CharField(_("nama tim"), max_length=60)
    base = models.CharField(_("berangkat dari"), max_length=32)
    """Ref of the service point it sets out from."""

    class Meta:
        constraints = [_in_order("missions_team_in_order")]


class Member(Dated):
    """An officer in a team; skills: operator, driver, skipper, printer, lead."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="members")
    officer_ref = models.CharField(max_length=32)
    skills = models.JSONField(default=list)
    woman = models.BooleanField(_("petugas perempuan"), default=False)

    class Meta:
        constraints = [
            _in_order("missions_member_in_order"),
            models.UniqueConstraint(
                fields=["team", "officer_ref"],
                condition=Q(ends__isnull=True),
                name="missions_member_once_a_team",
            ),
        ]


class Asset(Dated):
    """A thing that is in one place at a time; the plan says which team takes it."""

    class Kind(models.TextChoices):
        KIT = "kit", _("perangkat mobile")
        PRINTER = "printer", _("pencetak")
        VEHICLE = "vehicle", _("kendaraan")
        BOAT = "boat", _("perahu")
        GENERATOR = "generator", _("genset")
        LINK = "link", _("jaringan satelit")

    kind = models.CharField(_("jenis"), max_length=9, choices=Kind.choices)
    name = models.CharField(_("nama"), max_length=80)
    offline = models.BooleanField(_("dapat merekam tanpa jaringan"), default=False)
    seats = models.PositiveSmallIntegerField(_("muat orang"), default=99)
    rupiah = models.PositiveIntegerField(_("biaya sekali pakai (rupiah)"), default=0)
    sails_from = models.TimeField(_("melaut dari pukul"), null=True, blank=True)
    sails_until = models.TimeField(_("melaut sampai pukul"), null=True, blank=True)

    class Meta:
        constraints = [_in_order("missions_asset_in_order")]


class Outage(Dated):
    """The asset does not work, or the boat does not sail; open-ended until mended."""

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="outages")

    class Meta:
        constraints = [_in_order("missions_outage_in_order")]


class Venue(Dated):
    """A service point as the teams find it: power, network, hours, who has the key."""

    class Network(models.TextChoices):
        ONLINE = "online", _("ada jaringan")
        OFFLINE = "offline", _("tanpa jaringan")

    class Power(models.TextChoices):
        GRID = "grid", _("listrik siang malam")
        EVENING = "evening", _("listrik malam saja")
        NONE = "none", _("tanpa listrik")

    point = models.CharField(max_length=32)
    """Ref of the service point."""
    village_id = models.IntegerField(db_index=True)
    name = models.CharField(_("tempat"), max_length=120)
    network = models.CharField(_("jaringan"), max_length=7, choices=Network.choices)
    power = models.CharField(_("listrik"), max_length=7, choices=Power.choices)
    opens = models.TimeField(_("buka"))
    closes = models.TimeField(_("tutup"))
    market_day = models.PositiveSmallIntegerField(_("hari pasar"), null=True, blank=True)
    """0 Monday … 6 Sunday: people are out, and come more easily."""
    kits_at_once = models.PositiveSmallIntegerField(_("muat perangkat sekaligus"), default=2)
    needs_woman = models.BooleanField(_("perlu petugas perempuan"), default=False)
    contact = models.CharField(_("penghubung"), max_length=120, blank=True)
    phone = models.CharField(_("telepon"), max_length=20, blank=True)

    class Meta:
        constraints = [
            _in_order("missions_venue_in_order"),
            models.UniqueConstraint(
                fields=["point"],
                condition=Q(ends__isnull=True),
                name="missions_venue_once_a_point",
            ),
            models.CheckConstraint(
                condition=Q(market_day__isnull=True) | Q(market_day__lte=6),
                name="missions_market_day_of_the_week",
            ),
        ]


class AgreedDay(models.Model):
    """What the camat or village head said about a day: agreed, or not on that day."""

    class Kind(models.TextChoices):
        AGREED = "agreed", _("disepakati")
        CLOSED = "closed", _("tidak bisa")
        JOINT = "joint", _("keroyok desa bersama instansi lain")

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    region_id = models.IntegerField()  # a kecamatan or desa
    on = models.DateField(_("tanggal"))
    kind = models.CharField(_("hasil"), max_length=6, choices=Kind.choices)
    with_whom = models.CharField(_("dengan siapa"), max_length=120)
    source = models.CharField(_("dasar"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_id", "on"], name="missions_agreed_once_a_day")
        ]


class LeaveDay(models.Model):
    """A day on which the office itself is away, besides the public holidays."""

    on = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("keterangan"), max_length=120)
    source = models.CharField(_("dasar"), max_length=200)


class Parameter(models.Model):
    """A value the planner counts with, from a day on, with its unit and where it comes from."""

    name = models.CharField(max_length=40)
    value = models.FloatField(_("nilai"), validators=[MinValueValidator(0)])
    unit = models.CharField(max_length=20)
    starts = models.DateField(_("berlaku sejak"))
    source = models.CharField(_("dasar"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "starts"], name="missions_parameter_per_day"),
            models.CheckConstraint(condition=Q(value__gte=0), name="missions_parameter_positive"),
        ]


class Budget(models.Model):
    """Money for mobile service, first day to last."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    from_on = models.DateField(_("dari tanggal"))
    until_on = models.DateField(_("sampai tanggal"))
    rupiah = models.BigIntegerField(_("jumlah (rupiah)"))
    source = models.CharField(_("dasar"), max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"), rupiah__gte=0),
                name="missions_budget_in_order",
            )
        ]


class VillageProblem(models.Model):
    """A line of the problem list of a desa (*daftar inventarisasi masalah*, DIM)."""

    ref = models.CharField(max_length=32, unique=True, default=new_ref, editable=False)
    village_id = models.IntegerField(db_index=True)
    agency = models.CharField(_("instansi"), max_length=80)
    what = models.CharField(_("masalah"), max_length=300)
    found_on = models.DateField(_("dicatat"))
    answer = models.CharField(_("penyelesaian"), max_length=300, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | ~Q(answer=""),
                name="missions_problem_answered_in_words",
            )
        ]
