from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tuntas.ledger"
    label = "ledger"
    verbose_name = "Buku besar nol"

    def ready(self) -> None:
        from tuntas.ledger import facts
        from tuntas.ledger.actions import OPENING_COLUMNS

        facts.announce_sealed(facts.Sealed("ledger_opening", OPENING_COLUMNS))
