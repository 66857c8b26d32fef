"""How a row of a list differs from the register, and what the sender is told about it.

One difference a row, the first that matters to the sender; beside it stands whether the
person is recorded, which matters to the office.

>>> voter = Known(status="here", nik="9905014101070001", birth_on=date(2007, 1, 1))
>>> row = Claim(pattern="9905014101070001")
>>> difference(row, voter, how="nik", at_least=17, on=date(2023, 6, 14)).value
'under_age'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tuntas.residents.eligibility import age_years
from tuntas.residents.matching.masked import agrees


class Difference(StrEnum):
    """What a row is, seen from the register."""

    SAME = "same"
    DOUBLE = "double"
    UNDECIDED = "undecided"
    NOT_HERE = "not_here"
    DEAD = "dead"
    MOVED_OUT = "moved_out"
    INACTIVE = "inactive"
    UNDER_AGE = "under_age"
    WRONG_NIK = "wrong_nik"
    OTHER_VILLAGE = "other_village"
    ABSENT = "absent"  # of the register, and not on the list


class Standing(StrEnum):
    """What the person is in the ledger on the day asked about."""

    RECORDED = "recorded"
    UNRECORDED = "unrecorded"
    COMING = "coming"  # not yet obliged
    UNKNOWN = "unknown"  # birth or marriage unknown, or not in the ledger


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the register has them."""

    status: str
    nik: str
    birth_on: date | None
    ever_married: bool = False
    village: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A row as the list has it; *village* 0 where it names none."""

    pattern: str = ""
    village: int = 0
    married: bool | None = None


_LEFT: Final = {
    "died": Difference.DEAD,
    "moved_out": Difference.MOVED_OUT,
    "deactivated": Difference.INACTIVE,
    "merged": Difference.INACTIVE,
}


def difference(
    claim: Claim, known: Known | None, *, how: str, at_least: int, on: date
) -> Difference:
    """The difference of one row.

    Args:
        known: the person the row is, None when it is nobody's.
        how: how it was matched; ``double`` for a further row of one person.
        at_least: years somebody on such a list must have by its day, unless married; 0 = any.
        on: the day of the list, such as voting day.
    """
    if known is None:
        return Difference.NOT_HERE
    if how == "double":
        return Difference.DOUBLE
    if known.status in _LEFT:
        return _LEFT[known.status]
    if at_least and _too_young(known, claim, at_least, on):
        return Difference.UNDER_AGE
    if claim.pattern and not agrees(claim.pattern, known.nik):
        return Difference.WRONG_NIK
    if claim.village and known.village and claim.village != known.village:
        return Difference.OTHER_VILLAGE
    return Difference.SAME


def _too_young(known: Known, claim: Claim, at_least: int, on: date) -> bool:
    if known.birth_on is None or known.ever_married or claim.married:
        return False
    return age_years(known.birth_on, on) < at_least
