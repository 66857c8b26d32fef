"""What a seat's page records: one form an act, each with the paper that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.authority.models import Assignment, Competence, Mandate, Milestone

Choices = Sequence[tuple[str, str]]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _paper() -> forms.CharField:
    return forms.CharField(
        label=_("Dasar"),
        max_length=200,
        help_text=_("Surat, SK atau sumber lain, dengan tanggalnya."),
    )


class EntryForm(forms.Form):
    """Choices come from the page; a prefix keeps the forms of one page apart."""

    def __init__(self, *said: Any, choices: dict[str, Choices], **named: Any) -> None:
        super().__init__(*said, **named)
        for name, offered in choices.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = list(offered)


class AssignForm(EntryForm):
    pejabat = forms.ChoiceField(label=_("Pejabat"))
    sebagai = forms.ChoiceField(label=_("Sebagai"), choices=Assignment.Capacity.choices)
    sk = forms.CharField(label=_("Nomor SK atau surat perintah"), max_length=80)
    mulai = _day(_("Mulai"))
    sampai = _day(_("Tidak berlaku lagi mulai"), required=False)
    dasar = _paper()


class MilestoneForm(EntryForm):
    pengisian = forms.ChoiceField(label=_("Pejabat"))
    jenis = forms.ChoiceField(label=_("Apa"), choices=Milestone.Kind.choices)
    tanggal = _day(_("Tanggal"))
    dasar = _paper()


class AbsenceForm(EntryForm):
    pejabat = forms.ChoiceField(label=_("Pejabat"))
    mulai = _day(_("Mulai"))
    sampai = _day(_("Kembali bertugas mulai"), required=False)
    dasar = _paper()


class CertificateForm(EntryForm):
    pejabat = forms.ChoiceField(
        label=_("Pejabat"), help_text=_("TTE melekat pada orang, bukan pada jabatan.")
    )
    mulai = _day(_("Aktif mulai"))
    sampai = _day(_("Tidak aktif lagi mulai"), required=False)
    dasar = _paper()


class SuspensionForm(EntryForm):
    pejabat = forms.ChoiceField(label=_("Siapa"), required=False)
    mulai = _day(_("Ditutup mulai"))
    sampai = _day(_("Dibuka lagi mulai"), required=False)
    dasar = _paper()


class MandateForm(EntryForm):
    kepada = forms.ChoiceField(label=_("Kepada jabatan"))
    jenis = forms.ChoiceField(
        label=_("Bentuk"),
        choices=Mandate.Kind.choices,
        help_text=_("Mandat gugur bila pemberinya tidak ada lagi; delegasi tetap berlaku."),
    )
    dokumen = forms.MultipleChoiceField(
        label=_("Untuk"), widget=forms.CheckboxSelectMultiple, required=True
    )
    mulai = _day(_("Mulai"))
    sampai = _day(_("Tidak berlaku lagi mulai"), required=False)
    dasar = _paper()


class EndForm(EntryForm):
    catatan = forms.ChoiceField(label=_("Yang berakhir"))
    mulai = _day(_("Tidak berlaku lagi mulai"))
    dasar = _paper()


class CompetenceForm(EntryForm):
    jabatan = forms.ChoiceField(label=_("Ditandatangani"), required=False)
    bentuk = forms.ChoiceField(label=_("Bentuk"), choices=Competence.Form.choices)
    plt = forms.BooleanField(label=_("Plt berwenang"), required=False)
    plh = forms.BooleanField(label=_("Plh berwenang"), required=False)
    mulai = _day(_("Berlaku mulai"))
    dasar = forms.CharField(label=_("Dasar"), max_length=300)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        unsigned = told.get("bentuk") == Competence.Form.NONE
        if "bentuk" in told and unsigned is bool(told.get("jabatan")):
            self.add_error(
                "jabatan",
                _("Pilih jabatan untuk yang ditandatangani, dan kosongkan untuk yang tidak."),
            )
        return told
