"""What a session was asked for: an officer of the same sex, at home, for another office; one eye
only once; and the scanner's own picture while it captures."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.pages.small_office import TODAY, at
from tests.pages.test_scanner import client, press, session, simulator, taken
from tests.pages.test_station import AsRole, give, specimen, unrecorded, upload
from tuntas.accounts.principals import system
from tuntas.devices.simulator.process import Simulator
from tuntas.enrolment import scanners, scanning, station
from tuntas.enrolment.models import CaptureSession
from tuntas.residents.actions.events import record_event
from tuntas.residents.models import Person

__all__ = ["client", "session", "simulator", "unrecorded"]


def begin(browser: Client, person: Person, **more: str) -> str:
    said = {"tempat": "Rumah", "kunci": "kunci pagi", **more}
    answer = browser.post(f"/orang/{person.ref.hex}/perekaman/", said, follow=True)
    return str(answer.content.decode())


def test_who_asks_for_a_woman_gets_one_and_only_that_is_kept(
    as_role: AsRole, unrecorded: Person
) -> None:
    browser = as_role("operator")

    page = begin(browser, unrecorded, petugas="P", di_rumah="on")

    assert "meminta petugas perempuan" in page
    assert "petugas perempuan" in browser.get("/perekaman/").content.decode()
    kept = CaptureSession.objects.get()
    assert (kept.asked_officer, kept.at_home, kept.outside) == ("P", True, False)


def test_somebody_registered_elsewhere_is_recorded_for_there_and_not_counted_here(
    as_role: AsRole, unrecorded: Person
) -> None:
    record_event(
        actor=system("test"), person_ref=unrecorded.ref.hex, kind="moved_out",
        effective_on=TODAY, told={}, source="SKP", known_on=TODAY, at=at(TODAY),
    )  # fmt: skip
    browser = as_role("operator")
    page = browser.get(f"/orang/{unrecorded.ref.hex}/perekaman/").content.decode()
    assert "terdaftar di daerah lain" in page

    assert "Centang bila orangnya terdaftar" in begin(browser, unrecorded)
    assert CaptureSession.objects.count() == 0
    assert "Luar domisili" in begin(browser, unrecorded, luar="on")
    assert CaptureSession.objects.get().outside


def test_an_ordinary_person_cannot_be_called_outside(as_role: AsRole, unrecorded: Person) -> None:
    begin(as_role("operator"), unrecorded, luar="on")

    assert not CaptureSession.objects.get().outside


def test_one_eye_taken_as_both_is_refused_in_words(client: Client, session: str) -> None:
    give(client, session, "iris.1", isi=upload(specimen("iris.1")))
    assert taken(session) == {"iris.1"}

    told = give(client, session, "iris.2", isi=upload(specimen("iris.1")))

    assert "kiri dan kanan tertukar" in told["refused"]
    assert taken(session) == {"iris.1"}
    give(client, session, "iris.2", isi=upload(specimen("iris.2")))
    assert taken(session) == {"iris.1", "iris.2"}


def test_the_scanner_s_picture_is_passed_on_while_it_captures_and_no_longer(
    client: Client, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "GRACE_S", 0.0)
    monkeypatch.setattr(scanners, "TIMEOUT_S", 30.0)
    press(client, session, "slap.right")  # the specimen's fingers grow once, for two seconds
    before = taken(session)
    with station.tries().taking(session, "slap.right"):
        answer = client.get(f"/perekaman/{session}/langsung/", {"bagian": "slap.right"})
        pieces = iter(answer.streaming_content)  # type: ignore[attr-defined]
        first, second = next(pieces), next(pieces)

    assert answer["Content-Type"].startswith("multipart/x-mixed-replace")
    assert "no-store" in answer["Cache-Control"]
    assert b"\xff\xd8\xff" in first
    assert second.startswith(b"--frame")
    assert len(list(pieces)) <= 1
    assert taken(session) == before


def test_no_picture_without_the_work_key_or_of_what_is_no_part(
    client: Client, session: str, as_role: AsRole
) -> None:
    assert client.get(f"/perekaman/{session}/langsung/", {"bagian": "kaki"}).status_code == 404
    locked = as_role("operator")
    address = f"/perekaman/{session}/langsung/"
    assert locked.get(address, {"bagian": "slap.right"}).status_code == 404


def test_a_device_that_shows_nothing_leaves_the_capture_alone(
    client: Client, session: str, simulator: Simulator, settings: Settings
) -> None:
    simulator.inject("stream-garbage")
    answer = client.get(f"/perekaman/{session}/langsung/", {"bagian": "slap.left"})

    assert list(answer.streaming_content) == []  # type: ignore[attr-defined]
    assert "Diterima:" in press(client, session, "slap.left")
