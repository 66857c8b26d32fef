"""Totals per desa out of a file: checked first, then an opening and official figures."""

from __future__ import annotations

import io

import pytest
from django.test import Client

from tests.pages.small_office import TODAY, Office
from tests.pages.test_home import AsRole
from tuntas.coverage.models import OfficialFigure
from tuntas.ledger.verification import verify

TOTALS = """KECAMATAN;DESA;WAJIB KTP;SUDAH REKAM;BELUM REKAM
Anggrek;Ilangata;1.000;990;10
Anggrek;Mootilango;500;400;10
Anggrek;Antah;10;9;1
"""


def send(client: Client, step: str, **changes: str) -> tuple[int, str]:
    file = io.BytesIO(TOTALS.encode())
    file.name = "dkb.csv"
    told = {"definisi": "DKB_SMT", "per": TODAY.isoformat(), "dokumen": "DKB semester II 2022"}
    answer = client.post(
        "/angka-resmi/berkas/", {"berkas": file, "langkah": step, **told, **changes}
    )
    return answer.status_code, answer.content.decode()


def test_checking_names_each_wrong_row_and_records_nothing(as_role: AsRole) -> None:
    status, page = send(as_role("adb"), "periksa")

    assert status == 200
    assert "3 desa dibaca = 1 diterima + 2 ditolak" in page
    assert "Desa ini tidak dikenal di kabupaten ini." in page
    assert not OfficialFigure.objects.filter(document="DKB semester II 2022").exists()


def test_taking_them_in_twice_records_once_and_counts_nobody_again(
    office: Office, as_role: AsRole
) -> None:
    adb = as_role("adb")

    _, first = send(adb, "catat")
    _, second = send(adb, "catat")

    # The ledger knows people of Ilangata already: their totals stand beside it, never on top.
    assert "0 desa dibuka di buku besar; 1 angka resmi baru dicatat." in first
    assert "0 desa dibuka di buku besar; 0 angka resmi baru dicatat." in second
    assert OfficialFigure.objects.get(document="DKB semester II 2022").left == 10
    assert list(verify()) == []


@pytest.mark.parametrize("day", ["2030-01-01", "kemarin"])
def test_a_day_that_cannot_be_is_refused(as_role: AsRole, day: str) -> None:
    status, _ = send(as_role("adb"), "catat", per=day)

    assert status == 400
