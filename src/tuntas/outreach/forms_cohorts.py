"""What people fill in about groups: which list becomes which, and days that matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class TakeUpForm(forms.Form):
    """A matched list becomes a group.

    Args:
        lists: (ref, words) of the matched lists.
        groups: (code, words) of the groups that come from lists.
    """

    daftar = forms.ChoiceField(label=_("Daftar yang sudah dicocokkan"))
    kelompok = forms.ChoiceField(label=_("Menjadi kelompok"))
    menit = forms.IntegerField(
        label=_("Menit per orang"),
        required=False,
        min_value=0,
        max_value=240,
        help_text=_("Hanya untuk kunjungan rumah; kosong berarti seperti biasa."),
    )
    pengecualian = forms.BooleanField(
        label=_("Perekaman dengan pengecualian"),
        required=False,
        help_text=_("Hanya untuk kunjungan rumah: sebagian jari, iris atau tanda tangan dilewati."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        lists: Sequence[tuple[str, Any]],
        groups: Sequence[tuple[str, Any]],
    ) -> None:
        super().__init__(data)
        _choose(self, "daftar", lists)
        _choose(self, "kelompok", groups)


class EventForm(forms.Form):
    nama = forms.CharField(
        label=_("Hari apa"),
        min_length=3,
        max_length=80,
        help_text=_("Misalnya: pemungutan suara, kelulusan SMA."),
    )
    tanggal = forms.DateField(
        label=_("Tanggal"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
