"""What people fill in about a file: what it is, up to which day, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.residents.actions.import_foresee import Declaration
from tuntas.residents.register_check import FileKind
from tuntas.residents.register_mapping import ColumnMapping, of
from tuntas.residents.vocabulary import Column
from tuntas.wilayah import queries as wilayah

KINDS = [
    (FileKind.REGISTER.value, _("Register: penduduk menurut keadaan pada tanggal potong")),
    (FileKind.EVENTS.value, _("Mutasi: satu baris satu peristiwa")),
    (FileKind.UNRECORDED.value, _("Daftar belum rekam (BNBA)")),
]
COLUMN_NAMES = {
    Column.NIK: _("NIK"),
    Column.NO_KK: _("Nomor KK"),
    Column.NAMA: _("Nama lengkap"),
    Column.TEMPAT_LAHIR: _("Tempat lahir"),
    Column.TANGGAL_LAHIR: _("Tanggal lahir"),
    Column.JENIS_KELAMIN: _("Jenis kelamin"),
    Column.STATUS_KAWIN: _("Status kawin"),
    Column.AGAMA: _("Agama"),
    Column.PEKERJAAN: _("Pekerjaan"),
    Column.KEWARGANEGARAAN: _("Kewarganegaraan"),
    Column.IZIN_TINGGAL: _("Izin tinggal"),
    Column.IZIN_TINGGAL_SAMPAI: _("Izin tinggal sampai"),
    Column.HUBUNGAN: _("Hubungan keluarga"),
    Column.ALAMAT: _("Alamat"),
    Column.DUSUN: _("Dusun"),
    Column.RT: _("RT"),
    Column.RW: _("RW"),
    Column.DESA: _("Desa/kelurahan"),
    Column.KODE_DESA: _("Kode desa"),
    Column.KECAMATAN: _("Kecamatan"),
    Column.KODE_KECAMATAN: _("Kode kecamatan"),
    Column.STATUS_KTP: _("Status perekaman KTP-el"),
    Column.STATUS_PENDUDUK: _("Status penduduk"),
    Column.PERISTIWA: _("Peristiwa"),
    Column.TANGGAL_PERISTIWA: _("Tanggal peristiwa"),
    Column.KETERANGAN: _("Keterangan"),
    Column.NIK_LAMA: _("NIK lama"),
}


class UploadForm(forms.Form):
    """A file and what the office declares about it."""

    berkas = forms.FileField(
        label=_("Berkas"),
        help_text=_("CSV atau XLSX. Kolom NIK dan KK harus berformat teks."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    jenis = forms.ChoiceField(label=_("Jenis berkas"), choices=KINDS)
    tanggal_potong = forms.DateField(
        label=_("Tanggal potong data"),
        help_text=_(
            "Keadaan di berkas berlaku sampai hari ini; perubahan tanpa tanggal berlaku sejak hari ini."
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    lengkap_untuk = forms.ChoiceField(
        label=_("Lengkap untuk"),
        required=False,
        help_text=_(
            "Yang tidak ada di berkas lengkap menjadi usulan keluar, tidak langsung hilang."
        ),
    )
    desa = forms.ChoiceField(
        label=_("Desa semua baris"),
        required=False,
        help_text=_("Hanya bila berkas tidak punya kolom desa."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = wilayah.office_region()
        districts = [(area.code, wilayah.full_name(area.id)) for area in wilayah.districts()]
        villages = [(area.code, wilayah.full_name(area.id)) for area in wilayah.villages()]
        scopes = [(office.code, office.name), *districts, *villages]
        self._choices("lengkap_untuk", [("", _("Tidak dinyatakan lengkap")), *scopes])
        self._choices("desa", [("", _("Ada di berkas")), *villages])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def declaration(self) -> Declaration:
        said = self.cleaned_data
        return Declaration(
            FileKind(said["jenis"]), said["tanggal_potong"], said["lengkap_untuk"], said["desa"]
        )


def column_choices() -> list[tuple[str, Any]]:
    return [("", _("tidak dipakai")), *((c.value, name) for c, name in COLUMN_NAMES.items())]


def read_mapping(posted: Mapping[str, str], headers: Sequence[str]) -> ColumnMapping:
    """The mapping of the posted selects ``kolom-0``, ``kolom-1`` …; of two the first counts."""
    positions: dict[Column, int] = {}
    known = {column.value for column in Column}
    for at in range(len(headers)):
        value = posted.get(f"kolom-{at}", "")
        if value in known:
            positions.setdefault(Column(value), at)
    return of(positions)
