"""Acts of this room in words, for whoever reads the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "accounts.add": _("menambah akun"),
    "accounts.enable": _("membuka akun"),
    "accounts.disable": _("menutup akun"),
    "accounts.correct_officer": _("membetulkan nama petugas"),
    "accounts.dismiss": _("mencatat petugas berhenti"),
    "accounts.grant_role": _("memberi peran"),
    "accounts.revoke_role": _("mencabut peran"),
    "accounts.first_admin_link": _("membuat tautan pengelola akun pertama"),
    "accounts.first_admin": _("membuat pengelola akun pertama"),
    "accounts.password_link": _("membuat tautan kata sandi"),
    "accounts.set_password": _("membuat kata sandi lewat tautan"),
    "accounts.change_password": _("mengganti kata sandi"),
    "accounts.temporary_password": _("memberi kata sandi sementara"),
    "accounts.second_factor": _("memasang faktor kedua"),
    "accounts.recovery_codes": _("membuat kode pemulihan baru"),
    "accounts.reset_second_factor": _("menghapus faktor kedua"),
    "accounts.sign_in": _("masuk"),
    "accounts.sign_out": _("keluar"),
}
