"""Files in the hands of an officer: what is asked, what is told, and who decides."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable

import pytest
import xlsxwriter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from tests.pages.small_office import TODAY, Office
from tuntas.audit.models import View
from tuntas.ledger.verification import verify
from tuntas.residents import tasks
from tuntas.residents.models import ExitProposal, Person, RegisterImport
from tuntas.wilayah import queries as wilayah

AsRole = Callable[[str], Client]
HEADER = ("NIK", "NO KK", "NAMA", "JK", "TGL LAHIR", "STATUS KAWIN", "DESA", "KECAMATAN")


def row(serial: int, **said: str) -> dict[str, str]:
    return {
        "NIK": f"99050117089{serial:05}",
        "NO KK": "9905010101100001",
        "NAMA": f"ORANG {chr(64 + serial)}",
        "JK": "L",
        "TGL LAHIR": "17-08-1990",
        "STATUS KAWIN": "BELUM KAWIN",
        "DESA": "Ilangata",
        "KECAMATAN": "Anggrek",
        **said,
    }


def csv_of(rows: Iterable[dict[str, str]], header: tuple[str, ...] = HEADER) -> bytes:
    lines = [";".join(header), *(";".join(each.values()) for each in rows)]
    return "\n".join(lines).encode()


def send(client: Client, content: bytes, name: str = "register.csv", **said: str) -> str:
    """Upload a file; the address it leads to."""
    file = io.BytesIO(content)
    file.name = name
    told = {"jenis": "register", "tanggal_potong": TODAY.isoformat(), **said}
    answer = client.post("/impor/baru/", {"berkas": file, **told})
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    return str(answer["Location"])


def as_shown(page: str) -> dict[str, str]:
    """What the selects of the columns page would send unchanged."""
    selects = re.findall(r'<select name="(kolom-\d+)"[^>]*>(.*?)</select>', page, re.S)
    chosen = {name: re.search(r'value="([^"]*)" selected', body) for name, body in selects}
    return {name: found[1] if found else "" for name, found in chosen.items()}


def check(client: Client, columns: str, **changes: str) -> str:
    """Confirm the columns and let the worker make the dry run; the address of the import."""
    answer = client.post(columns, {**as_shown(text_of(client, columns)), **changes})
    assert answer.status_code == 302, strip_tags(answer.content.decode())
    work()
    return str(answer["Location"])


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def words_of(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(text_of(client, address).partition("<main")[2]))


def let_it_run(client: Client, address: str) -> None:
    """Ask for it to be applied, and do the worker's work."""
    client.post(f"{address}terapkan/")
    work()


def work() -> None:
    tasks.apply.call(RegisterImport.objects.latest("id").ref.hex)


def absent_from_ilangata(client: Client) -> str:
    """Apply a register that says it is complete for Ilangata, and holds a stranger only."""
    code = next(village.code for village in wilayah.villages() if village.name == "Ilangata")
    address = check(client, send(client, csv_of([row(1)]), lengkap_untuk=code))
    let_it_run(client, address)
    return address


def test_an_office_without_files_is_told_what_to_bring(as_role: AsRole) -> None:
    said = words_of(as_role("adb"), "/impor/")

    assert "Belum ada berkas" in said
    assert "kolom NIK berformat teks" in said


def test_nothing_changes_before_the_dry_run_is_applied_and_all_of_it_after(
    as_role: AsRole,
) -> None:
    adb, before = as_role("adb"), Person.objects.count()

    address = check(adb, send(adb, csv_of([row(1), row(2), row(3, NAMA="")])))
    foreseen = words_of(adb, address)
    untouched = Person.objects.count()
    let_it_run(adb, address)
    happened = words_of(adb, address)

    assert "3 baris dibaca = 2 diterima + 1 ditolak" in foreseen
    assert "Terapkan 2 baris" in foreseen
    assert untouched == before
    assert "3 baris dibaca = 2 diterima + 1 ditolak" in happened
    assert Person.objects.count() == before + 2
    assert list(verify()) == []


def test_each_rejected_row_has_its_line_column_reason_and_remedy(as_role: AsRole) -> None:
    adb = as_role("adb")

    said = words_of(adb, check(adb, send(adb, csv_of([row(1), row(2, DESA="Antah")]))))

    assert "3 Desa/kelurahan Desa ini tidak dikenal di kabupaten ini." in said
    assert "Periksa ejaan nama desa dan kecamatannya, atau pakai kode desa." in said


def test_no_full_nik_stands_on_the_columns_page_and_looking_at_it_is_logged(
    as_role: AsRole,
) -> None:
    adb = as_role("adb")

    page = text_of(adb, send(adb, csv_of([row(1)])))

    assert row(1)["NIK"] not in page
    assert "9905********0001" in page
    assert View.objects.latest("n").verb == "residents.import_columns"


def test_a_column_nobody_recognised_is_asked_for_and_remembered(as_role: AsRole) -> None:
    adb = as_role("adb")
    odd = tuple("SEBUTAN" if name == "NAMA" else name for name in HEADER)
    columns = send(adb, csv_of([row(1)], odd))

    asked = words_of(adb, columns)
    refused = adb.post(columns, as_shown(text_of(adb, columns)))
    check(adb, columns, **{"kolom-2": "nama"})
    again = send(adb, csv_of([row(1), row(2)], odd))

    assert "Belum dikenali: Nama lengkap" in asked
    assert refused.status_code == 400
    assert "Belum ada kolomnya: Nama lengkap." in refused.content.decode()
    assert "pernah dipastikan" in words_of(adb, again)
    assert as_shown(text_of(adb, again))["kolom-2"] == "nama"


def test_two_columns_cannot_mean_the_same(as_role: AsRole) -> None:
    adb = as_role("adb")
    columns = send(adb, csv_of([row(1)]))

    answer = adb.post(columns, {**as_shown(text_of(adb, columns)), "kolom-3": "nama"})

    assert answer.status_code == 400
    assert "dipilih untuk lebih dari satu kolom" in answer.content.decode()


def test_a_workbook_with_numbers_for_nik_is_refused_whole_with_the_way_out(
    as_role: AsRole,
) -> None:
    made, adb = io.BytesIO(), as_role("adb")
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for n in range(1, 6):
        sheet.write_row(n, 0, [float(row(n)["NIK"]), *list(row(n).values())[1:]])
    book.close()

    address = send(adb, made.getvalue(), "register.xlsx")
    work()
    said = words_of(adb, address)

    assert "Berkas ini ditolak seluruhnya" in said
    assert "Excel menyimpan angka sampai 15 digit saja." in said
    assert "Tidak ada yang hilang" in said
    assert RegisterImport.objects.get().state == "refused"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"satu;dua\n1;2\n", "Judul kolom tidak ditemukan"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Berkas Excel lama"),
        (b"PK\x03\x04 bukan buku kerja", "bukan CSV atau XLSX yang utuh"),
    ],
)
def test_a_file_nobody_can_read_is_told_apart_from_an_empty_page(
    as_role: AsRole, content: bytes, sentence: str
) -> None:
    adb = as_role("adb")

    address = send(adb, content)
    work()

    assert sentence in words_of(adb, address)


def test_the_same_file_again_leads_to_the_import_that_is_there(as_role: AsRole) -> None:
    adb = as_role("adb")
    address = check(adb, send(adb, csv_of([row(1)])))

    assert send(adb, csv_of([row(1)])) == address
    assert RegisterImport.objects.count() == 1


def test_a_cut_off_in_the_future_is_said_beside_the_form(as_role: AsRole) -> None:
    file = io.BytesIO(csv_of([row(1)]))
    file.name = "register.csv"

    answer = as_role("adb").post(
        "/impor/baru/", {"berkas": file, "jenis": "register", "tanggal_potong": "2030-01-01"}
    )

    assert answer.status_code == 400
    assert "Tanggal potong data belum tiba" in answer.content.decode()


def test_progress_is_told_until_the_end_and_then_the_page_is_fetched_anew(
    as_role: AsRole,
) -> None:
    adb = as_role("adb")
    address = check(adb, send(adb, csv_of([row(1)])))
    adb.post(f"{address}terapkan/")

    waiting = adb.get(f"{address}kemajuan/").content.decode()
    tasks.apply.call(RegisterImport.objects.get().ref.hex)
    ended = adb.get(f"{address}kemajuan/")

    assert "Menunggu giliran" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert ended["HX-Redirect"] == address


def test_what_was_applied_cannot_be_applied_or_given_up_again(as_role: AsRole) -> None:
    adb = as_role("adb")
    address = check(adb, send(adb, csv_of([row(1)])))
    let_it_run(adb, address)

    again = adb.post(f"{address}terapkan/", follow=True).content.decode()
    given_up = adb.post(f"{address}batal/", follow=True).content.decode()

    assert "langkah itu tidak berlaku lagi" in again
    assert "langkah itu tidak berlaku lagi" in given_up
    assert RegisterImport.objects.get().state == "done"


def test_giving_up_deletes_the_file_and_changes_nobody(as_role: AsRole) -> None:
    adb, before = as_role("adb"), Person.objects.count()
    address = check(adb, send(adb, csv_of([row(1)])))

    adb.post(f"{address}batal/")

    assert not RegisterImport.objects.exists()
    assert Person.objects.count() == before


def test_rejected_rows_leave_only_for_a_purpose_and_are_logged(as_role: AsRole) -> None:
    adb = as_role("adb")
    address = check(adb, send(adb, csv_of([row(1), row(2, NAMA="")])))
    let_it_run(adb, address)

    without = adb.post(f"{address}tolak/", {"keperluan": "cek"})
    file = adb.post(f"{address}tolak/", {"keperluan": "diperbaiki operator SIAK"})
    text = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    assert without.status_code == 400
    assert "attachment" in file["Content-Disposition"]
    assert "Nama kosong." in text
    assert row(1)["NIK"] not in text
    seen = View.objects.latest("n")
    assert (seen.verb, seen.count) == ("residents.import_rejects", 1)


def test_a_file_that_says_it_is_complete_only_proposes_who_is_missing(
    office: Office, as_role: AsRole
) -> None:
    adb = as_role("adb")
    here = Person.objects.filter(status="here").count()

    address = absent_from_ilangata(adb)

    assert "2 usulan keluar menunggu keputusan koordinator" in words_of(adb, address)
    assert Person.objects.filter(status="here").count() == here + 1
    assert ExitProposal.objects.filter(state="open").count() == 2


def test_the_home_page_says_that_exits_wait(as_role: AsRole) -> None:
    absent_from_ilangata(as_role("adb"))

    page = text_of(as_role("coordinator"), "/")

    assert 'href="/usulan-keluar/"' in page
    assert "usulan keluar dari berkas register menunggu orang kedua" in page


def test_a_second_person_approves_those_ticked_and_declines_with_a_reason(
    as_role: AsRole,
) -> None:
    absent_from_ilangata(as_role("adb"))
    head = as_role("head")
    first, second = ExitProposal.objects.order_by("id")

    head.post("/usulan-keluar/", _decision("setuju", first))
    mute = head.post("/usulan-keluar/", _decision("tolak", second))
    head.post("/usulan-keluar/", {**_decision("tolak", second), "dasar": "masih tinggal di desa"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == "approved"
    assert mute.status_code == 400
    assert "Tulis mengapa ditolak" in mute.content.decode()
    assert (second.state, second.note) == ("declined", "masih tinggal di desa")
    assert list(verify()) == []


def _decision(verdict: str, *proposals: ExitProposal) -> dict[str, object]:
    refs = [proposal.ref.hex for proposal in proposals]
    return {"putusan": verdict, "cakupan": "dipilih", "usulan": refs}


def test_a_whole_group_is_decided_at_once_and_nothing_outside_it(as_role: AsRole) -> None:
    absent_from_ilangata(as_role("adb"))
    elsewhere = ExitProposal.objects.create(
        person=Person.objects.exclude(exit_proposals__state="open").latest("id"),
        kind="died",
        effective_on=TODAY,
        proposed_by="b" * 32,
        proposed_on=TODAY,
    )

    group = f"/usulan-keluar/?impor={RegisterImport.objects.get().ref.hex}&jenis=absent"
    answer = as_role("head").post(group, {"putusan": "setuju", "cakupan": "semua"}, follow=True)

    elsewhere.refresh_from_db()
    assert "2 usulan disetujui." in answer.content.decode()
    assert elsewhere.state == "open"
    assert ExitProposal.objects.filter(state="approved").count() == 2


def test_nobody_decides_on_what_they_proposed_and_the_page_says_why(
    office: Office, as_role: AsRole
) -> None:
    absent_from_ilangata(as_role("adb"))
    head = as_role("head")
    ExitProposal.objects.update(proposed_by=office.users["head"].officer.ref)

    said = words_of(head, "/usulan-keluar/")
    answer = head.post("/usulan-keluar/", {"putusan": "setuju", "cakupan": "semua"})

    assert "Anda sendiri yang mengusulkan ini" in said
    assert "bukan pengusulnya" in answer.content.decode()
    assert set(ExitProposal.objects.values_list("state", flat=True)) == {"open"}


def test_looking_at_the_names_of_exits_is_one_row_of_the_log(as_role: AsRole) -> None:
    absent_from_ilangata(as_role("adb"))

    text_of(as_role("head"), "/usulan-keluar/")

    seen = View.objects.latest("n")
    assert (seen.verb, seen.count) == ("residents.exits", 2)


def test_a_long_list_of_files_is_paged_by_the_database(
    as_role: AsRole,
) -> None:
    adb = as_role("adb")
    absent_from_ilangata(adb)
    given = RegisterImport.objects.get()
    with CaptureQueriesContext(connection) as for_one:
        text_of(adb, "/impor/")
    RegisterImport.objects.bulk_create(
        RegisterImport(
            file_name=f"berkas-{n}.csv",
            file_digest=f"{n:064}",
            size_bytes=1,
            cut_off=TODAY,
            requested_by=given.requested_by,
            created_at=given.created_at,
        )
        for n in range(60)
    )

    with CaptureQueriesContext(connection) as for_many:
        page = text_of(adb, "/impor/?halaman=2")

    assert page.count("<tr>") == 1 + 30
    assert len(for_many) == len(for_one)
