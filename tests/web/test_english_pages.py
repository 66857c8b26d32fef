"""Every address, asked in English by everybody who may enter: no Indonesian sentence is left.

What stays Indonesian is what has no English name (KTP-el, KK, kecamatan, desa, dusun, camat), and
what people typed themselves.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

import tuntas
from tests.letters.office import ASSIGNMENT
from tests.pages import small_office
from tests.pages.small_office import TODAY
from tests.permissions.table import TABLE, Row
from tests.permissions.world import World, mission_in, slot_in
from tests.principals import SmallOffice, browser_of
from tuntas.accounts import queries as accounts
from tuntas.accounts.principals import Principal
from tuntas.coverage.actions import FigureRow, record_official_figures
from tuntas.enrolment.actions import record_person
from tuntas.ledger import clock
from tuntas.letters import actions as letters
from tuntas.outreach.actions import propose_aside
from tuntas.residents import left
from tuntas.residents.models import Person
from tuntas.web.views import server_error
from tuntas.wilayah.models import Region, ServicePoint

CALENDAR = (
    "januari februari maret mei juni juli agustus oktober desember "
    "senin selasa rabu kamis jumat sabtu minggu"
)
WORD = re.compile(r"\b[a-z]+\b")  # no part of a code or digest


def words(text: str) -> set[str]:
    return set(WORD.findall(re.sub(r"%\(\w+\)[sd]|<[^>]+>", " ", text).lower()))


def indonesian_words() -> set[str]:
    """Every word of the sources' sentences that no English sentence of the catalogue uses."""
    source, english = words(CALENDAR), set[str]()
    for entry in polib.pofile(str(CATALOGUE)):
        source |= words(f"{entry.msgid} {entry.msgid_plural}")
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            english |= words(text)
    return source - english


CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"
INDONESIAN = frozenset(indonesian_words())
INDONESIAN_DECIMAL = re.compile(r"\d,\d{1,2}(?!\d)")
ADDRESS = re.compile(r"https?://\S+")
# What somebody typed: places of recording, evidence, documents, their own name for a place.
TYPED = (
    "821/1/2021 · SK Bupati (contoh)",
    "Dusun Tengah",
    "Tengah",
    "keluar",
    "Loket kantor",
    "Balai desa Ilangata",
    "Surat kepala desa",
    "Sumalata Tim.",
    "Tim contoh",
    "Rilis contoh",
    "printed: 99,0",
    "ALM. or MENINGGAL",
    "98,18",
    "1,82",
)
SOURCE = "berkas"  # of the facts of the small office
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-copied", "data-offline")
UNSEEN = ("script", "style", "template", "textarea")
# Classes of what is shown as it was written: refs, codes, details of the log, a checked text.
AS_WRITTEN = frozenset({"code", "letter"})
VOID = ("meta", "link", "input", "br", "hr", "img", "wbr")


class Visible(HTMLParser):
    """What a reader sees or hears, without what stands in another language on purpose."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.text: list[str] = []
        self._hidden: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        other = tag != "html" and given.get("lang") == "id"
        written = AS_WRITTEN & set((given.get("class") or "").split())
        elsewhere = other or tag in UNSEEN or bool(written)
        hidden = elsewhere or any(self._hidden)
        if not hidden:
            self.text += [given[name] or "" for name in SPOKEN if name in given]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.text.append(given.get("value") or "")
        if tag not in VOID:
            self._hidden.append(elsewhere)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._hidden:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._hidden) and data.strip():
            self.text.append(data.strip())


def read(page: str) -> Visible:
    reader = Visible()
    reader.feed(page)
    return reader


def indonesian(texts: list[str], names: Iterable[str] = ()) -> list[str]:
    """The pieces of a page that hold an Indonesian word or decimal outside *names*."""
    found = []
    for text in texts:
        rest = ADDRESS.sub("", text)
        for typed in (*TYPED, *names):
            rest = rest.replace(typed, "")
        if rest == SOURCE:
            continue
        if words(rest) & INDONESIAN or INDONESIAN_DECIMAL.search(rest):
            found.append(text)
    return found


@dataclass(frozen=True)
class Built:
    world: World
    office: small_office.Office
    marked: str
    """Ref of somebody marked as recorded; ``world.person`` is proposed to leave the list."""
    names: tuple[str, ...]
    """Of regions: some are words, as Mutiara Laut is."""

    def roles(self, row: Row) -> list[str]:
        """Who may open the page; a public one is read by a visitor."""
        if row.needs.rule == "public":
            return [""]
        return [
            role for role in self.office.users if row.needs.admits(principal_of(self.office, role))
        ]

    def ask(self, method: str, url: str, data: dict[str, str], role: str) -> HttpResponse:
        """One request by that role, in English; nothing it does stays."""
        client = browser_of(self.office.users[role]) if role else Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        call = client.post if method == "POST" else client.get
        with transaction.atomic():
            response = call(url, data)
            transaction.set_rollback(True)
        return response

    def not_english(self, response: HttpResponse) -> list[str]:
        """What is left of Indonesian in an answer; files and redirects hold nothing to read."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or not response.content:
            return []
        page = read(response.content.decode())
        assert page.language in ("en", "")  # a fragment has no html element
        return indonesian(page.text, self.names)


def principal_of(office: small_office.Office, role: str) -> Principal:
    return accounts.load_principal(office.users[role], today=TODAY)


def build() -> Built:
    office = small_office.build(per_village=2)
    clock.move_to(TODAY)
    person, marked = _happenings(office)
    point = ServicePoint.objects.create(
        region_id=office.village.id, kind="village_hall", name="Balai desa Ilangata", ref="f0" * 16
    )
    villages = Region.objects.filter(parent_id=office.district.id)
    region = Region.objects.get(code="75.05")
    places = SmallOffice(
        province=Region.objects.get(code="75"),
        regency=region,
        own=Region.objects.get(id=office.district.id),
        other=Region.objects.filter(parent=region).exclude(id=office.district.id)[0],
        village=villages[0],
        neighbour=villages[1],
        elsewhere=Region.objects.get(id=person.village_id),
    )
    names = sorted(Region.objects.values_list("name", flat=True), key=len, reverse=True)
    letter = letters.draft(
        actor=principal_of(office, "operator"),
        kind="assignment_letter",
        said=ASSIGNMENT,
        on=TODAY,
        now=small_office.at(TODAY),
    )
    world = World(
        places,
        person,
        office.users["operator"],
        letter,
        slot_in(places),
        point,
        *mission_in(places, point),
    )
    return Built(world, office, marked, tuple(names))


def _happenings(office: small_office.Office) -> tuple[Person, str]:
    """Enough acts that every page has something to tell; whom they are about."""
    now = small_office.at(TODAY)
    operator = principal_of(office, "operator")
    marked, proposed = (row.ref for row in left.all_left(principal=operator, on=TODAY)[:2])
    record_person(
        actor=operator,
        person_ref=marked,
        nonce="a" * 32,
        on=TODAY - timedelta(20),
        place="Loket kantor",
        now=now,
    )
    propose_aside(
        actor=operator,
        person_ref=proposed,
        reason="LUAR_NEGERI",
        evidence="Surat kepala desa",
        document="475/12/2023",
        on=TODAY,
        now=now,
    )
    figures = FigureRow(
        region_code="75.05",
        region_name="Gorontalo Utara",
        definition="DINAMIS_TERVERIFIKASI",
        cut_off=TODAY - timedelta(7),
        obliged=100,
        captured=101,
        left=3,
        printed_percent="99,0",
        document="Rilis contoh",
        source="Rilis contoh",
    )
    record_official_figures(
        actor=principal_of(office, "adb"), rows=[figures], known_on=TODAY, at=now
    )
    return Person.objects.get(ref=proposed), marked


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    """One office for every page, in a transaction that is never committed."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        cache.clear()
        yield build()
        transaction.set_rollback(True)
    cache.clear()


@pytest.mark.parametrize("row", [pytest.param(r, id=f"{r.method}-{r.name}") for r in TABLE])
def test_a_reader_of_english_meets_no_indonesian_sentence(row: Row, built: Built, db: None) -> None:
    left_over: set[str] = set()
    for role in built.roles(row):
        url = reverse(row.name, kwargs=row.kwargs(built.world))
        left_over.update(built.not_english(built.ask(row.method, url, row.data, role)))

    assert left_over == set()


CLAIM = (
    "Dari 90.060 wajib KTP, sudah merekam 88.491 atau 98,18 persen. Sisanya 1.569 jiwa atau "
    "1,82 persen. Targetnya 650 jiwa selesai dalam 14 hari."
)
# Answers that the table's own requests do not bring about: refusals, empty results, other days.
OTHERWISE: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("head", "GET", "/?per=kemarin", {}),
    ("head", "GET", "/?per=2020-01-01", {}),
    ("head", "GET", "/?per=2023-05-14&diketahui=2023-05-20", {}),
    ("head", "GET", "/tidak-ada/", {}),
    ("head", "GET", "/kelola/akun/", {}),
    ("head", "GET", "/laju/?sampai=2023-12-31", {}),
    ("head", "GET", "/laporan/gubernur/?bahasa=en", {}),
    ("head", "POST", "/periksa-klaim/", {"teks": CLAIM}),
    ("head", "POST", "/periksa-klaim/", {"teks": "Tidak ada angka."}),
    ("head", "POST", "/mode/", {}),
    ("adb", "GET", "/belum-rekam/?cari=zzzz", {}),
    ("adb", "GET", "/belum-rekam/?usia_dari=x", {}),
    ("adb", "POST", "/belum-rekam/ekspor/", {"keperluan": "x", "bentuk": "pdf"}),
    ("adb", "POST", "/cari/", {"cari": "SITI"}),
    ("adb", "POST", "/cari/", {"cari": "zzzzzzz"}),
    ("adb", "POST", "/cari/", {"cari": "a"}),
    ("adb", "POST", "/angka-resmi/tambah/", {}),
    ("adb", "POST", "/orang/{person}/rekam/", {}),
    ("adb", "POST", "/orang/{marked}/rekam/", {"hadir": "on", "tempat": "x", "nonce": "b" * 32}),
    ("adb", "GET", "/orang/{marked}/", {}),
    ("adb", "GET", "/orang/{marked}/rekam/", {}),
    ("adb", "POST", "/orang/{marked}/batal-rekam/", {}),
    ("adb", "POST", "/orang/{person}/usul-keluar/", {}),
    (
        "adb",
        "POST",
        "/orang/{person}/usul-keluar/",
        {"alasan": "GANDA_NIK", "bukti": "Surat kepala desa 12/2023"},
    ),
    ("head", "POST", "/orang/{person}/tarik-usul/", {}),
    ("administrator", "POST", "/kelola/akun/tambah/", {"username": "A B", "nip": "1"}),
    ("administrator", "GET", "/wilayah/75.05/", {}),
    (
        "administrator",
        "POST",
        "/akun/sandi/",
        {"password": "pendek", "repeated": "lain", "current": "x"},
    ),
    ("", "POST", "/masuk/", {"username": "operator", "password": "bukan ini"}),
    ("", "GET", "/masuk/?sebab=habis", {}),
    ("", "GET", "/masuk/?sebab=berubah", {}),
)


@pytest.mark.parametrize(("role", "method", "address", "data"), OTHERWISE)
def test_refusals_and_rare_answers_are_english_too(
    role: str, method: str, address: str, data: dict[str, str], built: Built, db: None
) -> None:
    refs = {"person": built.world.person.ref.hex, "marked": built.marked}

    response = built.ask(method, address.format(**refs), data, role)

    assert response.status_code != 302
    assert response.status_code != 404 or address == "/tidak-ada/"
    assert built.not_english(response) == []


def test_the_page_for_a_broken_program_is_english_too(rf: RequestFactory) -> None:
    with translation.override("en"):
        page = read(server_error(rf.get("/")).content.decode())

    assert page.language == "en"
    assert indonesian(page.text) == []


def test_the_list_taken_out_as_a_file_is_english_too(built: Built, db: None) -> None:
    wanted = {"keperluan": "a visit to the islands", "bentuk": "csv"}

    response = built.ask("POST", reverse("residents:export"), wanted, "adb")

    lines = response.content.decode("utf-8-sig").splitlines()
    said = [line for line in lines if line.startswith(("#", '"#', "Nam"))]
    assert len(said) > 4
    assert indonesian(said) == []


def bilingual() -> Iterator[tuple[str, str, str]]:
    """Where, Indonesian, English: every refusal and explanation that a module names."""
    for found in pkgutil.walk_packages(tuntas.__path__, "tuntas."):
        if found.name.endswith("__main__") or ".migrations" in found.name:
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            several = value.values() if isinstance(value, dict) else [value]
            for one in several:
                said = getattr(one, "id", None), getattr(one, "en", None)
                if isinstance(said[0], str) and isinstance(said[1], str) and any(said):
                    yield f"{found.name}.{name}", *said


def test_every_refusal_says_the_same_in_english() -> None:
    pairs = set(bilingual())

    assert len(pairs) > 100
    assert {place for place, id_, en in pairs if not en.strip() or en == id_} == set()
    assert {(place, en) for place, _, en in pairs if indonesian([en])} == set()


def test_the_reader_of_pages_would_see_an_indonesian_word() -> None:
    page = read(
        """<html lang="en"><title>Home</title><p lang="id">Untuk Anda</p>
        <a aria-label="Langsung ke isi">x</a><b>98,26</b> <i>1,569</i><script>yang</script>"""
    )

    assert page.language == "en"
    assert indonesian(page.text) == ["Langsung ke isi", "98,26"]
