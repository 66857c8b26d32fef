"""What is filled in at the recording desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.enrolment.models import ModeAuthorisation


class RecordForm(forms.Form):
    """Where the person is recorded; the nonce makes a second click harmless."""

    tempat = forms.CharField(
        label=_("Tempat perekaman"),
        max_length=80,
        help_text=_("Misalnya: Loket kantor, atau Balai desa Ilangata."),
        widget=forms.TextInput(attrs={"list": "tempat-hari-ini", "autocomplete": "off"}),
    )
    nonce = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    hadir = forms.BooleanField(
        label=_("Orangnya hadir, dan biodatanya sudah saya cocokkan dengan KK."),
        error_messages={"required": _("Cocokkan dulu biodatanya dengan KK, lalu centang.")},
    )


class VoidForm(forms.Form):
    """Why a recording made here is taken back."""

    alasan = forms.CharField(
        label=_("Alasan pembatalan"),
        min_length=10,
        max_length=120,
        help_text=_("Misalnya: salah memilih orang, seharusnya saudaranya. Tanpa NIK atau nama."),
    )


class ModeForm(forms.Form):
    """The document by which the office may capture here, or goes back to the national client."""

    mode = forms.ChoiceField(
        label=_("Mode"),
        choices=[
            (ModeAuthorisation.Mode.NATIONAL.value, _("Nasional: direkam di klien kementerian")),
            (ModeAuthorisation.Mode.LOCAL.value, _("Lokal: direkam di program ini")),
        ],
    )
    berlaku = forms.DateField(
        label=_("Berlaku mulai"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    dokumen = forms.CharField(
        label=_("Dokumen yang memberi wewenang"),
        min_length=5,
        max_length=200,
        help_text=_("Jenis, nomor, dan tanggalnya."),
    )
