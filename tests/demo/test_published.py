"""Published figures stand beside the ledger as they were printed, contradictions and all."""

from __future__ import annotations

from datetime import date

from tests.demo.by_hand import count, lives_as_known
from tuntas.demo import published, script


def shipped(region_code, cut_off):
    return next(
        row
        for _, row in published._shipped()
        if row.region_code == region_code and row.cut_off == cut_off
    )


def test_the_six_regencies_add_up_to_the_province():
    on = date(2023, 6, 12)
    parts = [shipped(f"75.{code}", on).left for code in ("01", "02", "03", "04", "05", "71")]
    province = shipped("75", on)

    assert sum(parts) == province.left == province.obliged - province.captured


def test_the_printed_percentage_of_2021_is_kept_though_the_counts_say_otherwise():
    press = shipped("75.05", date(2021, 9, 30))

    assert press.obliged - press.captured == press.left
    assert press.printed_percent == "98,18"
    assert round(100 * press.captured / press.obliged, 2) == 98.26


def test_every_figure_of_the_office_is_an_anchor_of_the_story():
    anchors = {anchor.on: anchor.left for anchor in script.ANCHORS}
    office = [row for _, row in published._shipped() if row.region_code == "75.05"]

    assert len(office) == 5
    assert all(anchors[row.cut_off] == row.left for row in office)


def test_nothing_is_known_before_its_cut_off():
    assert all(row.cut_off <= known for known, row in published._shipped())
    assert all(cut_off < known for cut_off, known in script.SEMESTERS)


def test_the_consolidated_semester_is_a_little_smaller_than_the_register(told):
    on = date(2022, 6, 30)
    by_hand = count(lives_as_known(told, script.OPENING_ON, script.ENDS_ON), on)
    frozen = int(told.semesters[on].sum())

    assert 0.995 * by_hand.obliged < frozen < by_hand.obliged
