"""The centre: whether each recording is one person, decided by rules, by two people, or a third."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import AppConfig

from tuntas.audit.chain import Problem


class CentreConfig(AppConfig):
    name = "tuntas.centre"
    label = "centre"
    verbose_name = "Pusat"

    def ready(self) -> None:
        from tuntas.ledger import verification

        verification.announce(_gallery)


def _gallery() -> Iterator[Problem]:
    # The gallery brings the compiler of its kernels: half a second that only a recount needs.
    from tuntas.centre.verification import verify_gallery

    yield from verify_gallery()
