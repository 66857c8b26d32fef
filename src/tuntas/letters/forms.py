"""The form of each kind of letter, made from what the kind must say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.letters.kinds import Field, Kind, Shape
from tuntas.letters.models import Letter
from tuntas.letters.wording import label

SEPARATOR = ";"
LANGUAGES = (
    (Letter.Language.ID.value, gettext_lazy("Bahasa Indonesia")),
    (Letter.Language.EN.value, gettext_lazy("Inggris")),
)


class LetterForm(forms.Form):
    """Plain inputs that work without a script; a table is one line a row, parts after ``;``."""

    def __init__(
        self,
        kind: Kind,
        data: Mapping[str, Any] | None = None,
        *,
        letter: Letter | None = None,
        districts: list[tuple[str, str]] | None = None,
    ) -> None:
        filled = _filled(kind, letter.data) if letter else None
        super().__init__(data, initial=filled)
        self.kind = kind
        if districts:
            self.fields["district"] = forms.ChoiceField(
                label=gettext_lazy("Camat yang menandatangani"), choices=districts
            )
        for field in kind.fields:
            self.fields[field.name] = _input(field)
        if letter is None:
            self.fields["language"] = forms.ChoiceField(
                label=gettext_lazy("Bahasa surat"), choices=LANGUAGES
            )

    def said(self) -> dict[str, Any]:
        """What was filled in, in the shapes of the kind."""
        return {
            field.name: _said(field, self.cleaned_data[field.name]) for field in self.kind.fields
        }


class ReasonForm(forms.Form):
    alasan = forms.CharField(label=gettext_lazy("Alasan"), min_length=5, max_length=300)


class LetterheadForm(forms.Form):
    """What stands at the top of letters from a day on."""

    baris = forms.CharField(
        label=gettext_lazy("Kop, satu baris per baris"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Pemerintah daerah, nama dinas, lalu alamat dan telepon."),
    )
    tempat = forms.CharField(label=gettext_lazy("Tempat pada baris tanggal"), max_length=60)
    unit = forms.CharField(label=gettext_lazy("Kode unit dalam nomor"), max_length=20)
    berlaku = forms.DateField(
        label=gettext_lazy("Berlaku mulai"), widget=forms.DateInput(attrs={"type": "date"})
    )


class PatternForm(forms.Form):
    """How a series is numbered from a day on."""

    seri = forms.ChoiceField(label=gettext_lazy("Seri"))
    pola = forms.CharField(
        label=gettext_lazy("Pola nomor"),
        max_length=80,
        help_text=gettext_lazy(
            "Pakai {nomor:3}, {klasifikasi}, {unit}, {bulan}, {bulan_angka}, {tahun}."
        ),
    )
    berlaku = forms.DateField(
        label=gettext_lazy("Berlaku mulai"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *said: Any, series: list[str], **named: Any) -> None:
        super().__init__(*said, **named)
        choice = self.fields["seri"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(code, code) for code in series]
        choice.widget.attrs["lang"] = "id"


def _input(field: Field) -> forms.Field:
    told: dict[str, Any] = {"label": label(field), "required": field.required}
    match field.shape:
        case Shape.DATE:
            return forms.DateField(**told, widget=forms.DateInput(attrs={"type": "date"}))
        case Shape.WHOLE:
            return forms.IntegerField(**told, min_value=0)
        case Shape.TEXT:
            return forms.CharField(**told, max_length=400)
        case Shape.LINES:
            return forms.CharField(
                **told, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Satu per baris.")
            )
        case Shape.ROWS:
            columns = f" {SEPARATOR} ".join(str(_COLUMNS[name]) for name in field.columns)
            return forms.CharField(
                **told,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("Satu per baris, bagian dipisah titik koma: %(columns)s")
                % {"columns": columns},
            )


def _said(field: Field, value: Any) -> Any:
    match field.shape:
        case Shape.DATE:
            return value.isoformat() if value else ""
        case Shape.LINES:
            return [line.strip() for line in value.splitlines() if line.strip()]
        case Shape.ROWS:
            return [_row(field, line) for line in value.splitlines() if line.strip()]
        case _:
            return value


def _row(field: Field, line: str) -> dict[str, str]:
    cells = [cell.strip() for cell in line.split(SEPARATOR)]
    return dict(zip(field.columns, cells + [""] * len(field.columns), strict=False))


def _filled(kind: Kind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Stored data as the inputs show it."""
    shown: dict[str, Any] = {}
    for field in kind.fields:
        value = data.get(field.name, "")
        if field.shape is Shape.LINES:
            value = "\n".join(value)
        elif field.shape is Shape.ROWS:
            glue = f" {SEPARATOR} "
            value = "\n".join(glue.join(row[name] for name in field.columns) for row in value)
        shown[field.name] = value
    return shown


_COLUMNS: dict[str, Any] = dict(
    name=gettext_lazy("nama"),
    nip=gettext_lazy("NIP"),
    rank=gettext_lazy("pangkat/golongan"),
    position=gettext_lazy("jabatan"),
    birth_year=gettext_lazy("tahun lahir"),
    hamlet=gettext_lazy("dusun"),
    village=gettext_lazy("desa"),
    evidence=gettext_lazy("bukti"),
    ref=gettext_lazy("tanda orang"),
    what=gettext_lazy("uraian"),
    count=gettext_lazy("jumlah"),
    note=gettext_lazy("keterangan"),
    obliged=gettext_lazy("wajib"),
    captured=gettext_lazy("rekam"),
    left=gettext_lazy("belum"),
    percent=gettext_lazy("persen"),
)
