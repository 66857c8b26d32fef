from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import strip_tags

from tests.pages.small_office import OPENING, TODAY, Office, at
from tuntas.accounts.principals import system
from tuntas.audit.models import View
from tuntas.coverage import queries as coverage
from tuntas.enrolment.actions import authorise_mode
from tuntas.ledger import cells
from tuntas.ledger import queries as ledger
from tuntas.outreach.models import AsideProposal
from tuntas.residents.models import Person

AsRole = Callable[[str], Client]


@pytest.fixture
def unrecorded(office: Office) -> Person:
    """Somebody who must be recorded and is not."""
    person_id, _, _ = ledger.people_in(on=TODAY, cells=cells.LEFT_CELLS)[0]
    return Person.objects.get(id=person_id)


@pytest.fixture
def recorded(office: Office) -> Person:
    captured = [cells.encode(2, 0, 2, 2)]
    return Person.objects.get(id=ledger.people_in(on=TODAY, cells=captured)[0][0])


def nonce_on(page: str) -> str:
    return re.findall(r'name="nonce" value="([0-9a-f]{32})"', page)[0]


def fill(client: Client, person: Person, **changes: str) -> dict[str, str]:
    page = client.get(f"/orang/{person.ref.hex}/rekam/").content.decode()
    return {"nonce": nonce_on(page), "tempat": "Loket kantor", "hadir": "on", **changes}


def test_recording_a_person_lowers_the_number_on_the_home_page(
    as_role: AsRole, unrecorded: Person
) -> None:
    client = as_role("operator")
    before = coverage.figures_of(on=TODAY).left

    answer = client.post(f"/orang/{unrecorded.ref.hex}/rekam/", fill(client, unrecorded))

    assert answer.status_code == 302
    assert f'<strong class="hero-n">{before - 1}</strong>' in client.get("/").content.decode()
    assert (
        "Ditandai direkam di klien nasional"
        in client.get(f"/orang/{unrecorded.ref.hex}/").content.decode()
    )


def test_a_second_click_records_nobody_twice(as_role: AsRole, unrecorded: Person) -> None:
    client = as_role("operator")
    form = fill(client, unrecorded)
    address = f"/orang/{unrecorded.ref.hex}/rekam/"
    before = coverage.figures_of(on=TODAY).left

    client.post(address, form)
    again = client.post(address, form, follow=True)

    assert "tidak dihitung dua kali" in again.content.decode()
    assert coverage.figures_of(on=TODAY).left == before - 1


def test_somebody_recorded_is_refused_with_what_to_do_instead(
    as_role: AsRole, recorded: Person
) -> None:
    client = as_role("operator")
    form = {"nonce": "ab" * 16, "tempat": "Loket kantor", "hadir": "on"}

    answer = client.post(f"/orang/{recorded.ref.hex}/rekam/", form)

    assert answer.status_code == 409
    assert "Ajukan pencetakan" in strip_tags(answer.content.decode())


def test_without_comparing_the_papers_nothing_is_recorded(
    as_role: AsRole, unrecorded: Person
) -> None:
    client = as_role("operator")
    form = fill(client, unrecorded)
    del form["hadir"]

    answer = client.post(f"/orang/{unrecorded.ref.hex}/rekam/", form)

    assert answer.status_code == 400
    assert "Cocokkan dulu" in answer.content.decode()


def test_the_place_is_remembered_for_the_next_person(as_role: AsRole, unrecorded: Person) -> None:
    client = as_role("operator")
    client.post(
        f"/orang/{unrecorded.ref.hex}/rekam/", fill(client, unrecorded, tempat="Balai desa Popalo")
    )
    person_id = ledger.people_in(on=TODAY, cells=cells.LEFT_CELLS)[0][0]
    following = Person.objects.get(id=person_id)

    page = client.get(f"/orang/{following.ref.hex}/rekam/").content.decode()

    assert 'value="Balai desa Popalo"' in page


def test_a_recording_taken_back_stays_in_the_timeline(as_role: AsRole, unrecorded: Person) -> None:
    client = as_role("operator")
    address = f"/orang/{unrecorded.ref.hex}/"
    client.post(f"{address}rekam/", fill(client, unrecorded))
    before = coverage.figures_of(on=TODAY).left

    client.post(f"{address}batal-rekam/", {"alasan": "salah memilih orang di loket"})

    page = client.get(address).content.decode()
    assert coverage.figures_of(on=TODAY).left == before + 1
    assert "dibatalkan" in page
    assert "Ditandai direkam di klien nasional" in page


def test_every_opening_of_a_person_is_logged_by_ref_and_never_by_name(
    as_role: AsRole, unrecorded: Person
) -> None:
    as_role("operator").get(f"/orang/{unrecorded.ref.hex}/")

    row = View.objects.latest("n")
    assert row.verb == "residents.person"
    assert unrecorded.ref.hex in row.subjects
    assert unrecorded.name not in row.subjects


def test_an_operator_of_another_district_finds_nobody_here(
    as_role: AsRole, office: Office, unrecorded: Person
) -> None:
    assert as_role("camat").get(f"/orang/{unrecorded.ref.hex}/").status_code == 403


def test_a_person_that_does_not_exist_looks_like_one_out_of_reach(as_role: AsRole) -> None:
    assert as_role("operator").get(f"/orang/{'0' * 32}/").status_code == 404
    assert as_role("operator").get("/orang/bukan-ref/").status_code == 404


def test_marks_of_the_national_client_wait_in_a_list(as_role: AsRole) -> None:
    page = as_role("operator").get("/tanda/").content.decode()

    assert "Menunggu kepastian" in page
    assert page.count("/orang/") > 5


def test_the_mode_changes_only_by_a_document(as_role: AsRole) -> None:
    client = as_role("head")
    form = {"mode": "local", "berlaku": TODAY.isoformat(), "dokumen": "Surat 470/12/2023"}

    refused = client.post("/mode/", {**form, "dokumen": ""})
    accepted = client.post("/mode/", form, follow=True)

    assert refused.status_code == 400
    assert "Hari ini: lokal" in strip_tags(accepted.content.decode())


def test_in_local_mode_the_desk_records_by_itself(as_role: AsRole, unrecorded: Person) -> None:
    authorise_mode(
        actor=system("test"), mode="local", from_on=OPENING, document="Surat", now=at(OPENING)
    )
    client = as_role("operator")

    answer = client.post(
        f"/orang/{unrecorded.ref.hex}/rekam/", fill(client, unrecorded), follow=True
    )

    assert "Angka belum rekam sudah berkurang satu" in answer.content.decode()


def test_a_proposal_is_decided_by_another_person_and_lowers_only_the_dynamic_figure(
    as_role: AsRole, unrecorded: Person
) -> None:
    evidence = {
        "alasan": "MENINGGAL_BELUM_LAPOR",
        "bukti": "Surat keterangan kepala desa",
        "surat": "474.3/12, 18 Juni 2023",
    }
    coordinator = as_role("coordinator")
    coordinator.post(f"/orang/{unrecorded.ref.hex}/usul-keluar/", evidence)
    proposal = AsideProposal.objects.get()
    before = coverage.figures_of(on=TODAY)

    own = coordinator.post(f"/usulan/{proposal.id}/", {"putusan": "setuju"}, follow=True)
    other = as_role("head").post(f"/usulan/{proposal.id}/", {"putusan": "setuju"}, follow=True)

    after = coverage.figures_of(on=TODAY)
    assert "bukan pengusulnya sendiri" in own.content.decode()
    assert "Usulan disetujui" in other.content.decode()
    assert (after.left, after.left_dynamic) == (before.left, before.left_dynamic - 1)


def test_a_proposal_without_evidence_is_not_taken(as_role: AsRole, unrecorded: Person) -> None:
    answer = as_role("operator").post(
        f"/orang/{unrecorded.ref.hex}/usul-keluar/",
        {"alasan": "MENINGGAL_BELUM_LAPOR", "bukti": "kata orang"[:4]},
    )

    assert answer.status_code == 400
    assert AsideProposal.objects.count() == 0


def test_who_turns_up_is_counted_again(as_role: AsRole, unrecorded: Person) -> None:
    evidence = {
        "alasan": "PINDAH_BELUM_LAPOR",
        "bukti": "Surat keterangan kepala desa",
        "surat": "475/13, 18 Juni 2023",
    }
    as_role("operator").post(f"/orang/{unrecorded.ref.hex}/usul-keluar/", evidence)
    head = as_role("head")
    head.post(f"/usulan/{AsideProposal.objects.get().id}/", {"putusan": "setuju"})

    head.post(f"/orang/{unrecorded.ref.hex}/tarik-usul/", {"alasan": "orangnya datang ke loket"})

    figures = coverage.figures_of(on=TODAY)
    assert figures.left == figures.left_dynamic


def test_whether_somebody_is_obliged_is_left_open_with_the_reason(as_role: AsRole) -> None:
    person = Person.objects.get(birth_on=None)

    page = as_role("operator").get(f"/orang/{person.ref.hex}/").content.decode()

    assert "Wajib tidaknya belum diketahui" in page
    assert "Lengkapi tanggal lahir" in page
