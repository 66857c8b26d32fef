"""Officers' own fingers: kept by consent with one press, taken back with another."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.pages.small_office import OPENING, TODAY, at
from tests.pages.test_scanner import session, simulator
from tests.pages.test_station import AsRole, unrecorded
from tuntas.accounts.models import Officer
from tuntas.accounts.principals import system
from tuntas.audit.models import Act
from tuntas.centre import actions, premises
from tuntas.centre.keyring import SECRET
from tuntas.centre.models import Staff
from tuntas.enrolment import scanners, station
from tuntas.enrolment.models import Reader

__all__ = ["session", "simulator", "unrecorded"]
KEEPER = "rahasia pemegang kunci"


@pytest.fixture
def head(as_role: AsRole, session: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody of the desk, in an office whose centre has keys and whose scanner answers."""
    monkeypatch.setenv(SECRET, KEEPER)
    monkeypatch.setattr(scanners, "TIMEOUT_S", 60.0)  # the specimen grows its fingers first
    premises._workshop.cache_clear()
    Reader.objects.all().delete()
    actions.init_keys(
        actor=system("test"),
        keyring=premises.workshop().keyring,
        centre_secret=KEEPER,
        recovery_secret=KEEPER,
        device=station.vault().device().public,
        device_name="Laptop",
        on=OPENING,
        now=at(TODAY),
    )
    return as_role("head")


def test_a_hand_is_kept_by_consent_and_destroyed_when_it_is_taken_back(head: Client) -> None:
    officer = Officer.objects.order_by("id")[0]
    said = {"petugas": officer.ref, "bagian": "slap.right"}

    refused = head.post("/pusat/petugas/", said, follow=True).content.decode()
    assert "centang persetujuannya" in refused
    done = head.post("/pusat/petugas/", {**said, "setuju": "1"}, follow=True).content.decode()

    assert "4 jari disimpan terpisah" in done
    kept = Staff.objects.get()
    with premises.workshop().looking("staff") as gallery:
        assert list(gallery.refs()) == [kept.ref]
    gone = head.post(f"/pusat/petugas/{kept.ref}/musnahkan/", follow=True).content.decode()
    assert "dimusnahkan" in gone
    assert not Staff.objects.exists()
    with premises.workshop().looking("staff") as gallery:
        assert not gallery.refs()
    told = set(Act.objects.filter(verb__contains="staff").values_list("verb", flat=True))
    assert told == {"centre.keep_staff", "centre.forget_staff"}


def test_without_the_centre_s_key_it_says_what_to_do(
    head: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SECRET)

    page = head.post(f"/pusat/petugas/{'0' * 32}/musnahkan/", follow=True).content.decode()

    assert "TUNTAS_CENTRE_SECRET" in page
