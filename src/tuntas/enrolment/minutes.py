"""How long a recording takes at the station, by what makes it long: measured, for planning.

From beginning to sealing. Sessions that lay open over a break (a power cut, the night) say nothing
about work and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from tuntas.enrolment.models import CaptureSession
from tuntas.residents.eligibility import age_years

LOOKED_BACK: Final = timedelta(days=180)
BROKEN_OFF: Final = 120
"""Minutes after which a session was interrupted rather than long."""
ELDERLY: Final = 60
"""From this age on fingers need repeats (field reports); the office plans them apart."""


class Case(StrEnum):
    HOME = "home"
    EXCEPTIONS = "exceptions"
    ELDERLY = "elderly"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Minutes:
    """n sessions of a kind: half take no longer than *median*, nine of ten than *nine_of_ten*."""

    case: Case
    n: int
    median: float
    nine_of_ten: float


def minutes_per_case(on: date) -> list[Minutes]:
    """What recordings of the half year before *on* took, by kind; kinds without any left out.

    A session counts once: at home before exceptions, exceptions before age.
    """
    took: dict[Case, list[float]] = defaultdict(list)
    rows = CaptureSession.objects.filter(
        state=CaptureSession.State.SEALED,
        began_on__gt=on - LOOKED_BACK,
        began_on__lte=on,
        ended_at__isnull=False,
    ).select_related("person")
    for session in rows:
        ended = session.ended_at or session.began_at
        minutes = (ended - session.began_at).total_seconds() / 60
        if 0 < minutes <= BROKEN_OFF:
            took[case_of(session)].append(minutes)
    return [
        Minutes(case, len(found), _share(found, 0.5), _share(found, 0.9))
        for case in Case
        if (found := sorted(took[case]))
    ]


def case_of(session: CaptureSession) -> Case:
    """What makes a session long, the strongest reason first."""
    if session.at_home:
        return Case.HOME
    if session.exceptions:
        return Case.EXCEPTIONS
    born = session.person.birth_on
    if born is not None and age_years(born, session.began_on) >= ELDERLY:
        return Case.ELDERLY
    return Case.PLAIN


def _share(ranked: list[float], share: float) -> float:
    return round(ranked[ceil(share * len(ranked)) - 1], 1)
