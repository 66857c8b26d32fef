"""Lists that other agencies would bring: voters of a kecamatan, pupils of its schools.

Written beside the register into the demo's files, for a newcomer to bring under *Daftar dari
luar*: in the senders' layouts, with their habits (NIKs masked, day and month exchanged, names
misspelled, people twice, people from elsewhere).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import xlsxwriter

from tuntas.demo.people import DUSUN_NAMES
from tuntas.demo.story import Story

VOTING_DAY: Final = date(2024, 2, 14)
DISTRICT: Final = "Kwandang"
SCHOOLS: Final = (
    "SMA Negeri 1 Contoh Kwandang",
    "SMK Negeri 2 Contoh Kwandang",
    "MA Contoh Al-Ikhlas",
)
_SHARES: Final = {"twice": 0.004, "misspelled": 0.02, "exchanged": 0.01, "elsewhere": 0.006}


def write(folder: Path, story: Story, *, seed: int) -> list[Path]:
    """Write both lists; their files."""
    rng = np.random.default_rng(seed)
    voters = folder / f"daftar-pemilih-{DISTRICT.lower()}.csv"
    with voters.open("w", encoding="cp1252", errors="replace", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow([f"DAFTAR PEMILIH TETAP PEMILU 2024 (peragaan), KECAMATAN {DISTRICT}"])
        writer.writerow([])
        writer.writerow(_VOTER_HEADER)
        writer.writerows(_numbered(_voters(story, rng)))
    pupils = folder / "dapodik-siswa.xlsx"
    _workbook(pupils, [_PUPIL_HEADER, *_numbered(_pupils(story, rng))])
    return [voters, pupils]


_VOTER_HEADER: Final = [
    *("No", "NKK", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir", "Status", "L/P"),
    *("Alamat", "Kelurahan/Desa", "Kecamatan"),
]
_PUPIL_HEADER: Final = [
    *("No", "Nama Peserta Didik", "JK", "NIK", "Tempat, Tanggal Lahir", "Nama Sekolah", "Rombel")
]


def _voters(story: Story, rng: np.random.Generator) -> Iterator[list[str]]:
    """Everybody of the kecamatan who is 17 on voting day, and those who should not be there."""
    people = story.people
    for person in _living_in(story, DISTRICT):
        born = people.born[person]
        if np.isnat(born) or born > np.datetime64("2007-03-20"):  # some a month too young
            continue
        chance = rng.random(len(_SHARES))
        row = _voter(story, person, rng, chance)
        yield row
        if chance[0] < _SHARES["twice"]:
            yield row


def _voter(
    story: Story,
    person: int,
    rng: np.random.Generator,
    chance: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> list[str]:
    people, village = story.people, story.people.villages[story.people.village[person]]
    name, day = people.name[person].upper(), people.born[person].astype(object)
    nik = str(people.nik[person])
    if chance[1] < _SHARES["misspelled"]:
        name = _misspelled(name, rng)
    if chance[2] < _SHARES["exchanged"] and day.day <= 12:
        day = day.replace(month=day.day, day=day.month)
    if chance[3] < _SHARES["elsewhere"]:
        name, nik = f"{name[::-1].title().upper()}", f"9999{nik[4:]}"
    return [
        "****************",
        f"{nik[:6]}******{nik[12:]}",
        name,
        people.birth_place[person].upper(),
        f"{day:%d|%m|%Y}".replace("|", "-"),
        "S" if people.marital[person] else "B",
        "P" if people.female[person] else "L",
        f"DUSUN {DUSUN_NAMES[people.dusun[person]].upper()}",
        village.name.upper(),
        village.district.upper(),
    ]


def _pupils(story: Story, rng: np.random.Generator) -> Iterator[list[str]]:
    """Those who turn 16 to 18 around voting day, most of them with a NIK."""
    people = story.people
    first, last = np.datetime64("2005-07-01"), np.datetime64("2008-06-30")
    for person in _living_in(story, DISTRICT):
        born = people.born[person]
        if np.isnat(born) or not first <= born <= last or rng.random() < 0.1:
            continue
        name = people.name[person].title()
        if rng.random() < _SHARES["misspelled"]:
            name = _misspelled(name, rng)
        school = SCHOOLS[int(people.village[person]) % len(SCHOOLS)]
        day = born.astype(object)
        yield [
            name,
            "P" if people.female[person] else "L",
            "" if rng.random() < 0.15 else str(people.nik[person]),
            f"{people.birth_place[person].title()}, {day.day:02}-{day.month:02}-{day.year}",
            school,
            f"X{'I' * (2008 - day.year if day.month > 6 else 2009 - day.year)}".replace(
                "XIII", "XII"
            ),
        ]


def _living_in(story: Story, district: str) -> list[int]:
    """People of the opening register who live in a kecamatan."""
    inside = [n for n, village in enumerate(story.people.villages) if village.district == district]
    chosen = np.flatnonzero(np.isin(story.people.village[: story.opening_size], inside))
    return [int(person) for person in chosen]


def _misspelled(name: str, rng: np.random.Generator) -> str:
    """One letter left out, not the first of a word."""
    places = [at for at in range(1, len(name)) if name[at].isalpha() and name[at - 1].isalpha()]
    at = int(rng.choice(places)) if places else 0
    return name[:at] + name[at + 1 :]


def _numbered(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows, start=1):
        yield [str(number), *row]


def _workbook(path: Path, rows: list[list[str]]) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    sheet = book.add_worksheet("Peserta Didik")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell)
    book.close()
