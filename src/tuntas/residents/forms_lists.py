"""What people fill in about a list of another agency: whose it is, what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuntas.residents.actions.list_receive import ListDeclaration
from tuntas.residents.forms_import import MAX_BYTES
from tuntas.residents.list_wording import FIELDS, KINDS
from tuntas.residents.matching.columns import Field, ListMapping, of
from tuntas.wilayah import queries as wilayah


class ListUploadForm(forms.Form):
    berkas = forms.FileField(
        label=pgettext_lazy("satu", "Berkas"),
        help_text=_("CSV atau XLSX seperti diterima; NIK boleh disamarkan sebagian."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    jenis = forms.ChoiceField(
        label=_("Jenis daftar"), choices=[(kind.value, name) for kind, name in KINDS.items()]
    )
    pengirim = forms.CharField(
        label=_("Dari siapa"),
        max_length=120,
        min_length=3,
        help_text=_("Misalnya: KPU Kabupaten, SMA Negeri 1, Puskesmas Kwandang."),
    )
    tanggal = forms.DateField(
        label=_("Tanggal daftar"),
        help_text=_("Untuk daftar pemilih: hari pemungutan suara."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    lembaga = forms.CharField(
        label=_("Sekolah atau lembaga semua baris"),
        required=False,
        max_length=120,
        help_text=_("Hanya bila berkas tidak punya kolomnya."),
    )
    lengkap_untuk = forms.ChoiceField(
        label=_("Lengkap untuk"),
        required=False,
        help_text=_("Hanya daftar pemilih atau desa yang memuat semua orang wilayah itu."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = wilayah.office_region()
        places = [
            (area.name, [(village.code, village.name) for village in wilayah.children(area.id)])
            for area in wilayah.districts()
        ]
        districts = [
            (area.code, now_("Kecamatan %(name)s") % {"name": area.name})
            for area in wilayah.districts()
        ]
        field = self.fields["lengkap_untuk"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Tidak dinyatakan lengkap")),
            (office.code, office.name),
            (now_("Kecamatan"), districts),
            *places,
        ]

    def clean_berkas(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["berkas"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("Berkas lebih besar dari 256 MB. Bagi menurut kecamatan, lalu unggah satu-satu.")
            )
        return file

    def declaration(self) -> ListDeclaration:
        said = self.cleaned_data
        return ListDeclaration(
            said["jenis"],
            said["pengirim"],
            said["tanggal"],
            said["lembaga"],
            said["lengkap_untuk"],
        )


class ListColumnsForm(forms.Form):
    """One select for each column; refused while no column is the name."""

    def __init__(self, data: Any = None, *, headers: Sequence[str], chosen: ListMapping) -> None:
        meanings = {at: field.value for field, at in chosen.positions}
        super().__init__(data, initial={f"kolom-{at}": name for at, name in meanings.items()})
        self.at = [at for at, text in enumerate(headers) if text.strip()]
        for at in self.at:
            self.fields[f"kolom-{at}"] = forms.ChoiceField(
                label=headers[at].strip(), choices=_meanings, required=False
            )

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        said = [read[f"kolom-{at}"] for at in self.at if read.get(f"kolom-{at}")]
        for name in sorted({name for name in said if said.count(name) > 1}):
            self.add_error(
                None,
                _("“%(meaning)s” dipilih untuk lebih dari satu kolom; sisakan satu.")
                % {"meaning": FIELDS[Field(name)]},
            )
        if self.mapping_of(read).lacks_name():
            self.add_error(None, _("Belum ada kolom nama. Tunjukkan kolomnya di bawah ini."))
        return read

    def mapping(self) -> ListMapping:
        return self.mapping_of(self.cleaned_data)

    def mapping_of(self, read: dict[str, Any]) -> ListMapping:
        said = {at: read.get(f"kolom-{at}") for at in self.at}
        return of({Field(name): at for at, name in said.items() if name})


def _meanings() -> list[tuple[str, Any]]:
    return [("", _("tidak dipakai")), *((field.value, name) for field, name in FIELDS.items())]


class ReturnForm(forms.Form):
    """A list goes back with its purpose on it, and in the log."""

    keperluan = forms.CharField(
        label=_("Keperluan"),
        min_length=10,
        max_length=160,
        help_text=_("Untuk siapa dan dasar apa, misalnya: balasan surat KPU nomor 12. Tanpa NIK."),
        error_messages={
            "min_length": _("Tulis keperluannya sedikit lebih jelas, paling sedikit 10 huruf.")
        },
    )
    perekaman = forms.BooleanField(
        label=_("Sertakan siapa yang sudah dan belum rekam"),
        required=False,
        help_text=_("Hanya bila perjanjian dengan pengirim memuatnya."),
    )
    tak_terdaftar = forms.BooleanField(
        label=_("Sertakan yang tidak ada di daftar, nama dan tahun lahir saja"),
        required=False,
        help_text=_("Hanya untuk daftar yang dinyatakan lengkap."),
    )
