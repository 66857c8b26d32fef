"""Which day a page shows, as known on which day: ``?per=2023-06-14&diketahui=2023-06-19``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode


class Fault(StrEnum):
    """Why the asked day is not the one shown."""

    UNREADABLE = "unreadable"
    BEFORE_OPENING = "before_opening"


@dataclass(frozen=True, slots=True)
class Moment:
    """A snapshot in time.

    Attributes:
        on: the day whose evening is shown; may lie in the future.
        known: as known at the end of that day; ``None`` for everything known today.
        today: the business day.
        fault: what was wrong with the question; the page then shows today.
    """

    on: date
    known: date | None
    today: date
    fault: Fault | None = None

    @property
    def is_now(self) -> bool:
        return self.on == self.today and self.known is None

    @property
    def known_on(self) -> date:
        return self.known or self.today

    @property
    def query(self) -> str:
        """What a link appends to keep the moment; empty for now.

        >>> Moment(date(2023, 6, 14), None, date(2023, 6, 20)).query
        '?per=2023-06-14'
        """
        asked = {}
        if self.on != self.today:
            asked["per"] = self.on.isoformat()
        if self.known is not None:
            asked["diketahui"] = self.known.isoformat()
        return f"?{urlencode(asked)}" if asked else ""


def asked(query: Mapping[str, str], *, today: date, opening_on: date) -> Moment:
    """The moment a page was asked for.

    What is known today or later is simply what is known: nobody knows tomorrow's reports.

    >>> at = dict(today=date(2023, 6, 20), opening_on=date(2020, 12, 31))
    >>> asked({"per": "2023-06-14", "diketahui": "2023-06-19"}, **at).known
    datetime.date(2023, 6, 19)
    >>> asked({"per": "2019-01-01"}, **at).fault, asked({"per": "14 Juni"}, **at).fault
    (<Fault.BEFORE_OPENING: 'before_opening'>, <Fault.UNREADABLE: 'unreadable'>)
    """
    try:
        on = date.fromisoformat(query.get("per") or today.isoformat())
        known = date.fromisoformat(query.get("diketahui") or today.isoformat())
    except ValueError:
        return Moment(today, None, today, Fault.UNREADABLE)
    if on < opening_on:
        return Moment(today, None, today, Fault.BEFORE_OPENING)
    return Moment(on, known if known < today else None, today)
