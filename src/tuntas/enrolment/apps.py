from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "tuntas.enrolment"
    label = "enrolment"
    verbose_name = "Perekaman"

    def ready(self) -> None:
        from tuntas.enrolment import tracks
        from tuntas.ledger import facts

        facts.announce(facts.Owner(tracks.TABLE, ("enrol", "card"), tracks.derive))
