"""What is filled in about one person: a proposal, a reason, an outcome, a plan."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.outreach import wording
from tuntas.outreach.actions.contacts import CHANNELS
from tuntas.outreach.errors import ContactInTheFuture
from tuntas.outreach.outcomes import Outcome
from tuntas.outreach.reasons import reasons
from tuntas.web.language import sentence

_ACCEPT = {"accept": "application/pdf,image/jpeg,image/png"}


class _DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """A date field of a browser speaks ISO whatever the language of the page."""
        return value.isoformat() if isinstance(value, date) else value


def _scan(*, required: bool = False) -> forms.FileField:
    return forms.FileField(
        label=_("Pindaian atau foto surat"),
        required=required,
        widget=forms.ClearableFileInput(attrs=_ACCEPT),
        help_text=_("PDF, JPEG, atau PNG, paling besar 10 MB."),
    )


class ProposeForm(forms.Form):
    """A reason from the list and the evidence it needs; a second person decides."""

    alasan = forms.ChoiceField(label=_("Alasan"))
    bukti = forms.CharField(
        label=_("Bukti"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang ditemukan dan siapa yang menyatakannya. Tanpa NIK."),
    )
    surat = forms.CharField(
        label=_("Nomor dan tanggal surat"),
        required=False,
        max_length=80,
        help_text=_("Misalnya: 474.3/12 tanggal 12 Mei 2023."),
    )
    berkas = _scan()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = [row for row in reasons(on).values() if row.aside]
        _choose(self, "alasan", [(row.code, sentence(row)) for row in usable])


class TakeBackForm(forms.Form):
    """Why somebody set aside is counted again."""

    alasan = forms.CharField(
        label=_("Alasan"),
        min_length=5,
        max_length=120,
        help_text=_("Misalnya: orangnya datang ke loket. Tanpa NIK atau nama."),
    )


class ReasonForm(forms.Form):
    """Why somebody is unrecorded, as the office knows it."""

    alasan = forms.ChoiceField(label=_("Alasan"), required=False)
    surat = forms.CharField(
        label=_("Nomor surat atau keterangan"),
        required=False,
        max_length=300,
        help_text=_("Tanpa NIK."),
    )
    berkas = _scan()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(row.code, sentence(row)) for row in reasons(on).values()]
        _choose(self, "alasan", [("", _("belum diketahui")), *known])


class ContactForm(forms.Form):
    """What came of one visit or call."""

    hasil = forms.ChoiceField(label=_("Hasil"))
    cara = forms.ChoiceField(label=_("Cara"))
    hari = forms.DateField(label=_("Hari"), widget=_DayInput)
    janji = forms.DateField(
        label=_("Akan datang pada"),
        required=False,
        widget=_DayInput,
        help_text=_("Hanya untuk hasil akan datang."),
    )
    catatan = forms.CharField(
        label=_("Catatan"), required=False, max_length=300, help_text=_("Tanpa NIK.")
    )
    berkas = _scan()
    # A page sent twice is one contact: the number is made with the page.
    nomor = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen beforehand: a hurried click must not say that somebody was recorded.
        known = [(one.value, sentence(one.meaning)) for one in Outcome]
        _choose(self, "hasil", [("", _("Pilih hasilnya")), *known])
        ways = [(code, label) for code, label in wording.CHANNELS.items() if code in CHANNELS]
        _choose(self, "cara", [way for way in ways if way[0] != "link"])
        self.on = on
        self.fields["hari"].initial = on
        self.fields["nomor"].initial = secrets.token_hex(16)

    def clean_hari(self) -> date:
        """By the office's day, which in the demo is not the machine's."""
        said: date = self.cleaned_data["hari"]
        if said > self.on:
            raise forms.ValidationError(sentence(ContactInTheFuture()))
        return said


class PlanForm(forms.Form):
    """Who goes to somebody missed again and again, and when."""

    siapa = forms.CharField(
        label=_("Siapa yang berangkat"),
        max_length=120,
        help_text=_("Misalnya: tim jemput bola bersama kepala dusun. Tanpa NIK."),
    )
    papan = forms.ChoiceField(
        label=_("Tugas siapa"), choices=[(owner.value, w) for owner, w in wording.OWNERS.items()]
    )
    kunjungan = forms.DateField(label=_("Hari kunjungan"), widget=_DayInput)


class BoardForm(forms.Form):
    """Filters of the task board; what cannot be read is left out."""

    papan = forms.ChoiceField(label=_("Tugas siapa"), required=False)
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    alasan = forms.ChoiceField(label=_("Alasan"), required=False)
    waktu = forms.ChoiceField(
        label=_("Waktu"),
        required=False,
        choices=[
            ("", _("Semua")),
            ("lewat", _("Lewat waktu")),
            ("minggu", _("Minggu ini")),
            ("khusus", _("Terlewat berulang")),
        ],
    )

    def __init__(self, data: Any, *, on: date, places: list[Any]) -> None:
        super().__init__(data)
        every = [("", _("Semua"))]
        _choose(self, "papan", [*every, *((o.value, w) for o, w in wording.OWNERS.items())])
        _choose(self, "wilayah", places)
        known = [(row.code, sentence(row)) for row in reasons(on).values()]
        _choose(self, "alasan", [*every, ("-", _("belum diketahui")), *known])

    def read(self) -> dict[str, str]:
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}

    def applied(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
