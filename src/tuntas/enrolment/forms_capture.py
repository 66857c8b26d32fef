"""What is filled in at the capture station."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tuntas.enrolment import parts, wording
from tuntas.enrolment.unlocking import SHORTEST


class BeginForm(forms.Form):
    """Where, and the work key that opens the session again after a power cut."""

    tempat = forms.CharField(label=_("Tempat perekaman"), max_length=80)
    kunci = forms.CharField(
        label=_("Kunci kerja Anda"),
        min_length=SHORTEST,
        max_length=80,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Pilih sendiri dan ingat: membuka sesi ini lagi bila listrik padam."),
    )

    di_rumah = forms.BooleanField(label=_("Di rumah orangnya"), required=False)
    petugas = forms.ChoiceField(
        label=_("Diminta petugas"),
        required=False,
        choices=[("", _("siapa saja")), ("P", _("perempuan")), ("L", _("laki-laki"))],
        help_text=_("Hanya bila orangnya meminta."),
    )
    luar = forms.BooleanField(
        label=_("Direkam di sini untuk kantor tempat ia terdaftar (luar domisili)"),
        error_messages={"required": _("Centang bila orangnya terdaftar di daerah lain.")},
    )

    def __init__(
        self, *said: object, remembered: bool = False, outside: bool = False, **named: object
    ) -> None:
        super().__init__(*said, **named)  # type: ignore[arg-type]
        if remembered:
            del self.fields["kunci"]
        if not outside:
            del self.fields["luar"]


class UnlockForm(forms.Form):
    kunci = forms.CharField(
        label=_("Kunci kerja"),
        max_length=80,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class BiodataForm(forms.Form):
    """The person has read the biodata; what is wrong is asked for, not written over."""

    benar = forms.BooleanField(
        label=_(
            "Biodata sudah dibaca oleh orangnya sendiri dan dibenarkan, atau dikoreksi di bawah."
        ),
        error_messages={"required": _("Bacakan dulu biodatanya, lalu centang.")},
    )
    koreksi = forms.CharField(
        label=_("Koreksi yang diminta"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Diteruskan sebagai permintaan; biodata tidak ditimpa di sini."),
    )


class ExceptionForm(forms.Form):
    """What cannot be taken, and why."""

    bagian = forms.ChoiceField(label=_("Bagian yang tidak dapat diambil"))
    alasan = forms.ChoiceField(label=_("Sebab"))

    def __init__(self, *said: object, **named: object) -> None:
        super().__init__(*said, **named)  # type: ignore[arg-type]
        targets = [*parts.GROUPS, *parts.FINGER_PARTS, *parts.IRISES]
        self._choose("bagian", [(one, wording.name(one)) for one in dict.fromkeys(targets)])
        self._choose("alasan", [(one, wording.reason(one)) for one in parts.REASONS])

    def _choose(self, field: str, choices: list[tuple[str, str]]) -> None:
        found = self.fields[field]
        assert isinstance(found, forms.ChoiceField)
        found.choices = choices


class SealForm(forms.Form):
    """The operator says it once more: work key, and the second factor of staff accounts."""

    kunci = forms.CharField(
        label=_("Kunci kerja"),
        max_length=80,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    kode = forms.CharField(
        label=_("Kode faktor kedua"),
        max_length=16,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, *said: object, second_factor: bool, **named: object) -> None:
        super().__init__(*said, **named)  # type: ignore[arg-type]
        if not second_factor:
            del self.fields["kode"]


class GiveUpForm(forms.Form):
    alasan = forms.CharField(label=_("Alasan"), min_length=5, max_length=200)
