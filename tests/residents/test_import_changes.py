"""A second file: a changed row is an event with its day, a missing person a proposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.principals import SmallOffice
from tests.residents.registers import NOW, OFFICER, TODAY, nik, person, receive, send
from tuntas.accounts.principals import Area, Principal
from tuntas.ledger.tracks import Enrol, Standing, value_on
from tuntas.residents import queries
from tuntas.residents.actions.exits import approve_exits, decline_exits
from tuntas.residents.errors import (
    CutOffBeforeOpening,
    CutOffInFuture,
    NothingToDecide,
    OnlyRegistersAreComplete,
    ScopeUnknown,
    SecondPersonNeeded,
)
from tuntas.residents.models import ExitProposal, Person, RegisterEvent, RegisterImport
from tuntas.residents.register_check import FileKind

pytestmark = pytest.mark.django_db(transaction=True)

LATER = date(2023, 6, 19)
HEAD = Principal("user", "c" * 32, "d" * 32, "Kepala", frozenset({"approve_exit"}), (), ())


@pytest.fixture
def head(monkeypatch: pytest.MonkeyPatch) -> Principal:
    """A head of office for the whole regency."""
    from tuntas.accounts.principals import Area

    return Principal(
        "user", "c" * 32, "d" * 32, "Kepala", frozenset({"approve_exit"}), (), (Area("head", None),)
    )


def kinds(serial: int) -> list[str]:
    events = RegisterEvent.objects.filter(person__nik=nik(serial)).order_by("id")
    return list(events.values_list("kind", flat=True))


def told(serial: int) -> dict[str, object]:
    found = (
        RegisterEvent.objects.filter(person__nik=nik(serial))
        .order_by("-id")
        .values_list(*queries.Fact._fields)[0]
    )
    return queries.Fact(*found).told()


def test_the_same_file_twice_changes_nothing(office: SmallOffice) -> None:
    first = send([person(1), person(2)])
    events = RegisterEvent.objects.count()

    again = receive([person(1), person(2)])

    assert again == first.ref
    assert RegisterImport.objects.count() == 1
    assert RegisterEvent.objects.count() == events


def test_the_same_rows_at_a_later_cut_off_add_no_event(office: SmallOffice) -> None:
    send([person(1), person(2)])

    sent = send([person(1), person(2)], cut_off=LATER)

    assert (sent.row.n_same, sent.row.n_changed, sent.row.n_new) == (2, 0, 0)
    assert kinds(1) == ["listed"]


@pytest.mark.parametrize(
    ("said", "kind", "field"),
    [
        ({"STAT_KWN": "KAWIN"}, "married", "marital"),
        ({"ALAMAT": "JL BARU 2"}, "changed", "address"),
        ({"NO_KK": "9905010101230002"}, "changed", "kk"),
        ({"NAMA_LGKP": "ORANG BAA"}, "corrected", "name"),
        ({"TGL_LHR": "18-08-1990"}, "corrected", "birth_on"),
        ({"JENIS_KLMIN": "P"}, "corrected", "sex"),
        ({"TMPT_LHR": "ANGGREK"}, "corrected", "birth_place"),
        ({"DESA": "Sini Dua"}, "moved", "village"),
    ],
)
def test_a_changed_cell_becomes_an_event_effective_at_the_cut_off(
    office: SmallOffice, said: dict[str, str], kind: str, field: str
) -> None:
    send([person(1)])

    sent = send([person(1, **said)], cut_off=LATER)

    event = RegisterEvent.objects.latest("id")
    assert (sent.row.n_changed, event.kind, event.effective_on) == (1, kind, LATER)
    assert field in told(1)


def test_an_empty_cell_takes_nothing_away(office: SmallOffice) -> None:
    send([person(1)])

    sent = send([person(1, ALAMAT="", TMPT_LHR="", NO_KK="", STAT_KWN="")], cut_off=LATER)

    assert sent.row.n_same == 1
    assert Person.objects.get().address == "JL CONTOH 1"


def test_a_wedding_at_sixteen_obliges_from_its_day(office: SmallOffice) -> None:
    child = {"NIK": nik(1, born="010107"), "TGL_LHR": "01-01-2007"}
    send([person(1, **child)])

    send([person(1, **child, STAT_KWN="KAWIN")], cut_off=LATER)

    tracks = queries.tracks_of([Person.objects.get().id]).popitem()[1]
    assert value_on(tracks.standing, date(2023, 6, 18)) == Standing.MINOR
    assert value_on(tracks.standing, LATER) == Standing.DUE


def test_a_status_is_a_fact_only_when_it_is_news(office: SmallOffice) -> None:
    send([person(1), person(2)])

    send(
        [person(1, STATUS_KTP_EL="PRINT_READY_RECORD"), person(2, STATUS_KTP_EL="BLM REKAM")],
        cut_off=LATER,
    )

    tracks = queries.tracks_of(list(Person.objects.order_by("nik").values_list("id", flat=True)))
    first, second = tracks.values()
    assert value_on(first.enrol, LATER) == Enrol.UNIQUE
    assert value_on(first.enrol, date(2023, 6, 18)) == Enrol.NONE
    assert value_on(second.enrol, LATER) == Enrol.NONE


def test_an_older_file_does_not_overwrite_what_is_known_of_later_days(office: SmallOffice) -> None:
    send([person(1, ALAMAT="JL LAMA")])
    send([person(1, ALAMAT="JL BARU", DESA="Sini Dua", NAMA_LGKP="ORANG BAIK")], cut_off=LATER)

    older = send([person(1, ALAMAT="JL TENGAH", NAMA_LGKP="ORANG BAIX")], cut_off=date(2023, 6, 16))

    known = Person.objects.get()
    assert older.row.n_changed == 1
    assert (known.address, known.village_id) == ("JL BARU", office.neighbour.pk)
    assert known.name == "ORANG BAIK"
    late = RegisterEvent.objects.latest("id")
    assert (late.kind, late.effective_on) == ("changed", date(2023, 6, 16))


def test_a_former_nik_finds_the_person(office: SmallOffice) -> None:
    send([person(1)])
    send([person(9, NAMA_LGKP=person(1)["NAMA_LGKP"], NIK_LAMA=nik(1))], cut_off=LATER)

    older = send([person(1, ALAMAT="JL X")], cut_off=date(2023, 6, 16))

    assert Person.objects.count() == 1
    assert Person.objects.get().nik == nik(9)
    assert older.row.n_new == 0


def test_another_person_under_a_known_nik_is_not_taken_for_them(office: SmallOffice) -> None:
    send([person(1, NAMA_LGKP="BUDI SANTOSO")])

    sent = send([person(1, NAMA_LGKP="SITI RAHMA", TGL_LHR="01-02-2001")], cut_off=LATER)

    assert sent.codes == {2: "nik_other_person"}


# --- exits ----------------------------------------------------------------------------------


def test_somebody_missing_from_a_complete_file_is_proposed_never_removed(
    office: SmallOffice, head: Principal
) -> None:
    send([person(1), person(2), person(3, DESA="Sana Satu", KECAMATAN="Sana")])

    sent = send([person(1)], cut_off=LATER, complete_for="99.05.01")

    proposal = ExitProposal.objects.get()
    assert (proposal.person.nik, proposal.kind, sent.row.n_proposed) == (nik(2), "absent", 1)
    assert Person.objects.filter(status="here").count() == 3

    decision = approve_exits(actor=head, on=TODAY, now=NOW)

    assert decision.decided == 1
    gone = Person.objects.get(nik=nik(2))
    assert gone.status == "moved_out"
    assert kinds(2)[-1] == "unlisted"


def test_a_rejected_row_is_not_a_missing_person(office: SmallOffice) -> None:
    send([person(1), person(2)])

    send([person(1), person(2, TGL_LHR="31-02-1990")], cut_off=LATER, complete_for="99.05")

    assert not ExitProposal.objects.exists()


def test_a_partial_file_proposes_nobody(office: SmallOffice) -> None:
    send([person(1), person(2)])

    send([person(1)], cut_off=LATER)

    assert not ExitProposal.objects.exists()


@pytest.mark.parametrize(
    ("word", "kind"),
    [("MENINGGAL", "died"), ("PINDAH", "moved_out"), ("NON AKTIF", "deactivated")],
)
def test_a_row_that_says_gone_is_proposed_and_takes_effect_by_a_second_person(
    office: SmallOffice, head: Principal, word: str, kind: str
) -> None:
    send([person(1), person(2)])
    send([person(1, STATUS_PENDUDUK=word), person(2)], cut_off=LATER)
    assert Person.objects.filter(status="here").count() == 2

    approve_exits(actor=head, on=TODAY, now=NOW)

    assert Person.objects.get(nik=nik(1)).status == kind
    assert kinds(1) == ["listed", kind]
    assert RegisterEvent.objects.latest("id").effective_on == LATER


def test_nobody_approves_their_own_proposals(office: SmallOffice, head: Principal) -> None:
    send([person(1), person(2)], actor=OFFICER)
    both = replace(head, areas=(*head.areas, Area("adb", None)))
    send([person(1)], cut_off=LATER, complete_for="99.05", actor=both)

    with pytest.raises(SecondPersonNeeded):
        approve_exits(actor=head, on=TODAY, now=NOW)

    assert ExitProposal.objects.get().state == "open"


def test_what_the_program_proposed_needs_two_people(office: SmallOffice, head: Principal) -> None:
    from dataclasses import replace

    from tuntas.accounts.principals import system

    send([person(1), person(2)])
    send([person(1)], cut_off=LATER, complete_for="99.05", actor=system("import"))

    first = approve_exits(actor=head, on=TODAY, now=NOW)
    assert (first.seconded, first.decided) == (1, 0)
    assert Person.objects.filter(status="here").count() == 2

    second = approve_exits(actor=replace(head, officer_ref="e" * 32), on=TODAY, now=NOW)
    assert second.decided == 1


def test_declined_exits_leave_everything_as_it_is(office: SmallOffice, head: Principal) -> None:
    send([person(1), person(2)])
    send([person(1)], cut_off=LATER, complete_for="99.05")
    ref = ExitProposal.objects.get().ref.hex

    decline_exits(actor=head, on=TODAY, now=NOW, refs=[ref], note="masih tinggal di sini")

    assert ExitProposal.objects.get().state == "declined"
    assert kinds(2) == ["listed"]
    with pytest.raises(NothingToDecide):
        approve_exits(actor=head, on=TODAY, now=NOW)


def test_exits_of_other_areas_are_not_decided(office: SmallOffice) -> None:
    from tuntas.accounts.principals import Area

    send([person(1), person(2)])
    send([person(1)], cut_off=LATER, complete_for="99.05")
    elsewhere = Principal(
        "user",
        "c" * 32,
        "d" * 32,
        "Kabid",
        frozenset({"approve_exit"}),
        (),
        (Area("coordinator", frozenset({office.elsewhere.pk})),),
    )

    with pytest.raises(NothingToDecide):
        approve_exits(actor=elsewhere, on=TODAY, now=NOW)


def test_who_had_left_and_is_listed_again_comes_back(office: SmallOffice, head: Principal) -> None:
    send([person(1), person(2), person(3)], cut_off=date(2023, 6, 10))
    gone = [
        person(1, STATUS_PENDUDUK="PINDAH"),
        person(2, STATUS_PENDUDUK="NONAKTIF"),
        person(3, STATUS_PENDUDUK="MENINGGAL"),
    ]
    send(gone, cut_off=date(2023, 6, 12))
    approve_exits(actor=head, on=TODAY, now=NOW)

    sent = send([person(1), person(2), person(3)], cut_off=LATER)

    assert kinds(1)[-1] == "moved_in"
    assert kinds(2)[-1] == "reactivated"
    assert Person.objects.filter(status="here").count() == 2
    assert sent.codes == {4: "person_final"}


# --- declarations -------------------------------------------------------------------------


def test_declarations_that_cannot_hold_are_refused(office: SmallOffice) -> None:
    with pytest.raises(CutOffInFuture):
        receive([person(1)], cut_off=date(2023, 7, 1))
    with pytest.raises(ScopeUnknown):
        receive([person(1)], complete_for="75.99")
    with pytest.raises(OnlyRegistersAreComplete):
        receive([person(1)], complete_for="99.05", kind=FileKind.UNRECORDED)

    send([person(1)])

    with pytest.raises(CutOffBeforeOpening):
        receive([person(2)], cut_off=date(2023, 1, 1))


def test_a_village_list_without_a_desa_column(office: SmallOffice) -> None:
    text = f"NIK;NAMA\n{nik(1)};SITI\n"

    send(text, village_code="99.05.01.2002")

    assert Person.objects.get().village_id == office.neighbour.pk
