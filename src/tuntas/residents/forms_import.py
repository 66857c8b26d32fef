"""What people fill in about a file: what it is, up to which day, and what its columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tuntas.residents.actions.import_foresee import Declaration
from tuntas.residents.register_check import FileKind
from tuntas.residents.register_mapping import PLACE_COLUMNS, ColumnMapping, of
from tuntas.residents.vocabulary import Column
from tuntas.web.numerals import supported, whole
from tuntas.wilayah import queries as wilayah

KINDS = [
    (FileKind.REGISTER.value, _("Register: semua penduduk pada tanggal potong")),
    (FileKind.EVENTS.value, _("Mutasi: satu baris satu peristiwa")),
    (FileKind.UNRECORDED.value, _("Daftar belum rekam (BNBA)")),
]
MAX_BYTES = 256 * 1024 * 1024
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
        label=pgettext_lazy("satu", "Berkas"),
        help_text=_("CSV atau XLSX. Kolom NIK dan KK harus berformat teks."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    jenis = forms.ChoiceField(label=_("Jenis berkas"), choices=KINDS)
    tanggal_potong = forms.DateField(
        label=_("Tanggal potong data"),
        help_text=_("Perubahan tanpa tanggal sendiri berlaku sejak hari ini."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    lengkap_untuk = forms.ChoiceField(
        label=_("Lengkap untuk"),
        required=False,
        help_text=_(
            "Pilih wilayah hanya bila setiap penduduknya ada di berkas register ini. Yang tidak "
            "ada menjadi usulan keluar dan diputuskan orang kedua; tidak ada yang langsung hilang."
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
        places = [(area.name, _villages_of(area.id)) for area in wilayah.districts()]
        districts = [(area.code, _in_kecamatan(area.name)) for area in wilayah.districts()]
        scopes = [(office.code, office.name), (gettext("Kecamatan"), districts), *places]
        self._choices("lengkap_untuk", [("", _("Tidak dinyatakan lengkap")), *scopes])
        self._choices("desa", [("", _("Tertulis di berkas")), *places])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_berkas(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["berkas"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("Berkas lebih besar dari 256 MB. Bagi menurut kecamatan, lalu unggah satu-satu.")
            )
        return file

    def declaration(self) -> Declaration:
        said = self.cleaned_data
        return Declaration(
            FileKind(said["jenis"]), said["tanggal_potong"], said["lengkap_untuk"], said["desa"]
        )


def _villages_of(district_id: int) -> list[tuple[str, str]]:
    return [(village.code, village.name) for village in wilayah.children(district_id)]


def _in_kecamatan(name: str) -> str:
    return gettext("Kecamatan %(name)s") % {"name": name}


class ColumnsForm(forms.Form):
    """One select for each column of a file; refused while a needed meaning has no column.

    Args:
        headers: of the file; columns without a heading are left out.
        chosen: what stands in the selects at first.
        has_place: every row lies in one desa that was declared with the file.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        headers: Sequence[str],
        chosen: ColumnMapping,
        kind: FileKind,
        has_place: bool,
    ) -> None:
        meanings = {at: column.value for column, at in chosen.positions}
        super().__init__(data, initial={f"kolom-{at}": name for at, name in meanings.items()})
        self.kind, self.has_place = kind, has_place
        self.at = [at for at, text in enumerate(headers) if text.strip()]
        self.detected = chosen
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
                % {"meaning": COLUMN_NAMES[Column(name)]},
            )
        lacking = self.lacking(self._mapping(read))
        if lacking:
            self.add_error(None, _("Belum ada kolomnya: %(names)s.") % {"names": lacking})
        return read

    def mapping(self) -> ColumnMapping:
        return self._mapping(self.cleaned_data)

    def _mapping(self, read: dict[str, Any]) -> ColumnMapping:
        said = {at: read.get(f"kolom-{at}") for at in self.at}
        return of({Column(name): at for at, name in said.items() if name})

    def lacking(self, mapping: ColumnMapping | None = None) -> str:
        """Meanings that such a file needs and no column has, in words; empty when complete."""
        mapping = mapping or self.detected
        have = {column for column, _at in mapping.positions}
        needed = [Column.NIK]
        if self.kind is FileKind.EVENTS:
            needed.append(Column.PERISTIWA)
        else:
            needed.append(Column.NAMA)
        names = [str(COLUMN_NAMES[column]) for column in needed if column not in have]
        needs_place = self.kind is not FileKind.EVENTS and not self.has_place
        if needs_place and not have.intersection(PLACE_COLUMNS):
            names.append(gettext("Desa atau kode desa"))
        return ", ".join(names)


def _meanings() -> list[tuple[str, Any]]:
    return [("", _("tidak dipakai")), *((c.value, name) for c, name in COLUMN_NAMES.items())]


class RejectsForm(forms.Form):
    """Rejected rows leave the program with their NIK, so they carry a purpose."""

    keperluan = forms.CharField(
        label=_("Keperluan"),
        min_length=10,
        max_length=160,
        help_text=_("Misalnya: diperbaiki operator SIAK. Tanpa NIK atau nama."),
        error_messages={
            "min_length": _("Tulis keperluannya sedikit lebih jelas, paling sedikit 10 huruf.")
        },
    )


class DecideForm(forms.Form):
    """A decision about exits; declining says why.

    Args:
        refs: of the proposals on this page.
        n: how many of the whole group this person may decide.
    """

    putusan = forms.ChoiceField(choices=[("setuju", ""), ("tolak", "")])
    cakupan = forms.ChoiceField(
        label=_("Yang diputuskan"),
        initial="dipilih",
        widget=forms.RadioSelect,
    )
    dasar = forms.CharField(
        label=_("Dasar keputusan"),
        required=False,
        max_length=120,
        help_text=_(
            "Misalnya: dicocokkan dengan akta kematian. Wajib bila ditolak. Tanpa NIK atau nama."
        ),
    )
    usulan = forms.TypedMultipleChoiceField(required=False)

    def __init__(self, *args: Any, refs: Sequence[str], n: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = gettext("Semua dalam kelompok ini, %(n)s orang") % {"n": count(n)}
        self._choices(
            "cakupan", [("dipilih", gettext("Yang dicentang saja")), ("semua", everybody)]
        )
        self._choices("usulan", [(ref, ref) for ref in refs])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        if read.get("putusan") == "tolak" and len(read.get("dasar", "")) < 10:
            self.add_error("dasar", _("Tulis mengapa ditolak, paling sedikit 10 huruf."))
        if read.get("cakupan") == "dipilih" and not read.get("usulan"):
            self.add_error("cakupan", _("Belum ada yang dicentang."))
        return read


def count(n: int) -> str:
    """A whole number as the reader's language writes it."""
    return whole(n, supported(get_language()))
