"""Starting from totals: numbers per desa as an opening, the unrecorded by name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.principals import SmallOffice
from tests.residents.registers import NOW, OFFICER, TODAY, person, send, write
from tuntas.ledger import cells
from tuntas.ledger.models import Opening
from tuntas.ledger.queries import cube
from tuntas.residents.actions.totals import VillageTotals, open_with_totals, read_totals
from tuntas.residents.models import Person
from tuntas.residents.register_check import FileKind

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = date(2023, 6, 14)
LATER = date(2023, 6, 19)
TOTALS = (
    "REKAPITULASI WAJIB KTP\n\nDESA;KECAMATAN;WAJIB KTP;SUDAH REKAM;BELUM REKAM\n"
    "Sini Satu;Sini;1.000;997;3\nSini Dua;Sini;500;500;0\nSana Satu;Sana;700;690;11\n"
    "Kembar;;10;10;0\nJUMLAH;;2.210;2.197;14\n"
)


@pytest.fixture
def opened(office: SmallOffice, tmp_path: Path) -> SmallOffice:
    read = read_totals(write(tmp_path / "totals.csv", TOTALS), cut_off=OPENING)
    lay(read.accepted, OPENING)
    return office


def lay(rows: list[VillageTotals], cut_off: date) -> list[VillageTotals]:
    return open_with_totals(
        actor=OFFICER, rows=rows, document="DKB 2023-I", cut_off=cut_off, today=TODAY, now=NOW
    )


def left_on(on: date, village: int) -> int:
    return count(on, village, cells.LEFT)


def count(on: date, village: int, mask: NDArray[np.bool_]) -> int:
    held = cube()
    return int(held.stock(on.toordinal())[list(held.villages).index(village), mask].sum())


def test_rows_that_do_not_add_up_or_name_no_desa_are_listed(
    office: SmallOffice, tmp_path: Path
) -> None:
    read = read_totals(write(tmp_path / "totals.csv", TOTALS), cut_off=OPENING)

    assert read.read == 4
    assert read.rejected == [(6, "totals_do_not_add_up"), (7, "village_ambiguous")]
    assert [row.totals.left for row in read.accepted] == [3, 0]


def test_a_name_comes_out_of_the_total_and_nets_to_zero(opened: SmallOffice) -> None:
    village = opened.village.pk
    before = [total_on(day, village) for day in (OPENING, LATER)]

    sent = send([person(1), person(2)], kind=FileKind.UNRECORDED, cut_off=LATER)

    assert sent.row.n_from_totals == 2
    assert [total_on(day, village) for day in (OPENING, LATER)] == before
    assert sum(Opening.objects.filter(village=village).values_list("n", flat=True)) == 998


def total_on(on: date, village: int) -> tuple[int, int]:
    """(obliged, left) of a village, named and nameless."""
    return count(on, village, cells.OBLIGED), count(on, village, cells.LEFT)


def test_more_names_than_the_total_holds_come_in_beside_it(opened: SmallOffice) -> None:
    sent = send([person(n) for n in range(1, 6)], kind=FileKind.UNRECORDED, cut_off=LATER)

    assert (sent.row.n_new, sent.row.n_from_totals) == (5, 3)
    assert left_on(LATER, opened.village.pk) == 5


def test_somebody_who_was_no_obliged_at_the_opening_was_in_no_total(opened: SmallOffice) -> None:
    child = person(1, NIK="9905011506060001", TGL_LHR="15-06-2006")

    sent = send([child], kind=FileKind.UNRECORDED, cut_off=LATER)

    assert sent.row.n_from_totals == 0
    assert left_on(LATER, opened.village.pk) == 4


def test_a_later_register_finds_the_recorded_in_the_totals_too(opened: SmallOffice) -> None:
    rows = [person(1, STATUS_KTP_EL="CARD_ISSUED"), person(2)]

    sent = send(rows, cut_off=LATER)

    assert sent.row.n_from_totals == 2
    assert total_on(LATER, opened.village.pk) == (1000, 3)
    assert Person.objects.count() == 2


def test_totals_of_another_day_do_not_open_a_village_again(
    opened: SmallOffice, tmp_path: Path
) -> None:
    read = read_totals(write(tmp_path / "again.csv", TOTALS), cut_off=LATER)

    assert lay(read.accepted, LATER) == []
