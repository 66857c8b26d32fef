"""Cards: blanks counted by serial, the print queue, hand-over, the end of a card."""

from __future__ import annotations

from django.apps import AppConfig


class CardsConfig(AppConfig):
    name = "tuntas.cards"
    label = "cards"
    verbose_name = "Kartu"

    def ready(self) -> None:
        from tuntas.cards.agreement import check_cards
        from tuntas.cards.verification import check
        from tuntas.ledger import verification

        verification.announce(check)
        verification.announce(check_cards)
