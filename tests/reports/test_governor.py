"""The short report to the governor: every figure computed, recorded and removed apart."""

from __future__ import annotations

from datetime import date

import pytest

from tuntas.coverage.figures import Figures
from tuntas.coverage.flows import Fall
from tuntas.coverage.targets import Goal
from tuntas.reports.governor import GovernorReport, text


def report(**changed: object) -> GovernorReport:
    said: dict[str, object] = {
        "office": "Disdukcapil Kab. Gorontalo Utara",
        "region": "Kab. Gorontalo Utara",
        "on": date(2023, 6, 20),
        "known": date(2023, 6, 20),
        "seq": 781,
        "figures": Figures(131_000, 92_340, 91_786, 91_000, 90_000, 89_000, 554, 540, 20, 3, 40),
        "goal": Goal(9940),
        "since": date(2023, 6, 19),
        "fall": Fall(650, 554, {"birthday": 4}, {"recorded": 97}, {"died": 2}, {}, 0, -1),
        "districts": [("Anggrek", 147), ("Sumalata", 63)],
    }
    return GovernorReport(**(said | changed))  # type: ignore[arg-type]


def test_the_text_as_it_is_sent() -> None:
    assert text(report()) == (
        "*Perekaman KTP-el Kab. Gorontalo Utara*\n"
        "Keadaan 20 Juni 2023\n"
        "\n"
        "Wajib KTP: 92.340\n"
        "Sudah rekam: 91.786 (99,40 persen)\n"
        "*Belum rekam: 554*\n"
        "Target nasional 99,40 persen: tercapai\n"
        "Belum rekam dinamis (tanpa yang diusulkan keluar): 540\n"
        "\n"
        "Sejak 19 Juni 2023: 650 menjadi 554\n"
        "- direkam: −97\n"
        "- keluar dari daftar (meninggal, pindah, nonaktif): −2\n"
        "- wajib baru: +4\n"
        "- dihitung ulang karena laporan terlambat: −1\n"
        "\n"
        "Belum rekam terbanyak:\n"
        "- Anggrek: 147\n"
        "- Sumalata: 63\n"
        "\n"
        "Disdukcapil Kab. Gorontalo Utara\n"
        "Potret 2023-06-20, diketahui 2023-06-20, catatan 781"
    )


def test_a_missed_target_says_how_many_people_are_missing() -> None:
    figures = Figures(131_000, 92_333, 91_683, 0, 0, 0, 650, 650, 0, 0, 0)

    said = text(report(figures=figures))

    assert "99,30 persen" in said
    assert "Target nasional 99,40 persen: kurang 97 orang" in said


def test_the_lines_of_change_add_up_to_the_change() -> None:
    fall = report().fall

    assert fall.balances
    assert fall.closing - fall.opening == -97 - 2 + 4 - 1


@pytest.mark.parametrize("unconfirmed", [0, 12])
def test_marks_without_confirmation_are_named(unconfirmed: int) -> None:
    said = text(report(unconfirmed=unconfirmed))

    assert ("12 tanda rekam" in said) == bool(unconfirmed)


def test_english_is_complete() -> None:
    said = text(report(unconfirmed=1), "en")

    assert "Recorded: 91,786 (99.40 percent)" in said
    assert "newly obliged: +4" in said
    for word in ("belum", "rekam", "persen", "Sejak"):
        assert word not in said.lower().replace("ktp-el recording", "")
