"""Missing from one file and listed in a newer one: what was proposed is taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from tests.principals import SmallOffice, browser_of, make_user
from tests.residents.registers import CUT_OFF, OFFICER, TODAY, nik, person, send
from tuntas.audit.models import Act
from tuntas.residents.models import ExitProposal, Person, RegisterImport

pytestmark = pytest.mark.django_db(transaction=True)

JUNE_16, JUNE_18 = CUT_OFF + timedelta(days=2), CUT_OFF + timedelta(days=4)


def missing_on(day: date) -> ExitProposal:
    """Two people are listed; the second is missing from a complete file of *day*."""
    send([person(1), person(2)])
    send([person(1)], cut_off=day, complete_for="99.05")
    return ExitProposal.objects.get(kind="absent")


def test_a_newer_file_takes_back_what_waits_and_says_by_which_batch(office: SmallOffice) -> None:
    missing_on(JUNE_16)

    newer = send([person(2)], cut_off=JUNE_18)

    proposal = ExitProposal.objects.get()
    assert (proposal.state, proposal.decided_on) == ("withdrawn", TODAY)
    assert proposal.decided_by == OFFICER.officer_ref
    assert proposal.withdrawn_by == newer.row
    assert proposal.seq == newer.row.last_seq
    act = Act.objects.get(verb="residents.import_chunk", batch_seq=proposal.seq)
    assert Person.objects.get(nik=nik(2)).ref.hex in act.subjects
    assert newer.row.n_withdrawn == 1
    assert newer.seen is not None
    assert newer.seen.withdrawn == 1


def test_it_may_be_proposed_anew_when_the_next_file_lacks_them_again(office: SmallOffice) -> None:
    missing_on(CUT_OFF)
    send([person(2)], cut_off=JUNE_16)

    send([person(1)], cut_off=JUNE_18, complete_for="99.05")

    assert sorted(ExitProposal.objects.values_list("state", flat=True)) == ["open", "withdrawn"]


def test_an_older_file_takes_nothing_back(office: SmallOffice) -> None:
    missing_on(JUNE_18)

    older = send([person(2)], cut_off=JUNE_16)

    assert ExitProposal.objects.get().state == "open"
    assert older.row.n_withdrawn == 0


def test_a_row_that_says_they_died_takes_nothing_back(office: SmallOffice) -> None:
    missing_on(JUNE_16)

    send([person(2, STATUS_PENDUDUK="MENINGGAL")], cut_off=JUNE_18)

    assert dict(ExitProposal.objects.values_list("kind", "state")) == {
        "absent": "open",
        "died": "open",
    }


def test_what_a_second_person_has_decided_stays_decided(office: SmallOffice) -> None:
    proposal = missing_on(JUNE_16)
    head = browser_of(make_user("head", region=office.regency))
    decide(head, proposal, "tolak")

    newer = send([person(2)], cut_off=JUNE_18)

    assert ExitProposal.objects.get().state == "declined"
    assert newer.row.n_withdrawn == 0


def test_the_page_of_the_import_says_it(office: SmallOffice) -> None:
    missing_on(JUNE_16)
    send([person(2)], cut_off=JUNE_18)
    ref = RegisterImport.objects.latest("id").ref.hex

    page = browser_of(make_user("adb", region=office.regency)).get(f"/impor/{ref}/")

    assert "1 usulan keluar dari berkas lama ditarik" in page.content.decode()


def decide(client: Client, proposal: ExitProposal, verdict: str) -> None:
    said = {"cakupan": "dipilih", "putusan": verdict, "dasar": "masih tinggal di desa ini"}
    client.post("/usulan-keluar/", {"usulan": [proposal.ref.hex], **said})
