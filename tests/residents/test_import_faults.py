"""The bad-data catalogue of registers: every fault is named, none loses a row."""

from __future__ import annotations

import pytest

from tests.principals import SmallOffice
from tests.residents.registers import csv_text, nik, person, receive, send
from tuntas.residents.actions.import_receive import preview
from tuntas.residents.errors import FileNotAccepted
from tuntas.residents.models import Person
from tuntas.residents.rejections import CATALOGUE

from .registers import NOW, OFFICER, TODAY

pytestmark = pytest.mark.django_db(transaction=True)

FAULTS = [
    # what is wrong, the row, why it is rejected
    ("no NIK", {"NIK": ""}, "nik_none"),
    ("NIK 0, as villages write it", {"NIK": "0"}, "nik_none"),
    ("a temporary NIK", {"NIK": "0990501708900001"}, "nik_temporary"),
    ("a NIK that lost a digit", {"NIK": "990501170890001"}, "nik_fifteen_digits"),
    ("a NIK with one digit too many", {"NIK": "99050117089000012"}, "nik_seventeen_digits"),
    ("one cell in scientific notation", {"NIK": "9,90501E+15"}, "nik_scientific"),
    ("letters in the NIK", {"NIK": "990501A708900001"}, "nik_not_digits"),
    ("a filler", {"NIK": "1111111111111111"}, "nik_filler"),
    ("no name", {"NAMA_LGKP": ""}, "name_missing"),
    ("a name that says it is not known", {"NAMA_LGKP": "TIDAK TAHU"}, "name_missing"),
    ("a name of two columns", {"NAMA_LGKP": "A " * 100}, "name_too_long"),
    ("a birth day on no calendar", {"TGL_LHR": "31-02-1990"}, "date_impossible"),
    ("only the birth year", {"TGL_LHR": "1990"}, "date_year_only"),
    ("a birth date nobody can read", {"TGL_LHR": "sekitar tahun lalu"}, "date_unreadable"),
    ("a birth in the future", {"TGL_LHR": "15-06-2023"}, "birth_after_cut_off"),
    ("no desa", {"DESA": ""}, "village_missing"),
    ("a desa nobody knows", {"DESA": "Antah Berantah"}, "village_unknown"),
    ("a desa of two kecamatan", {"DESA": "Kembar", "KECAMATAN": ""}, "village_ambiguous"),
    ("a kecamatan nobody knows", {"KECAMATAN": "Antah"}, "district_unknown"),
]


@pytest.mark.parametrize(("what", "said", "code"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_faulty_row_is_named_and_the_others_come_in(
    office: SmallOffice, what: str, said: dict[str, str], code: str
) -> None:
    sent = send([person(1), person(2, **said), person(3)])

    assert sent.codes == {3: code}
    assert (sent.row.n_read, sent.row.n_accepted, sent.row.n_new) == (3, 2, 2)
    assert CATALOGUE[code].remedy_id


WARNINGS = [
    ("birth date other than the NIK says", {"TGL_LHR": "18-08-1990"}, "nik_date_mismatch"),
    ("sex other than the NIK says", {"JENIS_KLMIN": "P"}, "nik_sex_mismatch"),
    ("a NIK of an unknown district", {"NIK": nik(7, district="990577")}, "nik_region_unknown"),
    ("serial 0000", {"NIK": nik(0)}, "nik_serial_zero"),
    ("31 December for an unknown day", {"TGL_LHR": "31-12-1990"}, "birth_default"),
    ("1 July for an unknown day", {"TGL_LHR": "01/07/1990"}, "birth_default"),
    ("ALM. in the name", {"NAMA_LGKP": "ALM. BUDI"}, "name_remark"),
    ("SAMPAH in the name", {"NAMA_LGKP": "SAMPAH BUDI"}, "name_remark"),
    ("a KK number that is none", {"NO_KK": "123"}, "kk_wrong_length"),
    ("the NIK in the KK column", {"NO_KK": nik(1)}, "kk_looks_like_nik"),
    ("a sex nobody can read", {"JENIS_KLMIN": "??Q"}, "sex_unread"),
    ("a KTP status nobody knows", {"STATUS_KTP_EL": "PACKET_RETRY"}, "ktp_status_unknown"),
    ("a marital status nobody knows", {"STAT_KWN": "RUMIT"}, "marital_unread"),
]


@pytest.mark.parametrize(("what", "said", "code"), WARNINGS, ids=[case[0] for case in WARNINGS])
def test_an_odd_row_comes_in_with_a_warning_kept_on_the_person(
    office: SmallOffice, what: str, said: dict[str, str], code: str
) -> None:
    sent = send([person(1, **said)])

    assert sent.row.n_new == 1
    assert code in Person.objects.get().warnings.split()


def test_decorated_niks_are_read(office: SmallOffice) -> None:
    niks = [
        "'" + nik(1),
        "9905.0117.0890.0002",
        f'="{nik(3)}"',
        f" {nik(4)} ",
        "990501 170890 0005",
    ]

    sent = send(
        "NIK;NAMA;DESA;KEC\n"
        + "".join(f"{n};SITI {c};Sini Satu;Sini\n" for c, n in zip("ABCDE", niks, strict=True))
    )

    assert sent.row.n_new == 5
    assert set(Person.objects.values_list("nik", flat=True)) == {nik(n) for n in range(1, 6)}


def test_unknown_birth_date_is_no_fault(office: SmallOffice) -> None:
    sent = send(
        [person(1, TGL_LHR="TIDAK TAHU"), person(2, TGL_LHR=""), person(3, TGL_LHR="00-00-0000")]
    )

    assert sent.row.n_new == 3
    assert set(Person.objects.values_list("birth_on", flat=True)) == {None}


def test_one_nik_two_people_lists_both(office: SmallOffice) -> None:
    sent = send([person(1, NAMA_LGKP="BUDI"), person(2), person(1, NAMA_LGKP="SITI")])

    assert sent.codes == {2: "nik_shared", 4: "nik_shared"}
    assert sent.row.n_new == 1


def test_one_person_twice_with_other_data_is_not_guessed(office: SmallOffice) -> None:
    sent = send([person(1, ALAMAT="JL SATU"), person(1, ALAMAT="JL DUA")])

    assert sent.codes == {2: "nik_twice", 3: "nik_twice"}


def test_rows_repeated_word_for_word_collapse(office: SmallOffice) -> None:
    sent = send([person(1), person(2), person(1), person(1)])

    assert (sent.row.n_new, sent.row.n_same, sent.row.n_rejected) == (2, 2, 0)


def test_one_person_two_niks_is_left_to_a_human(office: SmallOffice) -> None:
    send([person(1, NAMA_LGKP="BUDI"), person(2, NAMA_LGKP="BUDI B")])

    sent = send([person(1, NAMA_LGKP="BUDI", NIK_LAMA=nik(2))], cut_off=TODAY)

    assert sent.codes == {2: "nik_two_persons"}


def test_a_desa_of_two_kecamatan_is_found_by_its_kecamatan_or_code(office: SmallOffice) -> None:
    sent = send(
        [
            person(1, DESA="Kembar", KECAMATAN="Kec. Sini"),
            person(2, DESA="KEMBAR", KECAMATAN="SANA"),
            person(3, DESA="", KECAMATAN="", KODE_DESA="9905022009"),
        ]
    )

    villages = dict(Person.objects.values_list("nik", "village_id"))
    assert sent.row.n_new == 3
    assert villages[nik(1)] != villages[nik(2)] == villages[nik(3)]


def test_siak_splits_the_code_over_two_columns(office: SmallOffice) -> None:
    send([person(1, DESA="", KECAMATAN="", NO_KEC="2", NO_KEL="2001")])

    assert Person.objects.get().village_id == office.elsewhere.pk


def test_a_code_that_contradicts_the_name_is_refused(office: SmallOffice) -> None:
    sent = send([person(1, KODE_DESA="99.05.02.2001")])

    assert sent.codes == {2: "village_contradicts"}


def test_a_shifted_row_is_not_read_into_the_wrong_columns(office: SmallOffice) -> None:
    text = csv_text([person(1), person(2)]).replace("JL CONTOH 1;", "JL; CONTOH 1;", 1)

    sent = send(text)

    assert sent.codes == {2: "columns_shifted"}


def test_totals_and_signatures_below_are_no_people(office: SmallOffice) -> None:
    text = csv_text([person(1)]) + "JUMLAH;;1\n;;;\nMengetahui, Kepala Desa;\n"

    sent = send(text)

    assert sent.row.n_read == 3
    assert set(sent.codes.values()) == {"not_a_person"}


# --- whole files ----------------------------------------------------------------------------


def refusal_of(content: str | bytes, **declared: object) -> str:
    ref = receive(content, **declared)  # type: ignore[arg-type]
    with pytest.raises(FileNotAccepted) as refused:
        preview(actor=OFFICER, ref=ref, today=TODAY, now=NOW)
    return refused.value.code


def test_a_nik_column_in_scientific_notation_refuses_the_file(office: SmallOffice) -> None:
    assert refusal_of(csv_text([person(n, NIK="9.90501E+15") for n in range(1, 6)])) == (
        "file_nik_numbers"
    )


def test_too_many_niks_ending_in_zero_refuse_the_file(office: SmallOffice) -> None:
    rows = [person(n, NIK=nik(n)[:15] + "0", TGL_LHR="") for n in range(1, 400, 10)]

    assert refusal_of(csv_text(rows)) == "excel_damage"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "file_empty"),
        ("\n\n\n", "file_empty"),
        ("bukan berkas register\nhanya teks\n", "file_no_header"),
        ("NAMA;DESA;KECAMATAN\nSITI;Sini Satu;Sini\n", "file_no_nik"),
        ("NIK;DESA;KECAMATAN\n9905011708900001;Sini Satu;Sini\n", "file_no_name"),
        ("NIK;NAMA;ALAMAT\n9905011708900001;SITI;JL\n", "file_no_village"),
        ("NIK;NAMA;DESA\n", "file_empty"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "file_old_excel"),
        (b"PK\x03\x04 broken", "file_unreadable"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_an_explanation(
    office: SmallOffice, content: str | bytes, code: str
) -> None:
    assert refusal_of(content) == code
