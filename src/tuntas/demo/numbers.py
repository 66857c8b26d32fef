"""NIK and KK numbers of people who do not exist: all under province 99, all distinct.

No province bears the code 99, so none of these numbers can belong to anybody.
The form is the real one (PP 40/2019 art. 30): six digits of the place of first
registration, day, month and year of birth (day + 40 for women), four digits of
serial that start at 0001.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

PROVINCE: Final = 99
REGENCY: Final = 9905
"""Stands for 75.05 in the demo's own region table."""
PARENT_REGENCY: Final = 9901
"""Stands for the regency from which 75.05 was split off in 2007."""
OLD_PROVINCE_REGENCY: Final = 9979
"""Stands for the province to which all of this belonged until 2000."""
NEIGHBOURS: Final = (9902, 9903, 9904, 9971)
"""Stand for the other regencies of the province: where newcomers were first registered."""

Days = NDArray[np.datetime64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def rank_within(keys: NDArray[np.int64]) -> Ints:
    """Place of each element among the equal ones before it, from 0.

    >>> rank_within(np.array([7, 5, 7, 7, 5])).tolist()
    [0, 0, 1, 2, 1]
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    ranks = np.empty(len(keys), dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(keys)])
    ranks[order] = np.arange(len(keys)) - np.repeat(starts, lengths)
    return ranks


def day_digits(days: Days, female: Flags | None = None) -> Ints:
    """DDMMYY as a number, with 40 added to the day of women.

    >>> day_digits(np.array(["1990-03-05"], dtype="datetime64[D]"), np.array([True])).tolist()
    [450390]
    """
    months = days.astype("datetime64[M]")
    day = (days - months).astype(np.int64) + 1
    month = months.astype(np.int64) % 12 + 1
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    if female is not None:
        day = day + 40 * female
    return np.asarray(day * 10_000 + month * 100 + year % 100, dtype=np.int64)


def niks(*, prefixes: Ints, days: Days, female: Flags) -> NDArray[np.str_]:
    """One NIK a person, distinct as long as the combinations of prefix and day are not used twice.

    Args:
        prefixes: six digits each, beginning with 99.
        days: what the number says about the birth date, right or wrong.

    >>> one = np.array(["1990-03-05"] * 2, dtype="datetime64[D]")
    >>> niks(prefixes=np.array([990503, 990503]), days=one, female=np.array([True, True])).tolist()
    ['9905034503900001', '9905034503900002']
    """
    return _numbered(prefixes * 1_000_000 + day_digits(days, female))


def family_cards(*, districts: Ints, days: Days) -> NDArray[np.str_]:
    """One KK number a family: district, day of registration, serial.

    >>> day = np.array(["2012-11-30"], dtype="datetime64[D]")
    >>> family_cards(districts=np.array([990501]), days=day).tolist()
    ['9905013011120001']
    """
    return _numbered(districts * 1_000_000 + day_digits(days))


def _numbered(heads: Ints) -> NDArray[np.str_]:
    serial = rank_within(heads) + 1
    if len(serial) and int(serial.max()) > 9999:
        raise SerialsExhausted
    return (heads * 10_000 + serial).astype("U16")


class SerialsExhausted(ValueError):
    """More than 9,999 people share a district, a birth day and a sex."""
