"""People and a list of them with known mistakes, for measuring how lists are matched.

Mistakes are those that registers and lists were found to have: numbers spoilt by
spreadsheets, masked, of somebody else, or missing; names misspelled, shortened, in the
spelling before 1972, with remarks; days and months exchanged, days nobody knew; homes
that changed. Families live together and one birth in fifty is of twins.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

from tuntas.cli.bench.unseen_names import old_spelling, one_letter, people, two_swapped
from tuntas.residents.matching.reading import Entries
from tuntas.residents.matching.tables import People

VILLAGES: Final = 123
PER_DISTRICT: Final = 11
_TOWNS: Final = ("KWANDANG", "ATINGGOLA", "ANGGREK", "GORONTALO", "LIMBOTO", "TOLINGGULA")
AS_OF: Final = date(2023, 6, 14)
"""The day of the list."""
_EPOCH: Final = date(1935, 1, 1)
_DAYS: Final = (date(2007, 1, 1) - _EPOCH).days
TWINS: Final = 0.02
ALIKE: Final = 0.4
"""Of twins: those whose names differ by a vowel or two, Hasan and Husin."""
UNSAID: Final = (0.7, 0.3, 0.1)
"""Shares of rows that say nothing of the KK, the place of birth, the desa."""


def district_of() -> dict[int, int]:
    """village → kecamatan of the measured regency."""
    return {1 + n: 1000 + n // PER_DISTRICT for n in range(VILLAGES)}


@dataclass(frozen=True)
class Sample:
    """A register, a list, and the truth.

    Attributes:
        truth: person of each entry, 0 for somebody who is not in the register.
        kind: the mistake made in each entry; "clean" for none, "stranger" where truth is 0.
    """

    people: People
    entries: Entries
    truth: list[int]
    kind: list[str]


def register(size: int, rng: np.random.Generator, *, first: int = 1) -> People:
    """*size* people in families of one to six, living in the villages."""
    made = People()
    names = people(size, rng)
    drawn = rng.random((size, 4))
    family: list[str] = []
    kk, village, left = "", 0, 0
    for n in range(size):
        if left == 0:
            left = 1 + int(rng.integers(6))
            village = 1 + int(rng.integers(VILLAGES))
            kk = f"9905{village % 12 + 1:02}0101{n % 28 + 1:02}{n % 9999 + 1:04}"
            family = names[n].split()[-1:]
        left -= 1
        is_twin = bool(made.person) and made.kk[-1] == kk and drawn[n, 0] < TWINS
        born = made.birth[-1] if is_twin else _day(drawn[n, 1])
        woman = drawn[n, 2] < 0.5
        words = names[n].split()
        given = words[:-1] if len(words) > 1 else words
        if is_twin and drawn[n, 0] < TWINS * ALIKE:
            given = _nearly(made.name[-1].split()[:1], rng)
        name = " ".join(dict.fromkeys([*given, *family]))
        made.person.append(first + n)
        made.name.append(name)
        made.nik.append(_nik(village, born, woman, n))
        made.kk.append(kk)
        made.sex.append("P" if woman else "L")
        made.birth.append(born)
        made.birth_place.append(_TOWNS[int(drawn[n, 3] * len(_TOWNS))])
        made.village.append(village)
    return made


def _nearly(words: list[str], rng: np.random.Generator) -> list[str]:
    """A name one or two vowels away."""
    letters = list(words[0])
    vowels = [at for at, letter in enumerate(letters) if letter in "AIUEO"]
    for at in rng.permutation(vowels)[: 1 + int(rng.integers(2))]:
        letters[at] = "AIUEO"[("AIUEO".index(letters[at]) + 1 + int(rng.integers(4))) % 5]
    return ["".join(letters)]


def _day(share: float) -> str:
    return (_EPOCH + timedelta(days=int(share * _DAYS))).isoformat()


def _nik(village: int, born: str, woman: bool, n: int) -> str:
    year, month, day = born.split("-")
    # Twins are registered one after the other, so their serials differ by one.
    return f"9905{village % 12 + 1:02}{int(day) + 40 * woman:02}{month}{year[2:]}{n % 9998 + 1:04}"


# --- mistakes -------------------------------------------------------------------------------


@dataclass
class Row:
    """One row of the list while mistakes are made in it."""

    name: str
    pattern: str
    kk: str
    sex: str
    birth: str
    birth_place: str
    village: int
    rng: np.random.Generator
    relative_nik: str = ""
    extra: list[str] = field(default_factory=list)


def _masked_middle(row: Row) -> None:
    row.pattern = row.pattern[:6] + "?" * 6 + row.pattern[12:]


def _masked_end(row: Row) -> None:
    row.pattern = row.pattern[:12] + "????"


def _masked_and_misspelled(row: Row) -> None:
    _masked_middle(row)
    row.name = one_letter(row.name, row.rng)


def _last_digit_lost(row: Row) -> None:
    row.pattern = row.pattern[:15] + "?"


def _no_nik(row: Row) -> None:
    row.pattern = ""


def _digits_swapped(row: Row) -> None:
    at = int(row.rng.integers(6, 15))
    text = row.pattern
    row.pattern = text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _digit_wrong(row: Row) -> None:
    at = int(row.rng.integers(16))
    other = str((int(row.pattern[at]) + 1 + int(row.rng.integers(8))) % 10)
    row.pattern = row.pattern[:at] + (other if at or other != "0" else "9") + row.pattern[at + 1 :]


def _second_nik(row: Row) -> None:
    row.pattern = row.pattern[:4] + f"{int(row.rng.integers(1, 13)):02}" + row.pattern[6:12]
    row.pattern += f"{int(row.rng.integers(1, 9999)):04}"


def _relatives_nik(row: Row) -> None:
    row.pattern = row.relative_nik or ""


def _misspelled(row: Row) -> None:
    _no_nik(row)
    row.name = one_letter(row.name, row.rng)


def _letters_swapped(row: Row) -> None:
    _no_nik(row)
    row.name = two_swapped(row.name, row.rng)


def _old_name(row: Row) -> None:
    _no_nik(row)
    row.name = old_spelling(row.name)


def _short_name(row: Row) -> None:
    _no_nik(row)
    words = row.name.split()
    row.name = " ".join(words[:-1] if len(words) > 2 else words[:1])


def _remark(row: Row) -> None:
    _no_nik(row)
    row.name = f"{('ALM. ', 'HJ. ', 'SAMPAH ')[int(row.rng.integers(3))]}{row.name}, S.PD"


def _day_month(row: Row) -> None:
    _no_nik(row)
    year, month, day = row.birth.split("-")
    if int(day) <= 12:
        row.birth = f"{year}-{day}-{month}"


def _default_day(row: Row) -> None:
    _no_nik(row)
    row.birth = row.birth[:5] + ("12-31", "07-01", "01-01")[int(row.rng.integers(3))]


def _birth_digit(row: Row) -> None:
    _no_nik(row)
    day = date.fromisoformat(row.birth) + timedelta(days=int(row.rng.choice([10, 1, -1, -10])))
    row.birth = day.isoformat()


def _wrong_sex(row: Row) -> None:
    row.sex = "L" if row.sex == "P" else "P"
    _masked_middle(row)


def _moved(row: Row) -> None:
    _no_nik(row)
    row.village = 1 + int(row.rng.integers(VILLAGES))
    row.kk = ""


def _new_kk(row: Row) -> None:
    _no_nik(row)
    row.kk = f"990501010120{int(row.rng.integers(1, 9999)):04}"


def _two_mistakes(row: Row) -> None:
    _misspelled(row)
    _moved(row)


def _clean(row: Row) -> None:
    return None


KINDS: Final[dict[str, tuple[float, Callable[[Row], None]]]] = {
    "clean": (0.40, _clean),
    "masked_middle": (0.06, _masked_middle),
    "masked_end": (0.06, _masked_end),
    "masked_misspelled": (0.04, _masked_and_misspelled),
    "last_digit_lost": (0.03, _last_digit_lost),
    "no_nik": (0.04, _no_nik),
    "nik_digits_swapped": (0.03, _digits_swapped),
    "nik_digit_wrong": (0.03, _digit_wrong),
    "second_nik": (0.02, _second_nik),
    "relatives_nik": (0.02, _relatives_nik),
    "name_misspelled": (0.03, _misspelled),
    "name_letters_swapped": (0.03, _letters_swapped),
    "name_old_spelling": (0.03, _old_name),
    "name_short": (0.03, _short_name),
    "name_remark": (0.02, _remark),
    "day_month_swapped": (0.02, _day_month),
    "default_day": (0.02, _default_day),
    "birth_digit": (0.02, _birth_digit),
    "sex_wrong": (0.02, _wrong_sex),
    "moved_in_regency": (0.02, _moved),
    "new_kk": (0.02, _new_kk),
    "misspelled_and_moved": (0.01, _two_mistakes),
}


def sample(
    *, seed: int, register_size: int, listed: int, strangers: int, absent: float = 0.1
) -> Sample:
    """A register and a list in no order.

    Args:
        listed: rows about people of the register, one a person.
        strangers: rows about people whom the register does not have; among them the twins
            and relatives that are missing there.
        absent: share of the register that the list leaves out; from these strangers' twins.
    """
    rng = np.random.default_rng(seed)
    whole = register(register_size + strangers, rng)
    inside = rng.permutation(len(whole))
    held, outside = np.sort(inside[:register_size]), inside[register_size:]
    chosen = rng.permutation(held)[: min(listed, int(register_size * (1 - absent)))]
    names = list(KINDS)
    shares = np.array([share for share, _ in KINDS.values()])
    kinds = rng.choice(len(names), size=len(chosen), p=shares / shares.sum())
    rows = [
        (int(at), int(whole.person[at]), names[kind])
        for at, kind in zip(chosen, kinds, strict=True)
    ]
    rows += [(int(at), 0, "stranger") for at in outside]
    made = Entries()
    truth, kind_of = [], []
    for line, place in enumerate(rng.permutation(len(rows)), start=2):
        at, person, kind = rows[place]
        _add(made, line, _row(whole, at, kind, rng))
        truth.append(person)
        kind_of.append(kind)
    columns = {name: [values[at] for at in held] for name, values in vars(whole).items()}
    return Sample(People(**columns), made, truth, kind_of)


def _row(whole: People, at: int, kind: str, rng: np.random.Generator) -> Row:
    """A row about person *at* with the mistake *kind*; few lists say everything about anybody."""
    relative = next((n for n in (at - 1, at + 1) if _same_family(whole, at, n)), None)
    unsaid = rng.random(3) < UNSAID
    row = Row(
        whole.name[at],
        whole.nik[at],
        "" if unsaid[0] else whole.kk[at],
        whole.sex[at],
        whole.birth[at],
        "" if unsaid[1] else whole.birth_place[at],
        0 if unsaid[2] else whole.village[at],
        rng,
        whole.nik[relative] if relative is not None else "",
    )
    if kind == "stranger":
        # Lists of people from elsewhere are no cleaner: half of them hide or lack the number.
        (_clean, _masked_middle, _masked_end, _no_nik)[int(rng.integers(4))](row)
    else:
        KINDS[kind][1](row)
    return row


def _same_family(whole: People, at: int, other: int) -> bool:
    return 0 <= other < len(whole) and whole.kk[at] == whole.kk[other]


def _add(made: Entries, line: int, row: Row) -> None:
    made.line.append(line)
    made.name.append(row.name)
    made.pattern.append(row.pattern)
    made.kk.append(row.kk)
    made.sex.append(row.sex)
    made.birth.append(row.birth)
    made.year.append(int(row.birth[:4]) if row.birth else 0)
    made.birth_place.append(row.birth_place)
    made.village.append(row.village)
    made.married.append(None)
    made.institution.append("")
