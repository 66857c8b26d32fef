from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tuntas.ledger"
    label = "ledger"
    verbose_name = "Buku besar nol"
