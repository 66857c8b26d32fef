"""Regions by date, what lies below the desa, the places where people are served, and one office.

A region keeps its ``id`` for as long as it is the same place. A new *name* is a
dated row of its own (:class:`RegionName`); a new *code*, a split or a merger makes
new regions linked by :class:`RegionSuccession`. Nothing of the past is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tuntas.wilayah import revision


class Level(models.IntegerChoices):
    PROVINCE = 1, _("provinsi")
    REGENCY = 2, _("kabupaten/kota")
    DISTRICT = 3, _("kecamatan")
    VILLAGE = 4, _("desa/kelurahan")


class SuccessionKind(models.TextChoices):
    SPLIT = "split", _("pemekaran")
    MERGE = "merge", _("penggabungan")
    RECODE = "recode", _("ganti kode")


class ServicePointKind(models.TextChoices):
    OFFICE = "office", _("kantor dinas")
    DISTRICT_OFFICE = "district_office", _("kantor camat")
    VILLAGE_HALL = "village_hall", _("kantor desa")
    SCHOOL = "school", _("sekolah")
    HEALTH = "health", _("puskesmas")
    MARKET = "market", _("pasar")
    HOUSE = "house", _("rumah warga")
    OTHER = "other", _("lainnya")


LATITUDE = (MinValueValidator(-90), MaxValueValidator(90))
LONGITUDE = (MinValueValidator(-180), MaxValueValidator(180))


def _on_earth() -> Q:
    """Both coordinates or neither, and on this planet.

    "Not null" is said aloud: a check that comes to NULL passes.
    """
    neither = Q(lat__isnull=True, lng__isnull=True)
    both = Q(lat__isnull=False, lng__isnull=False)
    return neither | both & Q(lat__range=(-90, 90), lng__range=(-180, 180))


class RegionQuerySet(models.QuerySet["Region"]):
    """Every way of writing regions renews the revision, so that no reader keeps an old tree."""

    def bulk_create(self, objs: Iterable[Region], *args: Any, **kwargs: Any) -> list[Region]:
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)
            revision.renew()
        return made

    def bulk_update(self, objs: Iterable[Region], fields: Iterable[str], *args: Any) -> int:
        with transaction.atomic(using=self.db):
            changed = super().bulk_update(objs, fields, *args)
            revision.renew()
        return changed

    def update(self, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            changed = super().update(**kwargs)
            revision.renew()
        return changed


class Region(models.Model):
    """A province, regency, district or village with its Kemendagri code and days of validity."""

    code = models.CharField(
        max_length=13,
        db_index=True,
        validators=[RegexValidator(r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")],
    )
    name = models.CharField(max_length=120)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    # NULL: in force since before anything we know of.
    valid_from = models.DateField(null=True, blank=True)
    # The first day on which the region is no longer in force.
    valid_to = models.DateField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True, validators=LATITUDE)
    lng = models.FloatField(null=True, blank=True, validators=LONGITUDE)
    area_km2 = models.FloatField(null=True, blank=True)
    is_island = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    objects = RegionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_to__isnull=True),
                name="region_code_in_force",
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="region_code_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="region_days_in_order",
            ),
            models.CheckConstraint(
                condition=Q(level=Level.PROVINCE, parent__isnull=True)
                | Q(level__in=[2, 3, 4], parent__isnull=False),
                name="region_has_parent_by_level",
            ),
            models.CheckConstraint(condition=_on_earth(), name="region_on_earth"),
            models.CheckConstraint(
                condition=Q(area_km2__isnull=True) | Q(area_km2__gt=0),
                name="region_area_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            revision.renew()


class RegionName(models.Model):
    """A name that a region bore until a day; the name in force stands on the region itself."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=120)
    # The first day of the next name.
    valid_to = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "valid_to"], name="region_name_per_day")
        ]


class RegionSuccession(models.Model):
    """From *effective_on*, *successor* stands where (a part of) *predecessor* stood."""

    predecessor = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="origins")
    effective_on = models.DateField()
    kind = models.CharField(max_length=8, choices=SuccessionKind.choices)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_not_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SuccessionKind.values), name="succession_kind"
            ),
        ]


class NikPrefix(models.Model):
    """Six digits with which a NIK may begin: district codes of today and of earlier days.

    A NIK is never corrected, so a prefix stays after its district is gone.
    """

    prefix6 = models.CharField(max_length=6, unique=True, validators=[RegexValidator(r"^\d{6}$")])
    region = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="nik_prefixes",
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="nik_prefix_days_in_order",
            )
        ]


class Dusun(models.Model):
    """A hamlet of a village; its number is the one the village itself uses."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="dusun")
    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["village", "name"], name="dusun_name_in_village"),
            models.UniqueConstraint(
                fields=["village", "number"],
                condition=Q(number__isnull=False),
                name="dusun_number_in_village",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RukunTetangga(models.Model):
    """An RT under its RW, in a dusun where the village has dusun."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="rukun_tetangga")
    dusun = models.ForeignKey(
        Dusun,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rukun_tetangga",
    )
    rw = models.CharField(max_length=3, blank=True, validators=[RegexValidator(r"^\d{3}$")])
    rt = models.CharField(max_length=3, validators=[RegexValidator(r"^\d{3}$")])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["village", "dusun", "rw", "rt"],
                condition=Q(dusun__isnull=False),
                name="rt_in_dusun",
            ),
            models.UniqueConstraint(
                fields=["village", "rw", "rt"],
                condition=Q(dusun__isnull=True),
                name="rt_in_village",
            ),
        ]


class ServicePoint(models.Model):
    """A place where a team or the office meets people."""

    ref = models.CharField(max_length=32, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="service_points")
    kind = models.CharField(max_length=16, choices=ServicePointKind.choices)
    name = models.CharField(max_length=120)
    lat = models.FloatField(null=True, blank=True, validators=LATITUDE)
    lng = models.FloatField(null=True, blank=True, validators=LONGITUDE)
    note = models.CharField(max_length=300, blank=True)
    active = models.BooleanField(default=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "name"], name="service_point_name_in_region"),
            models.CheckConstraint(
                condition=Q(kind__in=ServicePointKind.values), name="service_point_kind"
            ),
            models.CheckConstraint(condition=_on_earth(), name="service_point_on_earth"),
        ]


class Island(models.Model):
    """A named island with its national code; several may bear one name."""

    code = models.CharField(max_length=11, unique=True)
    name = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="islands")
    lat = models.FloatField(null=True, blank=True, validators=LATITUDE)
    lng = models.FloatField(null=True, blank=True, validators=LONGITUDE)
    populated = models.BooleanField(default=False)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.CheckConstraint(condition=_on_earth(), name="island_on_earth")]


class DistanceOverride(models.Model):
    """What the road and the sea between two places really are; valid in both directions."""

    origin = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    road_km = models.FloatField(default=0)
    sea_km = models.FloatField(default=0)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "destination"], name="distance_per_pair"),
            # One row per pair, the smaller id first, so that A–B and B–A cannot disagree.
            models.CheckConstraint(
                condition=Q(origin__lt=F("destination")),
                name="distance_smaller_id_first",
            ),
            models.CheckConstraint(
                condition=Q(road_km__gte=0, sea_km__gte=0), name="distance_not_negative"
            ),
        ]


class TravelParameter(models.Model):
    """A value of the travel model from a day on, with where it comes from."""

    name = models.CharField(max_length=40)
    value = models.FloatField(validators=[MinValueValidator(0)])
    unit = models.CharField(max_length=20)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="travel_parameter_per_day"),
            models.CheckConstraint(condition=Q(value__gt=0), name="travel_parameter_positive"),
        ]


class Boundary(models.Model):
    """The outline of a region as the office loaded it, and the simplified one that maps draw."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="boundary")
    geojson = models.TextField()
    # Compact JSON: polygons → rings → [lng, lat] to five decimals, simplified.
    outline = models.TextField()
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()


class Office(models.Model):
    """The one office that this store belongs to."""

    singleton = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    time_zone = models.CharField(max_length=40, default="Asia/Makassar")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(singleton=1), name="one_office_per_store")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            revision.renew()


class Revision(models.Model):
    """A mark that changes with every change of the regions; readers compare it (``revision``)."""

    singleton = models.PositiveSmallIntegerField(default=1, unique=True, editable=False)
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(singleton=1), name="one_region_revision")]
