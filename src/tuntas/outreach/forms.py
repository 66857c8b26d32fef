"""What is filled in to set a person aside, and to take it back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.outreach.wording import REASONS


class ProposeForm(forms.Form):
    """A reason from the list and the evidence in words; a second person decides."""

    alasan = forms.ChoiceField(label=_("Alasan"), choices=list(REASONS.items()))
    bukti = forms.CharField(
        label=_("Bukti"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya: surat kepala desa nomor dan tanggalnya. Tanpa NIK."),
    )


class TakeBackForm(forms.Form):
    """Why somebody set aside is counted again."""

    alasan = forms.CharField(
        label=_("Alasan"),
        min_length=5,
        max_length=120,
        help_text=_("Misalnya: orangnya datang ke loket. Tanpa NIK atau nama."),
    )
