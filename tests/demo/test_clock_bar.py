"""The bar that lets days pass: for demo accounts at home, in demo stores only."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, reverse

from tests.demo import urls
from tests.demo.small import corner
from tuntas.accounts.queries import demo_accounts
from tuntas.demo import actions, mark, opening, telling
from tuntas.ledger import clock

ADVANCE = "/demo/maju/"
START = date(2020, 9, 28)


@pytest.fixture
def office(told, settings, monkeypatch, tmp_path, db):
    settings.DEMO = True
    settings.ROOT_URLCONF = urls.__name__
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    clear_url_caches()
    monkeypatch.setattr(telling, "told", lambda: corner(told, (45,)))
    actions.build(folder=tmp_path, start=START, tell=lambda step, on: None)
    yield tmp_path
    clear_url_caches()


@pytest.fixture
def visitor(office):
    client = Client(headers={"host": "localhost"})
    operator = next(user for user in demo_accounts() if user.username == "operator")
    client.post("/masuk/peragaan/", {"akun": operator.ref})
    return client


def test_a_click_lets_one_day_pass_and_says_what_happened(visitor):
    answer = visitor.post(ADVANCE, {"days": "1", "next": "/"})

    assert answer.status_code == 302
    assert answer.url == "/"
    assert clock.today() == date(2020, 9, 29)
    said = [str(message) for message in visitor.get("/").context["messages"]]
    assert any("Hari telah dimajukan" in text for text in said)


def test_several_days_pass_at_once_with_their_files(visitor, office):
    visitor.post(ADVANCE, {"days": "2"})

    assert clock.today() == date(2020, 9, 30)
    assert (office / opening.FOLDER / "mutasi-2020-09-30.csv").is_file()


@pytest.mark.parametrize("days", ["0", "-1", "32", "besok", ""])
def test_nonsense_moves_nothing(visitor, days):
    visitor.post(ADVANCE, {"days": days})

    assert clock.today() == START


def test_the_bar_leads_back_to_this_office_only(visitor):
    answer = visitor.post(ADVANCE, {"days": "1", "next": "https://tempat.lain/"})

    assert answer.url == "/"


def test_a_stranger_cannot_move_the_clock(office, client):
    answer = client.post(ADVANCE, {"days": "1"})

    assert answer.status_code == 302
    assert answer.url.startswith("/masuk/")
    assert clock.today() == START


def test_a_demo_of_another_version_says_what_to_do(visitor, office):
    mark.finish(office, "kisah lain")

    visitor.post(ADVANCE, {"days": "1"})

    assert clock.today() == START
    said = [str(message) for message in visitor.get("/").context["messages"]]
    assert any("dibuat oleh versi lain" in text for text in said)


def test_looking_at_the_address_does_nothing(visitor):
    assert visitor.get(ADVANCE).status_code == 405
    assert clock.today() == START


def test_a_real_office_has_no_such_address():
    with pytest.raises(NoReverseMatch):
        reverse("demo:clock")
