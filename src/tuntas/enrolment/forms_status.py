"""What is filled in about a snapshot of the national system."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 64 * 1024 * 1024


class SnapshotForm(forms.Form):
    """A file and the day its statuses were taken."""

    berkas = forms.FileField(
        label=_("Berkas cuplikan"),
        help_text=_("CSV atau XLSX dari SIAK, dengan kolom NIK dan status. NIK berformat teks."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    tanggal = forms.DateField(
        label=_("Diambil dari SIAK pada"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_berkas(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["berkas"]
        if file.size is not None and file.size > MAX_BYTES:
            raise forms.ValidationError(_("Berkas lebih besar dari 64 MB. Bagi menurut kecamatan."))
        return file


class ColumnsForm(forms.Form):
    """Which columns they are; the file was kept under its digest."""

    sidik = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    tanggal = forms.DateField(widget=forms.HiddenInput)
    nik = forms.TypedChoiceField(label=_("Kolom NIK"), coerce=int)
    status = forms.TypedChoiceField(label=_("Kolom status"), coerce=int)

    def __init__(self, *said: object, headers: Sequence[str], **named: object) -> None:
        super().__init__(*said, **named)  # type: ignore[arg-type]
        choices = [(at, text or f"({at + 1})") for at, text in enumerate(headers)]
        for name in ("nik", "status"):
            found = self.fields[name]
            assert isinstance(found, forms.TypedChoiceField)
            found.choices = choices
