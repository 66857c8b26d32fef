from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "tuntas.outreach"
    label = "outreach"
    verbose_name = "Penjangkauan"

    def ready(self) -> None:
        from tuntas.ledger import facts, verification
        from tuntas.outreach import tracks
        from tuntas.outreach.verification import check

        verification.announce(check)
        facts.announce(facts.Owner(tracks.TABLE, ("aside",), tracks.derive))
