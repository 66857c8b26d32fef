"""Mobile service: the planner, teams and gear, missions, evenings."""

from __future__ import annotations

from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "tuntas.missions"
    label = "missions"
    verbose_name = "Pelayanan bergerak"

    def ready(self) -> None:
        from tuntas.ledger import verification
        from tuntas.missions.verification import check

        verification.announce(check)
