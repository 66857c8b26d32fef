"""Invented people on a real map: as many as asked for, spread like the voters, in families.

Everything follows from the seed. Nobody here exists: every NIK and every KK
number stands under province 99 (:mod:`tuntas.demo.numbers`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tuntas.demo import households, names, numbers
from tuntas.demo.households import Marital, Relation
from tuntas.demo.sources import Sources

ADULT_AGE: Final = 17
_PIVOT_AGE: Final = 16.5
_SHARE_MEN: Final = 0.503
_SHARE_HEAPED: Final = 0.05  # births registered as 31 December or 1 July
_HEAPED_FROM_AGE: Final = 40
_SHARE_PARENT_REGENCY: Final = 0.09  # of those born before the split of 2007
_SHARE_OLD_PROVINCE: Final = 0.03
_SHARE_WRONG_DAY: Final = 0.006
_SHARE_WRONG_SEX: Final = 0.002
_UNKNOWN_BIRTH: Final = (30, 10)  # ever married, never married
_FOREIGN_NAMES: Final = (
    "Robin Vandermeer",
    "Kim Haneul",
    "Andrea Castellan",
    "Sasha Lindqvist",
    "Noor Al Amiri",
    "Jules Marchetti",
    "Haru Tanigawa",
    "Alex Rowntree",
    "Lin Xiaoyu",
)

RELIGIONS: Final = ("ISLAM", "KRISTEN", "KATHOLIK", "HINDU")
_RELIGION_SHARES: Final = (0.978, 0.015, 0.003, 0.004)
OCCUPATIONS: Final = (
    "BELUM/TIDAK BEKERJA",
    "PELAJAR/MAHASISWA",
    "MENGURUS RUMAH TANGGA",
    "PETANI/PEKEBUN",
    "NELAYAN/PERIKANAN",
    "WIRASWASTA",
    "BURUH HARIAN LEPAS",
    "KARYAWAN SWASTA",
    "PEGAWAI NEGERI SIPIL",
    "GURU",
    "PERANGKAT DESA",
    "SOPIR",
    "TUKANG KAYU",
    "PENSIUNAN",
)
_MEN_WORK: Final = (0.03, 0.0, 0.0, 0.38, 0.16, 0.14, 0.1, 0.05, 0.04, 0.02, 0.02, 0.03, 0.03, 0.0)
_WOMEN_WORK: Final = (0.02, 0.0, 0.7, 0.05, 0.0, 0.1, 0.01, 0.04, 0.04, 0.03, 0.01, 0.0, 0.0, 0.0)
DUSUN_NAMES: Final = ("Tengah", "Timur", "Barat", "Pantai", "Huidu", "Tinelo", "Mekar", "Bukit")


@dataclass(frozen=True, slots=True)
class Village:
    """A desa as the synthesis needs it; *voters* decides its share of the people."""

    code: str
    name: str
    district: str
    voters: int
    is_island: bool = False

    @property
    def district_number(self) -> int:
        """Last two digits of the district's code: 3 for 75.05.03.2001."""
        return int(self.code.split(".")[2])


@dataclass(frozen=True, slots=True)
class Population:
    """People as columns of equal length; *village* indexes ``villages``.

    ``born`` is NaT where the register says TIDAK TAHU; ``permit_until`` is NaT
    for citizens and for foreigners without a permanent permit.
    """

    villages: tuple[Village, ...]
    village: NDArray[np.int64]
    head: NDArray[np.int64]
    relation: NDArray[np.int8]
    marital: NDArray[np.int8]
    female: NDArray[np.bool_]
    born: NDArray[np.datetime64]
    foreign: NDArray[np.bool_]
    permit_until: NDArray[np.datetime64]
    religion: NDArray[np.int8]
    occupation: NDArray[np.int8]
    dusun: NDArray[np.int8]
    rt: NDArray[np.int8]
    name: list[str]
    birth_place: list[str]
    nik: NDArray[np.str_]
    kk: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.village)


def synthesise(
    *,
    villages: Sequence[Village],
    size: int,
    adults: int,
    on: date,
    permits_until: Sequence[date],
    sources: Sources,
    seed: int,
) -> Population:
    """*size* people of whom *adults* are 17 or older on day *on*.

    The age shares keep their shape; one exponential tilt, found by bisection,
    makes the population as young as *adults* asks for (the model describes a
    later year than the opening of the story).

    Args:
        permits_until: last days of the foreigners' permanent permits; the foreigners
            beyond these have none.
    """
    rng = np.random.default_rng(seed)
    village = np.repeat(
        np.arange(len(villages)), spread(size, np.array([v.voters for v in villages], dtype=float))
    )
    ages = rng.permutation(_ages(sources.age_shares, size, adults))
    female = rng.random(size) >= _SHARE_MEN
    homes = households.arrange(village=village, ages=ages, female=female, rng=rng)
    born = _birth_days(ages, on, rng)
    foreign, permit = _foreigners(ages, homes, permits_until, rng)
    dusun, rt = _addresses(village, homes.head, rng)
    family_name = _family_names(homes, len(sources.family_names), rng)
    district = np.array([v.district_number for v in villages], dtype=np.int64)[village]
    nik = numbers.niks(
        prefixes=_prefixes(district, born, rng),
        days=_days_in_number(born, ages, rng),
        female=female ^ (rng.random(size) < _SHARE_WRONG_SEX),
    )
    name = names.compose(
        female=female, ages=ages, family_names=family_name, sources=sources, rng=rng
    )
    for person, known_as in zip(np.flatnonzero(foreign), _FOREIGN_NAMES, strict=True):
        name[person] = known_as
    return Population(
        villages=tuple(villages),
        village=village,
        head=homes.head,
        relation=homes.relation,
        marital=homes.marital,
        female=female,
        born=_forget_some(born, ages, homes.marital, foreign, rng),
        foreign=foreign,
        permit_until=permit,
        religion=rng.choice(len(RELIGIONS), size, p=_RELIGION_SHARES).astype(np.int8)[homes.head],
        occupation=_occupations(ages, female, rng),
        dusun=dusun,
        rt=rt,
        name=name,
        birth_place=_birth_places(villages, village, rng),
        nik=nik,
        kk=_family_cards(homes.head, district, on, rng),
    )


def spread(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """*total* whole units shared in proportion to *weights*, by largest remainders.

    >>> spread(10, np.array([1.0, 1.0, 2.0])).tolist()
    [3, 2, 5]
    """
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    missing = total - int(whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:missing]] += 1
    return np.asarray(whole, dtype=np.int64)


def _ages(shares: NDArray[np.float64], size: int, adults: int) -> NDArray[np.int64]:
    low, high = -0.2, 0.2
    for _ in range(60):
        tilt = (low + high) / 2
        weights = _tilted(shares, tilt)
        if weights[ADULT_AGE:].sum() / weights.sum() < adults / size:
            low = tilt
        else:
            high = tilt
    weights = _tilted(shares, low)
    young = spread(size - adults, weights[:ADULT_AGE])
    counts = np.concatenate([young, spread(adults, weights[ADULT_AGE:])])
    return np.repeat(np.arange(len(shares)), counts)


def _tilted(shares: NDArray[np.float64], tilt: float) -> NDArray[np.float64]:
    return np.asarray(shares * np.exp(tilt * (np.arange(len(shares)) - _PIVOT_AGE)))


def birthday(
    born: NDArray[np.datetime64], years: int | NDArray[np.int64]
) -> NDArray[np.datetime64]:
    """The day on which somebody completes *years*; those born on 29 February on 1 March.

    >>> birthday(np.array(["2004-02-29", "2004-05-01"], dtype="datetime64[D]"), 17).tolist()
    [datetime.date(2021, 3, 1), datetime.date(2021, 5, 1)]
    """
    month = born.astype("datetime64[M]")
    return np.asarray((month + years * 12).astype("datetime64[D]") + (born - month))


def _birth_days(
    ages: NDArray[np.int64], on: date, rng: np.random.Generator
) -> NDArray[np.datetime64]:
    today = np.full(len(ages), np.datetime64(on, "D"))
    born = birthday(today, -ages) - rng.integers(0, 365, len(ages))
    heaped = (ages >= _HEAPED_FROM_AGE) & (rng.random(len(ages)) < _SHARE_HEAPED)
    year = born.astype("datetime64[Y]")
    july = year.astype("datetime64[D]") + (
        np.datetime64("2001-07-01") - np.datetime64("2001-01-01")
    )
    december = (year + 1).astype("datetime64[D]") - 1
    return np.asarray(np.where(heaped, np.where(rng.random(len(ages)) < 0.5, july, december), born))


def _prefixes(
    district: NDArray[np.int64], born: NDArray[np.datetime64], rng: np.random.Generator
) -> NDArray[np.int64]:
    draw = rng.random(len(district))
    before_split = born < np.datetime64("2007-01-01")
    regency = np.full(len(district), numbers.REGENCY)
    regency[before_split & (draw < _SHARE_PARENT_REGENCY)] = numbers.PARENT_REGENCY
    before_province = born < np.datetime64("2000-01-01")
    regency[before_province & (draw > 1 - _SHARE_OLD_PROVINCE)] = numbers.OLD_PROVINCE_REGENCY
    return regency * 100 + district


def _days_in_number(
    born: NDArray[np.datetime64], ages: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.datetime64]:
    """The birth day as the NIK tells it: for a few grown-ups another one, never corrected."""
    wrong = (ages >= ADULT_AGE) & (rng.random(len(born)) < _SHARE_WRONG_DAY)
    return np.asarray(np.where(wrong, born - rng.integers(1, 1500, len(born)), born))


def _foreigners(
    ages: NDArray[np.int64],
    homes: households.Households,
    permits_until: Sequence[date],
    rng: np.random.Generator,
) -> tuple[NDArray[np.bool_], NDArray[np.datetime64]]:
    grown = np.flatnonzero((ages >= 30) & (ages < 60) & (homes.relation <= Relation.WIFE))
    chosen = rng.choice(grown, len(_FOREIGN_NAMES), replace=False)
    foreign = np.zeros(len(ages), dtype=np.bool_)
    foreign[chosen] = True
    permit = np.full(len(ages), np.datetime64("NaT", "D"))
    permit[chosen[: len(permits_until)]] = np.array(permits_until, dtype="datetime64[D]")
    return foreign, permit


def _forget_some(
    born: NDArray[np.datetime64],
    ages: NDArray[np.int64],
    marital: NDArray[np.int8],
    foreign: NDArray[np.bool_],
    rng: np.random.Generator,
) -> NDArray[np.datetime64]:
    """Birth dates with NaT for the few whom the register does not know (TIDAK TAHU)."""
    known = born.copy()
    old = (ages >= 45) & ~foreign
    for some, n in zip(
        (marital != Marital.SINGLE, marital == Marital.SINGLE), _UNKNOWN_BIRTH, strict=True
    ):
        candidates = np.flatnonzero(old & some)
        chosen = rng.choice(candidates, min(n, len(candidates)), replace=False)
        known[chosen] = np.datetime64("NaT", "D")
    return known


def _family_names(
    homes: households.Households, choices: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    own = np.asarray(rng.random(len(homes.head)) ** 1.4 * choices, dtype=np.int64)
    inherits = np.isin(homes.relation, (Relation.CHILD, Relation.GRANDCHILD))
    return np.asarray(np.where(inherits, own[homes.head], own), dtype=np.int64)


def _occupations(
    ages: NDArray[np.int64], female: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.int8]:
    n = len(ages)
    men = rng.choice(len(OCCUPATIONS), n, p=_MEN_WORK)
    women = rng.choice(len(OCCUPATIONS), n, p=_WOMEN_WORK)
    studies = (ages < 18) | ((ages < 22) & (rng.random(n) < 0.5))
    civil = np.isin(men, (8, 9)) | np.isin(women, (8, 9))
    return np.select(
        [ages < 6, studies, (ages >= 60) & civil], [0, 1, 13], np.where(female, women, men)
    ).astype(np.int8)


def _addresses(
    village: NDArray[np.int64], head: NDArray[np.int64], rng: np.random.Generator
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    how_many = rng.integers(3, 7, int(village.max()) + 1)[village]
    dusun = (rng.random(len(village)) * how_many).astype(np.int8)[head]
    return dusun, rng.integers(1, 4, len(village)).astype(np.int8)[head]


def _birth_places(
    villages: Sequence[Village], village: NDArray[np.int64], rng: np.random.Generator
) -> list[str]:
    own, district = (
        np.array([getattr(v, part) for v in villages], dtype=object)[village]
        for part in ("name", "district")
    )
    draw = rng.random(len(village))
    chosen = np.select([draw < 0.5, draw < 0.8], [own, district], "Gorontalo")
    return [str(place) for place in chosen]


def _family_cards(
    head: NDArray[np.int64], district: NDArray[np.int64], on: date, rng: np.random.Generator
) -> NDArray[np.str_]:
    """One number a family, registered some time in the twelve years before *on*."""
    heads = np.unique(head)
    cards = numbers.family_cards(
        districts=numbers.REGENCY * 100 + district[heads],
        days=np.datetime64(on, "D") - rng.integers(30, 4500, len(heads)),
    )
    kk = np.empty(len(head), dtype="U16")
    kk[heads] = cards
    return kk[head]
