from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "tuntas.outreach"
    label = "outreach"
    verbose_name = "Penjangkauan"

    def ready(self) -> None:
        from tuntas.ledger import facts
        from tuntas.outreach import tracks

        facts.announce(facts.Owner(tracks.TABLE, ("aside",), tracks.derive))
