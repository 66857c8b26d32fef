"""What people fill in on the list of the unrecorded: filters, and the reason for an export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuntas.accounts.principals import Principal
from tuntas.residents.left import LeftFilter, dusun_names
from tuntas.wilayah import queries as wilayah

ABILITIES = ("see_names", "see_left_minimal")


def scope_of(principal: Principal) -> frozenset[int] | None:
    """Villages whose unrecorded the principal may list; ``None`` for all."""
    ability = next(a for a in ABILITIES if principal.can(a))
    return principal.village_ids(ability)


class LeftFilterForm(forms.Form):
    """Filters in the address; what cannot be read is told and left out, never guessed."""

    # Filters stand in the address, where a NIK must never be: letters only.
    cari = forms.CharField(
        label=_("Nama"),
        required=False,
        max_length=80,
        validators=[RegexValidator(r"^[^0-9]*$", _("Hanya nama. Untuk NIK, pakai halaman Cari."))],
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "pattern": "[^0-9]*"}
        ),
    )
    wilayah = forms.ChoiceField(label=pgettext_lazy("satu", "Wilayah"), required=False)
    dusun = forms.ChoiceField(label=_("Dusun"), required=False)
    jk = forms.ChoiceField(
        label=_("Jenis kelamin"),
        required=False,
        choices=[("", _("Semua")), ("L", _("Laki-laki")), ("P", _("Perempuan"))],
    )
    usia_dari = forms.IntegerField(label=_("Usia dari"), required=False, min_value=0, max_value=150)
    usia_sampai = forms.IntegerField(label=_("sampai"), required=False, min_value=0, max_value=150)
    disisihkan = forms.ChoiceField(
        label=_("Diusulkan keluar"),
        required=False,
        choices=[("", _("Semua")), ("tidak", _("Tidak")), ("ya", _("Ya"))],
    )

    def __init__(self, data: Any, *, principal: Principal) -> None:
        super().__init__(data)
        self.scope = scope_of(principal)
        self._choices("wilayah", _places(self.scope))
        self._choices("dusun", [("", _("Semua")), *self._dusun(str(self.data.get("wilayah", "")))])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _dusun(self, code: str) -> list[tuple[str, str]]:
        """Hamlets of one desa: names repeat from desa to desa and would mix."""
        area = wilayah.region_by_code(code) if code else None
        if area is None or area.level != 4 or not _inside(area.id, self.scope):
            return []
        return [(name, name) for name in dusun_names(wilayah.subtree_village_ids(area.id))]

    def filters(self) -> LeftFilter:
        """The filter as far as it could be read."""
        self.is_valid()
        read = self.cleaned_data
        return LeftFilter(
            region=read.get("wilayah", ""),
            dusun=read.get("dusun", ""),
            sex=read.get("jk", ""),
            age_from=read.get("usia_dari"),
            age_to=read.get("usia_sampai"),
            text=read.get("cari", ""),
            aside={"ya": True, "tidak": False}.get(read.get("disisihkan", "")),
        )

    def applied(self) -> dict[str, str]:
        """What is set, as it stands in the address; for hidden fields and links."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}


def _places(scope: frozenset[int] | None) -> list[Any]:
    """Kecamatan, and under each its desa; only those with a village in the scope."""
    places: list[Any] = [("", _("Semua"))]
    for district in wilayah.districts():
        villages = [
            (village.code, village.name)
            for village in wilayah.children(district.id)
            if _inside(village.id, scope)
        ]
        if villages:
            whole = [(district.code, _("Kecamatan %(name)s") % {"name": district.name})]
            places.append((district.name, [*whole, *villages]))
    return places


def _inside(village_id: int, scope: frozenset[int] | None) -> bool:
    return scope is None or village_id in scope


class ExportForm(forms.Form):
    """An export carries its purpose on every page of the file, and stands in the log."""

    keperluan = forms.CharField(
        label=_("Keperluan"),
        min_length=10,
        max_length=160,
        help_text=_(
            "Untuk apa dan untuk siapa, misalnya: jemput bola Desa Ilangata 21 Juni 2023. "
            "Tanpa NIK atau nama."
        ),
        error_messages={
            "min_length": _("Tulis keperluannya sedikit lebih jelas, paling sedikit 10 huruf.")
        },
    )
    bentuk = forms.ChoiceField(
        label=_("Bentuk berkas"), choices=[("xlsx", _("Excel (XLSX)")), ("csv", _("CSV"))]
    )
