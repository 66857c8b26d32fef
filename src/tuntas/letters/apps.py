"""Office documents: drafted from typed data, signed by whoever may on that day."""

from __future__ import annotations

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tuntas.letters"

    def ready(self) -> None:
        from tuntas.ledger import verification
        from tuntas.letters.verification import check

        verification.announce(check)
