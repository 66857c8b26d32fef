"""Numbers and dates as people in the office write them.

Indonesian is the default: ``90.060``, ``98,26``, ``20 Juni 2023``, ``21.40 WITA``. English
pages write ``90,060``, ``98.26``, ``20 June 2023``, ``21:40 WITA``. Nothing here reads a clock
or a locale of the machine: the language and the instant are arguments.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"
MONTHS = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
WEEKDAYS = {
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    "en": [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
}
SHORT_MONTHS = {
    "id": [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "Mei",
        "Jun",
        "Jul",
        "Agu",
        "Sep",
        "Okt",
        "Nov",
        "Des",
    ],
    "en": [
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ],
}
ZONES_BY_OFFSET_HOURS = {7: "WIB", 8: "WITA", 9: "WIT"}


def supported(language: str | None) -> str:
    """The language numbers are written in: ``en`` for English, Indonesian for all else.

    >>> supported("en-gb"), supported(None)
    ('en', 'id')
    """
    return "en" if (language or "").lower().startswith("en") else "id"


def whole(number: int, language: str = "id") -> str:
    """A count with its thousands grouped and a true minus sign.

    >>> whole(90060), whole(90060, "en"), whole(-11)
    ('90.060', '90,060', '−11')
    """
    grouped = f"{abs(number):,}"
    if supported(language) == "id":
        grouped = grouped.replace(",", ".")
    return MINUS + grouped if number < 0 else grouped


def decimal(number: Decimal | str | float, places: int | None = None, language: str = "id") -> str:
    """A decimal number; *places* rounds half up, ``None`` keeps the places it came with.

    A percentage arrives as an exact ``Decimal`` (or its text) from coverage, with the places
    that its rule chose: this only spells it. A float has no places of its own and gets two.

    >>> decimal("98.26"), decimal(Decimal("99.400"), 2), decimal(98.2578), decimal("98.26", 1, "en")
    ('98,26', '99,40', '98,26', '98.3')
    """
    if isinstance(number, float) and places is None:
        places = 2
    exact = Decimal(str(number))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    integer, _, fraction = f"{abs(exact):f}".partition(".")
    spelled = whole(int(integer), language)
    if fraction:
        spelled += ("," if supported(language) == "id" else ".") + fraction
    return MINUS + spelled if exact < 0 else spelled


def change(number: int, language: str = "id") -> str:
    """A difference with its sign; nothing changed is a plain 0.

    >>> change(4), change(-1100), change(0)
    ('+4', '−1.100', '0')
    """
    return "+" + whole(number, language) if number > 0 else whole(number, language)


def long_date(day: date, language: str = "id") -> str:
    """
    >>> long_date(date(2023, 6, 20)), long_date(date(2023, 6, 20), "en")
    ('20 Juni 2023', '20 June 2023')
    """
    return f"{day.day} {MONTHS[supported(language)][day.month - 1]} {day.year}"


def short_date(day: date, language: str = "id") -> str:
    """
    >>> short_date(date(2021, 8, 9))
    '9 Agu 2021'
    """
    return f"{day.day} {SHORT_MONTHS[supported(language)][day.month - 1]} {day.year}"


def weekday_date(day: date, language: str = "id") -> str:
    """
    >>> weekday_date(date(2023, 6, 20))
    'Selasa, 20 Juni 2023'
    """
    return f"{WEEKDAYS[supported(language)][day.weekday()]}, {long_date(day, language)}"


def month_year(day: date, language: str = "id") -> str:
    """
    >>> month_year(date(2023, 6, 20))
    'Juni 2023'
    """
    return f"{MONTHS[supported(language)][day.month - 1]} {day.year}"


def clock_time(moment: datetime, language: str = "id") -> str:
    """Hour and minute of an instant already in the office's zone, with the zone's name.

    >>> from datetime import timedelta, timezone
    >>> clock_time(datetime(2023, 6, 20, 21, 40, tzinfo=timezone(timedelta(hours=8))))
    '21.40 WITA'
    """
    mark = "." if supported(language) == "id" else ":"
    return f"{moment:%H}{mark}{moment:%M} {zone_name(moment)}".rstrip()


def zone_name(moment: datetime) -> str:
    """WIB, WITA or WIT by the offset of *moment*; empty for an instant without a zone."""
    offset = moment.utcoffset()
    if offset is None:
        return ""
    return ZONES_BY_OFFSET_HOURS.get(int(offset.total_seconds() // 3600), f"UTC{moment:%z}")


def masked_nik(nik: str) -> str:
    """First and last four digits of a NIK; anything of another length is hidden whole.

    >>> masked_nik("9905012006070001"), masked_nik("123")
    ('9905********0001', '***')
    """
    if len(nik) != 16:
        return "*" * len(nik)
    return f"{nik[:4]}{'*' * 8}{nik[12:]}"
