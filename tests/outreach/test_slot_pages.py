"""From an empty calendar to a closed slot, through the pages; links made and recalled there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.lives import NOW, listed
from tests.outreach.conftest import TODAY
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.authority import actions as authority
from tuntas.ledger import clock
from tuntas.letters import actions as letters
from tuntas.letters.models import Letter
from tuntas.outreach.actions.campaigns import open_campaign
from tuntas.outreach.models import Contact, Invitation, Link, OptOut, Passing, Slot
from tuntas.residents.models import Person

OFFICE = system("test")
MORNING = datetime(2023, 6, 14, 9, tzinfo=ZoneInfo("Asia/Makassar"))


@pytest.fixture
def desk(in_june: SmallOffice, client_for: Callable[..., Client]) -> Client:
    letters.install_shipped(on=TODAY, region="Kabupaten", office="Dinas", place="Kota")
    authority.install_shipped(districts=[in_june.own, in_june.other])
    return client_for("coordinator", "operator")


@pytest.fixture
def people(in_june: SmallOffice) -> list[Person]:
    return [listed(in_june.village.id, name=f"ORANG {letter}", dusun="Timur") for letter in "ABCD"]


@pytest.fixture
def slot(desk: Client, in_june: SmallOffice) -> Slot:
    desk.post(
        "/jadwal/baru/",
        {
            "jenis": "mission",
            "desa": in_june.village.code,
            "tempat": "Balai Desa Sini Satu",
            "hari": "2023-06-14",
            "mulai": "08:00",
            "selesai": "15:00",
            "kursi": "3",
            "kampanye": "",
        },
    )
    return Slot.objects.get()


@pytest.fixture
def invited(desk: Client, slot: Slot, people: list[Person]) -> list[Invitation]:
    desk.post(
        f"/jadwal/{slot.ref}/undang/",
        {"orang": [person.ref.hex for person in people], "cara": "letter"},
    )
    return list(Invitation.objects.order_by("rank"))


def text(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_slot_is_seen_in_the_calendar_of_its_week(desk: Client, slot: Slot) -> None:
    page = text(desk.get("/jadwal/"))

    assert "Balai Desa Sini Satu" in page
    assert "Rabu, 14 Juni 2023" in page
    assert "Balai" not in text(desk.get("/jadwal/?mulai=2023-07-10"))
    assert "Balai" not in text(desk.get("/jadwal/?jenis=school"))


def test_the_left_are_offered_and_those_who_fit_are_invited(
    desk: Client, slot: Slot, people: list[Person]
) -> None:
    offered = text(desk.get(f"/jadwal/{slot.ref}/undang/"))
    assert all(person.name in offered for person in people)
    assert "ORANG" not in text(desk.get(f"/jadwal/{slot.ref}/undang/?wilayah=&dusun=Barat"))

    page = text(
        desk.post(
            f"/jadwal/{slot.ref}/undang/",
            {"orang": [person.ref.hex for person in people], "cara": "letter"},
            follow=True,
        )
    )

    assert "3 orang diundang." in page
    assert "1 tidak kebagian tempat" in page
    assert Invitation.objects.count() == 3


def test_a_school_is_offered_those_of_sixteen_too(
    desk: Client, slot: Slot, in_june: SmallOffice
) -> None:
    listed(in_june.village.id, name="SISWA ENAM BELAS", birth_on="2007-03-01", marital="never")
    listed(in_june.village.id, name="ORANG DEWASA")
    sixteen = text(desk.get(f"/jadwal/{slot.ref}/undang/?wilayah=&kelompok=first_timers"))

    assert ("SISWA ENAM BELAS" in sixteen, "ORANG DEWASA" in sixteen) == (True, False)
    assert "SISWA" not in text(desk.get(f"/jadwal/{slot.ref}/undang/"))


def test_the_slips_and_the_letters_name_those_invited(
    desk: Client, slot: Slot, invited: list[Invitation]
) -> None:
    paper = desk.get(f"/jadwal/{slot.ref}/undangan.pdf")
    desk.post(f"/jadwal/{slot.ref}/surat/", {"jenis": "call_letter"})
    desk.post(f"/jadwal/{slot.ref}/surat/", {"jenis": "invitation"})

    call, invitation = Letter.objects.order_by("id")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")
    assert [row["name"] for row in call.data["people"]] == ["ORANG A", "ORANG B", "ORANG C"]
    assert set(call.data["people"][0]) == {"name", "birth_year", "hamlet"}
    assert (call.kind, call.district) == ("call_letter", "99.05.01")
    assert (invitation.kind, invitation.data["hours"]) == ("invitation", "08.00–15.00 WITA")


def test_the_qr_of_an_invitation_begins_the_capture_of_its_person(
    desk: Client, invited: list[Invitation]
) -> None:
    row = invited[1]
    address = f"http://office.example/undangan/{row.code}/"

    scanned = desk.get(f"/undangan/{row.code}/")
    typed = desk.post("/cari/", {"cari": address})
    part = desk.post("/cari/", {"cari": row.code}, headers={"HX-Request": "true"})

    assert scanned["Location"] == f"/orang/{row.person.ref.hex}/rekam/"
    assert typed["Location"] == part["HX-Redirect"] == f"/undangan/{row.code}/"


def test_an_operator_elsewhere_learns_nothing_from_a_qr(
    invited: list[Invitation], in_june: SmallOffice, client_for: Callable[..., Client]
) -> None:
    elsewhere = client_for("operator", region=in_june.other)

    assert elsewhere.get(f"/undangan/{invited[0].code}/").status_code == 404


def test_messages_are_prepared_by_day_and_not_for_who_wants_quiet(
    desk: Client, slot: Slot, invited: list[Invitation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    OptOut.objects.create(
        person=invited[0].person, channel="whatsapp", since=TODAY, told_by="a" * 32
    )

    by_day = text(desk.get(f"/jadwal/{slot.ref}/pesan/"))
    monkeypatch.setattr(clock, "now", lambda: MORNING.replace(hour=21))
    at_night = text(desk.get(f"/jadwal/{slot.ref}/pesan/"))

    assert re.findall(r"ORANG ([A-D])</span>", by_day) == ["B", "C"]
    assert "https://wa.me/?text=Assalamualaikum" in by_day
    assert "Nomor%20antrean%3A%202" in by_day
    assert "wa.me" not in at_night
    assert "jam tenang" in at_night


def test_the_words_for_the_loudspeaker_name_nobody(
    desk: Client, slot: Slot, invited: list[Invitation]
) -> None:
    page = text(desk.get(f"/jadwal/{slot.ref}/"))

    words = re.search(r'id="pengumuman"[^>]*>([^<]+)<', page)
    assert words
    assert "ORANG A" not in words.group(1)
    assert "Balai Desa Sini Satu" in words.group(1)


def test_a_sheet_is_filled_sent_twice_and_closed(
    desk: Client, slot: Slot, invited: list[Invitation]
) -> None:
    address = f"/jadwal/{slot.ref}/"
    outcomes = {
        f"hasil-{row.person.ref.hex}": said
        for row, said in zip(invited, ("recorded", "refused", "died"), strict=True)
    }
    early = desk.post(f"{address}akhir/", {"apa": "tutup"}, follow=True)

    for _ in range(2):
        desk.post(f"{address}hasil/", outcomes | {"nonce": "ab" * 12})
    walk_in = {"jenis": "walk_in", "direkam": "ya", "nonce": "ab" * 12}
    desk.post(f"{address}lewat/", walk_in)
    desk.post(f"{address}akhir/", {"apa": "tutup"})

    assert "hasil" in text(early)
    assert Contact.objects.count() == 3
    assert Passing.objects.count() == 1
    slot.refresh_from_db()
    assert slot.state == "closed"
    assert "direkam" in text(desk.get(address))


def test_a_cancelled_slot_needs_a_reason(
    desk: Client, slot: Slot, invited: list[Invitation]
) -> None:
    desk.post(f"/jadwal/{slot.ref}/akhir/", {"apa": "batal", "sebab": ""})
    slot.refresh_from_db()
    assert slot.state == "open"

    desk.post(f"/jadwal/{slot.ref}/akhir/", {"apa": "batal", "sebab": "ombak"})

    slot.refresh_from_db()
    assert slot.state == "cancelled"
    assert set(Invitation.objects.values_list("state", flat=True)) == {"cancelled"}


def test_who_asks_not_to_be_called_is_noted_with_the_invitation(
    desk: Client, slot: Slot, invited: list[Invitation]
) -> None:
    code = {"kode": invited[0].code, "apa": "jangan_hubungi"}

    desk.post(f"/jadwal/{slot.ref}/tarik/", code)

    assert OptOut.objects.get().person_id == invited[0].person_id
    assert Invitation.objects.filter(state="cancelled").count() == 1


# --- links --------------------------------------------------------------------------------


def test_a_link_is_shown_once_and_recalled(
    desk: Client, people: list[Person], in_june: SmallOffice, client: Client
) -> None:
    made = text(
        desk.post(
            "/tautan/baru/",
            {
                "peran": "village_head",
                "pemegang": "Kepala Desa Contoh",
                "wilayah": in_june.village.code,
                "dasar": "SK Bupati 100/2023 tanggal 2 Januari 2023",
                "mulai": "2023-06-14",
                "selesai": "2023-06-30",
            },
        )
    )
    address = re.search(r"/d/[A-Za-z0-9_-]{43}/", made)
    assert address
    assert "ORANG A" in text(client.get(address.group()))
    link = Link.objects.get()

    shown = text(desk.get(f"/tautan/{link.ref}/"))
    listing = text(desk.get("/tautan/"))
    desk.post(f"/tautan/{link.ref}/tarik/")

    assert "ORANG A, ORANG B, ORANG C, ORANG D" in shown
    assert address.group() not in shown + listing
    assert client.get(address.group()).status_code == 410


def test_a_wrong_link_is_explained_and_not_made(desk: Client, in_june: SmallOffice) -> None:
    response = desk.post(
        "/tautan/baru/",
        {
            "peran": "camat",
            "pemegang": "Camat Contoh",
            "wilayah": in_june.village.code,
            "dasar": "SK",
            "mulai": "2023-06-14",
            "selesai": "2023-06-30",
        },
    )

    assert response.status_code == 400
    assert "Periksa pemegang, wilayah" in response.content.decode()
    assert Link.objects.count() == 0


def test_links_of_another_kecamatan_are_not_there(
    link_to: Callable[..., Any], in_june: SmallOffice, client_for: Callable[..., Client]
) -> None:
    made = link_to()
    elsewhere = client_for("adb", region=in_june.other)

    assert "Pemegang Contoh" not in text(elsewhere.get("/tautan/"))
    assert elsewhere.get(f"/tautan/{made.ref}/").status_code == 404
    assert elsewhere.post(f"/tautan/{made.ref}/tarik/").status_code == 404


# --- what works ---------------------------------------------------------------------------


def test_campaigns_begin_without_invitations_and_take_costs(desk: Client) -> None:
    assert "Belum ada undangan" in text(desk.get("/kampanye/"))
    ref = open_campaign(
        actor=OFFICE, name="Juni", from_on=TODAY, until_on=date(2023, 6, 30), now=NOW
    )

    desk.post(f"/kampanye/{ref}/biaya/", {"letter": "250000"})

    page = text(desk.get(f"/kampanye/{ref}/biaya/"))
    assert "250000" in page
    assert "Belum mengundang" in text(desk.get("/kampanye/"))
