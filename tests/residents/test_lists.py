"""A list of another agency: brought, matched by the worker, decided by people, forgotten."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from tests.principals import SmallOffice
from tests.residents.registers import NOW, TODAY, csv_text, nik, person, send
from tuntas.accounts.principals import Area, Principal, system
from tuntas.residents import import_files, queries_lists
from tuntas.residents.actions.events import record_event
from tuntas.residents.actions.list_decide import decide_entry, reopen_entry
from tuntas.residents.actions.list_match import match_list
from tuntas.residents.actions.list_purge import purge_expired_lists
from tuntas.residents.actions.list_receive import ListDeclaration, match_columns, receive_list
from tuntas.residents.errors import (
    ListCannotBeComplete,
    ListGone,
    ListNotFound,
    NothingToChoose,
)
from tuntas.residents.matching import columns
from tuntas.residents.models import ListEntry, Person, PersonList, RegisterImport
from tuntas.residents.register_file import connect, open_file

VOTING_DAY = date(2024, 2, 14)
MATCHER = Principal(
    "user",
    "c" * 32,
    "d" * 32,
    "Koordinator",
    frozenset({"match_lists", "see_names"}),
    areas=(Area("coordinator", None),),
)


def people(office: SmallOffice, *, second_twin: str = "HUSIN TOLINGGI") -> None:
    """Five people of the register: two of them twins, one dead, one of thirteen."""
    send(
        [
            person(1, NAMA_LGKP="SITI AMINAH LAHAY", TGL_LHR="17-08-1990"),
            person(2, NAMA_LGKP="HASAN TOLINGGI", NIK=nik(2, born="050495"), TGL_LHR="05-04-1995"),
            person(3, NAMA_LGKP=second_twin, NIK=nik(3, born="050495"), TGL_LHR="05-04-1995"),
            person(4, NAMA_LGKP="RAHMAN DAUD", NIK=nik(4, born="010160"), TGL_LHR="01-01-1960"),
            person(5, NAMA_LGKP="YUSUF JAFAR", NIK=nik(5, born="100310"), TGL_LHR="10-03-2010"),
        ]
    )
    record_event(
        actor=system("tests"),
        person_ref=Person.objects.get(name="RAHMAN DAUD").ref.hex,
        kind="died",
        effective_on=date(2023, 6, 16),
        told={},
        source="akta",
        known_on=TODAY,
        at=NOW,
    )


def bring(
    rows: Iterable[Mapping[str, str]] | bytes,
    *,
    actor: Principal = MATCHER,
    kind: str = "voters",
    name: str = "dpt.csv",
    **told: Any,
) -> PersonList:
    content = rows if isinstance(rows, bytes) else csv_text(rows, list(next(iter(rows)))).encode()
    declared = ListDeclaration(kind, "KPU", told.pop("as_of", VOTING_DAY), **told)
    received = receive_list(
        actor=actor,
        stream=io.BytesIO(content),
        file_name=name,
        told=declared,
        today=TODAY,
        now=NOW,
    )
    row = queries_lists.list_by_ref(received.ref)
    if not received.is_new:
        return row
    with import_files.work_dir() as folder:
        file = open_file(import_files.path_of(row.file_digest), folder, columns.likeness)
        headers = file.headers
        file.close()
    match_columns(
        actor=actor,
        ref=received.ref,
        mapping=columns.detect(headers),
        headers=headers,
        now=NOW,
        ring=False,
    )
    return match_list(ref=received.ref, today=TODAY, clock=lambda: NOW)


def voter(**said: str) -> dict[str, str]:
    return {"NIK": "", "NAMA": "", "TGL LAHIR": "", "JK": "L", "DESA": "Sini Satu", **said}


def differences(row: PersonList) -> dict[int, str]:
    return dict(ListEntry.objects.filter(person_list=row).values_list("line", "difference"))


def test_each_row_of_a_voter_list_says_how_it_differs(office: SmallOffice) -> None:
    people(office)

    row = bring(
        [
            voter(NIK="990501******0001", NAMA="Siti Aminah Lahay", **{"TGL LAHIR": "17/08/1990"}),
            voter(NIK=nik(2, born="050495"), NAMA="HASAN TOLINGGI", **{"TGL LAHIR": "05-04-1995"}),
            voter(NIK=nik(2, born="050495"), NAMA="HASAN TOLINGGI", **{"TGL LAHIR": "05-04-1995"}),
            voter(NIK=nik(4, born="010160"), NAMA="Rahman Daud", **{"TGL LAHIR": "01-01-1960"}),
            voter(NIK=nik(5, born="100310"), NAMA="Yusuf Djafar", **{"TGL LAHIR": "10-03-2010"}),
            voter(NIK=nik(99), NAMA="ORANG ASING SEKALI", **{"TGL LAHIR": "02-02-1980"}),
        ]
    )

    assert row.state == "done"
    assert differences(row) == {
        2: "same",
        3: "same",
        4: "double",
        5: "dead",
        6: "under_age",
        7: "not_here",
    }
    counts = queries_lists.counts_of(row)
    assert counts.rows == 6
    assert counts.matched == 5
    # The row of Hasan that came twice is one person; the dead are in no figure.
    assert counts.by_standing == {"unrecorded": 2, "coming": 1, "unknown": 1}


def test_a_twin_is_suggested_and_never_sure(office: SmallOffice) -> None:
    people(office, second_twin="HUSNI PAKAYA")

    row = bring([voter(NAMA="HUSIN TOLINGGI", **{"TGL LAHIR": "05-04-1995"})])

    assert differences(row) == {2: "undecided"}
    suggested = list(row.entries.get().suggestions.values_list("person__name", "is_sure"))
    assert ("HASAN TOLINGGI", False) in suggested
    assert not any(is_sure for _, is_sure in suggested)


def test_a_misspelled_name_without_a_number_waits_for_a_person(office: SmallOffice) -> None:
    people(office)
    row = bring([voter(NAMA="SITTI AMINNA LAHAI", **{"TGL LAHIR": "17-08-1990"})])
    suggestion = row.entries.get().suggestions.get()

    found = decide_entry(
        actor=MATCHER,
        ref=row.ref.hex,
        line=2,
        person_ref=suggestion.person.ref.hex,
        on=TODAY,
        now=NOW,
    )

    assert found == "same"
    entry = row.entries.get()
    assert (entry.how, entry.decided_by) == ("decided", MATCHER.officer_ref)
    assert queries_lists.people_of(row) == [(suggestion.person_id, "")]
    with pytest.raises(NothingToChoose):
        decide_entry(actor=MATCHER, ref=row.ref.hex, line=2, person_ref=None, on=TODAY, now=NOW)
    reopen_entry(actor=MATCHER, ref=row.ref.hex, line=2, now=NOW)
    assert differences(row) == {2: "undecided"}


def test_nobody_can_be_chosen_who_was_not_suggested(office: SmallOffice) -> None:
    people(office)
    row = bring([voter(NAMA="SITTI AMINNA LAHAI", **{"TGL LAHIR": "17-08-1990"})])
    other = Person.objects.get(name="RAHMAN DAUD")

    with pytest.raises(NothingToChoose):
        decide_entry(
            actor=MATCHER, ref=row.ref.hex, line=2, person_ref=other.ref.hex, on=TODAY, now=NOW
        )

    assert differences(row) == {2: "undecided"}
    assert row.entries.get().decided_by == ""


def test_a_complete_list_tells_whom_it_does_not_have(office: SmallOffice) -> None:
    people(office)

    row = bring(
        [voter(NIK=nik(1), NAMA="SITI AMINAH LAHAY", **{"TGL LAHIR": "17-08-1990"})],
        complete_for=office.own.code,
    )

    absent = [one.person.name for one in queries_lists.absences_of(row)]
    # Neither the dead nor who is thirteen on voting day.
    assert absent == ["HASAN TOLINGGI", "HUSIN TOLINGGI"]
    with pytest.raises(ListCannotBeComplete):
        bring([voter(NAMA="A B")], kind="school", complete_for=office.own.code)


def test_the_same_file_twice_is_one_list(office: SmallOffice) -> None:
    people(office)
    rows = [voter(NIK=nik(1), NAMA="SITI AMINAH LAHAY")]

    first, second = bring(rows), bring(rows, name="salinan.csv")

    assert first.pk == second.pk
    assert ListEntry.objects.count() == 1


def test_a_worker_that_died_leaves_nothing_doubled(office: SmallOffice) -> None:
    people(office)
    row = bring([voter(NIK=nik(1), NAMA="SITI AMINAH LAHAY")])
    silent = NOW + timedelta(hours=1)
    PersonList.objects.update(state="matching", lease_until=NOW, finished_at=None)

    held = match_list(ref=row.ref.hex, today=TODAY, clock=lambda: NOW - timedelta(minutes=1))
    again = match_list(ref=row.ref.hex, today=TODAY, clock=lambda: silent)

    assert held.state == "matching"
    assert again.state == "done"
    assert differences(row) == {2: "same"}


def test_a_list_is_forgotten_at_the_end_of_its_term(office: SmallOffice) -> None:
    people(office)
    row = bring([voter(NIK=nik(1), NAMA="SITI AMINAH LAHAY"), voter(NAMA="TIDAK ADA")])
    path = import_files.path_of(row.file_digest)
    assert path.exists()

    early = purge_expired_lists(today=row.expires_on - timedelta(days=1), now=NOW)
    purged = purge_expired_lists(today=row.expires_on, now=NOW)

    row.refresh_from_db()
    assert (early, purged, row.state) == (0, 1, "purged")
    assert not path.exists()
    assert not ListEntry.objects.exists()
    assert queries_lists.counts_of(row).by_difference == {"same": 1, "not_here": 1}
    with pytest.raises(ListGone):
        decide_entry(actor=MATCHER, ref=row.ref.hex, line=2, person_ref=None, on=TODAY, now=NOW)


def test_a_file_that_an_import_needs_is_kept(office: SmallOffice) -> None:
    people(office)
    digest = RegisterImport.objects.get().file_digest
    content = import_files.path_of(digest).read_bytes()

    row = bring(content, kind="village")
    purge_expired_lists(today=row.expires_on, now=NOW)

    assert row.file_digest == digest
    assert import_files.path_of(digest).exists()


def test_a_list_meets_only_people_where_its_bringer_works(office: SmallOffice) -> None:
    people(office)
    elsewhere = Principal(
        "user",
        "e" * 32,
        "f" * 32,
        "Koordinator sana",
        frozenset({"match_lists"}),
        areas=(Area("coordinator", frozenset({office.elsewhere.id})),),
    )

    row = bring([voter(NIK=nik(1), NAMA="SITI AMINAH LAHAY")], actor=elsewhere)

    assert differences(row) == {2: "not_here"}
    mine = bring([voter(NIK=nik(1), NAMA="SITI AMINAH LAHAY")])
    assert mine.pk != row.pk
    with pytest.raises(ListNotFound):
        decide_entry(actor=elsewhere, ref=mine.ref.hex, line=2, person_ref=None, on=TODAY, now=NOW)


def test_a_school_list_with_place_and_day_in_one_cell(office: SmallOffice) -> None:
    people(office)

    row = bring(
        [
            {
                "No": "1",
                "Nama Peserta Didik": "Yusuf Djafar",
                "TTL": "Kwandang, 10 Maret 2010",
                "L/P": "L",
                "Sekolah": "SMA N 1 Contoh",
            }
        ],
        kind="school",
        as_of=TODAY,
        name="dapodik.csv",
    )

    entry = row.entries.get()
    assert (entry.birth_on, entry.birth_place) == (date(2010, 3, 10), "Kwandang")
    assert entry.institution == "SMA N 1 Contoh"
    assert entry.difference == "undecided"
    levels = json.loads(entry.suggestions.get().levels)
    assert (levels["name"], levels["birth"], levels["nik"]) == ("same", "same", "unsaid")


def test_a_private_duckdb_is_read_without_network(office: SmallOffice) -> None:
    """Extensions are never loaded from elsewhere, by Splink neither."""
    with import_files.work_dir() as folder, connect(folder) as con:
        found = con.execute("SELECT current_setting('autoinstall_known_extensions')").fetchall()

    assert found == [(False,)]
