"""What is filled in about slots, campaigns and links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuntas.outreach import link_wording
from tuntas.outreach.channels import Channel
from tuntas.outreach.models import Slot
from tuntas.outreach.queries import slots as reading
from tuntas.outreach.queries.candidates import Wanted
from tuntas.wilayah import queries as wilayah

KINDS = {
    Slot.Kind.OFFICE.value: _("Kantor"),
    Slot.Kind.MISSION.value: _("Jemput bola"),
    Slot.Kind.SCHOOL.value: _("Sekolah"),
    Slot.Kind.HOME.value: _("Kunjungan rumah"),
}
CHANNELS = {
    Channel.CALL_LETTER.value: _("Surat panggilan camat"),
    Channel.LETTER.value: _("Undangan bernama"),
    Channel.WHATSAPP.value: _("Pesan WhatsApp"),
    Channel.MOSQUE.value: _("Pengeras suara"),
    Channel.IN_PERSON.value: _("Diberi tahu langsung"),
}
BY_NAME = [(code, CHANNELS[code]) for code in CHANNELS if code != Channel.MOSQUE.value]


class DayInput(forms.DateInput):
    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """A date field of a browser speaks ISO whatever the language of the page."""
        return value.isoformat() if isinstance(value, date) else value


def _time(label: Any, initial: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, initial=initial, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )


class SlotForm(forms.Form):
    """A place, a day, hours and places; for a new slot and for changing one."""

    jenis = forms.ChoiceField(label=_("Jenis"), choices=list(KINDS.items()))
    desa = forms.ChoiceField(label=_("Desa"))
    tempat = forms.CharField(label=_("Tempat"), max_length=120)
    hari = forms.DateField(label=_("Hari"), widget=DayInput())
    mulai = _time(_("Mulai"), "08:00")
    selesai = _time(_("Selesai"), "15:00")
    kursi = forms.IntegerField(label=_("Jumlah tempat"), min_value=1, max_value=2000, initial=40)
    kampanye = forms.ChoiceField(label=_("Kampanye"), required=False)

    def __init__(
        self, *args: Any, villages: frozenset[int] | None, fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "desa", villages_in(villages))
        _choose(self, "kampanye", [("", _("Tanpa kampanye")), *campaign_choices()])
        if fixed:
            for name in ("jenis", "desa", "kampanye"):
                del self.fields[name]


class InviteForm(forms.Form):
    """Who among the left is invited: by village, hamlet, and reason; and how."""

    wilayah = forms.ChoiceField(label=pgettext_lazy("satu", "Wilayah"), required=False)
    dusun = forms.CharField(label=_("Dusun"), required=False, max_length=60)
    alasan = forms.ChoiceField(label=_("Alasan"), required=False)
    kelompok = forms.ChoiceField(label=_("Kelompok"), required=False)

    def __init__(
        self,
        *args: Any,
        places: Sequence[tuple[str, Any]],
        reasons: Sequence[tuple[str, Any]],
        cohorts: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "wilayah", places)
        _choose(self, "alasan", [("", _("Semua")), *reasons])
        _choose(self, "kelompok", [("", _("Semua")), *cohorts])

    def wanted(self) -> Wanted:
        """The choice as far as it could be read."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            region=said.get("wilayah", ""),
            hamlet=said.get("dusun", ""),
            reason=said.get("alasan", ""),
            cohort=said.get("kelompok", ""),
        )


class CampaignForm(forms.Form):
    nama = forms.CharField(label=_("Nama kampanye"), max_length=120)
    mulai = forms.DateField(label=_("Hari pertama"), widget=DayInput())
    selesai = forms.DateField(label=_("Hari terakhir"), widget=DayInput())


class CostForm(forms.Form):
    """What each channel cost so far, whole rupiah."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in CHANNELS.items():
            self.fields[code] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=10**12
            )

    def rupiah(self) -> dict[str, int]:
        return {code: n for code, n in self.cleaned_data.items() if n is not None}


class LinkForm(forms.Form):
    """A link for one holder, on a document, until a day."""

    peran = forms.ChoiceField(label=_("Peran"), choices=list(link_wording.ROLES.items()))
    pemegang = forms.CharField(label=_("Nama pemegang"), max_length=120)
    wilayah = forms.ChoiceField(
        label=pgettext_lazy("satu", "Wilayah"),
        help_text=_("Kecamatan untuk camat dan PPK; desa untuk yang lain."),
    )
    dusun = forms.CharField(
        label=_("Dusun"),
        required=False,
        max_length=60,
        help_text=_("Hanya untuk kepala dusun, seperti tertulis di register."),
    )
    dasar = forms.CharField(
        label=_("Dasar hukum"),
        max_length=300,
        help_text=_("Jenis, nomor, dan tanggal surat yang mengizinkan orang ini melihat datanya."),
    )
    mulai = forms.DateField(label=_("Berlaku mulai"), widget=DayInput())
    selesai = forms.DateField(
        label=_("Berlaku sampai"),
        widget=DayInput(),
        help_text=_("Untuk PPK dan PPS: hari terakhir masa tugasnya."),
    )

    def __init__(self, *args: Any, villages: frozenset[int] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "wilayah", places_in(villages))


def villages_in(villages: frozenset[int] | None) -> list[tuple[str, str]]:
    """Villages of an area by kecamatan, for a choice."""
    return [(code, name) for code, name in places_in(villages) if code.count(".") == 3]


def places_in(villages: frozenset[int] | None) -> list[tuple[str, str]]:
    """Kecamatan that lie whole in *villages*, and the villages, each below its kecamatan."""
    found = []
    for district in wilayah.districts():
        inside = [
            area
            for area in wilayah.villages_of(district.id)
            if villages is None or area.id in villages
        ]
        if villages is None or wilayah.subtree_village_ids(district.id) <= villages:
            found.append((district.code, str(_("Kecamatan %(name)s")) % {"name": district.name}))
        found += [(area.code, f"{area.name}, {district.name}") for area in inside]
    return found


def campaign_choices() -> list[tuple[str, str]]:
    return [(campaign.ref, campaign.name) for campaign in reading.campaigns()]


def _choose(form: forms.Form, name: str, choices: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
