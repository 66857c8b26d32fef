"""The files of the demo are such as offices hold, and the importer reads them to the last row."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from io import StringIO

import pytest

from tuntas.demo.acts import Verb
from tuntas.demo.files import COLUMNS, EVENT_COLUMNS, EVENT_WORDS, FAULTY_ROWS, Register
from tuntas.residents import register_check, register_file
from tuntas.residents.register_check import FileKind, Rules
from tuntas.residents.vocabulary import match_headers, read_event, read_ktp_status, read_marital


@pytest.fixture(scope="module")
def register(told):
    return Register(told)


@pytest.fixture(scope="module")
def rules(villages):
    numbers = {village.code: n + 1 for n, village in enumerate(villages)}

    def place(desa, kecamatan, code, district_code):
        if not (desa or code):
            return "village_missing"
        return numbers.get(code, "village_unknown")

    return lambda kind, cut_off: Rules(
        kind=kind, cut_off=cut_off, place=place, nik_prefixes=frozenset()
    )


@pytest.fixture
def check(rules, tmp_path):
    def check(text, kind, cut_off):
        path = tmp_path / "berkas.csv"
        path.write_text(text, encoding="utf-8", newline="")
        work = tmp_path / "kerja"
        work.mkdir()
        opened = register_file.open_file(path, work)
        try:
            assert len(opened.first_rows()) == 5
            return register_check.check(opened, opened.detected(), rules(kind, cut_off))
        finally:
            opened.close()

    return check


def test_every_heading_is_understood():
    assert len(match_headers(list(EVENT_COLUMNS))) == len(EVENT_COLUMNS)


def test_the_export_holds_everybody_and_the_faulty_rows_are_listed(register, told, check):
    counts = check(register.export(seed=1), FileKind.REGISTER, date(2020, 6, 30))

    assert counts.read == told.opening_size + FAULTY_ROWS
    assert counts.accepted == told.opening_size
    assert counts.rejected == FAULTY_ROWS
    assert len(counts.by_code) >= 9
    assert 0.02 < counts.warned / counts.read < 0.2


def test_a_nik_here_and_there_carries_an_apostrophe(register):
    rows = list(csv.reader(StringIO(register.export(seed=1)), delimiter=";"))
    quoted = [row for row in rows if row[COLUMNS.index("NIK")].startswith("'")]

    assert 0.005 < len(quoted) / len(rows) < 0.02


def test_unknown_birth_dates_say_so(register):
    text = register.export(seed=1)

    assert text.count(";TIDAK TAHU;") == 40


def test_every_row_of_every_events_file_is_accepted(register, told, check):
    on = date(2022, 12, 31)
    acts = told.of_day(on)

    counts = check(register.events(acts), FileKind.EVENTS, on)

    assert counts.read == sum(act.verb in EVENT_WORDS for act in acts) > 200
    assert counts.rejected == 0


def test_every_event_word_is_understood_as_what_happened():
    understood = {verb: read_event(word) for verb, word in EVENT_WORDS.items()}

    assert None not in understood.values()
    assert understood[Verb.MOVED] == understood[Verb.ARRIVED]
    assert len(set(understood.values())) == len(understood) - 1


def test_whoever_moved_stands_in_the_new_village_from_then_on(register, told):
    moved = next(act for act in told.acts if act.verb is Verb.MOVED)
    (row,) = csv.DictReader(StringIO(register.events([moved])), delimiter=";")

    assert row["KODE_DESA"] == told.people.villages[moved.village].code
    assert row["KODE_DESA"] != told.people.villages[told.people.village[moved.person]].code


def test_a_corrected_birth_date_stands_in_the_file_that_tells_it(register, told):
    corrected = next(act for act in told.acts if act.verb is Verb.BIRTH_CORRECTED)
    (row,) = csv.DictReader(StringIO(register.events([corrected])), delimiter=";")

    assert row["TGL_LHR"] == corrected.born.strftime("%d-%m-%Y")


def test_a_newcomer_recorded_elsewhere_brings_the_status_along(register, told):
    came = [act for act in told.acts if act.verb is Verb.ARRIVED and told.came_recorded[act.person]]
    (row,) = csv.DictReader(StringIO(register.events(came[:1])), delimiter=";")

    assert read_ktp_status(row["STATUS_KTP_EL"]).enrol == 2
    assert read_marital(row["STAT_KWN"]) is not None


def test_statuses_of_the_centre_are_mostly_known_and_some_are_not(told):
    seen = Counter(act.text for act in told.acts if act.verb is Verb.STATUS_SEEN)
    known = {text: read_ktp_status(text).known for text in seen}

    assert sum(n for text, n in seen.items() if known[text]) > 5_000
    assert any(not is_known for is_known in known.values())
    assert "card_shippped" in seen
