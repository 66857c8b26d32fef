"""What is filled in: teams, gear, places, days, values, money, problems, plans, evenings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.missions import wording
from tuntas.missions.models import AgreedDay, Asset, Venue

Choices = list[tuple[str, Any]]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
MOST_RUPIAH = 10**12


def _day(label: Any, **extra: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, **extra)


def _source() -> forms.CharField:
    return forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("SK, surat, atau siapa yang menyampaikan.")
    )


class Starting(forms.Form):
    """Every dated form asks from when and by what paper."""

    field_order: list[str] | None = None

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["berlaku"] = _day(_("Berlaku sejak"), initial=today)
        self.fields["dasar"] = _source()


class TeamForm(Starting):
    nama = forms.CharField(label=_("Nama tim"), max_length=60)
    pangkalan = forms.ChoiceField(label=_("Berangkat dari"))

    def __init__(self, *args: Any, points: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pangkalan"].choices = points  # type: ignore[attr-defined]


class MemberForm(Starting):
    tim = forms.ChoiceField(label=_("Tim"))
    petugas = forms.ChoiceField(label=_("Petugas"))
    keahlian = forms.MultipleChoiceField(
        label=_("Keahlian"),
        choices=list(wording.SKILLS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    perempuan = forms.BooleanField(label=_("Petugas perempuan"), required=False)

    def __init__(self, *args: Any, teams: Choices, officers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tim"].choices = teams  # type: ignore[attr-defined]
        self.fields["petugas"].choices = officers  # type: ignore[attr-defined]


class AssetForm(Starting):
    jenis = forms.ChoiceField(label=_("Jenis"), choices=Asset.Kind.choices)
    nama = forms.CharField(label=_("Nama"), max_length=80)
    luring = forms.BooleanField(label=_("Dapat merekam tanpa jaringan"), required=False)
    muat = forms.IntegerField(label=_("Muat orang"), min_value=1, max_value=99, initial=7)
    biaya = forms.IntegerField(
        label=_("Biaya sekali pakai (rupiah)"), min_value=0, max_value=10**9, initial=0
    )
    melaut_dari = forms.TimeField(label=_("Melaut dari"), widget=CLOCK, required=False)
    melaut_sampai = forms.TimeField(label=_("Melaut sampai"), widget=CLOCK, required=False)


class VenueForm(Starting):
    jaringan = forms.ChoiceField(label=_("Jaringan"), choices=Venue.Network.choices)
    listrik = forms.ChoiceField(label=_("Listrik"), choices=Venue.Power.choices)
    buka = forms.TimeField(label=_("Buka"), widget=CLOCK)
    tutup = forms.TimeField(label=_("Tutup"), widget=CLOCK)
    hari_pasar = forms.TypedChoiceField(
        label=_("Hari pasar"),
        choices=[("", _("tidak ada")), *enumerate(wording.WEEKDAYS)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    perangkat = forms.IntegerField(
        label=_("Muat perangkat sekaligus"), min_value=1, max_value=20, initial=2
    )
    perempuan = forms.BooleanField(label=_("Perlu petugas perempuan"), required=False)
    penghubung = forms.CharField(label=_("Penghubung"), max_length=120, required=False)
    telepon = forms.CharField(label=_("Telepon"), max_length=20, required=False)


class AgreedForm(forms.Form):
    wilayah = forms.ChoiceField(label=_("Kecamatan atau desa"))
    tanggal = _day(_("Tanggal"))
    hasil = forms.ChoiceField(label=_("Hasil"), choices=AgreedDay.Kind.choices)
    dengan = forms.CharField(label=_("Dengan siapa"), max_length=120)
    dasar = _source()

    def __init__(self, *args: Any, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wilayah"].choices = places  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    tanggal = _day(_("Tanggal"))
    keterangan = forms.CharField(label=_("Keterangan"), max_length=120)
    dasar = _source()


class ValueForm(Starting):
    nilai = forms.FloatField(label=_("Nilai"), min_value=0)


class BudgetForm(forms.Form):
    dari = _day(_("Dari tanggal"))
    sampai = _day(_("Sampai tanggal"))
    jumlah = forms.IntegerField(label=_("Jumlah (rupiah)"), min_value=0, max_value=MOST_RUPIAH)
    dasar = _source()


class ProblemForm(forms.Form):
    desa = forms.ChoiceField(label=_("Desa"))
    instansi = forms.CharField(label=_("Instansi yang dapat menyelesaikan"), max_length=80)
    masalah = forms.CharField(
        label=_("Masalah"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, villages: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["desa"].choices = villages  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    dari = _day(_("Dari tanggal"))
    sampai = _day(_("Sampai tanggal"))
    benih = forms.IntegerField(
        label=_("Benih"),
        min_value=0,
        max_value=10**6,
        initial=1,
        help_text=_("Benih yang sama memberi rencana yang sama."),
    )


class MoveForm(forms.Form):
    """A stop of the plan, and where it should stand instead."""

    WHAT = (
        ("pindah", _("Pindahkan ke tim dan hari ini")),
        ("kunci", _("Kunci di tim dan hari ini")),
        ("larang", _("Jangan ke desa ini pada hari ini")),
    )
    tempat = forms.ChoiceField(label=_("Desa"))
    apa = forms.ChoiceField(label=_("Permintaan"), choices=WHAT)
    tim = forms.ChoiceField(label=_("Tim"))
    hari = forms.ChoiceField(label=_("Hari"))
    dari_tim = forms.CharField(widget=forms.HiddenInput, required=False)
    dari_hari = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, places: Choices, teams: Choices, days: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("tempat", places), ("tim", teams), ("hari", days)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class ServiceForm(forms.Form):
    instansi = forms.CharField(label=_("Instansi"), max_length=80)
    layanan = forms.CharField(label=_("Layanan"), max_length=200)
    penghubung = forms.CharField(label=_("Penghubung"), max_length=120, required=False)


class ReportForm(forms.Form):
    """Costs one a line: what; rupiah."""

    biaya = forms.CharField(
        label=_("Biaya"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Satu baris satu biaya: BBM; 150000"),
    )
    catatan = forms.CharField(
        label=_("Catatan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_biaya(self) -> list[tuple[str, int]]:
        return list(_costs(self.cleaned_data["biaya"].splitlines()))


class PhotoForm(forms.Form):
    foto = forms.FileField(
        label=_("Foto"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text=_("JPEG atau PNG. Lokasi dan data kamera dibuang."),
    )
    keterangan = forms.CharField(label=_("Keterangan"), max_length=160, required=False)


def _costs(lines: Iterable[str]) -> Iterable[tuple[str, int]]:
    for line in filter(None, map(str.strip, lines)):
        what, _sep, amount = line.rpartition(";")
        digits = amount.strip().replace(".", "").removeprefix("Rp").strip()
        if not what.strip() or not digits.isdecimal() or int(digits) > MOST_RUPIAH:
            raise forms.ValidationError(_("Tulis: keterangan; jumlah rupiah. Contoh: BBM; 150000"))
        yield what.strip(), int(digits)
