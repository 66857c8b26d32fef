"""The words registers use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.ledger.tracks import Card, Enrol
from tuntas.residents.vocabulary import (
    EVER_MARRIED,
    HEADERS,
    KTP_STATUSES,
    Citizenship,
    Column,
    EventWord,
    Marital,
    Permit,
    RegisterStatus,
    Sex,
    ever_married,
    is_unknown_word,
    match_header,
    match_headers,
    read_citizenship,
    read_event,
    read_ktp_status,
    read_marital,
    read_permit,
    read_register_status,
    read_sex,
)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("LAKI-LAKI", Sex.MALE),
        ("Laki - Laki", Sex.MALE),
        ("L", Sex.MALE),
        ("Lk.", Sex.MALE),
        ("1", Sex.MALE),
        ("PEREMPUAN", Sex.FEMALE),
        ("p", Sex.FEMALE),
        ("Pr", Sex.FEMALE),
        ("2", Sex.FEMALE),
        ("TIDAK TAHU", None),
        ("", None),
        (None, None),
        ("?", None),
        ("LP", None),
    ],
)
def test_sex(text: str | None, sex: Sex | None) -> None:
    assert read_sex(text) is sex


@pytest.mark.parametrize(
    ("text", "marital", "ever"),
    [
        ("BELUM KAWIN", Marital.NEVER, False),
        ("Blm Kawin", Marital.NEVER, False),
        ("B", Marital.NEVER, False),
        ("1", Marital.NEVER, False),
        ("KAWIN", Marital.MARRIED, True),
        ("KAWIN TERCATAT", Marital.MARRIED, True),
        ("S", Marital.MARRIED, True),
        ("2", Marital.MARRIED, True),
        ("KAWIN BELUM TERCATAT", Marital.UNREGISTERED, True),
        ("Cerai Hidup", Marital.DIVORCED, True),
        ("CERAI MATI", Marital.WIDOWED, True),
        ("4", Marital.WIDOWED, True),
        ("P", Marital.ONCE, True),
        ("JANDA", Marital.ONCE, True),
        ("TDK TH", None, None),
        ("KAWEN", None, None),
    ],
)
def test_whoever_is_or_was_married_counts_as_ever_married(
    text: str, marital: Marital | None, ever: bool | None
) -> None:
    assert read_marital(text) is marital
    assert ever_married(marital) is ever


def test_stored_text_compares_with_those_ever_married() -> None:
    assert "unregistered" in EVER_MARRIED
    assert "never" not in EVER_MARRIED
    assert all(len(marital) <= 16 for marital in Marital)


def test_citizenship_and_permit_stand_in_one_word_at_times() -> None:
    assert read_citizenship("WNI") is Citizenship.WNI
    assert read_citizenship("Orang Asing") is Citizenship.WNA
    assert read_citizenship("OA ITAP") is Citizenship.WNA
    assert read_permit("OA ITAP") is Permit.PERMANENT
    assert read_permit("KITAS") is Permit.LIMITED
    assert read_citizenship("MARS") is None


@pytest.mark.parametrize(
    ("text", "status", "leaves"),
    [
        ("AKTIF", RegisterStatus.HERE, False),
        ("Hidup", RegisterStatus.HERE, False),
        ("MENINGGAL", RegisterStatus.DIED, True),
        ("Mati", RegisterStatus.DIED, True),
        ("PINDAH", RegisterStatus.MOVED_OUT, True),
        ("NON-AKTIF", RegisterStatus.DEACTIVATED, True),
        ("HILANG", RegisterStatus.MISSING, False),
        ("Pergi", RegisterStatus.AWAY, False),
        ("9", RegisterStatus.INVALID, False),
    ],
)
def test_nobody_leaves_the_list_by_a_villages_own_remark(
    text: str, status: RegisterStatus, leaves: bool
) -> None:
    found = read_register_status(text)

    assert found is status
    assert found.leaves is leaves


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("LAHIR", EventWord.BIRTH),
        ("Mati", EventWord.DEATH),
        ("Pindah", EventWord.MOVE_OUT),
        ("DATANG", EventWord.MOVE_IN),
        ("5", EventWord.MOVE_IN),
        ("Perkawinan", EventWord.MARRIAGE),
        ("CERAI", EventWord.DIVORCE),
        ("aktif kembali", EventWord.REACTIVATION),
        ("Jual tanah", None),
    ],
)
def test_events(text: str, event: EventWord | None) -> None:
    assert read_event(text) is event


NOT_RECORDED = (Enrol.NONE, Card.NONE)
CAPTURED = (Enrol.CAPTURED, Card.NONE)
UNIQUE = (Enrol.UNIQUE, Card.NONE)
PRINTED = (Enrol.UNIQUE, Card.PRINTED)
IN_HAND = (Enrol.UNIQUE, Card.IN_HAND)


@pytest.mark.parametrize(
    ("text", "code", "implies"),
    [
        ("BELUM_WAJIB", "BELUM_WAJIB", NOT_RECORDED),
        ("1", "BELUM_WAJIB", NOT_RECORDED),
        ("Belum Rekam", "UNREGISTERED", NOT_RECORDED),
        ("2", "UNREGISTERED", NOT_RECORDED),
        ("SUDAH REKAM", "SUDAH_REKAM", CAPTURED),
        ("3", "SUDAH_REKAM", CAPTURED),
        ("BC", "BIO_CAPTURED", CAPTURED),
        ("PRO", "PROCESSING", CAPTURED),
        ("SFE", "SENT_FOR_ENROLLMENT", CAPTURED),
        ("SENT_FOR_ENROLMENT", "SENT_FOR_ENROLLMENT", CAPTURED),
        ("Efac", "ENROLL_FAILURE_AT_CENTRAL", CAPTURED),
        ("ENROLL FAILURE AT REGIONAL", "ENROLL_FAILURE_AT_REGIONAL", CAPTURED),
        ("SEARCH_FAILURE_AT_CENTRAL", "SEARCH_FAILURE_AT_CENTRAL", CAPTURED),
        ("ADJUDICATE_RECORD", "ADJUDICATE_RECORD", CAPTURED),
        ("DUPLICATE_RECORD", "DUPLICATE_RECORD", CAPTURED),
        ("REQUEST_VALIDATION", "REQUEST_VALIDATION", CAPTURED),
        ("RECEIVED_AT_CENTRAL", "RECEIVED_AT_CENTRAL", CAPTURED),
        ("PRR", "PRINT_READY_RECORD", UNIQUE),
        ("print-ready-record", "PRINT_READY_RECORD", UNIQUE),
        ("5", "PRINT_READY_RECORD", UNIQUE),
        ("SENT_FOR_CARD_PRINTING", "SENT_FOR_CARD_PRINTING", UNIQUE),
        ("4", "CARD_PRINTED", PRINTED),
        ("card_shippped", "CARD_SHIPPED", PRINTED),
        ("CARD_SHIPED", "CARD_SHIPPED", PRINTED),
        ("6", "CARD_SHIPPED", PRINTED),
        ("CARD_ISSUED", "CARD_ISSUED", IN_HAND),
        ("8", "CARD_ISSUED", IN_HAND),
    ],
)
def test_a_status_of_the_centre_and_the_least_it_implies(
    text: str, code: str, implies: tuple[Enrol, Card]
) -> None:
    found = read_ktp_status(text)

    assert found is not None
    assert found.known
    assert (found.code, (found.enrol, found.card)) == (code, implies)


def test_an_unknown_status_is_kept_as_it_stood_and_flagged() -> None:
    found = read_ktp_status(" missing biometric exception ")

    assert found is not None
    assert not found.known
    assert found.code == "MISSING_BIOMETRIC_EXCEPTION"
    assert (found.enrol, found.card) == (None, None)


def test_a_cell_that_says_nothing_is_no_status() -> None:
    assert all(read_ktp_status(text) is None for text in ("", "-", "TIDAK TAHU", None))


def test_every_canonical_status_reads_as_itself() -> None:
    for code in KTP_STATUSES:
        found = read_ktp_status(code)
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("NIK", Column.NIK),
        ("No. KK", Column.NO_KK),
        ("NO_KK", Column.NO_KK),
        ("NAMA_LGKP", Column.NAMA),
        ("Nama Lengkap", Column.NAMA),
        ("TMPT_LHR", Column.TEMPAT_LAHIR),
        ("tempatlahir", Column.TEMPAT_LAHIR),
        ("TGL_LHR", Column.TANGGAL_LAHIR),
        ("tanggallahir", Column.TANGGAL_LAHIR),
        ("TANGGAL LAHIR (DD-MM-YYYY)", Column.TANGGAL_LAHIR),
        ("JENIS_KLMIN", Column.JENIS_KELAMIN),
        ("L/P", Column.JENIS_KELAMIN),
        ("sex", Column.JENIS_KELAMIN),
        ("STAT_KWN", Column.STATUS_KAWIN),
        ("Status Perkawinan (B/S/P)", Column.STATUS_KAWIN),
        ("STAT_HBKEL", Column.HUBUNGAN),
        ("kk_level", Column.HUBUNGAN),
        ("warganegara_id", Column.KEWARGANEGARAAN),
        ("NAMA_KEL", Column.DESA),
        ("Desa/Kelurahan", Column.DESA),
        ("NO_KEL", Column.KODE_DESA),
        ("NAMA_KEC", Column.KECAMATAN),
        ("Stat Rkm", Column.STATUS_KTP),
        ("status_rekam", Column.STATUS_KTP),
        ("status_dasar", Column.STATUS_PENDUDUK),
        ("Nama Ayah", None),
        ("NAMA_LGKP_IBU", None),
        ("NIK Ibu", None),
        ("Wjb KTP", None),
        ("Status", None),
        ("", None),
        (None, None),
    ],
)
def test_headers_as_siak_bip_opensid_and_voter_lists_write_them(
    header: str | None, column: Column | None
) -> None:
    assert match_header(header) is column


def test_every_listed_header_is_matched_to_its_column_and_no_other() -> None:
    for column, names in HEADERS.items():
        assert all(match_header(name) is column for name in names)
    assert set(HEADERS) == set(Column)


def test_of_two_headers_with_one_meaning_the_surer_one_is_taken() -> None:
    found = match_headers(["NO KTP", "NIK", "ALAMAT", "JALAN"])

    assert found == {Column.NIK: 1, Column.ALAMAT: 2}


@given(st.text(max_size=30))
def test_no_word_breaks_a_reader(text: str) -> None:
    readers = (read_sex, read_marital, read_citizenship, read_permit, read_event)
    for reader in readers:
        if is_unknown_word(text):
            assert reader(text) is None
    match_header(text)
    status = read_ktp_status(text)
    assert (status is None) == is_unknown_word(text)
