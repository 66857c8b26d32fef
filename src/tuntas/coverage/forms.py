"""What is filled in beside the ledger: an official figure as its document prints it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuntas.coverage.models import OfficialFigure
from tuntas.wilayah import queries as wilayah

DEFINITIONS = {
    OfficialFigure.Definition.DKB.value: _("DKB semester (beku)"),
    OfficialFigure.Definition.LIVE.value: _("SIAK berjalan"),
    OfficialFigure.Definition.DYNAMIC.value: _("Dinamis terverifikasi"),
    OfficialFigure.Definition.DP4.value: _("DP4"),
    OfficialFigure.Definition.DPT.value: _("DPT"),
    OfficialFigure.Definition.PRESS.value: _("Pers atau rilis"),
}


class OfficialFigureForm(forms.Form):
    """One figure of one region; at least one number, and where it stands."""

    wilayah = forms.ChoiceField(label=_("Wilayah"))
    definisi = forms.ChoiceField(label=_("Definisi"), choices=list(DEFINITIONS.items()))
    per = forms.DateField(
        label=_("Per tanggal"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    wajib = forms.IntegerField(label=_("Wajib KTP"), required=False, min_value=0)
    rekam = forms.IntegerField(label=_("Sudah rekam"), required=False, min_value=0)
    belum = forms.IntegerField(label=_("Belum rekam"), required=False, min_value=0)
    persen = forms.CharField(
        label=_("Persen sebagaimana tercetak"),
        required=False,
        max_length=12,
        help_text=_("Ditulis persis seperti di dokumen; tidak dipakai untuk menghitung."),
    )
    dokumen = forms.CharField(
        label=_("Dokumen"), max_length=200, help_text=_("Jenis, nomor, dan tanggalnya.")
    )
    sumber = forms.CharField(label=_("Sumber"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        root = wilayah.office_region()
        field = self.fields["wilayah"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (root.code, root.name),
            *((area.code, area.name) for area in wilayah.districts()),
        ]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        if all(read.get(name) is None for name in ("wajib", "rekam", "belum")):
            raise forms.ValidationError(_("Isi paling sedikit satu angka."))
        return read


class TotalsForm(forms.Form):
    """A file with the totals of each desa, and the document they stand in."""

    berkas = forms.FileField(
        label=pgettext_lazy("satu", "Berkas"),
        help_text=_("CSV atau XLSX: kecamatan, desa, wajib KTP, sudah rekam, belum rekam."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    definisi = forms.ChoiceField(label=_("Definisi"), choices=list(DEFINITIONS.items()))
    per = forms.DateField(
        label=_("Per tanggal"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    dokumen = forms.CharField(
        label=_("Dokumen"), max_length=120, help_text=_("Jenis, nomor, dan tanggalnya.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_per(self) -> date:
        on: date = self.cleaned_data["per"]
        if on > self.today:
            raise forms.ValidationError(_("Tanggalnya belum tiba."))
        return on
