from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tuntas.accounts"
    label = "accounts"
    verbose_name = "Akun"
