"""What people fill in about regions; the rules stand in the actions, here only the shapes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.wilayah import queries
from tuntas.wilayah.models import ServicePointKind
from tuntas.wilayah.tree import DISTRICT, VILLAGE, Area


def region_choices(*, with_districts: bool = True) -> list[tuple[str, Any]]:
    """Kecamatan as groups of their desa, so that no bare name stands alone."""
    held = queries.tree()
    # Nothing is chosen beforehand: the first kecamatan would be saved by mistake.
    groups: list[tuple[str, Any]] = [("", _("– pilih –"))]
    for district in held.at_level(queries.office_region().id, DISTRICT):
        villages = held.at_level(district.id, VILLAGE)
        own = [(district.code, held.titled_name(district.id))] if with_districts else []
        rows = [(area.code, _with_district(area, district)) for area in villages]
        groups.append((held.titled_name(district.id), own + rows))
    return groups


def _with_district(village: Area, district: Area) -> str:
    return f"{village.name} ({district.name})"


class RegionField(forms.ChoiceField):
    """A kecamatan or desa of the office, by its code; read when the form is made."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=region_choices, **kwargs)


class ServicePointForm(forms.Form):
    wilayah = RegionField(label=_("Desa atau kecamatan"))
    jenis = forms.ChoiceField(label=_("Jenis"), choices=ServicePointKind.choices)
    nama = forms.CharField(label=_("Nama tempat"), max_length=120)
    lintang = forms.FloatField(
        label=_("Lintang"),
        required=False,
        min_value=-90,
        max_value=90,
        help_text=_("Derajat desimal, misalnya 0,785."),
        localize=True,
    )
    bujur = forms.FloatField(
        label=_("Bujur"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("Derajat desimal, misalnya 122,873."),
        localize=True,
    )
    catatan = forms.CharField(label=_("Catatan"), required=False, max_length=300)
    aktif = forms.BooleanField(label=_("Dipakai"), required=False, initial=True)


class DistanceForm(forms.Form):
    asal = RegionField(label=_("Dari"))
    tujuan = RegionField(label=_("Ke"))
    darat_km = forms.FloatField(
        label=_("Jalan darat (km)"), min_value=0, max_value=2000, initial=0, localize=True
    )
    laut_km = forms.FloatField(
        label=_("Jalan laut (km)"), min_value=0, max_value=2000, initial=0, localize=True
    )
    menit = forms.IntegerField(
        label=_("Waktu (menit)"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Kosongkan bila cukup dihitung dari jaraknya."),
    )
    sumber = forms.CharField(
        label=_("Sumber"),
        max_length=200,
        help_text=_("Siapa yang mengukur, atau dari perjalanan kapan."),
    )
    catatan = forms.CharField(label=_("Catatan"), required=False, max_length=300)


class BoundaryForm(forms.Form):
    berkas = forms.FileField(
        label=_("Berkas GeoJSON"),
        help_text=_("FeatureCollection dalam WGS84; setiap bidang memuat kode wilayahnya."),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
    )
    sumber = forms.CharField(
        label=_("Sumber"), max_length=200, help_text=_("Lembaga dan tahun, misalnya BIG 2023.")
    )


class RenameForm(forms.Form):
    nama = forms.CharField(label=_("Nama baru"), max_length=120)
    berlaku = forms.DateField(
        label=_("Berlaku mulai"), widget=forms.DateInput(attrs={"type": "date"})
    )
    dasar = forms.CharField(
        label=_("Dasar hukum"), max_length=200, help_text=_("Peraturan yang mengubah namanya.")
    )
