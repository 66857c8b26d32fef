"""A link shows its holder their own and nobody else's, and shows nothing when it should not."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests.lives import NOW, listed
from tests.outreach.conftest import TODAY
from tests.principals import SmallOffice
from tuntas.accounts.principals import system
from tuntas.audit import queries as audit
from tuntas.ledger import clock
from tuntas.outreach import evidence, links
from tuntas.outreach.access import WRONG_KNOCKS
from tuntas.outreach.actions.links import Made, forget_typed_names, recall_link
from tuntas.outreach.actions.reasons import tell_reason
from tuntas.outreach.errors import LinkImpossible
from tuntas.outreach.models import BroughtName, Contact, Link
from tuntas.outreach.queries import links as reading
from tuntas.residents.models import Person

LinkTo = Callable[..., Made]
OFFICE = system("test")


def alias_of(made: Made, person: Person) -> str:
    return links.alias(Link.objects.get(ref=made.ref).digest, person.ref.hex)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def said(client: Client, made: Made, person: Person, **fields: Any) -> HttpResponse:
    told = {"siapa": alias_of(made, person), "hasil": "told", "nonce": "a" * 32} | fields
    response: HttpResponse = client.post(
        f"/d/{made.token}/jawab/", told, headers={"accept": "application/json"}
    )
    return response


def test_a_village_head_sees_the_own_village_only(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    own = listed(in_june.village.id, name="SITI CONTOH", dusun="Timur")
    other = listed(in_june.neighbour.id, name="ORANG TETANGGA")
    made = link_to()

    page = text_of(client.get(f"/d/{made.token}/"))

    assert "SITI CONTOH" in page
    assert "1980" in page
    assert "Timur" in page
    assert "ORANG TETANGGA" not in page
    assert client.get(f"/d/{made.token}/o/{alias_of(made, other)}/").status_code == 404
    assert own.nik
    assert own.nik not in page
    assert own.nik[-4:] not in page
    assert own.ref.hex not in page


def test_a_hamlet_head_sees_the_own_hamlet_only(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    listed(in_june.village.id, name="ORANG TIMUR", dusun="TIMUR")
    elsewhere = listed(in_june.village.id, name="ORANG BARAT", dusun="BARAT")
    made = link_to(role="hamlet_head", hamlet="Timur")

    page = text_of(client.get(f"/d/{made.token}/"))

    assert ("ORANG TIMUR" in page, "ORANG BARAT" in page) == (True, False)
    assert said(client, made, elsewhere).status_code == 422
    assert Contact.objects.count() == 0


def test_a_camat_chooses_a_village_first(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    listed(in_june.neighbour.id, name="ORANG TETANGGA")
    made = link_to("own", role="camat")

    villages = text_of(client.get(f"/d/{made.token}/"))
    page = text_of(client.get(f"/d/{made.token}/desa/{in_june.neighbour.code}/"))

    assert "ORANG TETANGGA" not in villages
    assert in_june.neighbour.name in villages
    assert "ORANG TETANGGA" in page
    assert client.get(f"/d/{made.token}/desa/{in_june.elsewhere.code}/").status_code == 404


def test_illness_and_its_kin_never_show(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    person = listed(in_june.village.id)
    tell_reason(
        actor=OFFICE,
        person_ref=person.ref.hex,
        code="ODGJ",
        on=TODAY,
        evidence="Daftar Dinas Sosial",
        now=NOW,
    )

    page = text_of(client.get(f"/d/{link_to().token}/"))

    assert "Kapan bisa datang merekam?" in page
    assert not any(word in page.lower() for word in ("odgj", "gangguan", "sosial", "disabilitas"))


def shut(made: Made, how: str) -> str:
    """The token after something happened to its link."""
    match how:
        case "stranger":
            return "y" * 43
        case "recalled":
            recall_link(actor=OFFICE, ref=made.ref, on=TODAY, now=NOW)
        case "expired":
            clock.move_to(date(2023, 7, 1))
    return made.token


@pytest.mark.parametrize("how", ["stranger", "recalled", "expired", "early"])
def test_a_closed_link_shows_nothing_and_not_why(
    in_june: SmallOffice, link_to: LinkTo, client: Client, how: str
) -> None:
    person = listed(in_june.village.id, name="SITI CONTOH")
    first = TODAY + timedelta(days=3) if how == "early" else TODAY
    made = link_to(valid_from=first)
    token = shut(made, how)
    looks = audit.head("views").n
    nobody = client.get("/d/" + "z" * 43 + "/")

    page = client.get(f"/d/{token}/")
    answer = client.post(f"/d/{token}/jawab/", {"siapa": alias_of(made, person), "hasil": "told"})

    assert (page.status_code, answer.status_code) == (410, 410)
    assert page.content == nobody.content == answer.content
    assert audit.head("views").n == looks
    assert Contact.objects.count() == 0


def test_whoever_guesses_is_made_to_wait(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    token = link_to().token
    for number in range(WRONG_KNOCKS):
        assert client.get(f"/d/{number:043d}/").status_code in (410, 429)

    limited = client.get(f"/d/{token}/")

    assert limited.status_code == 429
    assert limited["Retry-After"] == "900"
    assert client.get(f"/d/{token}/", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_an_officers_session_opens_no_link_and_a_link_opens_no_office(
    in_june: SmallOffice, link_to: LinkTo, client_for: Callable[..., Client], client: Client
) -> None:
    made = link_to()

    assert client_for("head").get("/d/" + "z" * 43 + "/").status_code == 410
    assert client.get(f"/d/{made.token}/").status_code == 200
    assert client.get("/belum-rekam/").status_code == 302


def test_the_log_shows_who_saw_whom(in_june: SmallOffice, link_to: LinkTo, client: Client) -> None:
    people = [listed(in_june.village.id) for _ in range(2)]
    made = link_to()
    client.get(f"/d/{made.token}/")
    client.get(f"/d/{made.token}/o/{alias_of(made, people[1])}/")

    rows = audit.views(audit.Filter(actor=made.ref), 10)
    seen = reading.sightings(Link.objects.get(ref=made.ref))

    assert [row.count for row in rows] == [1, 2]
    assert set(rows[1].subject_refs) == {person.ref.hex for person in people}
    assert seen[0].people == (people[1].name,)
    assert "SITI" not in str(rows[0].subject_refs)


def test_the_page_stays_in_no_cache_and_tells_no_other_site(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    page = client.get(f"/d/{link_to().token}/")

    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert int(page["X-Tuntas-Sisa"]) == 36 * 3600
    assert 'data-lasts="129600"' in text_of(page)
    assert not page.cookies
    assert "unsafe" not in page["Content-Security-Policy"]


def test_a_copy_on_the_phone_does_not_outlive_the_link(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    page = client.get(f"/d/{link_to(valid_until=TODAY).token}/")

    assert 0 <= int(page["X-Tuntas-Sisa"]) <= 24 * 3600


# --- answers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "more", "note"),
    [
        ("told", {}, ""),
        ("will_come", {"kapan": "2023-06-16"}, ""),
        ("already_has", {}, ""),
        ("away_work", {"catatan": "di Bitung"}, "di Bitung"),
        ("refused", {}, ""),
        ("died", {}, ""),
        ("moved", {"ke": "Desa Lain, Boalemo"}, "Desa Lain, Boalemo"),
        ("ill_at_home", {}, ""),
        ("unknown_here", {}, ""),
    ],
)
def test_every_answer_is_kept_under_the_links_name(
    in_june: SmallOffice,
    link_to: LinkTo,
    client: Client,
    outcome: str,
    more: dict[str, str],
    note: str,
) -> None:
    person, made = listed(in_june.village.id), link_to()

    response = said(client, made, person, hasil=outcome, **more)

    contact = Contact.objects.get()
    assert response.status_code == 200
    assert (contact.person_id, contact.outcome, contact.note) == (person.id, outcome, note)
    assert (contact.told_by, contact.told_through, contact.on) == (made.ref, "link", TODAY)
    assert contact.will_come_on == (date(2023, 6, 16) if outcome == "will_come" else None)
    assert "✓" in text_of(client.get(f"/d/{made.token}/"))


def test_an_answer_sent_twice_is_kept_once(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    person, made = listed(in_june.village.id), link_to()

    first = said(client, made, person, hari="2023-06-13")
    again = said(client, made, person, hari="2023-06-13")
    other = said(client, made, person, hasil="died", hari="2023-06-13")

    assert (first.status_code, again.status_code, other.status_code) == (200, 200, 409)
    assert Contact.objects.get().on == date(2023, 6, 13)


@pytest.mark.parametrize(
    "fields",
    [
        {"hasil": "will_come"},
        {"hasil": "recorded"},
        {"hasil": "nonsense"},
        {"siapa": "0" * 16},
        {"catatan": "NIK 9905014107990001"},
    ],
)
def test_what_cannot_be_is_said_and_not_kept(
    in_june: SmallOffice, link_to: LinkTo, client: Client, fields: dict[str, str]
) -> None:
    response = said(client, link_to(), listed(in_june.village.id), **fields)

    assert response.status_code == 422
    assert response.json()["pesan"]
    assert Contact.objects.count() == 0


def test_without_script_the_form_does_the_same(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    person, made = listed(in_june.village.id), link_to()
    address = f"/d/{made.token}/jawab/"
    fields = {"siapa": alias_of(made, person), "hasil": "will_come", "nonce": "b" * 32}

    wrong = client.post(address, fields)
    right = client.post(address, fields | {"kapan": "2023-06-20"}, follow=True)

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert 'role="alert"' in text_of(wrong)
    assert "20 Juni 2023" in text_of(right)


def photo(size: tuple[int, int] = (2400, 1800)) -> io.BytesIO:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (0.0, 48.0, 0.0)}
    exif[0x010F] = "Merek Ponsel"
    Image.new("RGB", size, "white").save(file, "JPEG", exif=exif)
    file.seek(0)
    file.name = "surat.jpg"
    return file


def test_a_photo_is_kept_small_and_without_its_place(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    person, made = listed(in_june.village.id), link_to()

    said(client, made, person, hasil="died", foto=photo())

    content, kind = evidence.read(Contact.objects.get().evidence_file)
    image = Image.open(io.BytesIO(content))
    assert (kind, image.size) == ("image/jpeg", (1600, 1200))
    assert not image.getexif()
    assert b"Merek" not in content


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xff\xd8\xff broken", b"<svg/>"])
def test_what_is_no_photo_is_refused(
    in_june: SmallOffice, link_to: LinkTo, client: Client, content: bytes
) -> None:
    file = io.BytesIO(content)
    file.name = "foto.jpg"

    response = said(client, link_to(), listed(in_june.village.id), hasil="died", foto=file)

    assert response.json()["kode"] == "JANGKAU-30"
    assert Contact.objects.count() == 0


# --- names that are brought ---------------------------------------------------------------


def ask(client: Client, made: Made, village: str, name: str, year: int, nonce: str = "c") -> Any:
    response = client.post(
        f"/d/{made.token}/bawa/",
        {"nama": name, "tahun": str(year), "desa": village, "nonce": nonce * 32},
        headers={"accept": "application/json"},
    )
    return response.json().get("hasil", response.status_code)


def test_a_pps_learns_whom_to_send_and_sees_no_name_of_ours(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    person = listed(in_june.village.id, name="ABDUL RAHMAN KATILI", birth_on="2006-01-02")
    listed(in_june.village.id, name="SITI RAHASIA")
    made = link_to(role="pps", valid_until=date(2024, 4, 4))
    code = in_june.village.code

    assert ask(client, made, code, "Abd. Rahman Katili", 2006) == "kirim"
    assert ask(client, made, code, "Abd. Rahman Katili", 2005, "d") == "tidak"
    assert ask(client, made, code, "Abd Rahman", 2006, "e") == "tidak"
    page = text_of(client.get(f"/d/{made.token}/"))

    assert "RAHASIA" not in page
    assert "ABDUL" not in page
    assert "Abd. Rahman Katili" in page
    assert BroughtName.objects.filter(send=True).get().person_id == person.id
    assert said(client, made, person).status_code == 422


def test_a_number_typed_as_a_name_finds_nobody(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    person = listed(in_june.village.id)
    made = link_to(role="pps")

    assert ask(client, made, in_june.village.code, str(person.nik), 1980) == "tidak"


def test_the_names_of_a_day_are_limited(
    in_june: SmallOffice, link_to: LinkTo, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tuntas.outreach.actions.links.parameter", lambda name, on: "2")
    made, code = link_to(role="pps"), in_june.village.code

    assert [ask(client, made, code, "Orang Lain", 1990, letter) for letter in "abc"] == [
        "tidak",
        "tidak",
        422,
    ]
    clock.move_to(TODAY + timedelta(days=1))
    assert ask(client, made, code, "Orang Lain", 1990, "f") == "tidak"


def test_typed_names_are_forgotten_with_the_link(
    in_june: SmallOffice, link_to: LinkTo, client: Client
) -> None:
    for role in ("pps", "ppk"):
        made = link_to("own" if role == "ppk" else "village", role=role)
        ask(client, made, in_june.village.code, "Orang Lain", 1990, role[-1])
    recall_link(actor=OFFICE, ref=Link.objects.get(role="pps").ref, on=TODAY, now=NOW)

    assert sorted(BroughtName.objects.values_list("name", flat=True)) == ["", "Orang Lain"]
    assert forget_typed_names(on=date(2023, 6, 30)) == 0
    assert forget_typed_names(on=date(2023, 7, 1)) == 1
    assert BroughtName.objects.count() == 2


# --- making them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": " "},
        {"holder": ""},
        {"role": "regent"},
        {"role": "camat"},
        {"role": "hamlet_head"},
        {"hamlet": "Timur"},
        {"valid_until": date(2023, 6, 1)},
        {"valid_until": date(2024, 6, 1)},
    ],
)
def test_a_link_needs_its_basis_its_area_and_its_end(
    link_to: LinkTo, wrong: dict[str, Any]
) -> None:
    with pytest.raises(LinkImpossible):
        link_to(**wrong)


def test_the_token_is_kept_nowhere(link_to: LinkTo) -> None:
    made = link_to()

    row = Link.objects.values().get()
    acts = [str(act.detail) for act in audit.acts(audit.Filter(), 20)]

    assert made.token not in str(row) + "".join(acts)
    assert row["digest"] == links.token_digest(made.token)
