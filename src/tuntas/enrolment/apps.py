from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    name = "tuntas.enrolment"
    label = "enrolment"
    verbose_name = "Perekaman"

    def ready(self) -> None:
        from tuntas.enrolment import tracks
        from tuntas.enrolment.observing import GOES_ALONG
        from tuntas.enrolment.verification import verify_receipts
        from tuntas.ledger import facts, verification
        from tuntas.residents import companions

        facts.announce(facts.Owner(tracks.TABLE, ("enrol", "card"), tracks.derive))
        verification.announce(verify_receipts)
        companions.announce(GOES_ALONG)
