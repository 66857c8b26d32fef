from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from tuntas.web import shell, views
from tuntas.web.language import ChosenLanguage, chosen


@pytest.fixture
def client() -> Client:
    return Client(enforce_csrf_checks=False)


def test_a_browser_in_english_still_opens_an_indonesian_office(
    rf: RequestFactory,
) -> None:
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language() or "")
        return HttpResponse()

    ChosenLanguage(view)(rf.get("/", headers={"accept-language": "en"}))
    request = rf.get("/")
    request.COOKIES["django_language"] = "en"
    ChosenLanguage(view)(request)

    assert seen == ["id", "en"]


def test_an_unknown_language_is_the_offices_own() -> None:
    assert chosen("xx") == chosen(None) == "id"


def test_choosing_a_language_returns_to_the_page_and_nowhere_else(
    rf: RequestFactory,
) -> None:
    there = views.choose_language(rf.post("/bahasa/", {"bahasa": "en", "next": "/desa/75/"}))
    away = views.choose_language(
        rf.post("/bahasa/", {"bahasa": "en", "next": "https://example.org/"})
    )

    assert there.headers["Location"] == "/desa/75/"
    assert there.cookies["django_language"].value == "en"
    assert away.headers["Location"] == "/"


def test_asking_for_the_language_by_get_changes_nothing(rf: RequestFactory) -> None:
    assert views.choose_language(rf.get("/bahasa/?bahasa=en")).status_code == 405


def test_navigation_shows_only_what_the_person_may_open() -> None:
    items = [
        shell.NavItem("Bahasa", "web:language"),
        shell.NavItem("Gaya", "web:gallery", ("see_style",)),
        shell.NavItem("Tidak terpasang", "nowhere:page"),
    ]

    without = shell.links(items, frozenset(), "/bahasa/")
    within = shell.links(items, frozenset({"see_style"}), "/gaya/contoh/")

    assert [(link.label, link.current) for link in without] == [("Bahasa", True)]
    assert [(link.label, link.current) for link in within] == [
        ("Bahasa", False),
        ("Gaya", True),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status", "sentence"),
    [
        (views.bad_request, 400, "tidak lengkap"),
        (views.forbidden, 403, "bukan untuk peran Anda"),
        (views.not_found, 404, "tidak ditemukan"),
        (views.csrf_failure, 403, "kedaluwarsa"),
    ],
)
def test_each_failure_says_what_to_do_next(
    rf: RequestFactory, view: object, status: int, sentence: str
) -> None:
    response = view(rf.get("/x/"))  # type: ignore[operator]

    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "Ke beranda" in response.content.decode()


def test_the_page_for_a_broken_program_needs_nothing_that_may_be_broken(
    rf: RequestFactory,
) -> None:
    response = views.server_error(rf.get("/"))

    assert response.status_code == 500
    assert "belum tersimpan" in response.content.decode()


def test_the_gallery_is_closed_in_a_running_office(rf: RequestFactory) -> None:
    from django.http import Http404

    with pytest.raises(Http404):
        views.gallery(rf.get("/gaya/"))
