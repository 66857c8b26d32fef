"""The files an office would hold: the export of the register, and what changed since.

Headings and words as exports of the register have them, with their habits: capitals, dates with
dashes, ``TIDAK TAHU``, a NIK here and there with an apostrophe in front, a handful of rows that
cannot be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np

from tuntas.demo.acts import Act, Verb
from tuntas.demo.cards import IN_HAND
from tuntas.demo.households import Marital, Relation
from tuntas.demo.people import DUSUN_NAMES, OCCUPATIONS, RELIGIONS
from tuntas.demo.story import Story

COLUMNS: Final = (
    "NO_KK",
    "NIK",
    "NAMA_LGKP",
    "JENIS_KLMIN",
    "TMPT_LHR",
    "TGL_LHR",
    "STAT_HBKEL",
    "STAT_KWN",
    "AGAMA",
    "JENIS_PKRJN",
    "KEWARGANEGARAAN",
    "IZIN_TINGGAL",
    "TGL_AKHIR_KITAP",
    "ALAMAT",
    "DUSUN",
    "NO_RT",
    "NO_RW",
    "KODE_DESA",
    "NAMA_KEL",
    "NAMA_KEC",
    "STATUS_KTP_EL",
)
EVENT_COLUMNS: Final = (*COLUMNS, "JENIS_MUTASI", "TANGGAL_MUTASI", "KETERANGAN")

MARITAL_WORDS: Final = {
    Marital.SINGLE: "BELUM KAWIN",
    Marital.MARRIED: "KAWIN",
    Marital.DIVORCED: "CERAI HIDUP",
    Marital.WIDOWED: "CERAI MATI",
}
RELATION_WORDS: Final = {
    Relation.HEAD: "KEPALA KELUARGA",
    Relation.WIFE: "ISTRI",
    Relation.CHILD: "ANAK",
    Relation.PARENT: "ORANG TUA",
    Relation.GRANDCHILD: "CUCU",
    Relation.OTHER: "FAMILI LAIN",
}
EVENT_WORDS: Final = {
    Verb.BORN: "KELAHIRAN",
    Verb.ARRIVED: "DATANG",
    Verb.DIED: "KEMATIAN",
    Verb.LEFT: "PINDAH KELUAR",
    Verb.MOVED: "PINDAH DATANG",
    Verb.MARRIED: "PERKAWINAN",
    Verb.BIRTH_CORRECTED: "PERBAIKAN",
    Verb.DEACTIVATED: "PENONAKTIFAN",
    Verb.REACTIVATED: "AKTIF KEMBALI",
}
"""Acts that a file of events tells; a withdrawn death is entered at the desk."""

UNKNOWN: Final = "TIDAK TAHU"
_NIK: Final = COLUMNS.index("NIK")
_NAME: Final = COLUMNS.index("NAMA_LGKP")
_BORN: Final = COLUMNS.index("TGL_LHR")
_MARITAL: Final = COLUMNS.index("STAT_KWN")
_PLACE: Final = COLUMNS.index("KODE_DESA")
_STATUS: Final = COLUMNS.index("STATUS_KTP_EL")
_SHARE_APOSTROPHE: Final = 0.01


class Register:
    """Rows about the people of a story, as an export of the register writes them."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self._told: dict[int, list[Act]] = {}
        for act in story.acts:
            if act.verb in _CHANGES:
                self._told.setdefault(act.person, []).append(act)

    def export(self, *, seed: int) -> str:
        """The register at the opening, as one CSV text, with its quirks and faulty rows."""
        rng = np.random.default_rng(seed)
        rows = list(_rows(self.story, range(self.story.opening_size)))
        for person in np.flatnonzero(rng.random(len(rows)) < _SHARE_APOSTROPHE):
            rows[person][_NIK] = f"'{rows[person][_NIK]}"
        for faulty in _faulty(rows[0]):
            rows.insert(int(rng.integers(len(rows))), faulty)
        return _csv(COLUMNS, rows)

    def events(self, acts: Sequence[Act]) -> str:
        """What became known in one file: one row an event, as one CSV text.

        Acts of other kinds are left out.
        """
        told = [act for act in acts if act.verb in EVENT_WORDS]
        rows = _rows(self.story, [act.person for act in told])
        return _csv(EVENT_COLUMNS, [self._event(*pair) for pair in zip(told, rows, strict=True)])

    def _event(self, act: Act, row: list[str]) -> list[str]:
        for earlier in self._told.get(act.person, ()):
            if earlier.known_on <= act.known_on:
                self._change(row, earlier)
        if act.verb not in (Verb.BORN, Verb.ARRIVED):
            # A report of an event says nothing of recording and cards.
            row[_STATUS] = ""
        return [*row, EVENT_WORDS[act.verb], _day(act.effective_on), ""]

    def _change(self, row: list[str], act: Act) -> None:
        if act.verb is Verb.MOVED:
            village = self.story.people.villages[act.village]
            named = village.code, village.name.upper(), village.district.upper()
            row[_PLACE : _PLACE + len(named)] = named
        elif act.verb is Verb.MARRIED:
            row[_MARITAL] = MARITAL_WORDS[Marital.MARRIED]
        elif act.born is not None:
            row[_BORN] = _day(act.born)


def _rows(story: Story, persons: Sequence[int]) -> Iterator[list[str]]:
    """Rows of *persons* as they stood when they came into the register."""
    people = story.people
    chosen = np.asarray(persons, dtype=np.int64)
    villages = [(v.code, v.name.upper(), v.district.upper()) for v in people.villages]
    days: dict[date | None, str] = {None: UNKNOWN}
    columns = zip(
        persons,
        *(getattr(people, name)[chosen].tolist() for name in _COLUMNS_OF_PEOPLE),
        strict=True,
    )
    for person, kk, nik, woman, born, kin, wed, faith, job, alien, permit, dusun, rt, at in columns:
        if born not in days:
            days[born] = _day(born)
        hamlet = _HAMLETS[dusun]
        yield [
            kk,
            nik,
            people.name[person].upper(),
            "P" if woman else "L",
            people.birth_place[person].upper(),
            days[born],
            _KIN[kin],
            _WED[wed],
            RELIGIONS[faith],
            OCCUPATIONS[job],
            "WNA" if alien else "WNI",
            ("ITAP" if permit else "ITAS") if alien else "",
            _day(permit) if permit else "",
            f"DUSUN {hamlet}",
            hamlet,
            f"{rt:03}",
            "000",
            *villages[at],
            _status(story, person),
        ]


_CHANGES: Final = frozenset({Verb.MOVED, Verb.MARRIED, Verb.BIRTH_CORRECTED})
_COLUMNS_OF_PEOPLE: Final = (
    "kk",
    "nik",
    "female",
    "born",
    "relation",
    "marital",
    "religion",
    "occupation",
    "foreign",
    "permit_until",
    "dusun",
    "rt",
    "village",
)
_KIN: Final = [RELATION_WORDS[relation] for relation in Relation]
_WED: Final = [MARITAL_WORDS[marital] for marital in Marital]
_HAMLETS: Final = [name.upper() for name in DUSUN_NAMES]


def _status(story: Story, person: int) -> str:
    """Status of the recording, as the row of a register has it."""
    if person < story.opening_size:
        return story.statuses[person]
    return IN_HAND if story.came_recorded[person] else ""


def _faulty(pattern: list[str]) -> Iterator[list[str]]:
    """Rows that an office finds in its export and that nobody can take over as they are."""
    wrong_nik = (
        "0",  # no NIK given
        "9,90501E+15",  # went through a spreadsheet
        "990501010190000",  # fifteen digits
        "99050101019O0001",  # the letter O
        "0905010101900001",  # temporary
        "",
    )
    for n, nik in enumerate(wrong_nik):
        yield _changed(pattern, {_NIK: nik, _NAME: f"TANPA NIK {'ABCDEF'[n]}"})
    for name in ("RAHMAT GANDA", "SUMARNI GANDA"):
        yield _changed(pattern, {_NIK: "9905991111110001", _NAME: name})
    yield _changed(pattern, {_NIK: "9905991111110002", _NAME: ""})
    yield _changed(pattern, {_NIK: "9905991111110003", _BORN: "31-02-1990"})
    yield _changed(pattern, {_NIK: "9905991111110004", _BORN: "17-08-2045"})
    nowhere = {_PLACE: "99.99.99.2999", _PLACE + 1: "NEGERI ANTAH", _PLACE + 2: "BERANTAH"}
    yield _changed(pattern, {_NIK: "9905991111110005"} | nowhere)
    yield _changed(pattern, {_NIK: "9905991111110006", _PLACE: "", _PLACE + 1: "", _PLACE + 2: ""})


FAULTY_ROWS: Final = 13


def _changed(pattern: list[str], changes: dict[int, str]) -> list[str]:
    return [changes.get(at, cell) for at, cell in enumerate(pattern)]


def _day(on: date) -> str:
    return f"{on.day:02}-{on.month:02}-{on.year}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    # No cell of ours holds a semicolon, a quote or a line end.
    lines = [";".join(header), *(";".join(row) for row in rows)]
    return "\r\n".join(lines) + "\r\n"
