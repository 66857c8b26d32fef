"""What came of a list, made ready for pages and for the file that goes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tuntas.residents import import_files, queries_lists
from tuntas.residents.actions.list_receive import remembered
from tuntas.residents.list_wording import DIFFERENCES, EXPLAINED, KINDS, STANDINGS, STEPS
from tuntas.residents.matching import columns
from tuntas.residents.matching.columns import ListMapping
from tuntas.residents.matching.differences import Difference, Standing
from tuntas.residents.models import ListAbsence, ListEntry, PersonList
from tuntas.residents.nik import mask_nik
from tuntas.residents.queries_lists import ListCounts
from tuntas.residents.register_file import FileRefused, open_file
from tuntas.wilayah import queries as wilayah

__all__ = ["KINDS"]

TONES: Final = {
    Difference.SAME: "done",
    Difference.UNDECIDED: "warn",
    Difference.NOT_HERE: "left",
    Difference.DEAD: "left",
    Difference.WRONG_NIK: "warn",
}
STANDING_TONES: Final = {Standing.RECORDED: "done", Standing.UNRECORDED: "left"}


@dataclass(frozen=True, slots=True)
class Look:
    """The first rows of a list that waits for its columns."""

    headers: tuple[str, ...]
    titles: tuple[str, ...]
    form: str
    mapping: ListMapping
    is_remembered: bool
    sample: list[tuple[int, tuple[str, ...]]]


def look(row: PersonList) -> Look:
    """Open a list far enough to ask what its columns mean.

    Raises:
        FileRefused
    """
    path = import_files.path_of(row.file_digest)
    if not path.exists():
        raise FileRefused("file_unreadable")
    with import_files.work_dir() as folder:
        file = open_file(path, folder, columns.likeness)
        try:
            told = remembered(file.headers)
            mapping = columns.load(told) if told else columns.detect(file.headers)
            return Look(
                file.headers, file.titles, file.form, mapping, bool(told), file.first_rows()
            )
        finally:
            file.close()


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line of a table of counts."""

    code: str
    name: str
    n: int
    tone: str


def difference_rows(counts: ListCounts) -> list[CountRow]:
    """Differences that occur, in the order of their table."""
    return [
        CountRow(code.value, str(name), counts.by_difference[code], TONES.get(code, ""))
        for code, name in DIFFERENCES.items()
        if counts.by_difference.get(code)
    ]


def standing_rows(counts: ListCounts) -> list[CountRow]:
    return [
        CountRow(code.value, str(name), counts.by_standing[code], STANDING_TONES.get(code, ""))
        for code, name in STANDINGS.items()
        if counts.by_standing.get(code)
    ]


def kind_name(kind: str) -> str:
    return str(KINDS[PersonList.Kind(kind)])


def step_name(step: str) -> str:
    return str(STEPS.get(step, step))


def title_of(difference: str, standing: str) -> str:
    """Heading of a list of rows."""
    if difference in set(Difference):
        return str(DIFFERENCES[Difference(difference)])
    if standing in set(Standing):
        return str(STANDINGS[Standing(standing)])
    return _("Semua baris")


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as a page shows it; *line* 0 for somebody whom the list does not have."""

    line: int
    name: str
    nik: str
    birth: Any
    village: str
    difference: str
    tone: str
    standing: str
    person_ref: str
    person_name: str
    is_decided: bool


def shown_rows(rows: Iterable[ListEntry | ListAbsence]) -> list[ShownRow]:
    return [_of_entry(row) if isinstance(row, ListEntry) else _of_absence(row) for row in rows]


def _of_entry(row: ListEntry) -> ShownRow:
    code = Difference(row.difference)
    return ShownRow(
        row.line,
        row.name,
        shown_nik(row.pattern),
        row.birth_on,
        village_name(row.village_id),
        str(DIFFERENCES[code]),
        TONES.get(code, ""),
        _standing(row.standing),
        row.person.ref.hex if row.person else "",
        row.person.name if row.person else "",
        bool(row.decided_by),
    )


def _of_absence(row: ListAbsence) -> ShownRow:
    person = row.person
    return ShownRow(
        0,
        person.name,
        mask_nik(person.nik) if person.nik else "",
        person.birth_on,
        village_name(person.village_id),
        str(DIFFERENCES[Difference.ABSENT]),
        "",
        _standing(row.standing),
        person.ref.hex,
        person.name,
        False,
    )


def _standing(code: str) -> str:
    return str(STANDINGS[Standing(code)]) if code else ""


def shown_nik(pattern: str) -> str:
    """A NIK of a list, never whole on a page.

    >>> shown_nik("990501??????0001"), shown_nik("9905014101900001")
    ('990501••••••0001', '9905••••••••0001')
    """
    if "?" in pattern:
        return pattern.replace("?", "•")
    return f"{pattern[:4]}••••••••{pattern[12:]}" if pattern else ""


def village_name(village_id: int) -> str:
    area = wilayah.region(village_id) if village_id else None
    return area.name if area else ""


# --- what goes back -------------------------------------------------------------------------


def headings(*, with_standing: bool) -> list[str]:
    """Of the cells that are put beside the sender's."""
    names = [_("HASIL"), _("PENJELASAN")]
    return [*names, _("PEREKAMAN")] if with_standing else names


def results_of(row: PersonList, *, with_standing: bool) -> dict[int, list[str]]:
    """line → result, explanation, and where it was asked for, who is recorded."""
    texts = {code.value: [str(DIFFERENCES[code]), str(EXPLAINED[code])] for code in DIFFERENCES}
    found = row.entries.values_list("line", "difference", "standing").order_by("line")
    return {
        line: [*texts[difference], *([_standing(standing)] if with_standing else [])]
        for line, difference, standing in found.iterator(chunk_size=5_000)
    }


def absent_lines(row: PersonList) -> list[list[str]]:
    """A heading, then name, year of birth and desa of each whom the list does not have."""
    rows = [
        [
            absence.person.name,
            str(absence.person.birth_on.year) if absence.person.birth_on else "",
            village_name(absence.person.village_id),
            str(DIFFERENCES[Difference.ABSENT]),
        ]
        for absence in queries_lists.absences_of(row)
    ]
    return [[_("Nama"), _("Tahun lahir"), _("Desa"), pgettext("satu", "Hasil")], *rows]
