"""The centre: whether each recording is one person, decided by rules, by two people, or a third."""

from __future__ import annotations

from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "tuntas.centre"
    label = "centre"
    verbose_name = "Pusat"

    def ready(self) -> None:
        from tuntas.centre.verification import verify_gallery
        from tuntas.ledger import verification

        verification.announce(verify_gallery)
