"""The board of a day, the days of a seat, and what a vacancy would stop, as people read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils.html import strip_tags

from tests.pages.small_office import Office
from tuntas.authority import queries
from tuntas.authority.models import Assignment, Competence
from tuntas.cli.authority import authority

AsRole = Callable[[str], Client]
HEAD = "/wewenang/jabatan/head/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(strip_tags(answer.content.decode()).split())


def enter(client: Client, what: str, *, seat: str = HEAD, **told: object) -> tuple[int, str]:
    """One form of a seat's page, as a browser sends it."""
    said = {f"{what}-{name}": value for name, value in told.items()}
    answer = client.post(f"{seat}catat/", {"apa": what, **said}, follow=True)
    return answer.status_code, " ".join(strip_tags(answer.content.decode()).split())


def head_ref() -> str:
    return Assignment.objects.get(seat__code="head").ref


def release(client: Client, on: str = "2023-06-20") -> None:
    status, _page = enter(
        client, "akhiri", catatan=f"assignment {head_ref()}", mulai=on, dasar="SK (contoh)"
    )
    assert status == 200


def test_everybody_of_the_office_reads_and_only_some_record(as_role: AsRole) -> None:
    page = text(as_role("operator"), HEAD)

    assert "Riwayat" in page
    assert "Isi jabatan" not in page
    assert "Isi jabatan" in text(as_role("secretary"), HEAD)
    assert as_role("camat").get("/wewenang/").status_code == 403


def test_any_day_is_answered_as_it_was(as_role: AsRole) -> None:
    secretary = as_role("secretary")
    release(secretary)

    assert "kosong sejak 20 Juni 2023" in text(secretary, "/wewenang/")
    assert "kosong sejak" not in text(secretary, "/wewenang/?tanggal=2023-06-19")
    assert "Hari ini, 20 Juni 2023" in text(secretary, "/wewenang/?tanggal=kemarin")


def test_a_letter_of_resignation_is_on_the_timeline_and_ends_nothing(as_role: AsRole) -> None:
    secretary = as_role("secretary")

    status, page = enter(
        secretary,
        "tanggal",
        pengisian=head_ref(),
        jenis="resignation_letter",
        tanggal="2023-06-16",
        dasar="Surat 16 Juni 2023 (contoh)",
    )

    assert status == 200
    assert "Surat pengunduran diri Surat 16 Juni 2023 (contoh)" in page
    assert queries.who_may("assignment_letter", date(2023, 6, 20)).possible


def test_absence_certificate_mandate_and_suspension_are_recorded_and_ended(
    as_role: AsRole, office: Office
) -> None:
    secretary, day = as_role("secretary"), date(2023, 6, 20)
    head = office.users["head"].officer.ref
    days = {"mulai": "2023-06-20", "sampai": "", "dasar": "Surat (contoh)"}

    enter(secretary, "tte", pejabat=head, **days)
    assert queries.who_may("kk", day).possible
    enter(secretary, "tutup", pejabat="", **days)
    assert not queries.who_may("kk", day).possible
    enter(secretary, "halangan", pejabat=head, **days)
    assert not queries.who_may("assignment_letter", day).possible
    enter(
        secretary,
        "mandat",
        kepada="secretary",
        jenis="delegation",
        dokumen=["assignment_letter"],
        **days,
    )
    signer = queries.who_may("assignment_letter", day).signer
    assert signer is not None
    assert signer.on_behalf_of == "head"
    (absence,) = queries.entries_of("absence", head, day)
    status, page = enter(
        secretary,
        "akhiri",
        catatan=f"absence {absence}",
        mulai="2023-06-21",
        dasar="Surat sembuh (contoh)",
    )

    assert status == 200
    assert "kembali bertugas Surat sembuh (contoh)" in page
    assert "Akses SIAK kantor ditutup sejak 20 Juni 2023" in text(secretary, "/wewenang/")


def test_a_refusal_stands_beside_its_form_and_keeps_what_was_typed(
    as_role: AsRole, office: Office
) -> None:
    status, page = enter(
        as_role("secretary"),
        "isi",
        pejabat=office.users["coordinator"].officer.ref,
        sebagai="definitive",
        sk="821/8/2023",
        mulai="2023-06-20",
        sampai="",
        dasar="SK (contoh)",
    )

    assert status == 400
    assert "bertumpang tindih" in page
    assert Assignment.objects.filter(seat__code="head").count() == 1


def test_a_camats_seat_has_its_page(as_role: AsRole, office: Office) -> None:
    address = f"/wewenang/jabatan/camat:{office.district.code}/"

    assert "Camat Anggrek" in text(as_role("operator"), address)
    assert as_role("operator").get("/wewenang/jabatan/camat:00.00.00/").status_code == 404


def test_the_office_confirms_a_row_and_changes_another_from_a_day_on(as_role: AsRole) -> None:
    secretary = as_role("secretary")

    secretary.post("/wewenang/pastikan/", {"kode": "kk", "tanggal": "2023-06-20"})
    told = {"jabatan": "head", "bentuk": "tte", "plt": "on", "dasar": "SE (contoh)"}
    changed = secretary.post(
        "/wewenang/dokumen/assignment_letter/ubah/", told | {"mulai": "2023-06-21"}
    )
    too_early = secretary.post(
        "/wewenang/dokumen/assignment_letter/ubah/", told | {"mulai": "2010-01-01"}
    )

    assert Competence.objects.get(code="kk").confirmed
    assert changed.status_code == 302
    assert queries.who_may("assignment_letter", date(2023, 6, 20)).form == "wet"
    assert queries.who_may("assignment_letter", date(2023, 6, 21)).form == "tte"
    assert too_early.status_code == 400
    assert "sesudah hari mulai" in strip_tags(too_early.content.decode())


def test_what_nobody_signs_has_no_seat(as_role: AsRole) -> None:
    answer = as_role("secretary").post(
        "/wewenang/dokumen/ktp_print/ubah/",
        {"jabatan": "head", "bentuk": "none", "mulai": "2023-06-21", "dasar": "Aturan (contoh)"},
    )

    assert answer.status_code == 400
    assert Competence.objects.filter(code="ktp_print").count() == 1


def test_a_rehearsal_tells_what_stops_and_changes_nothing(as_role: AsRole) -> None:
    page = text(as_role("operator"), "/wewenang/andai/?jabatan=head")

    assert "Sampai ada SK Plt Surat tugas" in page
    assert "Sampai ada pejabat definitif Pengangkatan" in page
    shut_out = page.partition("bila Ditjen menutup akses SIAK")[2]
    assert shut_out.startswith(" Perekaman KTP-elPencetakan KTP-el")
    assert queries.who_may("assignment_letter", date(2023, 6, 21)).possible
    assert as_role("operator").get("/wewenang/andai/?jabatan=raja").status_code == 404


def test_an_ending_is_announced_on_the_board(as_role: AsRole) -> None:
    secretary = as_role("secretary")
    release(secretary, "2023-07-10")

    assert "masa tugas · 10 Juli 202320 hari" in text(secretary, "/wewenang/")


def asked(*arguments: str) -> tuple[int, dict[str, object]]:
    outcome = CliRunner().invoke(authority, [*arguments, "--json"])
    return outcome.exit_code, json.loads(outcome.stdout)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--document", "assignment_letter"], 0),
        (["--document", "assignment_letter", "--if-empty", "head"], 1),
        (["--document", "assignment_letter", "--on", "2020-12-31"], 1),
        (["--document", "recording", "--if-empty", "head"], 0),
        (["--document", "recording", "--if-suspended"], 1),
        (["--document", "assignment_letter", "--if-suspended"], 0),
        (["--if-empty", "head"], 0),
    ],
)
def test_the_terminal_gives_the_same_answers(
    office: Office, arguments: list[str], code: int
) -> None:
    exit_code, answer = asked(*arguments)

    assert exit_code == code
    assert answer["documents"]


def test_the_terminal_refuses_an_unknown_document_and_an_unknown_seat(office: Office) -> None:
    for arguments in (["--document", "kartu_nama"], ["--if-empty", "raja"]):
        exit_code, answer = asked(*arguments)
        assert exit_code == 1
        assert "error" in answer


def test_the_terminal_says_what_stops_and_what_opens_it(office: Office) -> None:
    said = CliRunner().invoke(authority, ["--if-empty", "head"]).stdout

    assert "TERHENTI" in said
    assert "Jabatan kosong sejak 20 Juni 2023" in said
    assert "- Surat tugas" in said
