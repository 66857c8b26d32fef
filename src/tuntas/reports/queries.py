"""Gathering what a report says, from the queries of the rooms below."""

from __future__ import annotations

from datetime import date, timedelta

from tuntas.coverage import queries as coverage
from tuntas.enrolment import queries as enrolment
from tuntas.ledger import queries as ledger
from tuntas.reports.governor import GovernorReport
from tuntas.wilayah import queries as wilayah


def governor_report(
    *, on: date, known: date | None = None, since: date | None = None
) -> GovernorReport:
    """The short report as of a day; *since* is the last letter's day, else a week before.

    Raises:
        tuntas.ledger.errors.NotOpen, BeforeOpening
    """
    state = ledger.state()
    office = wilayah.office()
    start = max(since or on - timedelta(7), state.opening_on)
    districts = coverage.rows(level="kecamatan", on=on, known=known)
    ranked = sorted(districts, key=lambda row: (-row.figures.left, row.code))
    return GovernorReport(
        office=office.name,
        region=office.region.name,
        on=on,
        known=known or state.known_on,
        seq=state.seq,
        figures=coverage.figures_of(on=on, known=known),
        goal=coverage.goal_on(on),
        since=start,
        fall=coverage.fall(after=start, until=on, known=known),
        districts=[(row.name, row.figures.left) for row in ranked],
        unconfirmed=len(enrolment.unconfirmed_marks(on)),
    )
