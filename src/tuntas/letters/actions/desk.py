"""What the office sets once: its letterhead and how it numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tuntas.accounts.principals import Principal
from tuntas.audit.actions import write_act
from tuntas.letters.kinds import KINDS
from tuntas.letters.models import Letterhead, NumberPattern
from tuntas.letters.numbering import Pattern

USUAL: Final = "{klasifikasi}/{unit}/{nomor:3}/{bulan}/{tahun}"


def install_shipped(*, on: date, region: str, office: str, place: str) -> None:
    """A letterhead and patterns to begin with, once; the office changes them on its page."""
    if not Letterhead.objects.exists():
        lines = [f"Pemerintah {region}", office, ""]
        Letterhead.objects.create(starts=on, lines=lines, place=place, unit="DUKCAPIL")
    have = set(NumberPattern.objects.values_list("series", flat=True))
    NumberPattern.objects.bulk_create(
        NumberPattern(series=series, starts=on, pattern=USUAL)
        for series in sorted({kind.series for kind in KINDS.values()} - have)
    )


def set_letterhead(
    *,
    actor: Principal,
    lines: Sequence[str],
    place: str,
    unit: str,
    starts: date,
    now: datetime,
) -> None:
    """What stands at the top of letters signed from day *starts* on."""
    with transaction.atomic():
        Letterhead.objects.update_or_create(
            starts=starts,
            defaults={
                "lines": [" ".join(line.split()) for line in lines],
                "place": place.strip(),
                "unit": unit.strip(),
            },
        )
        write_act(
            actor=actor.ref,
            verb="letters.set_letterhead",
            subjects=[],
            detail={"starts": starts.isoformat(), "place": place, "unit": unit},
            at=now,
        )


def set_pattern(
    *, actor: Principal, series: str, pattern: str, starts: date, now: datetime
) -> None:
    """How *series* is numbered from day *starts* on.

    Raises:
        PatternUnusable
    """
    Pattern(pattern)
    with transaction.atomic():
        NumberPattern.objects.update_or_create(
            series=series, starts=starts, defaults={"pattern": pattern}
        )
        write_act(
            actor=actor.ref,
            verb="letters.set_pattern",
            subjects=[],
            detail={"series": series, "pattern": pattern, "starts": starts.isoformat()},
            at=now,
        )
