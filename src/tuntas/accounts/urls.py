from __future__ import annotations

from django.urls import path

from tuntas.accounts.views import administration, door, own

app_name = "accounts"
urlpatterns = [
    path("masuk/", door.sign_in, name="sign_in"),
    path("masuk/kode/", door.sign_in_code, name="sign_in_code"),
    path("masuk/faktor-kedua/", door.enrol, name="enrol"),
    path("masuk/peragaan/", door.sign_in_demo, name="sign_in_demo"),
    path("masuk/tautan/<str:token>/", door.one_time_link, name="one_time_link"),
    path("keluar/", door.sign_out, name="sign_out"),
    path("akun/", own.own, name="own"),
    path("akun/sandi/", own.change_password, name="change_password"),
    path("akun/kode-pemulihan/", own.recovery_codes, name="recovery_codes"),
    path("kelola/akun/", administration.accounts, name="accounts"),
    path("kelola/akun/tambah/", administration.add, name="add"),
    path("kelola/akun/<str:ref>/", administration.account, name="account"),
    path("kelola/akun/<str:ref>/petugas/", administration.correct, name="correct"),
    path("kelola/akun/<str:ref>/peran/", administration.grant, name="grant"),
    path("kelola/akun/<str:ref>/status/", administration.switch, name="switch"),
    path("kelola/akun/<str:ref>/setel-ulang/", administration.reset, name="reset"),
    path("kelola/akun/<str:ref>/berhenti/", administration.dismiss, name="dismiss"),
    path("kelola/peran/<str:ref>/cabut/", administration.revoke, name="revoke"),
]
