from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "tuntas.coverage"
    label = "coverage"
    verbose_name = "Cakupan"

    def ready(self) -> None:
        from tuntas.coverage.actions import SEALED_COLUMNS, SEALED_TABLE
        from tuntas.ledger import facts

        facts.announce_sealed(facts.Sealed(SEALED_TABLE, SEALED_COLUMNS))
