from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "tuntas.residents"
    label = "residents"
    verbose_name = "Penduduk"

    def ready(self) -> None:
        from tuntas.ledger import facts, verification
        from tuntas.residents import tracks
        from tuntas.residents.verification import verify_people

        facts.announce(facts.Owner(tracks.TABLE, ("place", "standing"), tracks.derive))
        verification.announce(verify_people)
