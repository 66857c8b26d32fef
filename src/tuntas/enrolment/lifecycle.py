"""Who may be recorded on a day, and what stands in the way: one table, read from the top.

The counter refuses here; what already happened in the field is never refused but
arrives as a fact (``enrolment/actions/recording.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from tuntas.ledger.tracks import Enrol, Standing
from tuntas.residents.eligibility import age_years


@dataclass(frozen=True, slots=True)
class Candidate:
    """What must be known of a person before recording.

    Attributes:
        status: of the register (``here``, ``died``, ``moved_out``, ``deactivated``, ``merged``).
        standing, enrol: of the ledger on that day.
    """

    status: str
    birth_on: date | None
    standing: Standing
    enrol: Enrol
    ever_married: bool = False


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why not, and what to do; a code and one sentence in each language."""

    code: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Allowance:
    """From which age recording is allowed, by date.

    Source: capture from 16 since 2018 (Ditjen Dukcapil); the card is handed over at 17.
    """

    from_on: date
    age_years: int
    source: str


ALLOWANCES: Final = (
    Allowance(date(2011, 1, 1), 17, "UU 24/2013 pasal 63 ayat (1)"),
    Allowance(date(2018, 1, 1), 16, "Ditjen Dukcapil 2018: perekaman sejak 16 tahun"),
)

DIED: Final = Hindrance(
    "REKAM-01",
    "Orang ini tercatat meninggal. Bila keliru, perbaiki dulu data kependudukannya.",
    "This person is registered as dead. If that is wrong, have the register corrected first.",
)
MOVED_OUT: Final = Hindrance(
    "REKAM-02",
    "Orang ini tercatat pindah keluar. Proses dulu kedatangannya, atau arahkan ke daerah tujuan.",
    "This person is registered as moved away. Register the arrival first, or direct the person "
    "to the destination office.",
)
MERGED: Final = Hindrance(
    "REKAM-03",
    "Data ini sudah digabung dengan NIK lain. Cari orangnya dengan NIK yang berlaku.",
    "This record was merged into another NIK. Find the person by the NIK in force.",
)
RECORDED: Final = Hindrance(
    "REKAM-04",
    "Orang ini sudah direkam; perekaman hanya sekali seumur hidup. Ajukan pencetakan.",
    "This person is already recorded; recording happens once in a lifetime. Request printing.",
)
TOO_YOUNG: Final = Hindrance(
    "REKAM-05",
    "Umur belum cukup untuk direkam dan belum pernah kawin. Jadwalkan sesuai tanggal lahirnya.",
    "Too young to be recorded and never married. Schedule by the date of birth.",
)
NOT_ENTITLED: Final = Hindrance(
    "REKAM-06",
    "Orang asing ini tidak (lagi) memegang izin tinggal tetap. Periksa dokumen imigrasinya.",
    "This foreigner holds no permanent residence permit (any more). Check the immigration papers.",
)


def hindrance(
    candidate: Candidate, on: date, *, foreign: bool = False, outside: bool = False
) -> Hindrance | None:
    """What forbids recording on a day; None when nothing does.

    outside: somebody registered elsewhere is recorded here, for the office there (*luar domisili*).

    Somebody deactivated may be recorded: recording is what reactivates a NIK.

    >>> teen = Candidate("here", date(2007, 6, 21), Standing.MINOR, Enrol.NONE)
    >>> hindrance(teen, date(2023, 6, 20)).code, hindrance(teen, date(2023, 6, 21))
    ('REKAM-05', None)
    """
    if candidate.status == "died":
        return DIED
    if candidate.status == "moved_out" and not outside:
        return MOVED_OUT
    if candidate.status == "merged":
        return MERGED
    if candidate.enrol >= Enrol.CAPTURED:
        return RECORDED
    if candidate.standing is not Standing.MINOR or candidate.ever_married:
        return None
    if foreign:
        return NOT_ENTITLED
    if candidate.birth_on is not None and age_years(candidate.birth_on, on) < _least_age(on):
        return TOO_YOUNG
    return None


def _least_age(on: date) -> int:
    return [a.age_years for a in ALLOWANCES if a.from_on <= on][-1]
