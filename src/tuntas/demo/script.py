"""What the story must come to, and the circumstances it tells: the only place with its numbers.

The anchors are figures that were published (ANTARA, October 2021 and June 2023; Gorontalo Post,
13 June 2023). They are the *aim* of the synthesis: the acts are chosen so that they hold. What a
page or the terminal shows is counted by the ledger, never read from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True)
class Anchor:
    """At the end of day *on*: *left* unrecorded, of *obliged* (None where nobody published it)."""

    on: date
    left: int
    obliged: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


MARK: Final = "peragaan.json"
"""The file by which a data folder says that it holds a demo."""

OPENING_ON: Final = date(2020, 6, 30)
STARTS_ON: Final = date(2023, 6, 14)
"""The day on which the demo opens unless told otherwise."""
ENDS_ON: Final = date(2023, 6, 21)
SIZE: Final = 130_000
ADULTS: Final = 88_770
SEED: Final = 7505

ANCHORS: Final = (
    # 99.50 % is published, the counts are not: these two print it and fit the years around them.
    Anchor(date(2020, 12, 31), left=446, obliged=89_340),
    Anchor(date(2021, 9, 30), left=1_569, obliged=90_060),
    Anchor(date(2023, 6, 12), left=900),
    Anchor(date(2023, 6, 14), left=862),
    Anchor(date(2023, 6, 19), left=650),
    # 554 is 99.40 % from 92,334 obliged on; a few more, so that one birth more changes nothing.
    Anchor(date(2023, 6, 20), left=554, obliged=92_340),
)

LEFT_AT_OPENING: Final = 655
KNOTS: Final = (
    # The unrecorded between the anchors, on straight lines: services stopped for lack of an
    # electronic signature (29 September to 25 October 2020), few mobile days in 2021, none from
    # the strike of 13 September on, the sweep of the schools in autumn 2022.
    (OPENING_ON, LEFT_AT_OPENING),
    (date(2020, 9, 28), 590),
    (date(2020, 10, 26), 780),
    (date(2021, 3, 31), 690),
    (date(2021, 6, 30), 1_080),
    (date(2021, 9, 12), 1_470),
    (date(2021, 12, 31), 1_770),
    (date(2022, 6, 30), 1_930),
    (date(2022, 8, 31), 1_980),
    (date(2022, 12, 15), 1_330),
    (date(2023, 3, 31), 1_120),
    (date(2023, 5, 31), 960),
    (date(2023, 6, 21), 536),
)

ALL_SERVICES_SUSPENDED: Final = (Span(date(2020, 9, 29), date(2020, 10, 25)),)
NO_MOBILE_SERVICE: Final = (
    Span(date(2020, 6, 30), date(2020, 7, 31)),
    Span(date(2021, 9, 13), date(2022, 1, 9)),
)
SCHOOL_SWEEP: Final = Span(date(2022, 9, 5), date(2022, 12, 9))
SWEEP_ORDER: Final = (
    "Tolinggula",
    "Biau",
    "Sumalata",
    "Sumalata Timur",
    "Monano",
    "Anggrek",
    "Kwandang",
    "Tomilito",
    "Gentuma Raya",
    "Atinggola",
    "Ponelo Kepulauan",
)
SWEPT_SHARE: Final = 0.11
"""Of a district's sixteen-year-olds, recorded at one visit."""
WEST_WAITS: Final = Span(date(2023, 4, 17), date(2023, 6, 11))
"""The western districts wait for the swarm of June, so fewer of them are recorded before."""
FIRST_SWARMED: Final = "Sumalata Timur"
FIRST_SWARMED_WAITS: Final = Span(date(2022, 12, 16), date(2023, 6, 11))

SWARM: Final = (
    # (day, district): the village of that day is the one with most to record.
    (date(2023, 6, 12), "Sumalata Timur"),
    (date(2023, 6, 13), "Sumalata Timur"),
    (date(2023, 6, 14), "Sumalata Timur"),
    (date(2023, 6, 15), "Sumalata"),
    (date(2023, 6, 16), "Tolinggula"),
    (date(2023, 6, 17), "Biau"),
    (date(2023, 6, 18), "Monano"),
    (date(2023, 6, 19), "Gentuma Raya"),
    (date(2023, 6, 20), "Kwandang"),
    (date(2023, 6, 21), "Anggrek"),
)
NEXT_IN_LINE: Final = "Anggrek"
"""Not yet swarmed on 20 June, and therefore the largest among those left."""
WEST: Final = frozenset({"Sumalata Timur", "Sumalata", "Tolinggula", "Biau", "Monano"})

STAY_UNRECORDED: Final = {
    # People of each district whom nobody reaches until the end; more remain by chance.
    "Anggrek": 98,
    "Kwandang": 62,
    "Sumalata": 55,
    "Tolinggula": 55,
    "Monano": 42,
    "Biau": 34,
    "Atinggola": 34,
    "Ponelo Kepulauan": 32,
    "Gentuma Raya": 20,
    "Tomilito": 18,
    "Sumalata Timur": 14,
}
LONG_UNRECORDED_SHARE: Final = 0.42
"""Of those, this share was unrecorded before the opening; the others turn 17 on the way."""

OFTEN_FROM: Final = date(2023, 4, 1)
FURTHER_FILES_ON: Final = (
    # Files of the register, and of the centre, arrive each quarter; then the governor asks daily.
    date(2023, 4, 30),
    date(2023, 5, 31),
    date(2023, 6, 12),
    date(2023, 6, 14),
    date(2023, 6, 16),
    date(2023, 6, 19),
    date(2023, 6, 20),
    date(2023, 6, 21),
)

PERMITS_END_ON: Final = (
    date(2021, 8, 13),
    date(2022, 7, 5),
    date(2023, 10, 2),
    date(2024, 2, 15),
    date(2024, 6, 30),
    date(2025, 3, 11),
)


SEMESTERS: Final = (
    # (cut-off, the day on which the consolidated register became known, weeks later)
    (date(2020, 12, 31), date(2021, 2, 8)),
    (date(2021, 6, 30), date(2021, 8, 9)),
    (date(2021, 12, 31), date(2022, 2, 7)),
    (date(2022, 6, 30), date(2022, 8, 8)),
    (date(2022, 12, 31), date(2023, 2, 6)),
)


@dataclass(frozen=True, slots=True)
class Rates:
    """How often things happen, per year."""

    births: int = 2_050
    marriages: int = 240
    marriages_at_sixteen: int = 48
    families_leaving: float = 0.0038  # of all families
    single_people_leaving: int = 260
    families_moving_within: float = 0.004
    families_arriving: int = 70
    single_people_arriving: int = 110
    unrecorded_among_arrivals: float = 0.05
    reported_late: float = 0.07  # of births, deaths and moves
    deactivated: int = 84  # once, by the ministry
    reactivated: int = 8


RATES: Final = Rates()
DEACTIVATED_ON: Final = date(2022, 12, 15)
