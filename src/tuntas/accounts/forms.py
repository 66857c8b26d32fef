"""What people type at the door and in the administration of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuntas.accounts import queries
from tuntas.accounts.models import ROLE_TITLES, Officer, User
from tuntas.wilayah import queries as wilayah

USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{2,59}$",
    _("Pakai 3 sampai 60 huruf kecil, angka, titik, atau garis."),
)
NIP = RegexValidator(r"^\d{18}$", _("NIP terdiri dari 18 angka."))


class Username(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        super().__init__(label=_("Nama pengguna"), max_length=60, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        # In small letters before anything counts it: a lockout must not be escaped by a capital.
        return super().clean(str(value or "").strip().lower())


class SignInForm(forms.Form):
    username = Username()
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Kode"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


class NewPasswordForm(forms.Form):
    """Two fields for one new password, judged by the office's rules."""

    password = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        help_text=_("Paling sedikit 12 huruf. Kalimat pendek yang hanya Anda tahu lebih kuat."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, repeated = cleaned.get("password"), cleaned.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", _("Kedua kata sandi tidak sama."))
        elif password:
            self._judge(password)
        return cleaned

    def _judge(self, password: str) -> None:
        try:
            password_validation.validate_password(password, self.judged_user())
        except forms.ValidationError as error:
            self.add_error("password", error)

    def judged_user(self) -> User | None:
        return self.user


class ChangePasswordForm(NewPasswordForm):
    current = forms.CharField(
        label=_("Kata sandi sekarang"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password", "repeated")

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if self.user is None or not self.user.check_password(current):
            raise forms.ValidationError(_("Kata sandi sekarang salah."))
        return current


class FirstAdministratorForm(NewPasswordForm):
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=160)
    nip = forms.CharField(label=_("NIP"), required=False, validators=[NIP])
    username = Username(validators=[USERNAME])
    field_order = ("full_name", "nip", "username", "password", "repeated")

    def judged_user(self) -> User | None:
        return User(username=self.cleaned_data.get("username", ""))

    def clean_username(self) -> str:
        return _free_username(self.cleaned_data["username"])


class AddAccountForm(forms.Form):
    officer = forms.ModelChoiceField(
        Officer.objects.none(),
        to_field_name="ref",
        required=False,
        label=_("Petugas yang sudah tercatat"),
        empty_label=_("petugas baru"),
    )
    full_name = forms.CharField(
        label=_("Nama lengkap petugas baru"), max_length=160, required=False
    )
    nip = forms.CharField(label=_("NIP"), required=False, validators=[NIP])
    username = Username(validators=[USERNAME])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["officer"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = queries.officers()

    def clean_username(self) -> str:
        return _free_username(self.cleaned_data["username"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("officer") and not cleaned.get("full_name", "").strip():
            self.add_error("full_name", _("Pilih petugas yang sudah tercatat, atau isi namanya."))
        return cleaned


class OfficerForm(forms.Form):
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=160)
    nip = forms.CharField(label=_("NIP"), required=False, validators=[NIP])


class GrantForm(forms.Form):
    role = forms.ChoiceField(label=_("Peran"), choices=ROLE_TITLES)
    region = forms.ChoiceField(label=pgettext_lazy("satu", "Wilayah"))
    dusun = forms.ChoiceField(
        label=_("Dusun"), required=False, help_text=_("Hanya untuk kepala dusun.")
    )
    valid_from = forms.DateField(
        label=_("Mulai"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_to = forms.DateField(
        label=_("Berakhir"),
        required=False,
        help_text=_("Hari pertama tanpa peran ini."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("region", _regions()), ("dusun", _dusun())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


def _free_username(username: str) -> str:
    if User.objects.filter(username=username).exists():
        raise forms.ValidationError(_("Nama pengguna ini sudah dipakai. Pilih nama lain."))
    return username


def _regions() -> list[tuple[str, str]]:
    """The office's own region, its kecamatan and their desa, by code."""
    if not wilayah.has_office():
        return []
    own = wilayah.office_region()
    found = [(own.code, own.name)]
    for district in wilayah.districts():
        found.append((district.code, f"— {district.name}"))
        below = wilayah.villages_of(district.id)
        found += [(village.code, f"—— {village.name}") for village in below]
    return found


def _dusun() -> list[tuple[str, str]]:
    if not wilayah.has_office():
        return [("", "")]
    villages = {village.id: village.name for village in wilayah.villages()}
    rows = wilayah.dusun_of(list(villages))
    return [("", "—"), *((str(row.id), f"{villages[row.village_id]}: {row.name}") for row in rows)]
