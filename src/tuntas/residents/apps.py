from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "tuntas.residents"
    label = "residents"
    verbose_name = "Penduduk"

    def ready(self) -> None:
        from tuntas.ledger import facts
        from tuntas.residents import tracks

        facts.announce(facts.Owner(tracks.TABLE, ("place", "standing"), tracks.derive))
