"""Events files (mutasi): one row an event, with its own day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.principals import SmallOffice
from tests.residents.registers import nik, person, send
from tuntas.ledger.tracks import value_on
from tuntas.residents import queries
from tuntas.residents.models import ExitProposal, Person, RegisterEvent
from tuntas.residents.register_check import FileKind

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = date(2023, 6, 1)


def events(rows: list[dict[str, str]]) -> object:
    return send(rows, kind=FileKind.EVENTS, name="mutasi.csv")


def happened(serial: int, what: str, on: str, **said: str) -> dict[str, str]:
    return {"NIK": nik(serial), "PERISTIWA": what, "TGL_PERISTIWA": on, **said}


def kinds(serial: int) -> list[tuple[str, str]]:
    rows = RegisterEvent.objects.filter(person__nik=nik(serial)).order_by("id")
    return [(kind, str(on)) for kind, on in rows.values_list("kind", "effective_on")]


def test_each_kind_of_event_takes_effect_on_its_own_day(office: SmallOffice) -> None:
    send([person(n) for n in range(1, 6)], cut_off=OPENING)

    sent = events(
        [
            happened(1, "KAWIN", "05-06-2023"),
            happened(2, "MATI", "06-06-2023"),
            happened(3, "PINDAH", "07-06-2023"),
            happened(4, "PERBAIKAN", "08-06-2023", NAMA_LGKP="ORANG BETUL"),
            {**person(11), **happened(11, "LAHIR", "09-06-2023", TGL_LHR="09-06-2023")},
            {**person(12), **happened(12, "DATANG", "10-06-2023")},
            happened(5, "NONAKTIF", "11-06-2023"),
        ]
    )

    assert (sent.row.n_accepted, sent.codes) == (7, {})  # type: ignore[attr-defined]
    assert kinds(1)[-1] == ("married", "2023-06-05")
    assert kinds(4)[-1] == ("corrected", "2023-06-08")
    assert kinds(11) == [("born", "2023-06-09")]
    assert kinds(12) == [("moved_in", "2023-06-10")]
    exits = set(ExitProposal.objects.values_list("person__nik", "kind", "effective_on"))
    assert exits == {
        (nik(2), "died", date(2023, 6, 6)),
        (nik(3), "moved_out", date(2023, 6, 7)),
        (nik(5), "deactivated", date(2023, 6, 11)),
    }
    place = queries.tracks_of([Person.objects.get(nik=nik(12)).id]).popitem()[1].place
    assert value_on(place, date(2023, 6, 9)) == 0


def test_two_events_of_one_person_build_on_each_other(office: SmallOffice) -> None:
    send([person(1)], cut_off=OPENING)

    events(
        [
            {**person(7), **happened(7, "LAHIR", "02-06-2023", TGL_LHR="02-06-2023")},
            happened(7, "PINDAH", "08-06-2023"),
            happened(1, "KAWIN", "03-06-2023"),
            happened(1, "CERAI", "10-06-2023"),
        ]
    )

    assert [kind for kind, _ in kinds(1)] == ["listed", "married", "changed"]
    assert Person.objects.get(nik=nik(1)).marital == "divorced"
    assert ExitProposal.objects.get().person.nik == nik(7)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (happened(9, "KAWIN", "05-06-2023"), "person_unknown"),
        (happened(1, "SULAP", "05-06-2023"), "event_unknown"),
        (happened(1, "KAWIN", "31-02-2023"), "date_impossible"),
        (happened(1, "KAWIN", "19-06-2023"), "event_after_cut_off"),
        (happened(9, "DATANG", "05-06-2023", DESA="Sini Satu", KECAMATAN="Sini"), "name_missing"),
        (happened(9, "DATANG", "05-06-2023", NAMA_LGKP="SITI"), "village_missing"),
    ],
)
def test_an_event_that_cannot_be_recorded_is_named(
    office: SmallOffice, row: dict[str, str], code: str
) -> None:
    send([person(1)], cut_off=OPENING)

    sent = events([row])

    assert sent.codes == {2: code}  # type: ignore[attr-defined]
